"""What a site shows, read from the warehouse. Nothing here writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from warehouse.archive import unpack
from warehouse.changes import look_back
from warehouse.connection import opened, parameters
from warehouse.records import (
    REPORTABLE,
    Citation,
    Fact,
    Figure,
    KeptPage,
    Modality,
    ReportWindow,
    SourceRun,
    Stage,
    Strength,
    Update,
)
from warehouse.store import Store

_PAGES_AT_ONCE = 64  # bodies held in memory


class Shelf:
    """A region's history as a reader browses it."""

    def __init__(self, store: Store, region: str, zone: str = "Asia/Shanghai", wait: float = 60.0) -> None:
        self._path, self._region, self._zone, self._wait = store.path, region, zone, wait

    def latest(self) -> datetime | None:
        """The last moment that the warehouse knows of: of a run or of a report. None when nothing ever ran."""
        sql = (
            "SELECT max(moment) FROM (SELECT started_at AS moment FROM runs WHERE region = $region "
            "UNION ALL SELECT until FROM reports WHERE region = $region)"
        )
        with opened(self._path, self._wait) as con:
            row = con.execute(sql, {"region": self._region}).fetchone()
        return row[0] if row else None

    def windows(self) -> list[ReportWindow]:
        """The reports that were written, oldest first."""
        with opened(self._path, self._wait) as con:
            rows = self._run(con, "report_windows", {}).fetchall()
        return [ReportWindow(edition=edition, since=since, until=until) for edition, since, until in rows]

    def facts(self, until: datetime) -> list[Fact]:
        """All that is known by `until` of the listed projects and indicators, oldest story first."""
        values = {"since": until, "until": until, "zone": self._zone, "reportable": REPORTABLE}
        with opened(self._path, self._wait) as con:
            look_back(con, self._region, until)
            for name in ("revised", "replaced", "told"):
                self._run(con, name, values)
            cursor = self._run(con, "timeline", values)
            names = [column[0] for column in cursor.description or ()]
            return [_fact(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]

    def history(self, until: datetime, last: int = 20) -> dict[str, list[SourceRun]]:
        """The last runs of each source, newest first."""
        out: dict[str, list[SourceRun]] = {}
        with opened(self._path, self._wait) as con:
            rows = self._run(con, "source_history", {"until": until, "last": last}).fetchall()
        for row in rows:
            names = ("listed", "fetched", "unchanged", "read", "failed", "updates")
            counts: dict[str, Any] = {name: number or 0 for name, number in zip(names, row[3:9], strict=True)}
            run = SourceRun(
                source_id=row[0], started_at=row[1], ended_at=row[2], failure=row[9], message=row[10] or "",
                **counts,
            )  # fmt: skip
            out.setdefault(run.source_id, []).append(run)
        return out

    def pages(self, hashes: Sequence[str]) -> Iterator[KeptPage]:
        """Kept pages, a few at a time; raises Damaged when bytes are not those that were written."""
        waiting = iter(sorted(set(hashes)))
        while batch := list(islice(waiting, _PAGES_AT_ONCE)):
            with opened(self._path, self._wait) as con:
                rows = self._run(con, "kept_pages", {"hashes": batch}).fetchall()
            for row in rows:
                yield KeptPage(
                    sha256=row[0], body=unpack(row[2], row[1], row[0]), url=row[3], source_id=row[4], source_name=row[5],
                    captured_at=row[6], content_type=row[7], title=row[8], text=row[9], published=row[10], publisher=row[11],
                )  # fmt: skip

    def page_readings(self, hashes: Sequence[str]) -> dict[str, str]:
        """What each kept page was read as, last: changes when a newer reader makes another article of the same bytes."""
        sql = (
            "SELECT r.sha256, arg_max(r.article_id, (r.read_at, r.article_id)) FROM readings r "
            "WHERE r.region = $region AND r.article_id IS NOT NULL AND r.sha256 IN (SELECT unnest($hashes)) GROUP BY r.sha256"
        )
        with opened(self._path, self._wait) as con:
            return dict(con.execute(sql, {"region": self._region, "hashes": list(hashes)}).fetchall())

    def _run(self, con: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
        sql = _sql(name)
        given = {"region": self._region, **values}
        return con.execute(sql, {key: given[key] for key in parameters(sql)})


@cache
def _sql(name: str) -> str:
    return Path(__file__).with_name("queries").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _fact(row: Mapping[str, Any]) -> Fact:
    update = Update(
        project=row["project"], indicator=row["indicator"], stage=Stage(row["stage"]) if row["stage"] else None,
        modality=Modality(row["modality"]), strength=Strength(row["strength"]), when_start=row["when_start"],
        when_end=row["when_end"], when_text=row["when_text"] or "", previous_start=row["previous_start"],
        previous_end=row["previous_end"], milestone=row["milestone"] or "", investment_yuan=row["investment_yuan"],
        progress_percent=row["progress_percent"], value=row["value"], unit=row["unit"],
        figures=tuple(Figure(**figure) for figure in json.loads(row["figures"] or "[]")), mention=row["mention"] or "",
        evidence=row["evidence"], start=row["start_at"], end=row["end_at"], rule=row["rule"] or "",
        confidence=row["confidence"],
    )  # fmt: skip
    citation = Citation(
        update_id=row["id"], quote=row["evidence"], url=row["url"], title=row["title"], source_id=row["source_id"],
        source_name=row["source_name"] or row["source_id"], published=row["published"], known_at=row["known_at"],
        snapshot=row["sha256"], mark=tuple(word for word in (row["milestone"], row["when_text"]) if word),
        mention=row["mention"] or "",
    )  # fmt: skip
    return Fact(
        update=update, citation=citation, said=row["said"], story=row["story_id"], trust=row["trust"], stands=row["stands"]
    )

"""What changed in a window, by the SQL in queries/; docs/changes.md says what each kind means."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from warehouse.connection import parameters
from warehouse.records import REPORTABLE, YEARLY, Change, ChangeKind, Citation, stable_id
from warehouse.register import watched_at

# Tables that the kinds share, each built on the ones before it; the views split the largest.
PREPARED = ("revised", "replaced", "told", "touched", "facts")
_WATCHED = {"sources_then": "source", "projects_then": "project", "indicators_then": "indicator"}
_VIEWS = {
    "facts": "stands",
    "facts_before": "stood",
    "facts_compared": "stood OR (stands AND fresh)",
}
JUDGED = ("settled", "furthest", "halts", "opposed", "disputed")
_KINDS = (
    "stage_reached", "stopped", "resumed", "milestones", "promises", "kept", "conflicts", "conflicts_settled", "overdue",
    "money", "progress", "indicators", "silent", "edited", "withdrawn", "new_names", "sources", "first_mentions", "corrected",
)  # fmt: skip
# What counts on from day to day is no part of a change's identity.
_PASSING = frozenset({"days", "earlier", "history", "cumulative", "growth", "place", "expects", "path"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whose changes, from when to when, and by whose knowledge."""

    region: str
    since: datetime
    until: datetime
    known: datetime  # `until`: as it was known then; later: as known at that later time, each fact from its page's day on
    reader: str | None  # whose mails a correction must have touched; None: anybody's


def find_changes(con: duckdb.DuckDBPyConnection, asked: Question) -> list[Change]:
    """What became known after `since` and up to `until`: in the order of the mail, then by subject."""
    look_back(con, asked.region, asked.known)
    if asked.known > asked.until:
        _run_script(con, "hindsight", {"region": asked.region, "known": asked.known, "zone": _zone(con, asked)})
    values = {
        "region": asked.region, "since": asked.since, "until": asked.until, "zone": _zone(con, asked),
        "reportable": REPORTABLE, "reader": asked.reader, "yearly": list(YEARLY),
    }  # fmt: skip
    prepare(con, values)
    found: list[dict[str, Any]] = []
    for name in _KINDS:
        cursor = run_query(con, name, values | {"told": [row["subject"] for row in found]})
        names = [column[0] for column in cursor.description or ()]
        found += [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    found = _as_corrections(con, found, asked.since)
    order = list(ChangeKind)
    return sorted(as_changes(con, asked.region, found), key=lambda c: (order.index(c.kind), c.subject, c.id))


def prepare(
    con: duckdb.DuckDBPyConnection, values: Mapping[str, Any], tables: Sequence[str] = PREPARED, judged: Sequence[str] = JUDGED
) -> None:
    """Make the tables and views that the kinds ask."""
    for name in tables:
        if name == "facts":  # DuckDB would hold the wide rows in memory and pass the narrow ones by, since those are more
            con.execute("SET disabled_optimizers = 'build_side_probe_side'")
        run_query(con, name, values)
        if name == "facts":
            con.execute("RESET disabled_optimizers")
    for view, condition in _VIEWS.items():
        con.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS FROM every_fact WHERE {condition}")
    for name in judged:
        run_query(con, name, values)


def as_changes(con: duckdb.DuckDBPyConnection, region: str, found: Sequence[dict[str, Any]]) -> list[Change]:
    """Rows of a kind's query, with what stands behind them. Needs `look_back`."""
    citations = _citations(con, region, [update for row in found for update in row["updates"]])
    subjects = _subjects(con)
    return [_change(region, row, citations, subjects) for row in found]


def look_back(con: duckdb.DuckDBPyConnection, region: str, known: datetime) -> None:
    """Sources, projects and indicators under the names that they had."""
    run_query(con, "watched", {"region": region, "known": known})
    for view, kind in _WATCHED.items():
        con.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS FROM watched_then WHERE kind = '{kind}'")


def _zone(con: duckdb.DuckDBPyConnection, asked: Question) -> str:
    region = watched_at(con, asked.region, asked.known)
    return region.timezone if region else "Asia/Shanghai"


def _as_corrections(con: duckdb.DuckDBPyConnection, found: list[dict[str, Any]], since: datetime) -> list[dict[str, Any]]:
    """What only a better reader saw, in bytes that were read before, is no news: it is told as a correction."""
    late = {row[0] for row in con.execute("SELECT id FROM revised WHERE found AND known_at > ?", [since]).fetchall()}
    told = {update for row in found if row["kind"] == ChangeKind.CORRECTED for update in row["updates"]}
    rows = []
    for row in found:
        first = next(iter(row["updates"]), None)
        if row["kind"] != ChangeKind.CORRECTED and first in late:
            if first in told:
                continue
            row = row | {"kind": ChangeKind.CORRECTED, "new": json.dumps({"kind": row["kind"]} | json.loads(row["new"]))}
        rows.append(row)
    return rows


def _run_script(con: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, Any]) -> None:
    """A file of several statements, each with its own parameters."""
    for statement in con.extract_statements(_sql(name)):
        con.execute(statement, {key: values[key] for key in statement.named_parameters})


def run_query(con: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
    sql = _sql(name)
    return con.execute(sql, {key: values[key] for key in parameters(sql)})


@cache
def _sql(name: str) -> str:
    return Path(__file__).with_name("queries").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _change(
    region: str, row: dict[str, Any], citations: Mapping[str, Citation], subjects: Mapping[str, tuple[str | None, ...]]
) -> Change:
    kind, subject = ChangeKind(row["kind"]), row["subject"]
    name, place, sector, programme = subjects.get(subject, (subject, None, None, None))
    old, new = _plain(row["old"]), _plain(row["new"])
    return Change(
        id=stable_id(region, kind, subject, _lasting(old), _lasting(new)),
        kind=kind,
        subject=subject,
        subject_name=name or subject,
        known_at=row["known_at"],
        old=old,
        new=new,
        citations=tuple(citations[update] for update in row["updates"] if update in citations),
        sources=row["sources"] or 0,
        place=place or new.get("place"),
        sector=sector,
        programme=programme,
    )


def _plain(value: str | None) -> dict[str, Any]:
    """The keys that say something."""
    return {key: item for key, item in json.loads(value or "{}").items() if item is not None and item != ""}


def _lasting(values: Mapping[str, Any]) -> str:
    return json.dumps({key: item for key, item in values.items() if key not in _PASSING}, sort_keys=True)


def _citations(con: duckdb.DuckDBPyConnection, region: str, ids: list[str]) -> dict[str, Citation]:
    rows = run_query(con, "citations", {"region": region, "ids": ids}).fetchall() if ids else []
    return {
        row[0]: Citation(
            update_id=row[0], quote=row[1], url=row[2], title=row[3], source_id=row[4], source_name=row[5] or row[4],
            published=row[6], known_at=row[7], snapshot=row[8], mark=tuple(row[9]), mention=row[10],
        )
        for row in rows
    }  # fmt: skip


def _subjects(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str | None, ...]]:
    """Name, place, sector and programme of whatever a change can be about, under the names of that time."""
    rows = con.execute("SELECT id, name, place, sector, programme FROM watched_then ORDER BY kind = 'project', id").fetchall()
    return {row[0]: tuple(row[1:]) for row in rows}

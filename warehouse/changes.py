"""What changed in a window, by the SQL in queries/; docs/changes.md says what each kind means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from warehouse.connection import parameters
from warehouse.records import REPORTABLE, Change, ChangeKind, Citation, stable_id

# Tables that the kinds share, each built on the ones before it; the views split the largest.
_PREPARED = ("replaced", "told", "touched", "facts")
_VIEWS = {
    "facts": "stands",
    "facts_before": "stood",
    "facts_compared": "stood OR (stands AND fresh)",
}
_JUDGED = ("furthest", "halts", "opposed", "disputed")
_KINDS = (
    "stage_reached", "stopped", "resumed", "milestones", "promises", "conflicts", "overdue", "money", "progress",
    "indicators", "silent", "edited", "withdrawn", "new_names", "sources", "first_mentions",
)  # fmt: skip
# What counts on from day to day is no part of a change's identity.
_PASSING = frozenset({"days"})


def find_changes(
    con: duckdb.DuckDBPyConnection, region: str, since: datetime, until: datetime, zone: str = "Asia/Shanghai"
) -> list[Change]:
    """What became known after `since` and up to `until`: in the order of the mail, then by subject."""
    values = {"region": region, "since": since, "until": until, "zone": zone, "reportable": REPORTABLE}
    for name in _PREPARED:
        _run(con, name, values)
    for view, condition in _VIEWS.items():
        con.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS FROM every_fact WHERE {condition}")
    for name in _JUDGED:
        _run(con, name, values)
    found: list[dict[str, Any]] = []
    for name in _KINDS:
        cursor = _run(con, name, values | {"told": [row["subject"] for row in found]})
        names = [column[0] for column in cursor.description or ()]
        found += [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    citations = _citations(con, region, [update for row in found for update in row["updates"]])
    subjects = _subjects(con, region)
    changes = [_change(region, row, citations, subjects) for row in found]
    order = list(ChangeKind)
    return sorted(changes, key=lambda c: (order.index(c.kind), c.subject, c.id))


def _run(con: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
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
        place=place,
        sector=sector,
        programme=programme,
    )


def _plain(value: str | None) -> dict[str, Any]:
    """The keys that say something."""
    return {key: item for key, item in json.loads(value or "{}").items() if item is not None and item != ""}


def _lasting(values: Mapping[str, Any]) -> str:
    return json.dumps({key: item for key, item in values.items() if key not in _PASSING}, sort_keys=True)


def _citations(con: duckdb.DuckDBPyConnection, region: str, ids: list[str]) -> dict[str, Citation]:
    rows = _run(con, "citations", {"region": region, "ids": ids}).fetchall() if ids else []
    return {
        row[0]: Citation(
            update_id=row[0], quote=row[1], url=row[2], title=row[3], source_id=row[4], source_name=row[5] or row[4],
            published=row[6], known_at=row[7], snapshot=row[8], mark=tuple(row[9]),
        )
        for row in rows
    }  # fmt: skip


def _subjects(con: duckdb.DuckDBPyConnection, region: str) -> dict[str, tuple[str | None, ...]]:
    """Name, place, sector and programme of whatever a change can be about."""
    sql = (
        "SELECT id, name, place, NULL, NULL FROM sources WHERE region = $r "
        "UNION ALL SELECT id, name, place, NULL, programme FROM indicators WHERE region = $r "
        "UNION ALL SELECT id, name, place, sector, programme FROM projects WHERE region = $r"
    )
    return {row[0]: tuple(row[1:]) for row in con.execute(sql, {"r": region}).fetchall()}

"""What is told beside the changes: where each project stands, which promises come due, and which mails quoted a fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from warehouse.changes import PREPARED, as_changes, look_back, prepare, run_query
from warehouse.records import REPORTABLE, Change, Standing
from warehouse.register import watched_at


def find_upcoming(con: duckdb.DuckDBPyConnection, region: str, until: datetime, days: int) -> list[Change]:
    """Promises whose last day is one of the `days` from `until`'s own day on, as changes of kind `due`, nearest first."""
    look_back(con, region, until)
    watched = watched_at(con, region, until)
    zone = watched.timezone if watched else "Asia/Shanghai"
    last = until.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    values = {"region": region, "since": until, "until": until, "zone": zone, "reportable": REPORTABLE, "last": last}
    prepare(con, values, tables=tuple("nearly_due" if name == "touched" else name for name in PREPARED), judged=("halts",))
    cursor = run_query(con, "upcoming", values)
    names = [column[0] for column in cursor.description or ()]
    return as_changes(con, region, [dict(zip(names, row, strict=True)) for row in cursor.fetchall()])


def find_promised_later(
    con: duckdb.DuckDBPyConnection, region: str, until: datetime, days: Mapping[tuple[str, str], date]
) -> set[tuple[str, str]]:
    """Of these projects' stages those that a page, as it stands at `until`, has promised for a later day."""
    if not days:
        return set()
    values = {
        "region": region, "since": until, "until": until, "reportable": REPORTABLE,
        "projects": [project for project, _ in days], "stages": [stage for _, stage in days], "days": list(days.values()),
    }  # fmt: skip
    _look_at_pages(con, values)
    return set(run_query(con, "promised_later", values).fetchall())


def find_standings(con: duckdb.DuckDBPyConnection, region: str, until: datetime) -> list[Standing]:
    """Every listed project, those included of which nothing is known."""
    values = {"region": region, "since": until, "until": until, "reportable": REPORTABLE}
    _look_at_pages(con, values)
    return [
        Standing(project=project, stage=stage, place=place, sector=sector, programme=programme)
        for project, stage, place, sector, programme in run_query(con, "standings", values).fetchall()
    ]


def _look_at_pages(con: duckdb.DuckDBPyConnection, values: Mapping[str, Any]) -> None:
    """Make the tables that say which pages, and which facts of theirs, stand at `until`."""
    look_back(con, values["region"], values["until"])
    for name in PREPARED[: PREPARED.index("touched")]:
        run_query(con, name, values)


def find_quoting(
    con: duckdb.DuckDBPyConnection, region: str, reader: str, updates: Sequence[str], before: datetime
) -> list[tuple[str, str]]:
    rows = run_query(con, "quoted_in", {"region": region, "reader": reader, "ids": list(updates), "before": before}).fetchall()
    return [(edition, message_id) for edition, message_id in rows]

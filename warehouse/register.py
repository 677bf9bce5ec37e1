"""What is watched, as it is now and as it was known at each time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from warehouse.records import Watchlist

_NOW = {"source": "sources", "project": "projects", "indicator": "indicators"}
_KEPT = ("kind", "id", "name", "listed", "place", "sector", "programme", "trust", "unit", "targets")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A region as it was known at a time."""

    name: str
    timezone: str
    language: str
    tracked: int  # projects


def register(con: duckdb.DuckDBPyConnection, watchlist: Watchlist, now: datetime) -> None:
    """Remember what is watched, under the names of today, and what it was called until today."""
    latest = con.execute(
        "SELECT name, timezone, language FROM watchlists WHERE region = ? ORDER BY known_at DESC LIMIT 1", [watchlist.id]
    ).fetchone()
    if latest != (watchlist.name, watchlist.timezone, watchlist.language):
        con.execute("DELETE FROM watchlists WHERE region = ? AND known_at = ?", [watchlist.id, now])
        con.execute(
            "INSERT INTO watchlists VALUES (?, ?, ?, ?, ?)",
            [watchlist.id, watchlist.name, watchlist.timezone, watchlist.language, now],
        )
    rows = _rows(watchlist)
    for kind, name in _NOW.items():
        _replace(con, name, watchlist.id, rows[kind], now)
    _remember(con, watchlist.id, rows, now)


def watched_at(con: duckdb.DuckDBPyConnection, region: str, moment: datetime) -> Watched | None:
    """The region as known at a time; as first registered, for a time before that; None when it was never registered."""
    values = {"region": region, "moment": moment}
    row = con.execute(
        "SELECT name, timezone, language FROM watchlists WHERE region = $region AND known_at <= "
        "greatest($moment, (SELECT min(known_at) FROM watchlists WHERE region = $region)) ORDER BY known_at DESC LIMIT 1",
        values,
    ).fetchone()
    if row is None:
        return None
    tracked = con.execute(
        "SELECT count(*) FROM (SELECT arg_max(listed, known_at) AS listed FROM watched "
        "WHERE region = $region AND kind = 'project' AND known_at <= "
        "greatest($moment, (SELECT min(known_at) FROM watched WHERE region = $region)) GROUP BY id) WHERE listed",
        values,
    ).fetchone()
    return Watched(name=row[0], timezone=row[1], language=row[2], tracked=int(tracked[0]) if tracked else 0)


def _rows(watchlist: Watchlist) -> dict[str, list[dict[str, Any]]]:
    return {
        "source": [
            {"id": s.id, "name": s.name, "listing": s.listing, "kind": s.kind, "place": s.place, "trust": s.trust,
             "fresh_days": s.expect.fresh_days}
            for s in watchlist.sources
        ],
        "project": [
            {"id": p.id, "name": p.name, "place": p.place, "sector": p.sector, "programme": p.programme}
            for p in watchlist.projects
        ],
        "indicator": [
            {"id": i.id, "name": i.name, "unit": i.unit, "place": i.place, "programme": i.programme,
             "targets": json.dumps([
                 {"value": t.value, "by": t.by.isoformat()}
                 | ({} if t.base is None else {"base": t.base, "base_year": t.base_year})
                 for t in i.targets
             ])}
            for i in watchlist.indicators
        ],
    }  # fmt: skip


def _replace(con: duckdb.DuckDBPyConnection, name: str, region: str, rows: list[dict[str, Any]], now: datetime) -> None:
    """The watchlist's rows replace the known ones; when each was first seen stays; what is not listed any more stays."""
    if rows:  # mostly nothing has changed since the last run, and then nothing is written
        held = con.execute(f"SELECT {', '.join(rows[0])} FROM {name} WHERE region = ? AND listed", [region]).fetchall()
        if sorted(map(repr, held)) == sorted(repr(tuple(row.values())) for row in rows):
            return
    seen = dict(con.execute(f"SELECT id, first_seen FROM {name} WHERE region = ?", [region]).fetchall())
    con.execute(f"UPDATE {name} SET listed = false WHERE region = ?", [region])
    if not rows:
        return
    con.execute(f"DELETE FROM {name} WHERE region = ? AND list_contains(?, id)", [region, [row["id"] for row in rows]])
    full = [row | {"region": region, "listed": True, "first_seen": seen.get(row["id"], now)} for row in rows]
    _insert(con, name, full)


def _remember(
    con: duckdb.DuckDBPyConnection, region: str, rows: Mapping[str, Sequence[Mapping[str, Any]]], now: datetime
) -> None:
    """A row for each entry that is not as it was last known, and for each that is gone."""
    last = {
        (row[0], row[1]): row
        for row in con.execute(
            f"SELECT {', '.join(_KEPT)} FROM watched WHERE region = ? ORDER BY known_at", [region]
        ).fetchall()
    }
    today = {
        (kind, entry["id"]): (kind, *(True if n == "listed" else entry.get(n) for n in _KEPT[1:]))
        for kind, entries in rows.items()
        for entry in entries
    }
    gone = {
        key: tuple(False if n == "listed" else value for n, value in zip(_KEPT, row, strict=True))
        for key, row in last.items()
        if key not in today
    }
    changed = [row for key, row in (today | gone).items() if last.get(key) != row]
    if not changed:
        return
    con.execute(  # registered twice at one time: the later word counts
        "DELETE FROM watched WHERE region = ? AND known_at = ? AND list_contains(?, concat(kind, ' ', id))",
        [region, now, [f"{row[0]} {row[1]}" for row in changed]],
    )
    _insert(con, "watched", [dict(zip(_KEPT, row, strict=True)) | {"region": region, "known_at": now} for row in changed])


def _insert(con: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """In one piece: on a lake each statement writes a file."""
    import pyarrow as pa  # loads numpy too, and mostly nothing is written

    con.register("registered", pa.Table.from_pylist([dict(row) for row in rows]))
    con.execute(f"INSERT INTO {name} BY NAME SELECT * FROM registered")
    con.unregister("registered")

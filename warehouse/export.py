"""What the warehouse holds of a region, as tables for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.changes import PREPARED, look_back, prepare, run_query
from warehouse.connection import opened
from warehouse.records import REPORTABLE, Stage
from warehouse.register import watched_at
from warehouse.store import Store

_VIEWS = {
    "updates": "SELECT * FROM v_updates WHERE region = $region ORDER BY known_at, id",
    "changes": "SELECT * FROM v_changes WHERE region = $region ORDER BY until, reader, kind, subject, id",
    "articles": "SELECT * FROM v_articles WHERE region = $region ORDER BY known_at, id",
    "sources": "SELECT * FROM v_sources WHERE region = $region ORDER BY id",
}
TABLES = ("updates", "changes", "projects", "articles", "sources")


def export(store: Store, region: str, table: str, now: datetime, wait: float = 60.0) -> pa.Table:
    """One of TABLES, whole. `now` is the time by which projects stand where they stand."""
    read: Callable[[duckdb.DuckDBPyConnection], pa.Table] = (
        (lambda con: _projects(con, region, now))
        if table == "projects"
        else (lambda con: con.execute(_VIEWS[table], {"region": region}).to_arrow_table())
    )
    with opened(store.path, wait) as con:
        return read(con)


def _projects(con: duckdb.DuckDBPyConnection, region: str, now: datetime) -> pa.Table:
    look_back(con, region, now)
    watched = watched_at(con, region, now)
    zone = watched.timezone if watched else "Asia/Shanghai"
    values = {"region": region, "since": now, "until": now, "zone": zone, "reportable": REPORTABLE}
    tables = tuple("everything" if name == "touched" else name for name in PREPARED)
    prepare(con, values, tables=tables, judged=("settled", "furthest", "halts"))
    found = run_query(con, "state", values).to_arrow_table()
    rows = zip(found.column("reached").to_pylist(), found.column("cancelled").to_pylist(), strict=True)
    status = ["cancelled" if cancelled else Stage(stage).oc4ids if stage else None for stage, cancelled in rows]
    return found.append_column("oc4ids_status", pa.array(status, pa.string()))


# Our sectors in OC4IDS's codelist projectSector; what has no counterpart is left out.
_SECTORS = {
    "rail": "transport.rail", "road": "transport.road", "bridge": "transport.road", "port": "transport.water",
    "airport": "transport.air", "health": "health", "education": "education", "energy": "energy", "water": "waterAndWaste",
    "industrial": "economy", "culture": "cultureSportsAndRecreation",
}  # fmt: skip


def oc4ids(store: Store, region: str, now: datetime, wait: float = 60.0) -> dict[str, Any]:
    """The tracked projects as an OC4IDS 0.9 project package, each status with the page that says so."""
    projects = export(store, region, "projects", now, wait).to_pylist()
    with opened(store.path, wait) as con:
        ids = [row[key] for row in projects for key in ("evidence", "promise_evidence") if row[key]]
        sql = "SELECT id, title, url, published, evidence FROM v_updates WHERE region = ? AND list_contains(?, id)"
        pages = {row[0]: row for row in con.execute(sql, [region, ids]).fetchall()}
        watched = watched_at(con, region, now)
    return {
        "uri": f"urn:regionwatch:{region}:{now.date().isoformat()}",
        "publishedDate": now.isoformat(),
        "version": "0.9",
        "publisher": {"name": watched.name if watched else region},
        "projects": [_oc4ids_project(region, row, pages) for row in projects],
    }


def _oc4ids_project(region: str, row: dict[str, Any], pages: Mapping[str, tuple[Any, ...]]) -> dict[str, Any]:
    cited = [pages[row[key]] for key in ("evidence", "promise_evidence") if row[key] in pages]
    said = {
        "id": f"{region}-{row['id']}",
        "title": row["name"],
        "status": row["oc4ids_status"],
        "updated": f"{row['last_news'].isoformat()}T00:00:00Z" if row["last_news"] else None,
        "sector": [_SECTORS[row["sector"]]] if row["sector"] in _SECTORS else None,
        "locations": [{"id": "place", "description": row["place"]}] if row["place"] else None,
        "budget": {"amount": {"amount": row["investment_yuan"], "currency": "CNY"}} if row["investment_yuan"] else None,
        "milestones": [
            {"id": row["promise_evidence"], "title": row["promised_stage"], "dueDate": f"{row['promised_by']}T00:00:00Z"}
        ]
        if row["promised_by"]
        else None,
        "documents": [
            {"id": page[0], "title": page[1], "description": page[4], "url": page[2], "language": "zh"}
            | ({"datePublished": f"{page[3].isoformat()}T00:00:00Z"} if page[3] else {})
            for page in {page[0]: page for page in cited}.values()
        ],
    }
    return {key: value for key, value in said.items() if value}

"""The state of each source at a time: well, ill since when and of what, or new."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from warehouse.records import SourceHealth


def find_health(con: duckdb.DuckDBPyConnection, region: str, now: datetime) -> list[SourceHealth]:
    sql = Path(__file__).with_name("queries").joinpath("health.sql").read_text(encoding="utf-8")
    return [
        SourceHealth(
            source_id=row[0],
            name=row[1],
            state="new" if row[2] is None else "ill" if row[3] else "ok",
            failure=row[3],
            since=row[4] if row[3] else None,
            last_success=row[5],
            last_new=row[6],
            articles=row[7],
            message=(row[8] or "") if row[3] else "",
        )
        for row in con.execute(sql, {"region": region, "now": now}).fetchall()
    ]

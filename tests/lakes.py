"""Lakes for tests. One is made a session and emptied after each use, since opening one takes a second."""

from __future__ import annotations

from pathlib import Path

import psycopg

from tests.postgres import Postgres
from warehouse.connection import migrate, transaction
from warehouse.place import Lake


def make_lake(server: Postgres, data: Path) -> Lake:
    """An empty lake of the newest schema."""
    lake = Lake(catalog=server.create("shared_lake"), data=str(data))
    migrate(lake, 30)
    return lake


def empty(lake: Lake) -> None:
    """As it was made: every table without a row but the schema's version."""
    with psycopg.connect(lake.catalog) as session:
        filled = session.execute(
            "SELECT table_name FROM ducklake_table JOIN ducklake_table_stats USING (table_id) WHERE end_snapshot IS NULL "
            "AND record_count > 0 ORDER BY table_name"
        ).fetchall()
    with transaction(lake, 30) as con:
        for (name,) in filled:
            con.execute(f"DELETE FROM {name}" + (" WHERE version > 900" if name == "schema_version" else ""))

"""A lake's upkeep: many small files become few, and what no reader can ask for any more goes.

Each commit writes a file a table; a query opens every file it cannot rule out, so a day's thousands of small ones make
reports slow. Compaction holds the writers' lock: DuckLake can compact beside readers, and not beside writers.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from warehouse.place import Lake, Place

HISTORY = timedelta(days=7)  # how long a state of the lake can still be read; longer than any report takes
GRACE = timedelta(days=1)  # between a file's last state and its deletion


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    files_before: int
    files_after: int
    seconds: float


def keep_up(place: Place, wait: float, now: datetime, history: timedelta = HISTORY, grace: timedelta = GRACE) -> Upkeep:
    """Compact a lake. A file needs none: DuckDB keeps its own."""
    if not isinstance(place, Lake):
        return Upkeep(files_before=0, files_after=0, seconds=0)
    from warehouse.lake import NAME, alone, loose  # loads Postgres' driver, which a file does not need

    began = time.monotonic()
    with alone(place, wait), loose(place, wait) as con:
        before = _files(con)
        con.execute(f"CALL ducklake_expire_snapshots('{NAME}', older_than => ?::TIMESTAMPTZ)", [now - history])
        con.execute(f"CALL ducklake_rewrite_data_files('{NAME}')")  # rows that were deleted leave their files
        con.execute(f"CALL ducklake_merge_adjacent_files('{NAME}')")
        con.execute(f"CALL ducklake_cleanup_old_files('{NAME}', older_than => ?::TIMESTAMPTZ)", [now - grace])
        return Upkeep(files_before=before, files_after=_files(con), seconds=time.monotonic() - began)


def _files(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute("SELECT sum(file_count) FROM ducklake_table_info(current_database())").fetchone()
    return int(row[0] or 0) if row else 0

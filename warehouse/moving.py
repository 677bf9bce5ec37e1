"""A warehouse moved from a file to a lake or back: every row, counted and hashed on both sides before it counts as done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from filelock import FileLock

from warehouse.connection import again, migrate
from warehouse.errors import Damaged, NotEmpty
from warehouse.lake import NAME, lake_transaction, loose
from warehouse.place import Lake, Place

_FILE = "moved_file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    table: str
    rows: int
    hash: str  # of all rows, whatever their order


@again
def move(source: Place, target: Place, wait: float = 60.0) -> list[Moved]:
    """Copy everything. Raises NotEmpty when the target holds anything, Damaged when a table did not arrive whole.

    The source is left as it is, brought to the newest schema.
    """
    if isinstance(source, Lake) == isinstance(target, Lake):
        raise NotEmpty("a warehouse moves from a file to a lake, or from a lake to a file")
    if isinstance(source, Path) and not source.exists():
        raise NotEmpty(f"no warehouse at {source}")
    migrate(source, wait)
    migrate(target, wait)
    with _both(source, target, wait) as con:
        here, there = (NAME, _FILE) if isinstance(source, Lake) else (_FILE, NAME)
        tables = [name for name in _tables(con, here) if name != "schema_version"]
        if filled := [name for name in tables if _count(con, there, name)]:
            raise NotEmpty(f"{target} holds rows already ({', '.join(filled)}); move into an empty warehouse")
        moved = []
        for name in tables:
            con.execute(f"INSERT INTO {there}.{name} BY NAME FROM {here}.{name}")
            before, after = (_measured(con, side, name) for side in (here, there))
            if before != after:
                raise Damaged(f"{name} did not arrive whole: {before.rows} rows, then {after.rows}")
            moved.append(after)
    return moved


@contextmanager
def _both(source: Place, target: Place, wait: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """One connection to file and lake, alone with both; what was written counts when the block ends well."""
    lake, file = (source, target) if isinstance(source, Lake) else (target, source)
    assert isinstance(lake, Lake) and isinstance(file, Path)
    with ExitStack() as stack:
        stack.enter_context(FileLock(f"{file}.lock", timeout=wait))
        with loose(lake, wait) as con:
            con.execute(f"ATTACH '{str(file).replace(chr(39), chr(39) * 2)}' AS {_FILE}")
        try:
            with lake_transaction(lake, wait, mark=isinstance(target, Lake)) as con:
                yield con
        finally:
            with loose(lake, wait) as con:
                con.execute(f"DETACH {_FILE}")


def _tables(con: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    sql = "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND schema_name = 'main' ORDER BY table_name"
    return [row[0] for row in con.execute(sql, [database]).fetchall()]


def _count(con: duckdb.DuckDBPyConnection, database: str, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {database}.{table}").fetchone()
    return int(row[0]) if row else 0


def _measured(con: duckdb.DuckDBPyConnection, database: str, table: str) -> Moved:
    """JSON is compared as its text, and columns by name: the two kinds may hold them in another order."""
    sql = "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = ? AND table_name = ? ORDER BY column_name"
    columns = [f"{name}::VARCHAR" if kind == "JSON" else name for name, kind in con.execute(sql, [database, table]).fetchall()]
    row = con.execute(f"SELECT count(*), sum(hash({', '.join(columns)})) FROM {database}.{table}").fetchone()
    assert row
    return Moved(table=table, rows=row[0], hash=f"{int(row[1] or 0):x}")

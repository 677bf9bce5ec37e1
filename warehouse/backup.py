"""A copy of a warehouse file, taken while others work, and put back.

The copy is of one moment: it is taken alone with the file, between two transactions. It opens in any tool that reads DuckDB,
whatever the warehouse itself is doing.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from warehouse.connection import migrate, opened
from warehouse.engine import NO_DOWNLOADS
from warehouse.errors import Damaged, Locked, Unwritable


def back_up(warehouse: Path, to: Path, wait: float = 60.0) -> int:
    """Rows in the copy. Raises Unwritable when it cannot be written; then an earlier copy of that name is as it was."""
    if not warehouse.exists():
        raise Damaged(f"there is no warehouse at {warehouse}")
    if to.resolve() == warehouse.resolve():
        raise Unwritable(f"{to} is the warehouse itself; give the copy another name")
    waiting = to.with_name(f"{to.name}.part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        waiting.unlink(missing_ok=True)
        with opened(warehouse, wait) as con:
            con.execute(f"ATTACH '{_quoted(waiting)}' AS copy")
            con.execute(f"COPY FROM DATABASE {_name(con)} TO copy")
            con.execute("DETACH copy")
        rows = _verified(waiting)
        with waiting.open("rb") as written:
            os.fsync(written.fileno())
        waiting.replace(to)
    except (OSError, duckdb.IOException) as fault:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
        raise Unwritable(f"{to} cannot be written: {fault}") from fault
    return rows


def restore(source: Path, warehouse: Path, now: datetime, wait: float = 60.0) -> Path | None:
    """Put a backup in the warehouse's place. Returns where the file that was there now lies.

    Raises Damaged when the backup is none; then nothing has changed.
    """
    _verified(source)
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    waiting = warehouse.with_name(f"{warehouse.name}.restoring")
    kept = warehouse.with_name(f"{warehouse.stem}-before-{now:%Y%m%dT%H%M%S}{warehouse.suffix}")
    try:
        waiting.write_bytes(source.read_bytes())
        migrate(waiting, wait)
        _verified(waiting)
        with FileLock(f"{warehouse}.lock", timeout=wait):
            there = warehouse.exists()
            log = warehouse.with_name(f"{warehouse.name}.wal")
            if there:
                warehouse.replace(kept)
                if log.exists():  # what a killed process had committed belongs to the file that it was written for
                    log.replace(kept.with_name(f"{kept.name}.wal"))
            waiting.replace(warehouse)
    except Timeout:
        raise Locked(f"{warehouse} was busy for {wait:g} s; is another run at work?") from None
    finally:
        waiting.unlink(missing_ok=True)
        waiting.with_name(f"{waiting.name}.lock").unlink(missing_ok=True)
    return kept if there else None


def _verified(file: Path) -> int:
    """Rows of a warehouse file. Raises Damaged when it cannot be read whole."""
    try:
        with duckdb.connect(str(file), read_only=True, config=NO_DOWNLOADS) as con:
            tables = [row[0] for row in con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall()]
            if "schema_version" not in tables:
                raise Damaged(f"{file} is no Regionwatch warehouse")
            rows = 0
            for table in tables:  # reads every column of every row, so that a damaged block is found now
                found = con.execute(f"SELECT count(*), bit_xor(hash(t)) FROM {table} t").fetchone()
                rows += int(found[0]) if found else 0
            return rows
    except duckdb.Error as fault:
        if "extension" in str(fault).lower():  # of what it would need to read another program's file
            raise Damaged(f"{file} is no Regionwatch warehouse, but another program's file") from fault
        raise Damaged(f"{file} cannot be read: {fault}") from fault


def _name(con: duckdb.DuckDBPyConnection) -> str:
    row = con.execute("SELECT current_database()").fetchone()
    return f'"{row[0]}"' if row else "memory"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")

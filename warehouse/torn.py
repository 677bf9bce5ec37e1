"""A file whose last user was killed in the middle of writing a block.

DuckDB writes a checkpoint into free places of the file and names it in the header at last, so that who is killed before
leaves the state before and the log of what came since. Only a block of metadata that has room left is written anew in its own
place. Of such a write the kernel may have done the first pages when the kill ends it: the rest is as before. Both hold the same
where the last header points, so that nothing is wrong but the block's checksum; but DuckDB refuses the file. (Seen with DuckDB
1.5.5 in one of some 500 kills.)
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import duckdb

from warehouse.engine import MEMORY, NO_DOWNLOADS

log = logging.getLogger("regionwatch.warehouse.torn")

_TORN: Final = re.compile(r"computed checksum (\d+) does not match stored checksum (\d+) in block at location (\d+)")

Attach = Callable[[], duckdb.DuckDBPyConnection]


def was_killed(path: Path) -> bool:
    """Did the last user not close the file? Who does leaves no log. To be asked while nobody else may use it."""
    log_of_writes = Path(f"{path}.wal")
    return log_of_writes.exists() and log_of_writes.stat().st_size > 0


def attach_after_kill(path: Path, attach: Attach) -> duckdb.DuckDBPyConnection:
    """A connection to a file whose last user was killed, all of it read once before. One torn block is put right.

    Raises what DuckDB does when more is wrong; the file is then as it was.
    """
    try:
        return _attach_whole(path, attach)
    except duckdb.IOException as fault:
        torn = _TORN.search(str(fault))
        if torn is None:
            raise
        computed, stored, place = map(int, torn.groups())
        if not _replace_checksum(path, place, stored, computed):
            raise
        try:
            connection = _attach_whole(path, attach)
        except duckdb.Error:
            _replace_checksum(path, place, computed, stored)
            raise fault from None
    log.warning("%s: its last user was killed while writing; the block at %d is put right, and all is read again", path, place)
    return connection


def _attach_whole(path: Path, attach: Attach) -> duckdb.DuckDBPyConnection:
    with duckdb.connect(config=NO_DOWNLOADS) as con:
        name = str(path).replace("'", "''")
        con.execute(f"SET memory_limit = '{MEMORY}'; ATTACH '{name}' AS left_behind (READ_ONLY)")
        tables = con.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'left_behind' AND NOT internal"
        ).fetchall()
        for schema, table in tables:
            con.execute(f'SELECT bit_xor(hash(t)) FROM left_behind."{schema}"."{table}" t').fetchall()
    return attach()


def _replace_checksum(path: Path, place: int, old: int, new: int) -> bool:
    """It stands in the first eight bytes of a block. False when it is another than the one to be replaced."""
    with path.open("r+b") as file:
        file.seek(place)
        if file.read(8) != old.to_bytes(8, "little"):
            return False
        file.seek(place)
        file.write(new.to_bytes(8, "little"))
        file.flush()
        os.fsync(file.fileno())
    return True

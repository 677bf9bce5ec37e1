"""Short connections to the one DuckDB file, one process at a time, and its migrations.

While a writer has the file open, DuckDB refuses every other process, readers too. So each use takes a file lock, opens,
works, and closes (about 25 ms); whoever comes meanwhile waits.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from warehouse.errors import Damaged, Locked, NewerSchema, Unwritable

MIGRATIONS = Path(__file__).with_name("migrations")
_PAUSE = 0.1  # seconds between two tries to open


def migrations() -> list[tuple[int, str]]:
    """Number and SQL of each migration, in order."""
    files = sorted(MIGRATIONS.glob("[0-9]*.sql"))
    return [(int(file.name[:4]), file.read_text(encoding="utf-8")) for file in files]


@contextmanager
def opened(path: Path, wait: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in UTC, alone with the file.

    Raises Locked after `wait` seconds, Damaged when it is no warehouse, Unwritable when the folder forbids it.
    """
    until = time.monotonic() + wait
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock", timeout=wait):
            connection = _connect(path, until)
            try:
                connection.execute("SET TimeZone = 'UTC'")
                yield connection
            finally:
                connection.close()
    except Timeout:
        raise Locked(f"{path} was busy for {wait:g} s; is another run at work?") from None
    except (PermissionError, FileExistsError, NotADirectoryError) as fault:
        raise Unwritable(f"{path} cannot be written ({fault.strerror}); choose another $REGIONWATCH_HOME") from fault


def _connect(path: Path, until: float) -> duckdb.DuckDBPyConnection:
    """Tries again while a program that knows nothing of our lock (DuckDB's own shell, say) has the file open."""
    while True:
        try:
            return duckdb.connect(str(path))
        except duckdb.IOException as fault:
            if "permission denied" in str(fault).lower() or "read-only" in str(fault).lower():
                raise Unwritable(f"{path} cannot be written: {fault}") from fault
            if "conflicting lock" not in str(fault).lower():
                raise Damaged(f"{path} cannot be opened: {fault}") from fault
            if time.monotonic() >= until:
                raise Locked(f"{path} is open in another program; close it, or copy the file to look at it") from fault
        time.sleep(_PAUSE)


@contextmanager
def transaction(path: Path, wait: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """As `opened`, all or nothing."""
    with opened(path, wait) as connection:
        connection.begin()
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


def migrate(path: Path, wait: float, now: datetime | None = None) -> None:
    """Bring the file to the newest schema. Raises NewerSchema when it is ahead of this program."""
    known = migrations()
    with transaction(path, wait) as connection:
        tables = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        if tables and "schema_version" not in tables:
            raise Damaged(f"{path} is a DuckDB file, but no Regionwatch warehouse")
        found = 0
        if tables:
            row = connection.execute("SELECT max(version) FROM schema_version").fetchone()
            found = int(row[0]) if row and row[0] is not None else 0
        if found > known[-1][0]:
            raise NewerSchema(f"{path} has schema {found}, this program knows up to {known[-1][0]}; use the newer Regionwatch")
        for number, sql in known:
            if number > found:
                connection.execute(sql)
                connection.execute("INSERT INTO schema_version VALUES (?, ?)", [number, now or datetime.now(UTC)])


def parameters(sql: str) -> list[str]:
    """The named parameters of a query, so that only those are passed."""
    return sorted(set(re.findall(r"\$([a-z_]+)", sql)))

"""Short connections to the warehouse, a file or a lake, and its migrations.

While a writer has a file open, DuckDB refuses every other process, readers too. So each use takes a file lock, opens,
works, and closes (about 25 ms); whoever comes meanwhile waits. A lake (warehouse/lake.py) is read by all at any time.
"""

from __future__ import annotations

import errno
import functools
import inspect
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

import duckdb
from filelock import FileLock, Timeout

from warehouse.engine import ATTACHED, MEMORY, NO_DOWNLOADS, ROW_GROUP, SESSION
from warehouse.errors import Damaged, Locked, NewerSchema, Overtaken, Unwritable
from warehouse.kept import keeper_of
from warehouse.place import Lake, Place
from warehouse.torn import attach_after_kill, was_killed

MIGRATIONS = Path(__file__).with_name("migrations")
_PAUSE = 0.1  # seconds between two tries to open
_RESTORE = "`regionwatch restore` puts a backup in its place"


def migrations(place: Place | None = None) -> list[tuple[int, str]]:
    """Number and SQL of each migration, in order. What a lake says otherwise stands in migrations/lake/ by the same number."""
    files = {int(file.name[:4]): file for file in MIGRATIONS.glob("[0-9]*.sql")}
    if isinstance(place, Lake):
        files |= {int(file.name[:4]): file for file in (MIGRATIONS / "lake").glob("[0-9]*.sql")}
    return [(number, files[number].read_text(encoding="utf-8")) for number in sorted(files)]


@contextmanager
def opened(place: Place, wait: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in UTC: alone with a file, or with one state of a lake. What is written to a lake here is dropped."""
    if isinstance(place, Lake):
        from warehouse.lake import opened_lake  # loads Postgres' driver, which a file does not need

        with opened_lake(place, wait) as connection:
            yield connection
    else:
        with _opened_file(place, wait) as connection:
            yield connection


@contextmanager
def _opened_file(path: Path, wait: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in UTC, alone with the file.

    Raises Locked after `wait` seconds, Damaged when it is no warehouse, Unwritable when the folder forbids it.
    """

    def alone(left: float) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        return _alone(path, left)

    keeper = keeper_of(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with keeper.use(alone, wait) if keeper else alone(wait) as connection:
            yield connection
    except Timeout:
        raise Locked(f"{path} was busy for {wait:g} s; is another run at work?") from None
    except (PermissionError, FileExistsError, NotADirectoryError) as fault:
        raise Unwritable(f"{path} cannot be written ({fault.strerror}); choose another $REGIONWATCH_HOME") from fault
    except (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException) as fault:
        told = _told(path, fault)
        if isinstance(fault, duckdb.TransactionException) and isinstance(told, Damaged):
            raise  # a fault of the program, not of the file
        raise told from fault
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EFBIG):
            raise
        raise Unwritable(f"{path} cannot be written ({fault.strerror}); nothing of this step was kept") from fault


def _told(path: Path, fault: duckdb.Error) -> Unwritable | Damaged:
    """What DuckDB says in the middle of work: of a full disk, or of a file that is not what was written."""
    said = str(fault).lower()
    if any(word in said for word in ("no space left", "file too large", "disk quota", "could not write", "failed to write")):
        return Unwritable(f"{path} cannot be written: {fault}; make room, nothing of this step was kept")
    return Damaged(f"{path} cannot be read: {fault}; {_RESTORE}")


@contextmanager
def _alone(path: Path, wait: float) -> Iterator[duckdb.DuckDBPyConnection]:
    until = time.monotonic() + wait
    with FileLock(f"{path}.lock", timeout=wait):
        connection = _connect(path, until)
        try:
            connection.execute(SESSION)
            yield connection
        finally:
            connection.close()


def _attached(path: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory with the file attached, set up as warehouse/engine.py says."""
    connection = duckdb.connect(config=NO_DOWNLOADS)
    try:
        name = str(path).replace("'", "''")
        connection.execute(f"SET memory_limit = '{MEMORY}'; SET temp_directory = '{name}.tmp'")
        connection.execute(f"ATTACH '{name}' AS {ATTACHED} (ROW_GROUP_SIZE {ROW_GROUP})")
        connection.execute(f"USE {ATTACHED}")
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(path: Path, until: float) -> duckdb.DuckDBPyConnection:
    """Tries again while a program that knows nothing of our lock (DuckDB's own shell, say) has the file open."""
    while True:
        try:
            attach = functools.partial(_attached, path)
            return attach_after_kill(path, attach) if was_killed(path) else attach()
        except duckdb.IOException as fault:
            if "permission denied" in str(fault).lower() or "read-only" in str(fault).lower():
                raise Unwritable(f"{path} cannot be written: {fault}") from fault
            if "conflicting lock" not in str(fault).lower():
                told = _told(path, fault)
                if not isinstance(told, Unwritable):
                    told = Damaged(f"{path} cannot be opened: {fault}; {_RESTORE}")
                raise told from fault
            if time.monotonic() >= until:
                raise Locked(f"{path} is open in another program; close it, or copy the file to look at it") from fault
        except duckdb.Error as fault:
            raise Damaged(f"{path} cannot be opened: {fault}") from fault
        time.sleep(_PAUSE)


@contextmanager
def transaction(place: Place, wait: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """As `opened`, all or nothing. On a lake it may raise Overtaken, when it must be done again: see `again`."""
    if isinstance(place, Lake):
        from warehouse.lake import lake_transaction

        with lake_transaction(place, wait) as connection:
            yield connection
        return
    with opened(place, wait) as connection:
        connection.begin()
        try:
            yield connection
        except BaseException:
            with suppress(duckdb.Error):  # what went wrong is told, not that it cannot be undone twice
                connection.rollback()
            raise
        connection.commit()


P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C", bound=type)
_TRIES = 8


def again(work: Callable[P, R]) -> Callable[P, R]:
    """Do it again, after a pause, when another writer of a lake was first. For work that is one transaction or one reading."""

    @functools.wraps(work)
    def tried(*args: P.args, **kwargs: P.kwargs) -> R:
        for number in range(1, _TRIES):
            try:
                return work(*args, **kwargs)
            except Overtaken:
                time.sleep(0.05 * 2**number * (0.5 + random.random()))
        return work(*args, **kwargs)

    return tried


def every_method_again(of: C) -> C:
    """`again` on each public method and property of a class whose methods are one transaction each."""
    for name, part in list(vars(of).items()):
        if name.startswith("_"):
            continue
        if inspect.isfunction(part):
            setattr(of, name, again(part))
        elif isinstance(part, property) and part.fget:
            setattr(of, name, property(again(part.fget)))
    return of


@again
def migrate(path: Place, wait: float, now: datetime | None = None) -> None:
    """Bring the warehouse to the newest schema. Raises NewerSchema when it is ahead of this program."""
    known = migrations(path)
    with transaction(path, wait) as connection:
        here = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT internal"
        tables = {row[0] for row in connection.execute(here).fetchall()}
        if tables and "schema_version" not in tables:
            raise Damaged(f"{path} has tables, but is no Regionwatch warehouse")
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

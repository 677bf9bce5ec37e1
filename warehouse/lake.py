"""A DuckLake: many processes write, each in its turn, and all of it or nothing.

DuckLake has no keys, so two writers that add the same new id would both succeed. Two things keep each id once. A writer
holds an advisory lock in the catalog's Postgres, which goes with its process; and DuckLake may not retry a commit by itself
(`ducklake_max_retry_count = 0`), so a commit on top of anything the transaction has not seen fails with Overtaken, and the
work is done again on what is there now. The lock alone would not do: of a writer that is killed, the lock may be free before
Postgres has ended its last commit.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import duckdb
import psycopg

from warehouse.engine import NO_DOWNLOADS, SESSION
from warehouse.errors import Damaged, Locked, Overtaken, Unreachable
from warehouse.place import S3, Lake

NAME = "lake"
_WRITERS = 0x52454749  # the advisory lock's number: "REGI"
_MAKERS = _WRITERS + 1  # who attaches, and may be the first: apart from the writers, who would be waited for
_QUEUE = 600.0  # seconds a writer waits for its turn: many workers' writes queue, and a queue that moves is no fault
_AT_ONCE = 0.0005  # seconds
_PAUSE = 0.2  # seconds between two tries to reach the catalog
# A statement may also end with nothing but this: the catalog's session broke while its result was being made. A fault of ours
# that aborts a transaction is raised by the statement that has it, and never says only that.
_CATALOG_GONE = ("connection", "transaction is aborted")
_NEEDED = ("postgres_scanner", "ducklake")
_SETTINGS = {
    "ducklake_max_retry_count": "0",
    "ducklake_default_data_inlining_row_limit": "0",  # rows inlined in the catalog have open faults
}


@dataclass(slots=True)
class _Engine:
    """This process's one DuckDB for a lake. A cursor of it is a connection of its own."""

    root: duckdb.DuckDBPyConnection
    writing: threading.Lock = field(default_factory=threading.Lock)
    session: psycopg.Connection | None = None  # holds the advisory lock; belongs to who holds `writing`


_engines: dict[tuple[int, Lake], _Engine] = {}
_guard = threading.Lock()


@contextmanager
def opened_lake(lake: Lake, wait: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in UTC that sees the lake as it is at this moment, whatever others write meanwhile."""
    cursor = _cursor(lake, wait)
    try:
        with _named(lake):
            cursor.begin()
            yield cursor
    finally:
        with suppress(duckdb.Error):
            cursor.rollback()
        cursor.close()


@contextmanager
def lake_transaction(lake: Lake, wait: float, *, mark: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
    """All or nothing, one writer at a time. Raises Locked after ten minutes, Overtaken when it must be done again.

    Without a `mark` nothing of the lake itself may be written: it is kept from changing, while a file is.
    """
    with alone(lake, wait):
        cursor = _cursor(lake, wait)
        name = uuid4().hex
        try:
            with _named(lake):
                cursor.begin()
                try:
                    yield cursor
                    if mark:
                        cursor.execute(
                            f"CALL ducklake_set_commit_message('{NAME}', 'regionwatch', 'write', extra_info => '{name}')"
                        )
                except BaseException:
                    with suppress(duckdb.Error):
                        cursor.rollback()
                    raise
            _commit(cursor, lake, name, wait)
        finally:
            cursor.close()


@contextmanager
def alone(lake: Lake, wait: float) -> Iterator[None]:
    """The only writer of the lake, among all processes of all machines."""
    engine = _engine(lake, wait)
    wait = max(wait, _QUEUE)
    until = time.monotonic() + wait
    if not engine.writing.acquire(timeout=wait):
        raise Locked(f"{lake} was busy for {wait:g} s")
    try:
        session = _locked(engine, lake, until, wait)
        try:
            with _let_in_at_once():
                yield
        finally:
            try:
                session.execute("SELECT pg_advisory_unlock(%s)", [_WRITERS])
            except psycopg.OperationalError:
                session.close()  # and with it went the lock
    finally:
        engine.writing.release()


@contextmanager
def _let_in_at_once() -> Iterator[None]:
    """Every worker waits for who holds the lock: no thread that computes keeps it waiting for Python's interpreter meanwhile.

    Each of its twenty statements gives the interpreter away; with Python's turns of 5 ms, or the longer ones of a run that
    reads many pages, it would hold the lock three times as long as it works.
    """
    turn = sys.getswitchinterval()
    sys.setswitchinterval(_AT_ONCE)
    try:
        yield
    finally:
        sys.setswitchinterval(turn)


def _locked(engine: _Engine, lake: Lake, until: float, wait: float) -> psycopg.Connection:
    """This process's session with the writers' lock; a session that a restart broke is replaced."""
    while True:
        if engine.session is None or engine.session.closed:
            engine.session = connect(lake, until)
        left = max(1, int((until - time.monotonic()) * 1000))
        try:
            engine.session.execute(f"SET lock_timeout = {left}")
            engine.session.execute("SELECT pg_advisory_lock(%s)", [_WRITERS])
            return engine.session
        except psycopg.errors.LockNotAvailable:
            raise Locked(f"{lake} was busy for {wait:g} s; is a writer stuck?") from None
        except psycopg.OperationalError:
            engine.session.close()


@contextmanager
def loose(lake: Lake, wait: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection outside of any transaction: upkeep makes its own."""
    cursor = _cursor(lake, wait)
    try:
        with _named(lake):
            yield cursor
    finally:
        cursor.close()


@contextmanager
def one_thread(lake: Lake, wait: float = 60.0) -> Iterator[None]:
    """This process's DuckDB with one thread, while this lasts."""
    root = _engine(lake, wait).root
    root.execute("SET threads = 1")
    try:
        yield
    finally:
        with suppress(duckdb.Error):  # a fatal fault may have ended it
            root.execute("RESET threads")


def _commit(cursor: duckdb.DuckDBPyConnection, lake: Lake, mark: str, wait: float) -> None:
    """A commit whose answer was lost may have been done: its mark tells."""
    try:
        cursor.commit()
    except duckdb.Error as fault:
        if not _landed(lake, mark, wait):
            raise Overtaken(f"{lake}: {str(fault)[:300]}") from fault


def _landed(lake: Lake, mark: str, wait: float) -> bool:
    with connect(lake, time.monotonic() + wait) as session:
        found = session.execute("SELECT 1 FROM ducklake_snapshot_changes WHERE commit_extra_info = %s", [mark]).fetchone()
    return found is not None


def connect(lake: Lake, until: float) -> psycopg.Connection:
    """A session of the catalog's Postgres; one that is being restarted is waited for."""
    while True:
        try:
            return psycopg.connect(lake.catalog, autocommit=True, connect_timeout=10)
        except psycopg.OperationalError as fault:
            if time.monotonic() >= until:
                raise Unreachable(f"{lake} does not answer: {str(fault).strip()[:300]}") from fault
        time.sleep(_PAUSE)


@contextmanager
def _named(lake: Lake) -> Iterator[None]:
    """What DuckDB raises when the catalog goes away, by our name."""
    try:
        yield
    except duckdb.FatalException as fault:  # seen when the catalog's answer was cut short: this engine serves nothing more
        with _guard:
            _engines.pop((os.getpid(), lake), None)
        raise Overtaken(f"{lake}: {str(fault)[:300]}") from fault
    except (duckdb.IOException, duckdb.TransactionException) as fault:
        raise Overtaken(f"{lake}: {str(fault)[:300]}") from fault
    except duckdb.Error as fault:
        if any(word in str(fault).lower() for word in _CATALOG_GONE):
            raise Overtaken(f"{lake}: {str(fault)[:300]}") from fault
        raise


def _cursor(lake: Lake, wait: float) -> duckdb.DuckDBPyConnection:
    cursor = _engine(lake, wait).root.cursor()
    with _named(lake):  # it asks the catalog, which may have gone away since the last use
        cursor.execute(f"USE {NAME}")
    cursor.execute(SESSION)
    return cursor


def _engine(lake: Lake, wait: float) -> _Engine:
    """Opened once a process: attaching costs about 0.2 s, and there is no lock to give back between uses."""
    with _guard:
        key = (os.getpid(), lake)
        if key not in _engines:
            # Waits for the catalog, and says plainly when it is not there. Of two that come first, one makes the lake.
            with connect(lake, time.monotonic() + wait) as session:
                session.execute(f"SET lock_timeout = {max(1, int(wait * 1000))}")
                try:
                    session.execute("SELECT pg_advisory_lock(%s)", [_MAKERS])
                except psycopg.errors.LockNotAvailable:
                    raise Locked(f"{lake} was being opened by others for {wait:g} s") from None
                _engines[key] = _Engine(_attached(lake))
        return _engines[key]


def _attached(lake: Lake) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(config=NO_DOWNLOADS)
    for name in (*_NEEDED, *(("httpfs",) if lake.s3 else ())):
        con.execute(f"LOAD {_quoted(str(extension(name)))}")
    for name, value in _SETTINGS.items():
        con.execute(f"SET GLOBAL {name} = '{value}'")
    if lake.s3:
        con.execute(_secret(lake.s3))
    data = f" (DATA_PATH {_quoted(lake.data)})" if lake.data else ""
    try:
        con.execute(f"ATTACH {_quoted('ducklake:postgres:' + lake.catalog)} AS {NAME}{data}")
    except duckdb.Error as fault:
        con.close()
        said = str(fault)
        if "DATA_PATH" in said and not lake.data:
            raise Damaged(
                f"{lake} is no lake yet; say once where its data shall lie: REGIONWATCH_LAKE_DATA=/folder or s3://…"
            ) from None
        raise Damaged(f"{lake} cannot be opened: {said[:300].replace(lake.catalog, '…')}") from None
    return con


def _secret(s3: S3) -> str:
    words = {"KEY_ID": s3.key, "SECRET": s3.secret, "REGION": s3.region}
    if s3.endpoint:
        words |= {"ENDPOINT": s3.endpoint, "URL_STYLE": "path", "USE_SSL": str(s3.tls).lower()}
    return f"CREATE SECRET (TYPE s3, {', '.join(f'{name} {_quoted(value)}' for name, value in words.items())})"


@cache
def extension(name: str) -> Path:
    """The file of a DuckDB extension in its pinned package."""
    spec = find_spec(f"duckdb_extension_{name}")
    found = list(Path(spec.origin).parent.rglob("*.duckdb_extension")) if spec and spec.origin else []
    if len(found) != 1:
        raise Damaged(f"the package duckdb-extension-{name.replace('_', '-')} is not installed; run `make install`")
    return found[0]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

"""Whose turn it is: one worker at a time does a named piece of work, among all processes that share a warehouse.

A turn goes with its process: killed with -9, it is free at once on a file, and on a lake as soon as the catalog's Postgres
sees the connection end (at once, or within a minute when a whole machine vanished).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from filelock import FileLock, Timeout

from warehouse.errors import Locked
from warehouse.lake import connect
from warehouse.place import Lake, Place

_KIND = 0x5455524E  # "TURN": the first half of the advisory locks' numbers
# A peer whose machine vanished is given up after a minute.
_ALIVE = ("tcp_keepalives_idle = 30", "tcp_keepalives_interval = 10", "tcp_keepalives_count = 3")


@dataclass(slots=True)
class Turn:
    """`waited`: somebody else had it when we came, and may have done the work."""

    name: str
    waited: bool = False
    _lake: Lake | None = None
    _session: psycopg.Connection | None = field(default=None, repr=False)

    def keep(self) -> bool:
        """Is it still ours? After a restart of the catalog it is taken again; False when somebody else was faster."""
        if self._session is None or self._lake is None:
            return True
        try:
            self._session.execute("SELECT 1")
            return True
        except psycopg.OperationalError:
            self._session.close()
        self._session = _session(self._lake, 60)
        return _try(self._session, self.name)


@contextmanager
def turn(place: Place, name: str, wait: float) -> Iterator[Turn]:
    """Raises Locked when it does not come within `wait` seconds."""
    with _lake_turn(place, name, wait) if isinstance(place, Lake) else _file_turn(place, name, wait) as ours:
        yield ours


@contextmanager
def _file_turn(path: Path, name: str, wait: float) -> Iterator[Turn]:
    folder = path.parent / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / f"{hashlib.sha256(name.encode()).hexdigest()[:20]}.turn")
    ours = Turn(name)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        ours.waited = True
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise Locked(f"another run has been at {name} for {wait:g} s") from None
    try:
        yield ours
    finally:
        lock.release()


@contextmanager
def _lake_turn(lake: Lake, name: str, wait: float) -> Iterator[Turn]:
    until = time.monotonic() + wait
    ours = Turn(name, _lake=lake)
    while True:
        session = _session(lake, wait)
        try:
            if not _try(session, name):
                ours.waited = True
                left = max(1, int((until - time.monotonic()) * 1000))
                session.execute(f"SET lock_timeout = {left}")
                session.execute("SELECT pg_advisory_lock(%s::int, hashtext(%s))", [_KIND, name])
            break
        except psycopg.errors.LockNotAvailable:
            session.close()
            raise Locked(f"another run has been at {name} for {wait:g} s") from None
        except psycopg.OperationalError:  # the catalog was restarted while we stood in the queue
            session.close()
    ours._session = session
    try:
        yield ours
    finally:
        with suppress(psycopg.Error):
            ours._session.close()


def _session(lake: Lake, wait: float) -> psycopg.Connection:
    session = connect(lake, time.monotonic() + wait)
    for setting in _ALIVE:
        session.execute(f"SET {setting}")
    return session


def _try(session: psycopg.Connection, name: str) -> bool:
    row = session.execute("SELECT pg_try_advisory_lock(%s::int, hashtext(%s))", [_KIND, name]).fetchone()
    return bool(row and row[0])

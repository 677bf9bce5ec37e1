"""Turns among the workers of a lake: advisory locks of the catalog's Postgres, each held by a session of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import psycopg

from warehouse.errors import Locked
from warehouse.lake import connect
from warehouse.place import Lake
from warehouse.turns import Turn

_KIND = 0x5455524E  # "TURN": the first half of the advisory locks' numbers
# A peer whose machine vanished is given up after a minute.
_ALIVE = ("tcp_keepalives_idle = 30", "tcp_keepalives_interval = 10", "tcp_keepalives_count = 3")


@dataclass(slots=True)
class _LakeTurn(Turn):
    lake: Lake = field(kw_only=True)
    session: psycopg.Connection = field(kw_only=True, repr=False)

    def keep(self) -> bool:
        try:
            self.session.execute("SELECT 1")
            return True
        except psycopg.OperationalError:
            self.session.close()
        self.session = _session(self.lake, 60)
        return _try(self.session, self.name)


@contextmanager
def lake_turn(lake: Lake, name: str, wait: float) -> Iterator[Turn]:
    """Raises Locked when it does not come within `wait` seconds."""
    until = time.monotonic() + wait
    waited = False
    while True:
        session = _session(lake, wait)
        try:
            if not _try(session, name):
                waited = True
                left = max(1, int((until - time.monotonic()) * 1000))
                session.execute(f"SET lock_timeout = {left}")
                session.execute("SELECT pg_advisory_lock(%s::int, hashtext(%s))", [_KIND, name])
            break
        except psycopg.errors.LockNotAvailable:
            session.close()
            raise Locked(f"another run has been at {name} for {wait:g} s") from None
        except psycopg.OperationalError:  # the catalog was restarted while we stood in the queue
            session.close()
    ours = _LakeTurn(name, waited, lake=lake, session=session)
    try:
        yield ours
    finally:
        with suppress(psycopg.Error):
            ours.session.close()


def _session(lake: Lake, wait: float) -> psycopg.Connection:
    session = connect(lake, time.monotonic() + wait)
    for setting in _ALIVE:
        session.execute(f"SET {setting}")
    return session


def _try(session: psycopg.Connection, name: str) -> bool:
    row = session.execute("SELECT pg_try_advisory_lock(%s::int, hashtext(%s))", [_KIND, name]).fetchone()
    return bool(row and row[0])

"""Keeping a warehouse file open between uses, for a run that uses it a hundred times a minute.

To open and close the file takes 25 ms, more than most uses. Within `kept_open` this process keeps it open from one use to
the next, still one use at a time; it lets go as soon as nobody has used it for a moment, and now and then in any case, so
that other processes come to their turn.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import duckdb
from filelock import Timeout

from warehouse.engine import ATTACHED, SESSION
from warehouse.place import Lake, Place

IDLE = 1.0  # seconds without a use, after which the file is let go
LONGEST = 6.0  # seconds after which it is let go although it is in use all the time; to let go takes a tenth of one
PAUSE = 0.08  # seconds that others get then; they look every 0.05

Opening = Callable[[float], AbstractContextManager[duckdb.DuckDBPyConnection]]  # alone with the file, within so many seconds


class Keeper:
    """One file that this process keeps open. Threads may share it; each use is alone."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._open: AbstractContextManager[duckdb.DuckDBPyConnection] | None = None
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._since = self._used = 0.0
        self._ended = threading.Event()

    @contextmanager
    def use(self, opening: Opening, wait: float) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of its own to the file, alone. Raises filelock's Timeout after `wait` seconds, and what opening does."""
        until = time.monotonic() + wait
        if not self._turn.acquire(timeout=wait):
            raise Timeout("the warehouse")
        try:
            if self._connection is not None and time.monotonic() - self._since > LONGEST:
                self._let_go()
                time.sleep(PAUSE)
            if self._connection is None:
                self._open = opening(max(0.0, until - time.monotonic()))
                self._connection = self._open.__enter__()
                self._connection.execute("SET threads = 1")
                self._since = time.monotonic()
            with self._connection.cursor() as own:  # temporary tables and open transactions end with their use
                own.execute(f"USE {ATTACHED}")
                own.execute(SESSION)
                yield own
        finally:
            self._used = time.monotonic()
            self._turn.release()

    def watch(self) -> None:
        """Let an idle file go; ends with `end`."""
        while not self._ended.wait(IDLE / 2):
            if self._turn.acquire(blocking=False):
                try:
                    if time.monotonic() - self._used > IDLE:
                        self._let_go()
                finally:
                    self._turn.release()

    def end(self) -> None:
        self._ended.set()
        with self._turn:
            self._let_go()

    def _let_go(self) -> None:
        opened, self._open, self._connection = self._open, None, None
        if opened is not None:
            opened.__exit__(None, None, None)


_keepers: dict[Path, Keeper] = {}


def keeper_of(path: Path) -> Keeper | None:
    return _keepers.get(path.resolve())


@contextmanager
def kept_open(place: Place) -> Iterator[None]:
    """Keep the file open between uses while this lasts; a lake is open anyway. For a run of many small uses: DuckDB has one
    thread, since a second one costs more than it does."""
    if isinstance(place, Lake):
        from warehouse.lake import one_thread  # loads Postgres' driver, which a file does not need

        with one_thread(place):
            yield
        return
    if keeper_of(place) is not None:
        yield
        return
    keeper = _keepers[place.resolve()] = Keeper()
    watching = threading.Thread(target=keeper.watch, daemon=True, name="warehouse")
    watching.start()
    try:
        yield
    finally:
        del _keepers[place.resolve()]
        keeper.end()
        watching.join()

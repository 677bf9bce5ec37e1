"""A host's pace: one request at a time, and so many seconds from the end of one to the start of the next, for all threads.

From its end, since only then is it certain that the host has had it: a request that was slow on its way would otherwise
arrive just before the next one. With a folder it also holds for the processes of this machine that name the same folder;
with a slot, which somebody else gives out, for all that ask the same giver: whoever has a host's slot keeps it until the
next request may start.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock

# A start that another process wrote down for later than this is a clock that was set back, not a plan.
HORIZON = 3600.0


@dataclass(slots=True)
class _Lane:
    turn: threading.Condition = field(default_factory=threading.Condition)
    queue: deque[object] = field(default_factory=deque)
    free_at: float = 0.0
    held_until: float = 0.0


class Pace:
    """Whose turn it is at each host; waiting threads go in the order in which they came."""

    def __init__(
        self,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        folder: Path | None = None,
        clock: Callable[[], float] = time.time,  # the same for all processes, which `monotonic` need not be
        slot: Callable[[str], AbstractContextManager[None]] | None = None,
    ) -> None:
        self._sleep, self._monotonic, self._folder, self._clock, self._slot = sleep, monotonic, folder, clock, slot
        self._lanes: dict[str, _Lane] = {}
        self._guard = threading.Lock()

    def _lane(self, host: str) -> _Lane:
        with self._guard:
            return self._lanes.setdefault(host, _Lane())

    @contextmanager
    def turn(self, host: str, delay: float) -> Iterator[None]:
        """Enter when the next request to `host` may start, and leave when it is done; `delay` is in seconds."""
        lane, ticket = self._lane(host), object()
        with lane.turn:
            lane.queue.append(ticket)
        try:
            with lane.turn:
                lane.turn.wait_for(lambda: lane.queue[0] is ticket)
            self._wait(lane)
            with self._alone(host, delay) if delay > 0 else nullcontext():
                try:
                    yield
                finally:
                    lane.free_at = self._monotonic() + delay
        finally:
            with lane.turn:
                lane.queue.remove(ticket)
                lane.turn.notify_all()

    def _wait(self, lane: _Lane) -> None:
        slept_until = self._monotonic()
        while (until := max(lane.free_at, lane.held_until)) > slept_until:  # it may be put off while we sleep
            self._sleep(until - self._monotonic())
            slept_until = until

    @contextmanager
    def _alone(self, host: str, delay: float) -> Iterator[None]:
        """No other process asks the host from here until it may."""
        with self._slot(host) if self._slot else nullcontext():
            try:
                with self._turn_of_processes(self._folder, host, delay) if self._folder else nullcontext():
                    yield
            finally:
                if self._slot:
                    self._sleep(delay)

    @contextmanager
    def _turn_of_processes(self, folder: Path, host: str, delay: float) -> Iterator[None]:
        """Wait until the time that the last process wrote down; then write down when the next one may start. The file stays
        locked meanwhile, which a kill ends too."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{hashlib.sha256(host.encode()).hexdigest()[:16]}.pace"
        with FileLock(f"{path}.lock", poll_interval=0.02):
            pause = _free_at(path) - self._clock()
            if 0 < pause < HORIZON:
                self._sleep(pause)
            path.write_text(f"{self._clock() + delay:.6f}", encoding="ascii")  # should we be killed while we ask
            try:
                yield
            finally:
                path.write_text(f"{self._clock() + delay:.6f}", encoding="ascii")

    def hold(self, host: str, seconds: float) -> None:
        """The host asked to be left alone for so long (Retry-After). A shorter wish does not undo a longer one."""
        lane = self._lane(host)
        lane.held_until = max(lane.held_until, self._monotonic() + seconds)

    def held(self, host: str) -> float:
        """Seconds for which the host still wants to be left alone."""
        return max(0.0, self._lane(host).held_until - self._monotonic())


def _free_at(path: Path) -> float:
    """What the last process wrote; a file that is missing or was cut off by a kill says nothing."""
    try:
        return float(path.read_text(encoding="ascii") or 0)
    except (FileNotFoundError, ValueError):
        return 0.0

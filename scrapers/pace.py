"""A host's pace: one request at a time, and so many seconds between the starts of two, across all threads.

With a folder, the distance between starts also holds across the processes of this machine that name the same folder (one
request at a time holds within each process). With a slot, which somebody else gives out, it holds across all that ask the
same giver: whoever has a host's slot keeps it until the next request may start.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
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
            if self._folder is not None and delay > 0:
                self._wait_for_others(self._folder, host, delay)
            if self._slot is not None and delay > 0:
                with self._slot(host):
                    yield from self._holding(lane, delay)
            else:
                lane.free_at = self._monotonic() + delay
                yield
        finally:
            with lane.turn:
                lane.queue.remove(ticket)
                lane.turn.notify_all()

    def _holding(self, lane: _Lane, delay: float) -> Iterator[None]:
        """Keep the slot until the next request may start, also when this one fails."""
        lane.free_at = self._monotonic() + delay
        try:
            yield
        finally:
            if (left := lane.free_at - self._monotonic()) > 0:
                self._sleep(left)

    def _wait(self, lane: _Lane) -> None:
        slept_until = self._monotonic()
        while (until := max(lane.free_at, lane.held_until)) > slept_until:  # it may be put off while we sleep
            self._sleep(until - self._monotonic())
            slept_until = until

    def _wait_for_others(self, folder: Path, host: str, delay: float) -> None:
        """Wait until `delay` after the last start that any process wrote down, and write down ours. Who waits keeps the
        file locked: a start that was promised and comes late would be too near to the next one."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{hashlib.sha256(host.encode()).hexdigest()[:16]}.pace"
        with FileLock(f"{path}.lock", poll_interval=0.02):
            pause = _free_at(path) - self._clock()
            if 0 < pause < HORIZON:
                self._sleep(pause)
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

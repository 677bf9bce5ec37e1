"""A host's pace: so many seconds between the starts of two requests, across all threads of this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Lane:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0


class Pace:
    """Never two request starts to one host within its delay; waiting threads go one after the other."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._sleep, self._monotonic = sleep, monotonic
        self._lanes: dict[str, _Lane] = {}
        self._guard = threading.Lock()

    def wait(self, host: str, delay: float) -> None:
        """Return when the next request to `host` may start; `delay` is in seconds."""
        with self._guard:
            lane = self._lanes.setdefault(host, _Lane())
        with lane.lock:
            pause = lane.free_at - self._monotonic()
            if pause > 0:
                self._sleep(pause)
            lane.free_at = max(self._monotonic(), lane.free_at) + delay

    def hold(self, host: str, seconds: float) -> None:
        """The host asked to be left alone for so long (Retry-After)."""
        with self._guard:
            lane = self._lanes.setdefault(host, _Lane())
        lane.free_at = max(lane.free_at, self._monotonic() + seconds)

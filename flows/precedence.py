"""Who computes next, of threads that take turns."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from heapq import heappop, heappush


class Precedence:
    """A lock that lets in, of those who wait, the one who first came for it first: who began early ends early."""

    def __init__(self, *before: str) -> None:
        """`before`: who has precedence of all, whenever they come."""
        self._free = threading.Condition()
        self._places: dict[str, int] = {who: place for place, who in enumerate(before)}  # then in the order of coming
        self._waiting: list[int] = []
        self._taken = False

    @contextmanager
    def turn(self, who: str) -> Iterator[None]:
        """Alone, until this is left."""
        with self._free:
            place = self._places.setdefault(who, len(self._places))
            heappush(self._waiting, place)
            self._free.wait_for(lambda: not self._taken and self._waiting[0] == place)
            heappop(self._waiting)
            self._taken = True
        try:
            yield
        finally:
            with self._free:
                self._taken = False
                self._free.notify_all()

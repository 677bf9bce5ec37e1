"""A host is never asked faster than its pace, however many threads ask."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest

from scrapers.pace import Pace


def test_starts_of_four_threads_keep_their_distance() -> None:
    pace = Pace()
    starts: list[float] = []

    def ask() -> None:
        for _ in range(2):
            with pace.turn("county.example:80", 0.1):
                starts.append(time.monotonic())

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    starts.sort()
    assert len(starts) == 8
    assert min(later - earlier for earlier, later in pairwise(starts)) >= 0.095
    assert starts[-1] - starts[0] < 2.0  # and no slower than it needs to be


def test_hosts_do_not_wait_for_each_other() -> None:
    pace = Pace(sleep=lambda seconds: pytest.fail(f"slept {seconds} s"), monotonic=lambda: 100.0)
    for number in range(20):
        with pace.turn(f"county{number}.example:80", 60.0):
            pass


class Clock:
    """Time that passes only in sleep."""

    def __init__(self) -> None:
        self.now, self.slept = 0.0, list[float]()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def monotonic(self) -> float:
        return self.now


def test_the_delay_counts_from_the_end_of_the_request_before() -> None:
    clock = Clock()
    pace = Pace(clock.sleep, clock.monotonic)
    with pace.turn("a:80", 3.0):
        clock.now += 1.0  # the answer took a second
    with pace.turn("a:80", 3.0):
        assert clock.slept == [3.0]
    clock.now += 10.0
    with pace.turn("a:80", 3.0):
        pass
    assert clock.slept == [3.0]  # idle time is not owed twice


def test_a_slot_is_kept_until_the_next_request_may_start_also_when_this_one_fails() -> None:
    clock, told = Clock(), list[tuple[str, float]]()

    @contextmanager
    def slot(host: str) -> Iterator[None]:
        told.append((f"{host} taken", clock.now))
        yield
        told.append((f"{host} given", clock.now))

    pace = Pace(clock.sleep, clock.monotonic, slot=slot)
    with pytest.raises(OSError, match="reset"), pace.turn("a:80", 2.0):
        raise OSError("reset")
    with pace.turn("a:80", 0.0):  # no politeness, no slot
        pass
    assert told == [("a:80 taken", 0.0)]
    assert clock.slept == [2.0]


def test_a_host_that_asks_to_be_left_alone_is_left_alone() -> None:
    clock = Clock()
    pace = Pace(clock.sleep, clock.monotonic)
    pace.hold("a:80", 7.0)
    pace.hold("a:80", 1.0)  # a shorter wish does not undo a longer one
    assert pace.held("a:80") == 7.0
    with pace.turn("b:80", 1.0):
        assert clock.slept == []
    with pace.turn("a:80", 1.0):
        pass
    assert clock.slept == [7.0]

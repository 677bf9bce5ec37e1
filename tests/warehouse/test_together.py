"""Writes that come while another is under way are one, and no one's fault is another's."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from warehouse.errors import Locked
from warehouse.together import Together


class Shelf:
    """Writes slowly, all or nothing; `bad` cannot be written, and nothing while it is `locked`."""

    def __init__(self) -> None:
        self.writes: list[list[str]] = []
        self.locked = False
        self.open = threading.Event()

    def write(self, some: Sequence[str]) -> None:
        assert self.open.wait(10)
        if self.locked:
            raise Locked("the shelf was busy")
        if "bad" in some:
            raise ValueError("bad")
        self.writes.append(list(some))


def added(shelf: Shelf, items: Sequence[str]) -> dict[str, Future[None]]:
    """The outcomes of adding each from a thread of its own, the first of which is being written when the rest come."""
    together = Together(shelf.write)
    with ThreadPoolExecutor(len(items)) as pool:
        outcomes = {}
        for item in items:
            outcomes[item] = pool.submit(together.add, item)
            time.sleep(0.05)
        assert not any(outcome.done() for outcome in outcomes.values())
        shelf.open.set()
    return outcomes


def test_what_comes_while_a_write_is_under_way_is_one_write() -> None:
    shelf = Shelf()
    outcomes = added(shelf, ["a", "b", "c", "d"])
    assert [outcome.exception() for outcome in outcomes.values()] == [None] * 4
    assert shelf.writes == [["a"], ["b", "c", "d"]]


def test_an_item_that_cannot_be_written_costs_no_other() -> None:
    shelf = Shelf()
    outcomes = added(shelf, ["a", "b", "bad", "d"])
    assert {item for item, outcome in outcomes.items() if outcome.exception()} == {"bad"}
    with pytest.raises(ValueError, match="bad"):
        outcomes["bad"].result()
    assert sorted(item for some in shelf.writes for item in some) == ["a", "b", "d"]


def test_a_fault_of_the_warehouse_is_each_ones() -> None:
    shelf = Shelf()
    shelf.locked = True
    outcomes = added(shelf, ["a", "b", "c"])
    assert [type(outcome.exception()) for outcome in outcomes.values()] == [Locked] * 3
    assert shelf.writes == []


def test_a_write_that_is_broken_off_is_told_to_its_writer_and_done_again_by_the_others() -> None:
    shelf = Shelf()
    broken: list[Sequence[str]] = []

    def write(some: Sequence[str]) -> None:
        if "b" in some and not broken:
            broken.append(some)
            raise KeyboardInterrupt
        shelf.write(some)

    together = Together(write)
    with ThreadPoolExecutor(3) as pool:
        outcomes = []
        for item in ("a", "b", "c"):
            outcomes.append(pool.submit(together.add, item))
            time.sleep(0.05)
        shelf.open.set()
    assert list(broken[0]) == ["b", "c"]
    faults = [type(outcome.exception()) for outcome in outcomes]
    assert faults.count(KeyboardInterrupt) == 1
    written = [item for some in shelf.writes for item in some]
    assert sorted(written) == sorted(item for item, fault in zip("abc", faults, strict=True) if fault is not KeyboardInterrupt)

"""Small uses of the warehouse by many threads, as one.

A transaction costs the same whether it writes one page or a hundred: about 10 ms on a file, 40 on a lake, where every other
worker waits meanwhile. So does a question: of twenty sources it takes a quarter of the time of twenty questions.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import duckdb

from warehouse.errors import WarehouseError

T = TypeVar("T")
# What one item can be the cause of: values that Arrow or DuckDB will not have.
_OF_AN_ITEM: Final = (duckdb.Error, ValueError, TypeError, ArithmeticError)


@dataclass(slots=True)
class _Entry(Generic[T]):
    item: T
    done: bool = False
    alone: bool = False  # it was in a use that came to nothing
    fault: WarehouseError | None = None


class Together(Generic[T]):
    """Gathers what comes while some is being done, and does it as one when that has ended. Threads may share it."""

    def __init__(self, do: Callable[[Sequence[T]], None]) -> None:
        """`do` does some items, all or nothing."""
        self._do = do
        self._doing = threading.Lock()
        self._guard = threading.Lock()
        self._waiting: list[_Entry[T]] = []

    def add(self, item: T) -> None:
        """When this returns the item is done. Raises what doing it does."""
        mine = _Entry(item)
        with self._guard:
            self._waiting.append(mine)
        with self._doing:
            if not (mine.done or mine.alone or mine.fault):
                self._do_waiting()
            if mine.alone:
                self._do([mine.item])
            elif mine.fault:
                raise mine.fault

    def _do_waiting(self) -> None:
        with self._guard:
            some, self._waiting = self._waiting, []
        for entry in some:
            entry.alone = True  # until it is known better, whatever ends this
        try:
            self._do([entry.item for entry in some])
        except WarehouseError as fault:  # none of them would be done alone either
            for entry in some:
                entry.alone, entry.fault = False, fault
        except _OF_AN_ITEM:
            if len(some) == 1:
                raise
        else:
            for entry in some:
                entry.alone, entry.done = False, True

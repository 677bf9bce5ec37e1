"""Small writes of many threads in one transaction.

A transaction costs the same whether it writes one page or a hundred: about 10 ms on a file, 40 on a lake, where every other
worker waits meanwhile.
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
    written: bool = False
    alone: bool = False  # it was in a write that came to nothing
    fault: WarehouseError | None = None


class Together(Generic[T]):
    """Gathers what comes while a write is under way, and writes it with the next one. Threads may share it."""

    def __init__(self, write: Callable[[Sequence[T]], None]) -> None:
        """`write`: some items, all or nothing."""
        self._write = write
        self._writing = threading.Lock()
        self._guard = threading.Lock()
        self._waiting: list[_Entry[T]] = []

    def add(self, item: T) -> None:
        """When this returns the item is written. Raises what writing it does."""
        mine = _Entry(item)
        with self._guard:
            self._waiting.append(mine)
        with self._writing:
            if not (mine.written or mine.alone or mine.fault):
                self._write_waiting()
            if mine.alone:
                self._write([mine.item])
            elif mine.fault:
                raise mine.fault

    def _write_waiting(self) -> None:
        with self._guard:
            some, self._waiting = self._waiting, []
        for entry in some:
            entry.alone = True  # until it is known better, whatever ends this
        try:
            self._write([entry.item for entry in some])
        except WarehouseError as fault:  # none of them would be written alone either
            for entry in some:
                entry.alone, entry.fault = False, fault
        except _OF_AN_ITEM:
            if len(some) == 1:
                raise
        else:
            for entry in some:
                entry.alone, entry.written = False, True

"""Whose turn it is: one worker at a time does a named piece of work, among all processes that share a warehouse.

A turn goes with its process: killed with -9, it is free at once on a file, and on a lake as soon as the catalog's Postgres
sees the connection end (at once, or within a minute when a whole machine vanished).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from warehouse.errors import Locked
from warehouse.place import Lake, Place


@dataclass(slots=True)
class Turn:
    """`waited`: somebody else had it when we came, and may have done the work."""

    name: str
    waited: bool = False

    def keep(self) -> bool:
        """Is it still ours? On a lake it is taken again after a restart of the catalog; False when somebody else was faster."""
        return True


@contextmanager
def turn(place: Place, name: str, wait: float) -> Iterator[Turn]:
    """Raises Locked when it does not come within `wait` seconds."""
    if isinstance(place, Lake):
        from warehouse.lake_turns import lake_turn  # loads Postgres' driver, which a file does not need

        with lake_turn(place, name, wait) as ours:
            yield ours
    else:
        with _file_turn(place, name, wait) as ours:
            yield ours


@contextmanager
def _file_turn(path: Path, name: str, wait: float) -> Iterator[Turn]:
    folder = path.parent / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / f"{hashlib.sha256(name.encode()).hexdigest()[:20]}.turn")
    ours = Turn(name)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        ours.waited = True
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise Locked(f"another run has been at {name} for {wait:g} s") from None
    try:
        yield ours
    finally:
        lock.release()

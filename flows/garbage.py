"""Fewer looks for garbage in circles, while pages are read by the hundred."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS = 50_000  # new ones, after which Python looks for circles; its own 700 are one page's


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Python looks for circles of dead objects seldom, and not among what is loaded already.

    A page's objects die by their counts and leave hardly a circle, while each look walks all that lives: a twentieth of a
    collect's time.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()

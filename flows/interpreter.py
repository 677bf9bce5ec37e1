"""How Python is set while pages are read by the hundred."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS = 50_000  # new ones, after which Python looks for circles; its own 700 are one page's
TURN = 0.02  # seconds that a thread may compute while others want to; Python's own are 0.005


@contextmanager
def for_many_pages() -> Iterator[None]:
    """Python looks for circles of dead objects seldom, and not among what is loaded already; threads change seldom.

    A page's objects die by their counts and leave hardly a circle, while each look walks all that lives: a twentieth of a
    collect's time. The threads that fetch mostly wait anyway; to let each of them in at once costs the one that reads a
    thirtieth.
    """
    objects, turn = gc.get_threshold(), sys.getswitchinterval()
    gc.freeze()
    gc.set_threshold(OBJECTS, 20, 20)
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(turn)
        gc.set_threshold(*objects)
        gc.unfreeze()

"""The stories of one run, filled when the first new text asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapers.stories import Stories


class Folding:
    """The stories of one run: filled when the first text asks, kept for all sources that follow.

    Threads may share it, and work in it one by one: in `turn`, which may be that of others who compute.
    """

    def __init__(self, turn: Callable[[], AbstractContextManager[object]] | None = None) -> None:
        self._stories: Stories | None = None  # which loads numpy: a run in which nothing is new does without
        alone = threading.Lock()
        self._turn = turn or (lambda: alone)

    def __call__(self, new: Mapping[str, bytes], known: Callable[[], Iterable[tuple[str, str, bytes]]]) -> dict[str, str]:
        """For each new article (id → signature) its story. `known` is asked once a run, as Stories takes it."""
        if not new:
            return {}
        with self._turn():
            if self._stories is None:
                from scrapers.stories import Stories

                self._stories = Stories(known())
            return {article: self._stories.fold(article, mine) for article, mine in new.items()}

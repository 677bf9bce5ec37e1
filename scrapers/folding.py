"""The stories of one run, filled when the first new text asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapers.stories import Stories


class Folding:
    """The stories of one run: filled when the first text asks, kept for all sources that follow. Threads may share it.

    What it is made of loads numpy: a run in which nothing is new does without.
    """

    def __init__(self) -> None:
        self._stories: Stories | None = None
        self._turn = threading.Lock()

    def sign(self, text: str) -> bytes:
        """What a text is compared by. It takes a moment, and nothing of the warehouse."""
        from scrapers.stories import signature

        return signature(text)

    def fold(self, new: Mapping[str, bytes], known: Callable[[], Iterable[tuple[str, str, bytes]]]) -> dict[str, str]:
        """For each new article (id → signature) its story. `known` is asked once a run, as Stories takes it."""
        if not new:
            return {}
        with self._turn:
            if self._stories is None:
                from scrapers.stories import Stories

                self._stories = Stories(known())
            return {article: self._stories.fold(article, mine) for article, mine in new.items()}

"""The stories of one run, filled when the first new text asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapers.stories import Stories


class Folding:
    """The stories of one run: filled when the first text asks, kept for all sources that follow. Threads may share it."""

    def __init__(self) -> None:
        self._stories: Stories | None = None  # which loads numpy: a run in which nothing is new does without
        self._turn = threading.Lock()

    def __call__(
        self, new: Mapping[str, str], known: Callable[[], Iterable[tuple[str, str, bytes]]]
    ) -> dict[str, tuple[str, bytes]]:
        """For each new article (id → text) its story and signature. `known` is asked once a run, as Stories takes it."""
        if not new:
            return {}
        with self._turn:
            if self._stories is None:
                from scrapers.stories import Stories

                self._stories = Stories(known())
            return {article: self._stories.fold(article, text) for article, text in new.items()}

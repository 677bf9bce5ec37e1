"""A page that itself says that a date was moved: 原计划2025年底通车，推迟至2026年6月."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrapers.text.dates import When
from scrapers.text.sentences import Span

MOVED = re.compile(r"推迟|延期|延后|顺延|调整(?:为|到|至)|延[至到]|推延|提前(?:至|到)|结转|转[到至]|改[为到至]|变更为|延长[到至]")
ORIGINAL = re.compile(r"原(?:定|计划|拟|预计|先|本)|此前|最初|本是|由(?=[^，]{0,12}(?:调整|推迟|延))")


def previous_date(text: str, clause: Span, dates: Sequence[When]) -> When | None:
    """The old date of a slip that ends in this clause, or None."""
    opening = text.rfind("\n", 0, clause.start) + 1
    sentence = max(opening, *(text.rfind(mark, opening, clause.start) + 1 for mark in "。！？；"))
    moved = MOVED.search(text, sentence, clause.end)
    if moved is None:
        return None
    old = [d for d in dates if sentence <= d.start and d.end <= moved.start() and d.first]
    if not old or not (ORIGINAL.search(text, sentence, moved.start()) or text[old[-1].start - 1] in "由从"):
        return None
    return old[-1]

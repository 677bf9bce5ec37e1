"""How much a line of text reads like prose. Chinese furniture has no sentence marks; Chinese prose is full of them."""

from __future__ import annotations

import re
from typing import Final

from scrapers.byline import is_byline

_STOPS: Final = re.compile(r"[，。；！？、：“”（）,.;!?]")
PROSE: Final = 15.0
"""A line of at least this weight is a sentence: about ten characters with a comma."""


def weigh(text: str, linked: int) -> float:
    """The weight of a line with `linked` of its characters inside links: about its unlinked length when it is prose.

    Without any sentence mark it counts a tenth, when most of it is links a fifth, and a byline nothing.
    """
    length = len(text)
    plain = length - linked
    if plain < 8:
        return 0.1 * plain if not linked else 0.0
    marks = len(_STOPS.findall(text))
    if not marks:
        return 0.1 * plain
    if length < 160 and is_byline(text):
        return 0.0
    if linked > 0.5 * length:
        return 0.2 * plain
    return plain * min(1.0, 0.35 + 10 * marks / length) + 2 * min(marks, 20)

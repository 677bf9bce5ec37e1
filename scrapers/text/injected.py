"""Words of the title that a mirror strewed into the text, in the middle of other words: taken out, with the way back kept.

Such a piece shows itself by the two characters that it parts: on the rest of the page the one hardly ever stands without the
other (…厦|漳泉都市圈|门…). Pieces between whole words stay: they look like the subject that the text speaks of anyway.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from scrapers.text.normalise import Clean

SHORTEST: Final = 3  # characters of a piece that parts two characters which both belong to nobody else
LONG: Final = 4  # of one where this is so of one of them
BOUND: Final = 0.8  # of a character's other occurrences, so many are beside the other one
OFTEN: Final = 2  # times that the two stand together elsewhere


def without_injected(clean: Clean, title: str) -> Clean:
    """The text without such pieces of the (cleaned) title. Linear in the length of the text."""
    spans = list(_injected(clean.text, title))
    if not spans:
        return clean
    runs, parts, at, here = [], [], 0, 0
    old = clean.kept or ((0, 0),)
    for start, end in [*spans, (len(clean.text), len(clean.text))]:
        if start > at:
            runs.append((here, clean.raw_start(at)))
            runs += [(here + where - at, raw) for where, raw in old if at < where < start]
            parts.append(clean.text[at:start])
            here += start - at
        at = end
    return replace(clean, text="".join(parts), kept=tuple(runs))


def _injected(text: str, title: str) -> Iterator[tuple[int, int]]:
    pairs = {title[at : at + 2] for at in range(len(title) - 1) if _is_han(title[at]) and _is_han(title[at + 1])}
    if not pairs:
        return
    counts: tuple[Counter[str], Counter[str], Counter[str]] | None = None
    at = 1
    for pair in re.finditer(f"(?={'|'.join(map(re.escape, sorted(pairs)))})", text):
        if pair.start() < at or pair.start() >= len(text) - 2:
            continue
        end = at = pair.start()
        while end < len(text) - 1 and text[end : end + 2] in pairs and text[at : end + 2] in title:
            end += 1
        at += 1
        if end + 1 - pair.start() < SHORTEST:
            continue
        if counts is None:  # few texts come to this
            counts = Counter(map("".join, pairwise(text))), Counter(text[:-1]), Counter(text[1:])
        if cut := _cut(text, pair.start(), end + 1, *counts):
            yield cut
            at = cut[1]


def _cut(
    text: str, start: int, end: int, beside: Counter[str], first: Counter[str], last: Counter[str]
) -> tuple[int, int] | None:
    """The piece from `start`, at most to `end`, when what it parts belongs together; the longest such."""
    before = text[start - 1]
    for stop in range(end, start + SHORTEST - 1, -1):
        after = text[stop] if stop < len(text) else ""
        together = beside[before + after]
        if together < OFTEN or not (_is_han(before) and _is_han(after)):
            continue
        if before == text[stop - 1] or after == text[start]:
            continue  # 医院东屿院区: either 院 may be the one that stands before 区
        # Without this very place, where each of them stands alone.
        bound = (together >= BOUND * (first[before] - 1)) + (together >= BOUND * (last[after] - 1))
        is_seam = beside[text[start - 1 : start + 1]] == 1 or beside[text[stop - 1 : stop + 1]] == 1
        if is_seam and (bound == 2 or (bound == 1 and stop - start >= LONG)):
            return start, stop
    return None


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"

"""Words of the title that a mirror strewed into the text, in the middle of other words: taken out, with the way back kept.

Such a piece shows itself by the two characters that it parts: on the rest of the page the one hardly ever stands without the
other (…厦|漳泉都市圈|门…). Pieces between whole words stay: they look like the subject that the text speaks of anyway.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from typing import Final

from scrapers.text.normalise import Clean

SHORTEST: Final = 3  # characters of a piece that parts two characters which both belong to nobody else
LONG: Final = 4  # of one where this is so of one of them
BOUND: Final = 0.8  # of a character's other occurrences, so many are beside the other one
LONGEST: Final = 100  # characters of a title that are looked for: what one of a thousand would cost grows with their square
OFTEN: Final = 2  # times that the two stand together elsewhere


def without_injected(clean: Clean, title: str) -> Clean:
    """The text without such pieces of the (cleaned) title. Linear in the length of the text."""
    spans = list(_injected(clean.text, title[:LONGEST]))
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
    after, often = cache(partial(_followers, text)), cache(text.count)
    at = 1
    for start in sorted(_begun(text, title)):
        if start < at:
            continue
        end = start + SHORTEST
        while end < len(text) and _is_han(text[end]) and text[start : end + 1] in title:
            end += 1
        if cut := _cut(text, start, end, after, often):
            yield cut
            at = cut[1]


def _begun(text: str, title: str) -> Iterator[int]:
    """Where the text holds the shortest piece of the title."""
    pieces = {title[at : at + SHORTEST] for at in range(len(title) - SHORTEST + 1)}
    for piece in pieces:
        at = text.find(piece) if all(map(_is_han, piece)) else -1
        while at >= 0:
            yield at
            at = text.find(piece, at + 1)


def _followers(text: str, char: str) -> Counter[str]:
    """What stands behind a character, and how often."""
    _, *parts = f"{text}\n".split(char)
    return Counter(part[0] if part else char for part in parts)


def _cut(
    text: str, start: int, end: int, after: Callable[[str], Counter[str]], often: Callable[..., int]
) -> tuple[int, int] | None:
    """The piece from `start`, at most to `end`, when what it parts belongs together; the longest such."""
    first = text[start - 1]
    for stop in range(end, start + SHORTEST - 1, -1):
        last = text[stop : stop + 1]
        together = after(first)[last] if _is_han(first) and _is_han(last) else 0
        if together < OFTEN or first == text[stop - 1] or last == text[start]:
            continue  # 医院东屿院区: either 院 may be the one that stands before 区
        # Without this very place, where each of them stands alone.
        bound = (together >= BOUND * (often(first, 0, -1) - 1)) + (together >= BOUND * (often(last, 1) - 1))
        is_seam = after(first)[text[start]] == 1 or after(text[stop - 1])[last] == 1
        if is_seam and (bound == 2 or (bound == 1 and stop - start >= LONG)):
            return start, stop
    return None


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"

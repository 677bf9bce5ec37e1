"""Which box of a page holds the article, and which of its lines are the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from scrapers import furniture
from scrapers.byline import is_byline, is_labelled
from scrapers.flat import Flat
from scrapers.heading import Heading
from scrapers.placing import placed_weights
from scrapers.prose import PROSE

_BODY_NAME: Final = re.compile(
    r"article|content|zoom|trs_editor|trs_view|detail|story|(?:^|[\s_-])(?:text|txt|body|main|post|entry|editor|cont|con|artibody)(?:$|[\s_-])"
)
_TEXT_TAGS: Final = frozenset(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "td"))
_SHARES: Final = (1.0, 1.0, 0.6, 0.3, 0.15)
"""How much of a paragraph's weight its own box and the boxes around it get, from the inside."""
_HIDDEN: Final = 0.05
"""What a hidden line counts: some sites show the article by script, so it is taken where nothing else is there."""


SUBTITLE: Final = 120.0
"""The most prose (about so many characters) of the subtitles above a byline."""


@dataclass(frozen=True, slots=True)
class Body:
    """`first` is the page's line with the first sentence, `last` the line after the last; `lines` are those kept."""

    box: int
    lines: tuple[int, ...]
    first: int
    last: int


def find_body(flat: Flat, sure: Sequence[int], likely: Sequence[int], heading: Heading) -> Body | None:
    """The article's lines, or None when nothing on the page reads like prose.

    `sure` are boxes that the page's family names: the first with some prose is taken. Of the `likely`, whose names are in use
    elsewhere, it is the first that holds a fair share of the prose.
    """
    weights = placed_weights(flat, heading)
    sums = [0.0, *accumulate(weights)]
    box = _prior(flat, sure, sums, 0.05)
    if box is None:
        box = _prior(flat, likely, sums, 0.25)
    if box is None:
        box = _best_box(flat, weights, sums)
    return None if box is None else _trim(flat, _descend(flat, box, sums), heading)


def _descend(flat: Flat, box: int, sums: Sequence[float]) -> int:
    """The smallest box inside that still holds the prose: the article's own box has less furniture than a wrapper."""
    inner = box + 1
    while inner < len(flat.tags) and flat.first[inner] < flat.last[box]:
        weight = sums[flat.last[inner]] - sums[flat.first[inner]]
        if weight >= 0.97 * (sums[flat.last[box]] - sums[flat.first[box]]) and flat.tags[inner] not in _TEXT_TAGS:
            box = inner
        inner += 1
    return box


def _prior(flat: Flat, boxes: Sequence[int], sums: Sequence[float], share: float) -> int | None:
    for box in boxes:
        weight = sums[flat.last[box]] - sums[flat.first[box]]
        if weight > share * sums[-1]:
            return box
    return None


def _best_box(flat: Flat, weights: Sequence[float], sums: Sequence[float]) -> int | None:
    count = len(flat.tags)
    outside = furniture.outside(flat, sums)
    direct, below = [0.0] * count, [0.0] * count
    plain, linked = [0] * count, [0] * count
    for line, weight in zip(flat.lines, weights, strict=True):
        box = line.box
        plain[box] += len(line.text)
        linked[box] += line.linked
        if not weight or outside[box]:
            continue
        if flat.hidden[box]:
            weight *= _HIDDEN
        below[box] += weight
        if flat.tags[box] in _TEXT_TAGS:
            box = flat.parents[box]
        for share in _SHARES:
            if box < 0:
                break
            direct[box] += weight * share
            box = flat.parents[box]
    best, best_score = None, 0.0
    for box in range(count - 1, -1, -1):
        outer = flat.parents[box]
        if outer >= 0:
            below[outer] += below[box]
            plain[outer] += plain[box]
            linked[outer] += linked[box]
        if direct[box] > best_score / 1.3 and not outside[box]:
            score = direct[box] * (1 - linked[box] / max(1, plain[box])) ** 2
            if _BODY_NAME.search(flat.names[box]):
                score *= 1.3
            if score > best_score:
                best, best_score = box, score
    return None if best is None else _climb(flat, best, below, plain, linked)


def _climb(flat: Flat, best: int, below: Sequence[float], plain: Sequence[int], linked: Sequence[int]) -> int:
    """Go up while the box around adds prose of the same kind: an article cut in several boxes."""
    box = best
    while (outer := flat.parents[box]) > 0:
        more = below[outer] - below[best]
        text = plain[outer] - plain[best]
        box = outer
        if more < 0.15 * below[best]:
            if text > 0.3 * plain[best] + 200:
                break
            continue
        if (linked[outer] - linked[best]) > 0.3 * text or more < 0.5 * text:
            break
        best = outer
    return best


def _trim(flat: Flat, box: int, heading: Heading) -> Body | None:
    first, last = flat.first[box], flat.last[box]
    if first <= heading.last < last - 1:
        first = heading.last + 1
    dropped = furniture.inside(flat, box, [0.0, *accumulate(flat.weights)])
    hidden = flat.hidden[box]
    numbers = [n for n in range(first, last) if (b := flat.lines[n].box) not in dropped and (hidden or not flat.hidden[b])]
    prose = [n for n in numbers if flat.weights[n] >= PROSE and not furniture.is_legal(flat.lines[n].text)]
    prose = _anchored(flat, prose) or [n for n in numbers if not is_byline(flat.lines[n].text) and not _is_linked(flat, n)]
    if not prose:
        return None
    prose = _after_byline(flat, prose)
    numbers = [n for n in numbers if n >= prose[0] or is_byline(flat.lines[n].text) or flat.weights[n] < PROSE]
    homes = {home for n in prose for home in (flat.lines[n].box, flat.parents[flat.lines[n].box])}
    kept = []
    for place, n in enumerate(numbers):
        text = flat.lines[n].text
        if len(text) < 20 and furniture.NEXT_STORY.match(text) and prose[0] < n:
            if 2 * place > len(numbers) or _is_parting(flat, prose, n):
                break
            continue
        if n < prose[0] and is_byline(text):
            continue
        if not prose[0] <= n <= prose[-1] and not _is_at_home(flat, n, homes):
            continue
        if n > prose[-1] and furniture.is_legal(text):
            continue
        if furniture.is_handling(text) or (_is_linked(flat, n) and (len(numbers) > 3 or n not in prose)):
            continue
        kept.append(n)
    while len(kept) > 1 and furniture.TAIL.match(flat.lines[kept[-1]].text):
        kept.pop()
    return Body(box, tuple(kept), prose[0], (kept[-1] if kept else prose[-1]) + 1)


def _anchored(flat: Flat, prose: Sequence[int]) -> list[int]:
    """Without the lone sentences of widgets (a player's message, a tip), whose kind of box holds hardly a line."""
    kinds = {n: (flat.tags[outer], flat.names[outer]) for n in prose if (outer := flat.parents[flat.lines[n].box]) >= 0}
    held: dict[tuple[str, str], float] = {}
    for n, kind in kinds.items():
        held[kind] = held.get(kind, 0.0) + flat.weights[n]
    enough = min(60.0, max(30.0, 0.1 * sum(held.values())))
    return [n for n, kind in kinds.items() if held[kind] >= enough] or list(prose)


def _after_byline(flat: Flat, prose: list[int]) -> list[int]:
    """Without a subtitle that reads like a sentence and stands above the line with date and source."""
    for number in range(prose[0] + 1, min(prose[0] + 6, prose[-1])):
        text = flat.lines[number].text
        if is_byline(text) and is_labelled(text):
            rest = [n for n in prose if n > number]
            above, below = (sum(flat.weights[n] for n in some) for some in ([n for n in prose if n < number], rest))
            return rest if above < min(SUBTITLE, 0.3 * below) else prose
    return prose


def _is_linked(flat: Flat, number: int) -> bool:
    return flat.lines[number].linked > 0.6 * len(flat.lines[number].text)


def _is_parting(flat: Flat, prose: Sequence[int], number: int) -> bool:
    """Do the sentences after this line stand in other boxes than those before it? A mid-article box parts nothing."""
    before = {flat.parents[flat.lines[n].box] for n in prose if n < number}
    return all(flat.parents[flat.lines[n].box] not in before for n in prose if n > number)


_NESTS: Final = frozenset("li ul ol td th tr tbody thead table dl dd dt figure figcaption".split())  # noqa: SIM905


def _is_at_home(flat: Flat, number: int, homes: set[int]) -> bool:
    """Does a line outside the first and last sentence stand beside sentences? Widgets have boxes of their own."""
    box = flat.lines[number].box
    while box > 0 and flat.tags[box] in _NESTS and box not in homes:
        box = flat.parents[box]
    return box in homes or flat.parents[box] in homes

"""What each line counts in the choice of the article's box, by its place: before the title, under it, among other stories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from scrapers import furniture
from scrapers.byline import is_byline
from scrapers.flat import Flat
from scrapers.heading import Heading
from scrapers.prose import PROSE

_BEFORE: Final = 0.3
_BEFORE_SURE: Final = 0.05
_AFTER: Final = 0.12
"""What a line before the title (less when that is sure), and one after the start of the next story, counts in the choice."""
_ELSEWHERE: Final = 0.2
"""The same for a line after the box in which the first sentences under the title stand."""
OPENING: Final = 40
"""Lines under the title in which those sentences stand,"""
ENOUGH: Final = 60.0
"""and how much prose (about so many characters) they are."""


def placed_weights(flat: Flat, heading: Heading) -> list[float]:
    """What each line counts in the choice of the box."""
    end = _next_story(flat, heading.last) if heading.last >= 0 else len(flat.lines)
    before = _BEFORE_SURE if heading.is_sure else _BEFORE
    weights = []
    for number, weight in enumerate(flat.weights):
        if weight >= PROSE and furniture.is_legal(flat.lines[number].text):
            weight = 0.0
        weights.append(weight * (before if number < heading.last else _AFTER if number >= end else 1.0))
    if heading.last >= 0 and (opening := _opening(flat, heading.last, weights)) is not None:
        kinds = {_kind(flat, number) for number in range(heading.last + 1, flat.last[opening]) if weights[number] >= PROSE}
        for number in range(flat.last[opening], len(weights)):
            if _kind(flat, number) not in kinds:
                weights[number] *= _ELSEWHERE
    return weights


def _kind(flat: Flat, number: int) -> tuple[str, str, str]:
    """What the boxes around a line are: parts of one text are built alike."""
    box = flat.lines[number].box
    outer = max(flat.parents[box], 0)
    return flat.tags[box], flat.tags[outer], flat.names[outer]


def _opening(flat: Flat, heading: int, weights: Sequence[float]) -> int | None:
    """The box of the first sentences under title and byline, as far as it reaches; readers' comments have their own."""
    prose = 0.0
    box: int | None = None
    is_headed = False
    for number in range(heading + 1, min(heading + OPENING, len(weights))):
        if weights[number] < PROSE or not is_headed:
            is_headed = is_headed or is_byline(flat.lines[number].text)
            continue
        prose += weights[number]
        box = flat.parents[flat.lines[number].box] if box is None else _around(flat, box, number)
        if prose >= ENOUGH:
            return box
    return None


def _around(flat: Flat, box: int, line: int) -> int:
    """The smallest box around `box` that holds the line."""
    while box > 0 and not flat.first[box] <= line < flat.last[box]:
        box = flat.parents[box]
    return box


def _next_story(flat: Flat, heading: int) -> int:
    """The line at which another story, or the list of them, begins."""
    prose = 0.0
    title = flat.lines[heading].text
    for number in range(heading + 1, len(flat.lines)):
        line = flat.lines[number]
        if prose >= 40 and not flat.hidden[line.box]:
            if len(line.text) < 16 and furniture.NEXT_STORY.match(line.text):
                return number
            if flat.tags[line.box] == "h1" and len(line.text) > 8 and line.text not in title:
                return number
        prose += flat.weights[number]
    return len(flat.lines)

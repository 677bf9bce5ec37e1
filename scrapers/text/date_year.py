"""Which year a date means that names none.

It takes, in this order: the year of an earlier date in its sentence (the next one if it would run backwards and that has
passed); with a word of promise before it, the first that is not a month past; else the page's own year, or the one before
when that would lie more than half a year ahead. A day within the ten days before the page's is the page's news, whatever
the sentence spoke of. Nothing to take a year from: the date stays open.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scrapers.text.numerals import to_number

Period = tuple[date, date]
MONTH = timedelta(days=31)
_HALF_YEAR = timedelta(days=183)
_NEWS = timedelta(days=10)
_PARAGRAPH_NEWS = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A date that the text named before."""

    first: date
    kind: str
    sentence: int  # number of its sentence
    in_figures: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a builder has to go by."""

    given: Mapping[str, str | None]
    year: int | None  # said in figures, or by a word that resolves
    published: date | None
    earlier: Earlier | None
    day_before: Earlier | None  # the last single day that the paragraph named
    coming: bool  # a word of promise stands before it
    sentence: int = 0
    dependent: bool = False  # the span starts at something else than the page's day

    def together(self, earlier: Earlier | None) -> bool:
        """Does that date stand in the same sentence?"""
        return earlier is not None and earlier.sentence == self.sentence

    def number(self, *names: str) -> int:
        for name in names:
            if text := self.given.get(name):
                value = to_number(text)
                if value is None:
                    raise ValueError(text)
                return int(value)
        raise ValueError(names)

    def text(self, *names: str) -> str:
        return next((text for name in names if (text := self.given.get(name))), "")


def settle(make: Callable[[int], Period], asked: Asked) -> Period | None:
    """The period in the year that is meant; see the module's words."""
    if asked.year is not None:
        return make(asked.year)
    own = _by_page(make, asked.published, asked.coming) if asked.published else None
    earlier = asked.earlier
    if earlier is None or (own and not _inherits(earlier, own, asked)):
        return own
    period = make(earlier.first.year)
    if earlier.kind in ("day", "month") and period[1] < earlier.first:
        following = make(earlier.first.year + 1)
        if asked.published is None or following[0] <= asked.published or asked.coming:
            return following
    return period


def _inherits(earlier: Earlier, own: Period, asked: Asked) -> bool:
    if asked.published is None:
        return True
    behind = asked.published - own[0]
    if asked.together(earlier):
        return not (own[0] == own[1] and timedelta(0) <= behind <= _NEWS)
    if asked.coming or not earlier.in_figures or earlier.kind not in ("day", "month"):
        return False
    return not -MONTH <= behind <= _PARAGRAPH_NEWS


def _by_page(make: Callable[[int], Period], published: date, coming: bool) -> Period:
    year = published.year
    if coming:
        return this if (this := make(year))[1] >= published - MONTH else make(year + 1)
    try:
        this = make(year)
    except ValueError:  # 2月29日 of another year
        return make(year - 1)
    return this if this[0] <= published + _HALF_YEAR else make(year - 1)


def month_span(year: int, first: int, last: int | None = None) -> Period:
    last = last or first
    end = year + 1 if last < first else year
    return date(year, first, 1), date(end, last, calendar.monthrange(end, last)[1])


def month_part(period: Period, part: str) -> Period:
    """上旬 and 初 are the first ten days, 中 the second, 下旬, 底 and 末 the rest."""
    first, last = period
    match part[:1]:
        case "上" | "初":
            return first, first.replace(day=10)
        case "中":
            return first.replace(day=11), first.replace(day=20)
        case "下" | "底" | "末":
            return last.replace(day=21), last
    return period


def shifted(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))

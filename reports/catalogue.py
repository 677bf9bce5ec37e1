"""How a report says things in one of its languages: words, dates, promises, money, units."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Any

from reports.words import COUNTS, FAILURES, KINDS, MILESTONES, PLAIN_SENTENCE, SENTENCES, STAGES, STRENGTHS, UNITS, WORDS

_ONE = re.compile(r"(?<![\d.,])1 (day|month|project|promise|time|source)s\b")  # English: 1 day, 2 days


class Catalogue:
    """The words of one language. Days of `year` are said without it."""

    def __init__(self, language: str, year: int | None = None) -> None:
        self.language = "en" if language == "en" else "zh"
        self._at = 1 if self.language == "en" else 0
        self._year = year

    @property
    def tag(self) -> str:
        """The language for HTML's lang."""
        return "en" if self._at else "zh-CN"

    def say(self, word: str, **values: Any) -> str:
        said = WORDS[word][self._at].format(**values)
        return _ONE.sub(r"1 \1", said) if self._at else said

    def pick(self, pair: tuple[str, str]) -> str:
        return pair[self._at]

    def stage(self, stage: object) -> str:
        """ "" for what is no stage."""
        return STAGES[stage][self._at] if isinstance(stage, str) and stage in STAGES else ""

    def strength(self, strength: object) -> str:
        return STRENGTHS[strength][self._at] if isinstance(strength, str) and strength in STRENGTHS else ""

    def milestone(self, said: str) -> str:
        """The event that a page's words name, "" when it is none of those that a reader waits for."""
        found = next((word for word in MILESTONES if word in said), "")
        return MILESTONES[found] if found and self._at else found

    def count(self, kind: str, number: int) -> str:
        chinese, one, many = COUNTS[kind]
        return f"{number} {one if number == 1 else many}" if self._at else f"{number}{chinese}"

    def kind(self, kind: str) -> str:
        return self.pick(KINDS[kind][:2]) if kind in KINDS else kind

    def failure(self, kind: str) -> str:
        return FAILURES[kind][self._at] if kind in FAILURES else kind

    def sentence(self, kind: str, *, name: str, what: str, tag: str) -> str:
        form = SENTENCES.get(kind, PLAIN_SENTENCE) if tag else PLAIN_SENTENCE
        return form[self._at].format(name=name, what=what, tag=tag)

    def day(self, day: date) -> str:
        if day.year == self._year:
            return f"{day.day} {day:%b}" if self._at else f"{day.month}月{day.day}日"
        return f"{day.day} {day:%b} {day.year}" if self._at else f"{day.year}年{day.month}月{day.day}日"

    def whole_day(self, day: date) -> str:
        """With its year, as a promise must have it."""
        return f"{day.day} {day:%b} {day.year}" if self._at else f"{day.year}年{day.month}月{day.day}日"

    def period(self, start: date | None, end: date | None) -> str:
        """An interval as people say it: a day, a third of a month, a month, a quarter, a half, a year, or both ends."""
        if end is None:
            return self.say("no_day")
        if start is None or start == end:
            return self.day(end)
        last = monthrange(end.year, end.month)[1]
        if start.year == end.year and start.day == 1 and end.day == last:
            return self._months(start.year, start.month, end.month)
        third = {(1, 10): 0, (11, 20): 1, (21, last): 2}.get((start.day, end.day))
        if (start.year, start.month) == (end.year, end.month) and third is not None:
            if self._at:
                return f"{('early', 'mid', 'late')[third]} {end:%b} {end.year}"
            return f"{end.year}年{end.month}月{'上中下'[third]}旬"
        return f"{self.day(start)}至{self.day(end)}" if not self._at else f"{self.day(start)} to {self.day(end)}"

    def _months(self, year: int, first: int, last: int) -> str:
        if (first, last) == (1, 12):
            return str(year) if self._at else f"{year}年"
        if (first, last) in ((1, 6), (7, 12)):
            if self._at:
                return f"{'first' if first == 1 else 'second'} half of {year}"
            return f"{year}年{'上' if first == 1 else '下'}半年"
        if first % 3 == 1 and last == first + 2:
            return f"Q{last // 3} {year}" if self._at else f"{year}年{'一二三四'[last // 3 - 1]}季度"
        names = [date(year, month, 1).strftime("%b") for month in (first, last)]
        if first == last:
            return f"{names[0]} {year}" if self._at else f"{year}年{first}月"
        return f"{names[0]} to {names[1]} {year}" if self._at else f"{year}年{first}—{last}月"

    def promised(self, start: date | None, end: date | None, written: str) -> str:
        """When a promise is to be met. `written` is the page's own form, which tells “by the end of” from “in”."""
        if end is None:
            return self.say("no_day")
        month_ends = end.day == monthrange(end.year, end.month)[1]
        begun = start or end
        same_month = (begun.year, begun.month) == (end.year, end.month)
        if month_ends and same_month and end.month == 12 and ("年底" in written or "年末" in written):
            return f"by the end of {end.year}" if self._at else f"{end.year}年底前"
        if month_ends and same_month and (begun.day == 21 or "底" in written or "末" in written):
            return f"by the end of {end:%b} {end.year}" if self._at else f"{end.year}年{end.month}月底前"
        if begun == end:
            exact = bool(written) and not any(word in written for word in "前底末内")
            day = self.whole_day(end)
            return (f"on {day}" if exact else f"by {day}") if self._at else day + ("" if exact else "前")
        if (begun.month, begun.day, end.month, end.day) == (1, 1, 12, 31) and begun.year == end.year:
            return f"within {end.year}" if self._at else f"{end.year}年内"
        period = self.period(start, end)
        return (f"in the {period}" if "half of" in period else f"in {period}") if self._at else period

    def money(self, yuan: float) -> str:
        if self._at:
            return f"CNY {plain(yuan / 1e9)} bn" if abs(yuan) >= 1e9 else f"CNY {plain(yuan / 1e6)} m"
        return f"{plain(yuan / 1e8)}亿元" if abs(yuan) >= 1e8 else f"{plain(yuan / 1e4)}万元"

    def amount(self, value: float, unit: str) -> str:
        """A number with its unit; a unit that English has no words for stays as the watchlist has it."""
        if self._at and unit in UNITS:
            factor, form = UNITS[unit]
            return form.format(plain(value * factor))
        return f"{plain(value)} {unit}".rstrip() if self._at else f"{plain(value)}{unit}"


def plain(number: float) -> str:
    """At most two decimals, none that say nothing."""
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def signed(number: float) -> str:
    return ("+" if number > 0 else "−" if number < 0 else "±") + plain(abs(number))


def kind_name(kind: str, language: str) -> str:
    return Catalogue(language).kind(kind)


def weight(kind: str) -> int:
    """1 to 3: how much a kind of change matters to a reader who wants little."""
    return KINDS[kind][2] if kind in KINDS else 1

"""Dates and periods in cleaned Chinese text → intervals, resolved against the page's own day.

What cannot be resolved is found and stays open (`first` and `last` None); nothing is invented. The forms are data in
`date_forms`, their arithmetic is in `date_build`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from scrapers.text.date_build import BUILDERS
from scrapers.text.date_forms import BEGINS, BY_AFTER, BY_BEFORE, FORMS, NO_EVENT_BEFORE, OTHER_START, TO_COME, Form
from scrapers.text.date_year import Asked, Earlier, Period
from scrapers.text.guarded import guarded
from scrapers.text.numerals import to_number

_BEGINS, _BY_AFTER, _BY_BEFORE = guarded(BEGINS), re.compile(BY_AFTER), re.compile(BY_BEFORE)
_NO_EVENT, _OTHER_START, _TO_COME = re.compile(NO_EVENT_BEFORE), re.compile(OTHER_START), re.compile(TO_COME)
_SENTENCE_END = re.compile(r"[。！？\n]")
_FORM = {form.name: form for form in FORMS}
_YEARS_AWAY = {"去": -1, "上": -1, "今": 0, "本": 0, "明": 1, "来": 1, "下": 1, "前": -2, "后": 2}


@dataclass(frozen=True, slots=True)
class When:
    """A date or period as a text says it, both ends inclusive; None when the page gives nothing to resolve it by."""

    start: int
    end: int
    text: str
    kind: str  # day, month, quarter, half, year, period, plan, season, festival, relative, vague
    first: date | None
    last: date | None
    by: bool = False  # "by then": 底前, 以前, 到2025年
    year_said: bool = False  # in figures, so that no page's day was needed
    relative: bool = False  # resolved against the page's day


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{form.name}>{form.pattern})" for form in FORMS))


def find_dates(text: str, published: date | None, context_year: int | None = None) -> list[When]:
    """Every date or period, in order, without overlaps.

    `context_year` is a year that the page's opening named, for dates of a page whose own day is not known.
    """
    found: list[When] = []
    of_heading = Earlier(date(context_year, 1, 1), "year", -1, True) if context_year else None
    year_before = of_heading
    day_before: Earlier | None = None
    sentence = at = scanned = 0
    pattern = _pattern()
    while begin := _BEGINS.search(text, at):
        match = pattern.match(text, begin.start())
        if match is None:
            at = begin.end()
            continue
        ends = list(_SENTENCE_END.finditer(text, scanned, match.start()))
        sentence, scanned = sentence + len(ends), match.start()
        if any(end[0] == "\n" for end in ends):
            year_before, day_before = of_heading, None
        at = match.end()
        when = _resolve(match, text, published, year_before, day_before, sentence, of_heading)
        if when is None:
            continue
        at = when.end
        found.append(when)
        if when.first and when.last:
            if when.year_said or when.kind in ("day", "month", "quarter", "half"):
                year_before = Earlier(when.first, when.kind, sentence, when.year_said)
            if when.kind == "day":
                day_before = Earlier(when.last, when.kind, sentence, when.year_said)
    return found


def _resolve(
    match: re.Match[str],
    text: str,
    published: date | None,
    earlier: Earlier | None,
    day_before: Earlier | None,
    sentence: int,
    of_heading: Earlier | None,
) -> When | None:
    form = _FORM[match.lastgroup or ""]
    parts = form.parts.match(text, match.start())
    if parts is None or _NO_EVENT.search(text, max(0, match.start() - 1), match.start()):
        return None
    given = {**parts.groupdict(), "all": match[0]}
    now = earlier if earlier and earlier.in_figures and earlier.sentence == sentence else of_heading
    year, in_figures, known = _year(given, published.year if published else now.first.year if now else None, earlier)
    before = _clause_before(text, match.start())
    asked = Asked(
        given=given,
        year=year,
        published=published,
        earlier=earlier,
        day_before=day_before,
        sentence=sentence,
        coming=_TO_COME.search(before) is not None,
        dependent=_OTHER_START.search(before) is not None,
    )
    try:
        period = BUILDERS[form.build](asked) if known else None
    except (ValueError, OverflowError, KeyError):
        return None  # 13月, 2月30日: no date
    return _when(match, form, text, before, period, in_figures, published)


def _when(
    match: re.Match[str], form: Form, text: str, before: str, period: Period | None, in_figures: bool, published: date | None
) -> When:
    tail = _BY_AFTER.match(text, match.end())
    end = tail.end() if tail else match.end()
    by = tail is not None or (form.build == "festival" and match[0].endswith("前")) or _BY_BEFORE.search(before) is not None
    first, last = period or (None, None)
    absolute = in_figures or form.build == "plan"
    return When(
        start=match.start(),
        end=end,
        text=text[match.start() : end],
        kind=form.kind,
        first=first,
        last=last,
        by=by,
        year_said=in_figures,
        relative=period is not None and not absolute and published is not None,
    )


def _year(given: dict[str, str | None], now: int | None, earlier: Earlier | None) -> tuple[int | None, bool, bool]:
    """The year that a date names, whether in figures, and whether what it names can be known.

    `now`: the page's own year; without one, that of the sentence (2019年计划提出，今年…) or of the page's opening.
    """
    if raw := given.get("year"):
        number = to_number(raw)
        if number is not None:
            return (int(number) if number > 1000 else 2000 + int(number)), True, True
    word = given.get("relative") or given.get("relative2")
    if not word:
        return None, False, True
    if word[0] in "当同次翌":
        year = earlier.first.year if earlier else None
        return (None if year is None else year + (word[0] in "次翌")), False, year is not None
    return (None if now is None else now + _YEARS_AWAY[word[0]]), False, now is not None


def _clause_before(text: str, start: int) -> str:
    """The words before a date in its clause."""
    before = text[max(0, start - 16) : start]
    return re.split(r"[，。；：！？\n]", before)[-1]

"""Dates and periods in Chinese text → intervals, resolved against the page's own day. What cannot be resolved stays open.

The forms are data in `scrapers.text.date_forms`; here is how their parts become days.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from scrapers.text.date_forms import FESTIVALS, FORMS, SPRING_FESTIVAL
from scrapers.text.numerals import to_number

Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class When:
    """A date or period as a text says it. first and last are None when the page gives no day to resolve it against."""

    start: int
    end: int
    text: str
    kind: str  # day, month, quarter, half, year, plan, season, festival, vague
    first: date | None
    last: date | None
    by: bool = False  # "by then": 底前, 以前
    year_said: bool = False


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{form.name}>{form.pattern})" for form in FORMS))


def find_dates(text: str, published: date | None) -> list[When]:
    """Every date or period, in order; of overlapping readings the first form that fits."""
    found: list[When] = []
    context: int | None = None  # a year that an earlier date of this text named, for dates that leave it out
    sentence = 0
    for match in _pattern().finditer(text):
        if re.search(r"[。；\n]", text[sentence : match.start()]):
            if "\n" in text[sentence : match.start()]:
                context = None
            sentence = match.start()
        when = _resolve(match, text, published, context)
        if when is None:
            continue
        if when.year_said and when.first:
            context = when.first.year
        found.append(when)
    return found


def _resolve(match: re.Match[str], text: str, published: date | None, context: int | None) -> When | None:
    name = match.lastgroup or ""
    form = next(f for f in FORMS if f.name == name)
    parts = form.parts.match(text, match.start())
    given = parts.groupdict() if parts else {}
    year, said = _year(given, published, context)
    period = _build(form.build, given, year, published, said)
    if period == "never":
        return None
    by = bool(re.match(r"[底末]?(?:之|以)?前|底以前", text[match.end() : match.end() + 4])) or match[0].endswith("前")
    first, last = period if isinstance(period, tuple) else (None, None)
    return When(match.start(), match.end(), match[0], form.kind, first, last, by, said)


def _year(given: dict[str, str | None], published: date | None, context: int | None) -> tuple[int | None, bool]:
    """The year that a date means, and whether the text says it in figures."""
    raw = given.get("year")
    if raw:
        number = to_number(raw)
        if number is not None:
            year = int(number)
            return (year if year > 1000 else 2000 + year), True
    word = given.get("relative")
    if word:
        offset = {
            "去": -1,
            "上": -1,
            "昨": -1,
            "今": 0,
            "本": 0,
            "当": 0,
            "这": 0,
            "同": 0,
            "明": 1,
            "来": 1,
            "前": -2,
            "后": 2,
        }
        if word[0] in "当同" and context:
            return context, False
        return (published.year + offset.get(word[0], 0) if published else None), False
    return context, False


def _build(
    kind: str, given: dict[str, str | None], year: int | None, published: date | None, said: bool
) -> Period | str | None:
    try:
        return _BUILDERS[kind](given, year, published, said)
    except (ValueError, OverflowError):
        return "never"


def _number(text: str | None) -> int:
    value = to_number(text or "")
    if value is None:
        raise ValueError(text)
    return int(value)


def _month_span(year: int, first: int, last: int | None = None) -> Period:
    last = last or first
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _nearest_year(month: int, day: int, published: date | None) -> int | None:
    """A month and day without a year: the year that puts it nearest to the page's day."""
    if published is None:
        return None
    options = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            options.append((abs((date(year, month, day) - published).days), year))
        except ValueError:
            continue
    return min(options)[1] if options else None


def _day(given: dict[str, str | None], year: int | None, published: date | None, said: bool) -> Period | None:
    month, day = _number(given["month"]), _number(given["day"])
    date(2000, month, day)
    year = year or _nearest_year(month, day, published)
    if year is None:
        return None
    first = date(year, month, day)
    if given.get("day2"):
        month2 = _number(given["month2"]) if given.get("month2") else month
        return first, date(year, month2, _number(given["day2"]))
    return first, first


def _month(given: dict[str, str | None], year: int | None, published: date | None, said: bool) -> Period | None:
    month = _number(given["month"])
    if not 1 <= month <= 12:
        raise ValueError(month)
    last = _number(given["month2"]) if given.get("month2") else month
    if year is None and published is not None:
        year = _nearest_year(last, 15, published)
    if year is None:
        return None
    first, end = _month_span(year, month, last)
    part = given.get("part")
    if part == "上旬":
        return first, first.replace(day=10)
    if part == "中旬":
        return first.replace(day=11), first.replace(day=20)
    if part == "下旬":
        return first.replace(day=21), end
    return first, end


def _relative_month(given: dict[str, str | None], year: int | None, published: date | None, said: bool) -> Period | None:
    if published is None:
        return None
    shift = {"本": 0, "当": 0, "上": -1, "下": 1}[(given["which"] or "本")[0]]
    count = published.year * 12 + published.month - 1 + shift
    first, end = _month_span(count // 12, count % 12 + 1)
    if given.get("day"):
        start = first.replace(day=_number(given["day"]))
        return start, first.replace(day=_number(given["day2"])) if given.get("day2") else start
    return first, end


def _bare_day(given: dict[str, str | None], year: int | None, published: date | None, said: bool) -> Period | None:
    """18日: the last such day on or before the page's."""
    if published is None:
        return None
    day = _number(given["day"])
    count = published.year * 12 + published.month - 1
    for shift in (0, -1):
        month = count + shift
        try:
            found = date(month // 12, month % 12 + 1, day)
        except ValueError:
            continue
        if found <= published:
            return found, found
    return None


def _near_day(given: dict[str, str | None], year: int | None, published: date | None, said: bool) -> Period | None:
    if published is None:
        return None
    shift = {"今": 0, "昨": -1, "前": -2, "明": 1, "当": 0}[(given["which"] or "今")[0]]
    found = published + timedelta(days=shift)
    return found, found


def _whole_year(given: dict[str, str | None], year: int | None, published: date | None, said: bool) -> Period | None:
    if year is None:
        return None
    if not 1949 <= year <= 2100:
        raise ValueError(year)
    if given.get("year2"):
        last = _number(given["year2"])
        return date(year, 1, 1), date(last if last > 100 else year // 100 * 100 + last, 12, 31)
    return date(year, 1, 1), date(year, 12, 31)


def _year_end(given: dict[str, str | None], year: int | None, published: date | None, said: bool) -> Period | None:
    year = year or (published.year if published else None)
    return (date(year, 12, 1), date(year, 12, 31)) if year else None


def _year_start(given: dict[str, str | None], year: int | None, published: date | None, said: bool) -> Period | None:
    year = year or (published.year if published else None)
    return (date(year, 1, 1), date(year, 3, 31)) if year else None


def _this_year(given: dict[str, str | None], year: int | None, published: date | None, said: bool) -> Period | None:
    year = year or (published.year if published else None)
    return (date(year, 1, 1), date(year, 12, 31)) if year else None


def _half(given: dict[str, str | None], year: int | None, published: date | None, said: bool) -> Period | None:
    year = year or (published.year if published else None)
    if year is None:
        return None
    return _month_span(year, 1, 6) if (given["half"] or "")[0] == "上" else _month_span(year, 7, 12)


def _quarter(given: dict[str, str | None], year: int | None, published: date | None, said: bool) -> Period | None:
    year = year or (published.year if published else None)
    if year is None:
        return None
    said_number = given["quarter"] or ""
    if said_number.startswith("前"):
        return _month_span(year, 1, 3 * _number(said_number[1:]))
    number = 4 if said_number in ("末", "冬") else _number(said_number)
    return _month_span(year, 3 * number - 2, 3 * number)


def _plan(given: dict[str, str | None], year: int | None, published: date | None, said: bool) -> Period | None:
    """The N-th five-year plan: the tenth ran from 2001."""
    number = _number(given["plan"])
    first = 2001 + 5 * (number - 10)
    if given.get("edge") in ("末", "期末", "末期"):
        return date(first + 4, 1, 1), date(first + 4, 12, 31)
    return date(first, 1, 1), date(first + 4, 12, 31)


def _festival(given: dict[str, str | None], year: int | None, published: date | None, said: bool) -> Period | None:
    name = given["festival"] or ""
    if published is None and year is None:
        return None
    base = year or (published.year if published else 0)
    for candidate in (base, base + 1):
        day = SPRING_FESTIVAL.get(candidate) if name == "春节" else date(candidate, *FESTIVALS[name])
        if day and (year or not published or day >= published - timedelta(days=15)):
            return (day - timedelta(days=15), day) if given.get("edge") else (day, day + timedelta(days=7))
    return None


def _vague(given: dict[str, str | None], year: int | None, published: date | None, said: bool) -> Period | None:
    """近日, 日前: the days before the page's."""
    return (published - timedelta(days=14), published) if published else None


_BUILDERS = {
    "day": _day, "month": _month, "relative_month": _relative_month, "bare_day": _bare_day, "near_day": _near_day,
    "year": _whole_year, "year_end": _year_end, "year_start": _year_start, "this_year": _this_year, "half": _half,
    "quarter": _quarter, "plan": _plan, "festival": _festival, "vague": _vague,
}  # fmt: skip

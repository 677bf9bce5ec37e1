"""How the parts of a date form become days: one builder a kind of form. Data and examples are in `date_forms`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from scrapers.text.date_year import MONTH, Asked, Period, month_part, month_span, settle, shifted
from scrapers.text.festivals import LENGTH, NAMES, festival_day
from scrapers.text.numerals import to_number


def _day(asked: Asked) -> Period | None:
    month, day = asked.number("month"), asked.number("day")
    date(2000, month, day)

    def make(year: int) -> Period:
        first = date(year, month, day)
        if asked.text("day2", "day3"):
            month2 = asked.number("month2") if asked.text("month2") else month
            later = year + 1 if month2 < month else year
            if asked.text("year2"):
                later = asked.number("year2")
            last = date(later, month2, asked.number("day2", "day3"))
            if last < first:
                raise ValueError(last)
            return first, last
        return first, first

    return settle(make, asked)


def _month(asked: Asked) -> Period | None:
    month = asked.number("month")
    last = asked.number("month2") if asked.text("month2") else month
    return settle(lambda year: month_part(month_span(year, month, last), asked.text("part")), asked)


def _months(asked: Asked) -> Period | None:
    if asked.year is None:
        return None
    first, _ = month_span(asked.year, asked.number("month"))
    _, last = month_part(month_span(asked.number("year2"), asked.number("month2")), asked.text("part"))
    return (first, last) if first <= last else None


def _first_months(asked: Asked) -> Period | None:
    count = asked.number("count")
    return settle(lambda year: month_span(year, 1, count), asked)


def _relative_month(asked: Asked) -> Period | None:
    if asked.published is None:
        return None
    shift = {"上": -1, "下": 1}.get(asked.text("which")[:1], 0)
    there = shifted(asked.published.replace(day=1), shift)
    span = month_span(there.year, there.month)
    if asked.text("day"):
        first = there.replace(day=asked.number("day"))
        return first, there.replace(day=asked.number("day2")) if asked.text("day2") else first
    return month_part(span, asked.text("part") or asked.text("part2")[1:].replace("内", ""))


def _same_month(asked: Asked) -> Period | None:
    """同月, 当月: the month that the paragraph spoke of."""
    if asked.earlier is None or asked.earlier.kind not in ("day", "month"):
        return None
    return month_span(asked.earlier.first.year, asked.earlier.first.month)


def _bare_day(asked: Asked) -> Period | None:
    """18日: of the month that the sentence spoke of, else the last such day on or before the page's."""
    day, known = asked.number("day"), asked.day_before
    last = asked.number("day2") if asked.text("day2") else day
    if known and (asked.together(known) or asked.published is None or asked.published - known.first > MONTH):
        first = known.first.replace(day=day)
        return (first, first.replace(day=last)) if first >= known.first and last >= day else None
    if asked.published is None:
        return None
    month = asked.published.replace(day=1)
    for shift in (0, 1) if asked.coming else (0, -1):
        there = shifted(month, shift)
        try:
            first = there.replace(day=day)
        except ValueError:
            continue
        if first >= asked.published if asked.coming else first <= asked.published:
            return first, there.replace(day=last)
    return None


def _near_day(asked: Asked) -> Period | None:
    which = asked.text("which") or asked.text("all")[:1]
    if which in "当同":
        return (asked.day_before.first, asked.day_before.first) if asked.day_before else None
    if asked.published is None:
        return None
    found = asked.published + timedelta(days={"昨": -1, "前": -2, "明": 1, "后": 2}.get(which, 0))
    return found, found


def _weekday(asked: Asked) -> Period | None:
    if asked.published is None:
        return None
    wanted = "一二三四五六日".find(asked.text("weekday").replace("天", "日"))
    monday = asked.published - timedelta(days=asked.published.weekday())
    which = asked.text("which")
    if which:
        day = monday + timedelta(days=wanted + {"上": -7, "下": 7}.get(which, 0))
    else:
        day = asked.published - timedelta(days=(asked.published.weekday() - wanted) % 7)
        day += timedelta(days=7 if asked.coming and day < asked.published else 0)
    return day, day


def _week(asked: Asked) -> Period | None:
    if asked.published is None:
        return None
    shift = {"上": -7, "下": 7}.get(asked.text("which"), 0)
    monday = asked.published - timedelta(days=asked.published.weekday() - shift)
    weekend = asked.text("all").endswith("末")
    return monday + timedelta(days=5 if weekend else 0), monday + timedelta(days=6)


def _year(asked: Asked) -> Period | None:
    if asked.year is None:
        return None
    if not 1949 <= asked.year <= 2100:
        raise ValueError(asked.year)
    last = asked.year
    if asked.text("year2"):
        last = asked.number("year2")
        last = last if last > 100 else asked.year // 100 * 100 + last
        if not asked.year < last <= 2100:
            raise ValueError(last)
    return date(asked.year, 1, 1), date(last, 12, 31)


def _since(asked: Asked) -> Period | None:
    if asked.year is None or asked.published is None or asked.published.year < asked.year:
        return None
    return date(asked.year, 1, 1), asked.published


def _this_year(asked: Asked) -> Period | None:
    return _in_year(asked, lambda year: (date(year, 1, 1), date(year, 12, 31)))


def _year_end(asked: Asked) -> Period | None:
    return _in_year(asked, lambda year: month_span(year, 12))


def _year_start(asked: Asked) -> Period | None:
    return _in_year(asked, lambda year: month_span(year, 1, 3))


def _year_middle(asked: Asked) -> Period | None:
    return _in_year(asked, lambda year: month_span(year, 6, 7))


def _half(asked: Asked) -> Period | None:
    upper = asked.text("half") == "上"
    return _in_year(asked, lambda year: month_span(year, 1, 6) if upper else month_span(year, 7, 12))


def _in_year(asked: Asked, make: Callable[[int], Period]) -> Period | None:
    """年底, 上半年: the page's own year unless the sentence named another."""
    earlier = asked.earlier
    if asked.year is not None:
        return make(asked.year)
    if earlier and (asked.together(earlier) or asked.published is None):
        return make(earlier.first.year)
    return make(asked.published.year) if asked.published else None


def _quarter(asked: Asked) -> Period | None:
    said = asked.text("quarter")
    first = last = asked.number("quarter") if not said.startswith("前") else 1
    if said.startswith("前"):
        last = int(to_number(said[1:]) or 0)
    edge = asked.text("edge")
    start, end = 3 * first - 2, 3 * last
    if edge:
        start, end = (start, start) if edge == "初" else (end, end)
    return settle(lambda year: month_span(year, start, end), asked)


def _season(asked: Asked) -> Period | None:
    if asked.year is None:
        return None
    start = {"春": 3, "夏": 6, "秋": 9, "冬": 12}[asked.text("season", "season2")]
    return month_span(asked.year, start, (start + 1) % 12 + 1)


def _holidays(asked: Asked) -> Period | None:
    return settle(lambda year: month_span(year, 1, 2) if asked.text("holidays") == "寒假" else month_span(year, 7, 8), asked)


def _plan(asked: Asked) -> Period | None:
    """The N-th five-year plan: the tenth ran from 2001 to 2005."""
    number = to_number(asked.text("plan", "plan2")[:-1])
    if number is None:
        raise ValueError(asked.given)
    first = 2001 + 5 * (int(number) - 10)
    edge = asked.text("edge").removeprefix("规划")
    if "末" in edge or edge.startswith("收官"):
        return date(first + 4, 1, 1), date(first + 4, 12, 31)
    if edge.startswith("开局"):
        return date(first, 1, 1), date(first, 12, 31)
    if edge.startswith("中"):
        return date(first + 2, 1, 1), date(first + 2, 12, 31)
    return date(first, 1, 1), date(first + 4, 12, 31)


def _festival(asked: Asked) -> Period | None:
    name = next((n for n in NAMES if n in asked.text("festival")), "")
    if not name or (asked.year is None and asked.published is None):
        return None
    edge = asked.text("edge")
    if asked.year is not None:
        day = festival_day(name, asked.year)
    else:
        published = asked.published or date.min
        days = [d for y in (-1, 0, 1) if (d := festival_day(name, published.year + y))]
        ahead = [d for d in days if d >= published - timedelta(days=20)]
        days = ahead if edge.endswith("前") else days
        day = min(days, key=lambda d: abs(d - published)) if days else None
    if day is None:
        return None
    length = timedelta(days=LENGTH.get(name, 3))
    if edge.endswith("前后"):
        return day - timedelta(days=7), day + timedelta(days=13)
    if edge.endswith("前"):
        return day - timedelta(days=15), day - timedelta(days=1)
    if edge.endswith("后"):
        return day + timedelta(days=7), day + timedelta(days=20)
    return (day, day) if edge.startswith("当") else (day, day + length - timedelta(days=1))


def _later(asked: Asked) -> Period | None:
    """两年内, 24个月后: counted from the page's day; 建成后3年内 is counted from another and stays open."""
    if asked.published is None or asked.dependent:
        return None
    count = asked.number("count")
    end = shifted(asked.published, count * (12 if asked.text("unit") == "年" else 1))
    if not asked.text("edge").endswith(("后", "可")):
        return asked.published, end
    return (date(end.year, 1, 1), date(end.year, 12, 31)) if asked.text("unit") == "年" else month_span(end.year, end.month)


def _ago(asked: Asked) -> Period | None:
    if asked.published is None:
        return None
    year = asked.published.year - asked.number("count")
    return date(year, 1, 1), date(year, 12, 31)


def _vague(asked: Asked) -> Period | None:
    """近日, 日前: some day of the week before the page's. 近期 with a promise lies ahead and stays open."""
    if asked.published is None or asked.coming:
        return None
    return asked.published - timedelta(days=7), asked.published


BUILDERS: Mapping[str, Callable[[Asked], Period | None]] = {
    "day": _day, "month": _month, "months": _months, "first_months": _first_months, "relative_month": _relative_month, "same_month": _same_month,
    "bare_day": _bare_day, "near_day": _near_day, "weekday": _weekday, "week": _week, "year": _year, "since": _since,
    "this_year": _this_year, "year_end": _year_end, "year_start": _year_start, "year_middle": _year_middle, "half": _half,
    "quarter": _quarter, "season": _season, "holidays": _holidays, "plan": _plan, "festival": _festival, "later": _later, "ago": _ago,
    "vague": _vague,
}  # fmt: skip

"""When an article was published: every date the page gives, the one we believe, and where they disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

from lxml.html import HtmlElement

from scrapers.byline import DATE, SIGNED, byline_date, find_date, has_label, is_byline, is_labelled
from scrapers.flat import Flat
from scrapers.heading import Heading
from scrapers.metadata import DATE_METAS, address_date, script_date
from scrapers.prose import PROSE

CHINA: Final = timezone(timedelta(hours=8))
LOOK_AFTER: Final = 15
"""How many lines after the article may still hold its byline."""


REPUBLISHED: Final = 31
"""When the page shows a date so many days before its head's, the head has the day of a move to a new system."""


@dataclass(frozen=True, slots=True)
class Dated:
    """`iso` is a date or date-time in the page's zone, `origin` where it stands, `doubts` what speaks against it."""

    iso: str | None = None
    origin: str | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look on a page: the title's lines, the article's first sentence and the line after its last."""

    heading: Heading
    first: int
    last: int
    box_first: int

    def around(self, flat: Flat) -> Iterator[int]:
        """Line numbers, the likeliest for a byline first: under the title, after the article, above the title."""
        yield from self.under(flat)
        yield from self.elsewhere(flat)

    def under(self, flat: Flat) -> range:
        """From the title to the first sentence."""
        return range(self._top, min(self.first, len(flat.lines)))

    def elsewhere(self, flat: Flat) -> Iterator[int]:
        """After the article, then above the title; the other way round where no title stands above the article."""
        above = range(min(self._top, len(flat.lines)) - 1, -1, -1)
        near = above[: 0 if 0 <= self.heading.first <= self.first else LOOK_AFTER]
        yield from near
        yield from range(self.last, min(self.last + LOOK_AFTER, len(flat.lines)))
        yield from above[len(near) :]

    @property
    def _top(self) -> int:
        return self.heading.first if 0 <= self.heading.first <= self.first else self.first


def find_published(
    root: HtmlElement, flat: Flat, found: Mapping[str, str], data: Mapping[str, Any], place: Place,
    address: str, fetched_at: datetime, listed: date | None,
) -> Dated:  # fmt: skip
    """The publication date: metas, JSON-LD, byline, address, scripts, listing; last a relative date, then a signature."""
    is_chinese = any("\u4e00" <= char <= "\u9fff" for char in place.heading.text)
    dates: list[tuple[str, str]] = []
    for name in DATE_METAS:
        if name in found and (iso := _local(found[name], is_chinese)):
            dates.append((f"meta:{name}", iso))
            break
    if iso := _local(str(data.get("datePublished") or ""), is_chinese):
        dates.append(("jsonld", iso))
    shown = _shown(flat, place, labelled=True)
    dates += [("page", shown)] if shown else []
    if iso := address_date(address):
        dates.append(("address", iso))
    if not dates and (iso := script_date(root)):
        dates.append(("script", iso))
    if listed:
        dates.append(("listing", listed.isoformat()))
    if not dates and (weak := _shown(flat, place, labelled=False)):
        dates.append(("page", weak))
    if not dates and (iso := _relative(flat, place, fetched_at)):
        return Dated(iso, "page:relative", ("the date is reckoned back from the time of fetching",))
    if not dates and (iso := _signed(flat, place)):
        return Dated(iso, "page:signed", ("the date is the one that the text is signed with",))
    return _of_the_story(_choose(dates, fetched_at), flat, place)


def _local(text: str, is_chinese: bool) -> str | None:
    """The date in `text`; one in UTC on a Chinese page is turned to the time its readers saw."""
    iso = find_date(text)
    if iso and is_chinese and len(iso) > 10 and re.search(r"\d(?:Z|[+-]00:?00)\s*$", text):
        return (datetime.fromisoformat(iso) + timedelta(hours=8)).isoformat()
    return iso


def _shown(flat: Flat, place: Place, *, labelled: bool) -> str | None:
    under = place.under(flat)
    for number in place.around(flat):
        text = flat.lines[number].text
        if not is_byline(text) or not (iso := byline_date(text)) or (number not in under and _in_list(flat, number)):
            continue
        is_above_body = place.heading.last >= 0 and place.heading.first <= number < place.box_first
        # Under the text a time of day alone may be a reader's comment.
        if is_above_body or not labelled or (has_label(text) if number >= place.last else is_labelled(text)):
            return iso
    return None


_PAGER: Final = re.compile(r"[上下]一[篇版页条]|放大|缩小|默认|[大中小]号?字?|打印|[\W\d]")
"""What an e-paper has around the day of its issue."""


def _in_list(flat: Flat, number: int) -> bool:
    """Does this date stand beside a link, as in a list of other articles?"""
    line = flat.lines[number]
    if line.linked > 0.4 * len(line.text):
        return len(_PAGER.sub("", DATE.sub("", line.text))) > 6
    row = flat.parents[line.box]
    beside = [one for one in flat.lines[max(number - 1, 0) : number + 2] if one is not line and flat.parents[one.box] == row]
    return not has_label(line.text) and any(one.linked > 0.6 * len(one.text) for one in beside)


def _signed(flat: Flat, place: Place) -> str | None:
    """The date alone on one of the last lines of the text, after its last sentence."""
    for number in range(min(place.last, len(flat.lines)) - 1, max(place.first, place.last - 4), -1):
        if SIGNED.fullmatch(text := flat.lines[number].text):
            return find_date(text)
        if flat.weights[number] >= PROSE:
            break
    return None


def _choose(dates: Sequence[tuple[str, str]], fetched_at: datetime) -> Dated:
    """The first date, unless it lies after the fetch or others speak against it; a time of the same day is added."""
    if not dates:
        return Dated()
    limit = (fetched_at.astimezone(CHINA) + timedelta(days=1)).date().isoformat()
    known = [(origin, iso) for origin, iso in dates if iso[:10] <= limit] or list(dates)
    origin, iso = known[0]
    shown = next((other for name, other in known if name == "page"), iso)
    if (date.fromisoformat(iso[:10]) - date.fromisoformat(shown[:10])).days > REPUBLISHED:
        origin, iso = "page", shown
    others = [other for other in known[1:] if other[0] != "listing"]
    if len(others) >= 2 and others[0][1][:10] == others[1][1][:10] != iso[:10]:
        origin, iso = others[0]
    if len(iso) == 10:
        iso = next((other for _, other in known if len(other) > 10 and other[:10] == iso), iso)
    doubts = [f"{origin} says {iso[:10]}, {name} {other[:10]}" for name, other in dates if other[:10] != iso[:10]]
    if iso[:10] > limit:
        doubts.append(f"{iso[:10]} lies after the fetch")
    return Dated(iso, origin, tuple(doubts))


def _of_the_story(dated: Dated, flat: Flat, place: Place) -> Dated:
    """The day of the text where it tells one long before the page's: the page is a copy, republished later."""
    if dated.iso is None:
        return dated
    shown = date.fromisoformat(dated.iso[:10])
    opening = flat.lines[place.first].text[:120] if place.first < len(flat.lines) else ""
    told = _dateline(opening, shown)
    doubt = f"{dated.origin} says {shown}, the text is dated {told}"
    if told is None and (told := _copied_byline(flat, place, shown)):
        doubt = f"{dated.origin} says {shown}, the copied byline {told}"
    return Dated(told.isoformat(), "text", (*dated.doubts, doubt)) if told else dated


_DATELINE: Final = re.compile(r"(?<!\d)(?:((?:19|20)\d\d)年)?(\d{1,2})月(\d{1,2})日[电讯電訊]")


def _dateline(opening: str, shown: date) -> date | None:
    """The last day before `shown` that an agency's dateline (新华社北京5月19日电) can mean, when it is over 30 days before."""
    found = _DATELINE.search(opening)
    if not found:
        return None
    years = [int(found[1])] if found[1] else [shown.year + 1, shown.year, shown.year - 1]
    days = []
    for year in years:
        try:
            days.append(date(year, int(found[2]), int(found[3])))
        except ValueError:
            continue
    if any(abs((day - shown).days) <= REPUBLISHED for day in days):
        return None
    return max((day for day in days if day < shown), default=None)


def _copied_byline(flat: Flat, place: Place, shown: date) -> date | None:
    """The date that stands with 来源 in a second byline, between the page's own and the text, long before the first."""
    for number in place.under(flat):
        text = flat.lines[number].text
        if "来源" in text and is_byline(text) and (iso := byline_date(text)):
            day = date.fromisoformat(iso[:10])
            if (shown - day).days > REPUBLISHED:
                return day
    return None


_AGO: Final = re.compile(r"(\d{1,3})\s*(分钟|小时|天|周|个月|月|年)前(?:\s*[(（](\d{1,2})-(\d{1,2})[)）])?")
_DAYS: Final = {"分钟": 0, "小时": 0, "天": 1, "周": 7, "个月": 30, "月": 30, "年": 365}
_NO_YEAR: Final = re.compile(r"(?<![\d-])(\d{1,2})(?:-|月)(\d{1,2})日?\s+\d{1,2}:\d{2}")


def _relative(flat: Flat, place: Place, fetched_at: datetime) -> str | None:
    """A date under the title without a year (`09-27 14:00`) or counted back (`7个月前 (09-27)`)."""
    today = fetched_at.astimezone(CHINA).date()
    top = max(place.heading.first, 0)
    for number in range(top, min(place.first, len(flat.lines), top + 30)):
        text = flat.lines[number].text
        if len(text) > 80:
            continue
        if found := _AGO.search(text):
            about = today - timedelta(days=int(found[1]) * _DAYS[found[2]])
            return _nearest(about, found[3], found[4]) if found[3] else about.isoformat()
        if "昨天" in text:
            return (today - timedelta(days=1)).isoformat()
        if found := _NO_YEAR.search(text):
            near = _nearest(today - timedelta(days=182), found[1], found[2])
            if near:
                return near
    return None


def _nearest(about: date, month: str, day: str) -> str | None:
    days = []
    for year in (about.year - 1, about.year, about.year + 1):
        try:
            days.append(date(year, int(month), int(day)))
        except ValueError:
            continue
    return min(days, key=lambda one: abs((one - about).days)).isoformat() if days else None

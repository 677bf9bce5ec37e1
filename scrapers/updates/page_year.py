"""The year in which a page without a day of its own was written, when its opening gives it away.

Only then are 今年, 明年 and 7月30日 of such a page dated. Where the text holds several years, only a day in the opening that
follows the latest thing told can be placed; anything less sure stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from scrapers.text.date_forms import TO_COME
from scrapers.text.dates import When, find_dates

_TO_COME = re.compile(TO_COME)
# 2025福州国际招商月, 2024厦门马拉松: the year in the name of an event.
_OF_EVENT = re.compile(r"(?<![\d.])(?P<year>20\d\d)(?:年)?[\u4e00-\u9fff]{2,14}?(?:会|节|月|周|赛|展|论坛|马拉松|专场)")
_SOON = timedelta(days=152)  # five months: what is told of a longer gap may be of any year


def year_of(text: str, dates: Sequence[When], lead: int) -> int | None:
    """`dates`: as found without a page's day; `lead`: where the first sentence ends."""
    past = [d for d in dates if d.year_said and d.first and d.kind != "plan" and not d.by and not _is_to_come(text, d)]
    years = {d.first.year for d in past if d.first}
    opening = [d for d in dates if d.start < lead]
    if event := _OF_EVENT.search(text, 0, lead):
        years.add(int(event["year"]))
        return int(event["year"]) if len(years) == 1 else None
    if len(years) == 1 and past[0].start < lead:
        return years.pop()
    day = next((d for d in opening if d.kind == "day" and d.first is None), None)
    latest = max((d.first for d in past if d.first and d.kind in ("day", "month") and d.text[-1] not in "底末"), default=None)
    return _following(text, day, latest) if day and latest and latest.year == max(years) else None


def _following(text: str, day: When, latest: date) -> int | None:
    """The year in which a day of the opening is the first such day from the latest thing told on."""
    for year in (latest.year, latest.year + 1):
        placed = next((d.first for d in find_dates(text[: day.end + 1], None, year) if d.start == day.start), None)
        if placed is not None and timedelta(0) <= placed - latest < _SOON:
            return year
    return None


def _is_to_come(text: str, when: When) -> bool:
    clause = re.split(r"[，。；：\n]", text[max(0, when.start - 16) : when.start])[-1]
    return _TO_COME.search(clause) is not None

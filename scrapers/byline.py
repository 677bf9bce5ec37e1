"""The line under a title: how it is known, and the date in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

DATE: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*(?:年|-|/|\.|－|／)\s*(0?[1-9]|1[0-2])\s*(?:月|-|/|\.|－|／)\s*(0?[1-9]|[12]\d|3[01])(?!\d)\s*[日号]?"
    r"(?:[^\d]{0,8}?(上午|下午|晚上)?\s*T?([01]?\d|2[0-4])\s*[:：时點点]\s*([0-5]\d)(?:\s*[:：分]\s*([0-5]\d))?(?!\d))?"
)
"""Groups: year, month, day, half of the day, hour, minute, second."""
_DAY: Final = r"(0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])(?!\d)"
_OTHER_FORMS: Final = (
    # xinhuanet.com shows the year over the day: 2024 09/03 10:20:11, with or without the blanks.
    re.compile(
        r"(?<!\d)(20\d\d) ?(0[1-9]|1[0-2]) ?[/-] ?(0[1-9]|[12]\d|3[01]) ?()([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?!\d)"
    ),
    # A year of two digits only where it is said to be a date.
    re.compile(rf"(?:时间|日期|发[布表])\s*[:：]?\s*(\d\d)[-/.]{_DAY}(?:()\s+([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)?"),
)
_DAY_FIRST: Final = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])/((?:19|20)\d\d)(?!\d)")
_LABEL: Final = re.compile(
    r"发布|发表|时间|日期|来源|时　间|發布|發表|時間|更新|出处|稿源|字号|字体|浏览|点击|阅读|作者|编辑|记者"
)
_CLOCK: Final = re.compile(r"今天是|星期|农历|现在时间|当前时间|北京时间|欢迎")
MAX_BYLINE: Final = 160
SIGNED: Final = re.compile(r"[\s（(]*(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日[\s)）]*")
"""The last line of a notice."""


class _Dated(NamedTuple):
    start: int
    end: int
    iso: str

    @property
    def has_time(self) -> bool:
        return len(self.iso) > 10


def _dates(text: str) -> Iterator[_Dated]:
    """The dates of the first form that the text has any of."""
    for form in (DATE, *_OTHER_FORMS):
        known = False
        for found in form.finditer(text):
            known = True
            if iso := _iso(found[1], found[2], found[3], found[4], found[5], found[6], found[7]):
                yield _Dated(found.start(), found.end(), iso)
        if known:
            return
    for found in _DAY_FIRST.finditer(text):
        if iso := _iso(found[3], found[2], found[1]):
            yield _Dated(found.start(), found.end(), iso)


def _iso(
    year: str, month: str, day: str, half: str | None = None, hour: str | None = None, minute: str | None = None,
    second: str | None = None,
) -> str | None:  # fmt: skip
    try:
        found = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None
    if hour is None or minute is None:
        return found.isoformat()
    hours = int(hour) + (12 if half in ("下午", "晚上") and int(hour) < 12 else 0)
    return f"{found.isoformat()}T{hours:02d}:{minute}:{second or '00'}" if hours < 24 else found.isoformat()


def find_date(text: str) -> str | None:
    """The first full date in `text`, as ISO date, or date-time when a time of day stands beside it."""
    return next((found.iso for found in _dates(text)), None)


_PUBLISHED: Final = re.compile(r"发布|发表|發布|發表|刊发|公开|上传")
_OTHER_DAY: Final = re.compile(r"成文|印发|生效|施行|实施|签发|截止|有效|失效|起草|更新")
# A byline whose date a script fills in later.
_BARE: Final = re.compile(r"\s*(?:(?:文章|信息|稿件)?来\s*源|发布时间|发布日期|发表时间)\s*[:：]")


# Nothing else can be one: most lines end here.
_HINT: Final = re.compile(r"19|20|时间|日期|发[布表]|来\s*源")


@lru_cache(maxsize=8192)  # asked of the same line by every field
def is_byline(text: str) -> bool:
    """A short line with a full date and little else, or with a byline's label; no clock, no bracketed remark."""
    if len(text) > MAX_BYLINE or not _HINT.search(text):
        return False
    found = next(_dates(text), None)
    if not found:
        return len(text) < 80 and _BARE.match(text) is not None
    if text[0] in "（(" or "。" in text:
        return False
    rest = len(text) - (found.end - found.start)
    if _LABEL.search(text):
        return True
    return (rest <= 24 or (found.has_time and rest <= 50)) and not is_clock(text)


def byline_date(text: str) -> str | None:
    """The date of publication in a byline: the one labelled so, else the first that is not one of signing."""
    first = None
    for found in _dates(text):
        before = text[max(0, found.start - 8) : found.start]
        if _OTHER_DAY.search(before):
            continue
        if _PUBLISHED.search(before):
            return found.iso
        first = first or found.iso
    return first


def is_clock(text: str) -> bool:
    """Does this line tell the visitor's own day (今天是…, 星期三, 农历…)?"""
    return _CLOCK.search(text) is not None


def has_label(text: str) -> bool:
    """Does this line name what it gives: a date, a source, a count?"""
    return _LABEL.search(text) is not None


def is_labelled(text: str) -> bool:
    """Does this byline say that its date is one of publication, or give a time of day?"""
    found = next(_dates(text), None)
    return found is not None and (found.has_time or has_label(text))

"""The line under a title: how it is known, and the date in it."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

DATE: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*(?:年|-|/|\.|－|／)\s*(0?[1-9]|1[0-2])\s*(?:月|-|/|\.|－|／)\s*(0?[1-9]|[12]\d|3[01])(?!\d)\s*[日号]?"
    r"(?:[^\d]{0,8}?(上午|下午|晚上)?\s*T?([01]?\d|2[0-4])\s*[:：时點点]\s*([0-5]\d)(?:\s*[:：分]\s*([0-5]\d))?(?!\d))?"
)
_DAY_FIRST: Final = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])/((?:19|20)\d\d)(?!\d)()()()()")
_LABEL: Final = re.compile(
    r"发布|发表|时间|日期|来源|时　间|發布|發表|時間|更新|出处|稿源|字号|字体|浏览|点击|阅读|作者|编辑|记者"
)
_CLOCK: Final = re.compile(r"今天是|星期|农历|现在时间|当前时间|北京时间|欢迎")
MAX_BYLINE: Final = 160


def find_date(text: str) -> str | None:
    """The first full date in `text`, as ISO date, or date-time when a time of day stands beside it."""
    for found in DATE.finditer(text):
        if iso := _iso(found[1], found[2], found[3], found[4], found[5], found[6], found[7]):
            return iso
    for found in _DAY_FIRST.finditer(text):
        if iso := _iso(found[3], found[2], found[1], None, None, None, None):
            return iso
    return None


def _iso(
    year: str, month: str, day: str, half: str | None, hour: str | None, minute: str | None, second: str | None
) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    if hour is None or minute is None:
        return found.isoformat()
    hours = int(hour) + (12 if half in ("下午", "晚上") and int(hour) < 12 else 0)
    return f"{found.isoformat()}T{hours:02d}:{minute}:{second or '00'}" if hours < 24 else found.isoformat()


_PUBLISHED: Final = re.compile(r"发布|发表|發布|發表|刊发|公开|上传")
_OTHER_DAY: Final = re.compile(r"成文|印发|生效|施行|实施|签发|截止|有效|失效|起草|更新")
# A byline whose date a script fills in later.
_BARE: Final = re.compile(r"\s*(?:(?:文章|信息|稿件)?来\s*源|发布时间|发布日期|发表时间)\s*[:：]")


def is_byline(text: str) -> bool:
    """A short line with a full date and little else, or with a byline's label; no clock, no bracketed remark."""
    if len(text) > MAX_BYLINE:
        return False
    found = DATE.search(text) or _DAY_FIRST.search(text)
    if not found:
        return len(text) < 80 and _BARE.match(text) is not None
    if text[0] in "（(" or "。" in text:
        return False
    rest = len(text) - (found.end() - found.start())
    if _LABEL.search(text):
        return True
    return (rest <= 24 or (found[5] is not None and rest <= 50)) and not _CLOCK.search(text)


def byline_date(text: str) -> str | None:
    """The date of publication in a byline: the one labelled so, else the first that is not one of signing."""
    first = None
    for found in DATE.finditer(text):
        before = text[max(0, found.start() - 8) : found.start()]
        if _OTHER_DAY.search(before):
            continue
        if iso := _iso(found[1], found[2], found[3], found[4], found[5], found[6], found[7]):
            if _PUBLISHED.search(before):
                return iso
            first = first or iso
    return first or (None if DATE.search(text) else find_date(text))


def is_labelled(text: str) -> bool:
    """Does this byline say that its date is one of publication, or give a time of day?"""
    found = DATE.search(text)
    return found is not None and (found[5] is not None or _LABEL.search(text) is not None)

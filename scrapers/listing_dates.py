"""The day that stands beside a listed article: in its row, or between it and the next one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

LEVELS: Final = 8  # so many boxes around a link are its row at most
ROW_TEXT: Final = 600  # characters of a row that are looked at
ROW_NODES: Final = 300  # and of its tags, starts and ends
DATED_SHARE: Final = 0.3
_EARLIEST: Final = 1990

_LABEL: Final = r"(?:(?:发[布表]|发文|更新|成文|公[布开]|录入|添加|上传)?(?:时间|日期|于)|日期|date|posted\ on)?\s*[:：]?\s*"
_CLOCK: Final = r"(?:[\sT]+(?:上午|下午)?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
_FULL: Final = r"((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?[日号]?"
_BEFORE, _AFTER = r"^[\s\[(（【〔<|·•—-]*", r"[\s\])）】〕>|]*$"
_BARE: Final = re.compile(_BEFORE + _LABEL + _FULL + _CLOCK + _AFTER, re.I | re.X)
_COMPACT: Final = re.compile(_BEFORE + r"(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])" + _AFTER)
_SHORT_YEAR: Final = re.compile(_BEFORE + r"(\d\d)[-/.](\d{1,2})[-/.](\d{1,2})" + _CLOCK + _AFTER, re.X)
_MONTH_DAY: Final = (
    re.compile(_BEFORE + _LABEL + r"(\d\d)\s?[-/.]\s?(\d\d)" + _CLOCK + _AFTER, re.I | re.X),
    re.compile(_BEFORE + _LABEL + r"(\d{1,2})\s?月\s?(\d{1,2})\s?日?" + _CLOCK + _AFTER, re.I | re.X),
    re.compile(r"^\s*[\[(（【](\d{1,2})[-/.](\d{1,2})[\])）】]\s*$"),  # 3.5 and 1/5 are dates in brackets only
)
_AGO: Final = re.compile(
    _BEFORE + r"(?:(\d{1,3})\s?(分钟|小时|天|日|周|星期)前|(今天|昨天|前天|刚刚)(?:\s?\d{1,2}:\d{2})?)" + _AFTER
)
_LOOSE: Final = re.compile(r"(?<!\d)" + _FULL + r"(?!\d)")
# A calendar leaf: the day large, year and month small beside it, or month and day over the year.
_LEAF_DAY_FIRST: Final = re.compile(r"(?<![\d.-])(\d{1,2})日?\s+(20\d\d)\s?[-/.年]\s?(\d{1,2})月?(?![\d-])")
_LEAF_DAY_LAST: Final = re.compile(r"(?<!\d)(20\d\d)\s?[-/.年]\s?(\d{1,2})月?\s+(\d{1,2})日?(?![\d.-])")
_LEAF_YEAR_LAST: Final = re.compile(r"(?<!\d)(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?\s+(20\d\d)年?(?!\d)")
_IN_TITLE: Final = (
    re.compile(r"[\s(（\[【]" + _FULL + r"[)）\]】\s]*$"),
    re.compile(r"^[\s(（\[【]*" + _FULL + r"(?:[)）\]】]\s*|\s+)"),
)
_SKIPPED: Final = frozenset(("script", "style", "select", "textarea", "noscript"))


def strings(box: HtmlElement, at_most: int = ROW_TEXT, *, leave: HtmlElement | None = None) -> list[str]:
    """The pieces of text in a box, each between two tags, without `leave`'s; little more than `at_most` characters."""
    found: list[str] = []
    size = 0
    walk = etree.iterwalk(box, events=("start", "end"))
    for event, node in islice(walk, ROW_NODES):
        if event == "end":
            piece = "" if node is box else node.tail
        elif node is leave or node.tag in _SKIPPED:
            walk.skip_subtree()  # its end, and so its tail, still comes
            continue
        else:
            piece = node.text
        if piece and (piece := piece.strip()):
            found.append(piece[:at_most])
            size += len(found[-1])
            if size > at_most:
                break
    return found


def day_in(pieces: Sequence[str], today: date) -> date | None:
    """The day that pieces of text beside a link give: one that stands alone, a calendar leaf, one among other words."""
    joined = " ".join(pieces)
    for find in (_alone, _leaf, _loose, _yearless):
        if found := find(pieces, joined, today):
            return found
    return None


def day_in_title(text: str, today: date) -> date | None:
    """The day at the very end or start of a link's own text, apart from its words."""
    for form in _IN_TITLE:
        if found := form.search(text):
            return _date(*found.groups(), today=today)
    return None


def without_day(text: str) -> str:
    """The text of a link without a day at its end or start."""
    for form in _IN_TITLE:
        if (cut := form.sub(" ", text).strip()) and cut != text:
            return cut
    return text


def is_day(text: str) -> bool:
    """Is this piece nothing but a date?"""
    return any(form.match(text) for form in (_BARE, _COMPACT, _SHORT_YEAR, *_MONTH_DAY, _AGO))


def _alone(pieces: Sequence[str], joined: str, today: date) -> date | None:
    for piece in pieces:
        for form in (_BARE, _COMPACT):
            if (found := form.match(piece)) and (day := _date(*found.groups(), today=today)):
                return day
        if (found := _SHORT_YEAR.match(piece)) and (day := _date("20" + found[1], found[2], found[3], today=today)):
            return day
    return None


def _leaf(pieces: Sequence[str], joined: str, today: date) -> date | None:
    if (found := _LEAF_DAY_FIRST.search(joined)) and (day := _date(found[2], found[3], found[1], today=today)):
        return day
    if (found := _LEAF_DAY_LAST.search(joined)) and (day := _date(*found.groups(), today=today)):
        return day
    if (found := _LEAF_YEAR_LAST.search(joined)) and (day := _date(found[3], found[1], found[2], today=today)):
        return day
    return None


def _loose(pieces: Sequence[str], joined: str, today: date) -> date | None:
    for piece in pieces:
        if len(piece) <= 60 and (found := _LOOSE.search(piece)) and (day := _date(*found.groups(), today=today)):
            return day
    return None


def _yearless(pieces: Sequence[str], joined: str, today: date) -> date | None:
    """[08-26] is the last such day; 3天前 is reckoned back from the fetch."""
    for piece in pieces:
        if found := next((found for form in _MONTH_DAY if (found := form.match(piece))), None):
            day = _date(str(today.year), found[1], found[2], today=today)
            return day or _date(str(today.year - 1), found[1], found[2], today=today)
        if found := _AGO.match(piece):
            if found[3]:
                return today - timedelta(days={"昨天": 1, "前天": 2}.get(found[3], 0))
            return today - timedelta(days=int(found[1]) * {"天": 1, "日": 1, "周": 7, "星期": 7}.get(found[2], 0))
    return None


def _date(year: str, month: str, day: str, *, today: date) -> date | None:
    """The date, unless there is none such or it lies ahead: a listing shows when its articles were published."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year >= _EARLIEST and found <= today + timedelta(days=1) else None


def day_of_row(anchor: HtmlElement, boxes: Iterable[HtmlElement], title: str, today: date) -> date | None:
    """The day in the smallest box around the link that shows one; `boxes` are those that hold no other article."""
    inside = strings(anchor)
    if len(inside) > 1 and (found := _alone(inside, "", today) or _leaf(inside, " ".join(inside), today)):
        return found
    for box in boxes:
        for tag in islice(box.iter(), ROW_NODES):
            if tag.tag == "time" and (said := tag.get("datetime")) and (found := _loose([said[:40]], "", today)):
                return found
        pieces = strings(box, leave=anchor)
        if sum(map(len, pieces)) > ROW_TEXT:
            break
        if found := day_in(pieces, today):
            return found
    if len(inside) > 1 and (found := _yearless(inside, "", today)):
        return found
    return day_in_title(" ".join(" ".join(inside).split()), today)


def days_between(rows: Sequence[HtmlElement], today: date, is_row: Callable[[HtmlElement], bool]) -> list[date | None]:
    """The days of links that share one box, where dates and links alternate: after each link, or before each."""
    after = [day_in(_beside(row, is_row, forward=True), today) for row in rows]
    before = [day_in(_beside(row, is_row, forward=False), today) for row in rows]
    found = before if sum(map(bool, before)) > sum(map(bool, after)) else after
    # One day below many links is the page's own, not the last link's.
    return found if sum(map(bool, found)) >= DATED_SHARE * len(rows) else [None] * len(rows)


def _beside(row: HtmlElement, is_row: Callable[[HtmlElement], bool], *, forward: bool) -> list[str]:
    pieces: list[str] = []
    if forward and row.tail and row.tail.strip():
        pieces.append(row.tail.strip()[:ROW_TEXT])
    other = row.getnext() if forward else row.getprevious()
    for _ in range(4):
        if other is None:
            parent = row.getparent()
            if not forward and parent is not None and parent.text and parent.text.strip():
                pieces.append(parent.text.strip()[:ROW_TEXT])
            break
        tail = (other.tail or "").strip()[:ROW_TEXT]
        if not forward and tail:
            pieces.append(tail)
        if is_row(other):
            break
        pieces += strings(other, 100)
        if forward and tail:
            pieces.append(tail)
        other = other.getnext() if forward else other.getprevious()
    return pieces

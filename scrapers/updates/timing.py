"""Which date of a sentence a stage word goes with. Without a date that is clearly its own it has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scrapers.text.dates import When
from scrapers.text.sentences import Span
from scrapers.updates.slips import MOVED
from warehouse.records import Modality

# 近日, 日前: some day of the page's own month, unless the month has just begun.
_NEAR = re.compile(r"近日|日前|近来|近期(?!目标|规划|建设)")
_TOLD_BY = re.compile(r"(?:[^，。；]{0,2}中)?的(?!还?有|包括|是)")
_NOW = re.compile(r"目前|眼下|如今|现已|现在|当前")  # 3月进场，目前主体封顶: of the page's day, not of March
_BESIDE = re.compile(r"(?:相连|相接|连接|衔接|毗邻|相邻)的")
_ITEM = re.compile(r"在[\u4e00-\u9fff]{2,20}，")
_REPORTS = re.compile(r"项目[^。]*(?:完成|投资)|(?:完成|实现)[^。]*投资")
_SENTENCE_END = re.compile(r"[。；\n]")
_PAST = "去上前昨"  # 去年底 is no deadline
_BARE_DAY = re.compile(r"\d{1,2}日")
_MONTH_BEGINS, _LATELY, _REPORTED = 7, 14, 31  # days
_OPENING = 40  # characters: a date further into the paragraph does not open it
_AFTER = re.compile(
    r"^(?:(?:报告|方案|文件|工作|手续|审批)?(?:已经|已|现已|均已)(?=于|在))?(?:时间|日期|仪式|典礼|公告|公示)?(?:预计|计划|拟|将|力争)?(?:推迟|延期|延后|顺延|提前|调整|改|转|延长)?(?:是|为|在|于|到|至|：|（)?$"
)


Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stage word stands: its clause and sentence, the end of the stage word before, the start of the next."""

    clause: Span
    span: Span
    start: int
    end: int
    previous: int
    following: int


def when_of(text: str, dates: Sequence[When], published: date | None, place: Place, modality: Modality) -> When | None:
    firm = [d for d in dates if d.kind != "vague" and place.span.start <= d.start < place.span.end]
    opening = max(place.clause.start, place.previous)
    if moved := MOVED.search(text, place.start, min(place.following, place.clause.end)):
        new = [d for d in firm if moved.end() <= d.start < place.clause.end]
        if new:
            return new[0]
    before = [d for d in firm if opening <= d.start and d.end <= place.end]
    if before:
        return _ahead(before[-1], published) if modality is Modality.TARGET else before[-1]
    for d in firm:
        if place.end <= d.start < place.following and _AFTER.match(text[place.end : d.start]):
            return d
    lately = _lately(text[opening : min(place.following, place.clause.end)], published)
    if modality is Modality.ACTUAL and lately is not None:
        return lately
    earlier = [d for d in firm if place.previous <= d.start and d.end <= place.clause.start]
    if earlier and _fits(earlier[-1], published, modality):
        now = published is not None and _NOW.search(text, earlier[-1].end, place.start)
        return None if now and modality is Modality.ACTUAL else earlier[-1]
    if modality is Modality.ACTUAL:
        return _lately(text[max(place.previous, place.span.start) : place.start], published)
    return None


def standing(text: str, dates: Sequence[When], place: Place, published: date | None) -> Days | None:
    """The day on which an undated state (在建, 停工, 主体已封顶) is so: the page's own, unless the text takes that away.

    在建的 is only what a name is told by, 近日 says when, and what a roundup of places tells
    (在甘肃，…) is of many days.
    """
    if published is None or _ITEM.match(text, place.span.start):
        return None
    if _TOLD_BY.match(text, place.end) and not _NOW.search(text, place.clause.start, place.start):
        return None
    if _BESIDE.search(text, place.span.start, place.start):
        return None
    lately = _NEAR.search(text, place.span.start, place.end)
    if lately or any(d.kind == "vague" and place.span.start <= d.start < place.end for d in dates):
        near = _lately(lately[0], published) if lately else None
        return (near.first, near.last) if near and near.first and near.last else None
    return published, published


def is_deadline(when: When, published: date | None) -> bool:
    """年内, 2025年底前, 本月底: a day that is still to come, unless the text says that it is done."""
    if when.text[0] in _PAST or (not when.by and not when.text.endswith(("内", "底", "末"))):
        return False
    return when.last >= published if published and when.last else not when.year_said


def _ahead(when: When, published: date | None) -> When:
    """A promise for the 25th is for the next 25th."""
    if published is None or when.last is None or when.last >= published or not _BARE_DAY.fullmatch(when.text):
        return when
    month = published.year * 12 + published.month - (1 if when.last.day >= published.day else 0)
    try:
        day = date(month // 12, month % 12 + 1, when.last.day)
    except ValueError:
        return when
    return replace(when, first=day, last=day)


def own_date(dates: Sequence[When], place: Place) -> When | None:
    """The date that stands right before a stage word (明年开通后)."""
    near = [d for d in dates if max(place.clause.start, place.previous) <= d.start and d.end <= place.start]
    return near[-1] if near and place.start - near[-1].end <= 8 and near[-1].kind != "vague" else None


def _fits(when: When, published: date | None, modality: Modality) -> bool:
    if published is None or when.first is None or when.last is None:
        return True
    return when.last > published if modality is Modality.TARGET else when.first <= published


def leading(text: str, dates: Sequence[When], published: date | None, start: int, end: int) -> When | None:
    """The recent day on which a report opens (8月18日上午，…): the day of the events that it goes on to tell."""
    for when in dates:
        if start <= when.start < end and when.kind == "day" and when.first is not None:
            recent = published is None or 0 <= (published - when.first).days <= _REPORTED
            opens = when.start - start <= _OPENING or text[when.start - 1] in "。；"
            return when if recent and opens else None
    return None


def report_period(text: str, dates: Sequence[When], published: date | None, start: int, end: int) -> When | None:
    """The period that a progress report opens with (1至7月，全市重点项目完成投资…): what follows happened in it."""
    first = _SENTENCE_END.search(text, start, end)
    if first is None or not _REPORTS.search(text, start, first.start()):
        return None
    said = [d for d in dates if start <= d.start < first.start() and d.kind in ("month", "quarter", "half", "period")]
    if not said or said[-1].last is None or said[-1].by or text[said[-1].end : said[-1].end + 1] == "至":
        return None
    return said[-1] if published is None or said[-1].last <= published else None


def _lately(words: str, published: date | None) -> When | None:
    match = _NEAR.search(words)
    if match is None or published is None or published.day <= _MONTH_BEGINS:
        return None
    return When(0, 0, match[0], "month", max(published.replace(day=1), published - timedelta(days=_LATELY)), published)

"""Numbers of tracked indicators: what is reported or promised, for which period, in the watchlist's unit.

A number is an indicator's when it stands after the name with nothing but linking words between (到2025年，工业总产值力争达到
250亿元), right before it (42个在建项目), or in its place of a list (A和B分别达到1亿元和2亿元). Growth rates, increments and shares
are never the value; those that follow it are kept as figures beside it (roles growth and year_progress).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from scrapers.text.dates import When, find_dates
from scrapers.text.figures import find_figures
from scrapers.text.normalise import Clean
from scrapers.text.sentences import Span
from scrapers.updates.indicator_values import Value, in_place, scope_of, value_of
from scrapers.updates.match import Matcher, Mention
from scrapers.updates.modality import modality_of
from warehouse.records import Figure, Indicator, Modality, Strength, Update

# 2024年专项行动: a year in the name of a plan is no period. 截至2月底: up to then, and so no promise.
_IN_NAME = re.compile(r"度?(?:专项行动|(?:行动|工作|实施|专项)方案|行动计划|工作要点|(?:重点)?(?:项目|任务)清单|第[一二三四1-4]季度)")
_UP_TO = re.compile(r"(?:截至|截止|截止到|至)$")
_CUMULATIVE = re.compile(r"累计|截至|截止|前\d+个?月|[1一]月?(?:至|到|-|—|~)|前[二三]季度|上半年|以来")
_NOW = re.compile(r"目前|至今|现已|迄今")
DOUBTFUL = 0.4  # kept for review
_LONGEST_EVIDENCE = 320  # characters; a period said further back is kept, its sentence is not quoted


def find_indicators(clean: Clean, title: str, spans: Sequence[Span], matcher: Matcher, published: date | None) -> list[Update]:
    """The numbers of a page, in order; one indicator's same number for the same period counts once."""
    mentions = matcher.numbers(clean.text) if matcher.indicators else []
    if not mentions:
        return []
    dates = [d for d in find_dates(clean.text, published) if d.kind not in ("vague", "relative") and d.first]
    found: dict[tuple[object, ...], Update] = {}
    for mention in mentions:
        indicator = matcher.indicators[mention.id]
        span = next((s for s in spans if s.start <= mention.start < s.end), None)
        if span is None or not in_place(clean.text, title, span, mention, indicator):
            continue
        value = value_of(clean.text, span, mention, indicator)
        if value is None:
            continue
        update = _update(clean, spans, span, mention, indicator, value, dates, published)
        found.setdefault((update.indicator, update.modality, update.value, update.when_start, update.when_end), update)
    return list(found.values())


def _update(
    clean: Clean,
    spans: Sequence[Span],
    span: Span,
    mention: Mention,
    indicator: Indicator,
    value: Value,
    dates: Sequence[When],
    published: date | None,
) -> Update:
    text = clean.text
    first = min(mention.start, value.start)
    period, carried = _period(text, spans, span, first, value, dates)
    opening = period.start if period and span.start > period.start >= span.end - _LONGEST_EVIDENCE else span.start
    modality, strength = _modality(text, spans, span, first, value, period, published)
    if value.aimed and modality is Modality.ACTUAL:
        modality, strength = Modality.TARGET, Strength.FIRM
    start, end = clean.raw_span(_sentence_start(spans, opening), span.end)
    said_for = period.start - 4 if period and span.start <= period.start < value.start else first - 24
    cumulative = _CUMULATIVE.search(text, max(span.start, min(said_for, first - 24)), value.start) is not None
    return Update(
        indicator=mention.id,
        modality=modality,
        strength=strength,
        value=value.value,
        unit=indicator.unit,
        cumulative=cumulative,
        scope=scope_of(text, span, mention, indicator),
        when_start=period.first if period else None,
        when_end=period.last if period else None,
        when_text=period.text if period else "",
        figures=_beside(text, span, value),
        mention=mention.form,
        evidence=clean.raw[start:end],
        start=start,
        end=end,
        rule=value.rule,
        confidence=DOUBTFUL if value.doubtful and modality is Modality.ACTUAL else 0.85 if period and not carried else 0.75 if period else 0.6,
    )


def _sentence_start(spans: Sequence[Span], position: int) -> int:
    return next((s.start for s in spans if s.start <= position < s.end), position)


def _period(
    text: str, spans: Sequence[Span], span: Span, first: int, value: Value, dates: Sequence[When]
) -> tuple[When | None, bool]:
    """The period that a number is for: said in its own part of the sentence, before it in the paragraph, or right after it."""
    own = [d for d in dates if span.start <= d.start and d.end <= value.start and not _base(text, d)]
    if own:
        inside = [d for d in own if d.start >= first]
        nearest = (inside or own)[-1]
        # 去年出台…，目前已兑现2.1亿元: as of the page, whatever the year before
        return (None if _NOW.search(text, nearest.end, value.start) else nearest), False
    if _NOW.search(text, span.start, value.start):
        return None, False
    after = [
        d for d in dates if value.end <= d.start <= value.end + 3 and d.end <= span.end and text[d.end : d.end + 1] in "）)"
    ]
    if after:
        return after[0], False
    at = next(n for n, s in enumerate(spans) if s.start == span.start)
    for earlier in reversed(spans[max(0, at - 6) : at]):
        if earlier.paragraph != span.paragraph:
            break
        ended = text[earlier.end - 1] != "；"
        said = [d for d in dates if earlier.start <= d.start and d.end <= earlier.end and not _base(text, d)]
        if said and (not ended or said[-1].by or said[-1].kind in ("month", "quarter", "half", "period", "plan")):
            return said[-1], True
        if said:
            break
    later = [d for d in dates if value.end <= d.start < span.end and d.by and text[d.start - 2 : d.start - 1] == "，"]
    return (later[0], True) if later else (None, False)  # 新增面积20平方公里以上，到2025年，…: one list of goals


def _base(text: str, when: When) -> bool:
    """比2020年, 较去年, 由2020年的, 2024年专项行动: what is compared with, or a name, and no period of the number itself."""
    if _IN_NAME.match(text, when.end):
        return True
    return text[max(0, when.start - 1) : when.start] in ("比", "较", "由", "从", "按")


def _modality(
    text: str, spans: Sequence[Span], span: Span, first: int, value: Value, period: When | None, published: date | None
) -> tuple[Modality, Strength]:
    modality, strength = modality_of(text[span.start : value.start])
    if modality is Modality.TARGET:
        return modality, Strength.FIRM if strength is Strength.DONE else strength
    ahead = bool(period and period.last and published and (period.first or period.last) > published)
    so_far = period is not None and _UP_TO.search(text[max(0, period.start - 4) : period.start]) is not None
    by = period is not None and (period.by or period.kind == "plan")
    promised = bool(period and by and not so_far and not (published and period.last and period.last <= published))
    if period and period.start < span.start and text[span.start - 1 : span.start] == "；":
        # 到2025年，力争A达到…；B达到…: what opened the sentence holds for all its parts
        opening, said = modality_of(text[_sentence_start(spans, period.start) : span.start])
        if opening is Modality.TARGET:
            return opening, said
    if ahead or promised:
        return Modality.TARGET, Strength.FIRM
    return Modality.ACTUAL, Strength.DONE


def _beside(text: str, span: Span, value: Value) -> tuple[Figure, ...]:
    """Growth and share of the year's plan, said right after the value."""
    clause = re.match(r"[^；。]{0,60}", text[value.end : span.end])
    found = []
    for figure in find_figures(clause[0] if clause else ""):
        if "分别" in text[value.end : value.end + figure.start]:
            break  # of several, in an order that is not ours to guess
        if figure.role not in ("growth", "year_progress"):
            break
        falls = re.search(r"(?:下降|减少|降低|回落)[^，。；]{0,4}$", text[value.end : value.end + figure.start])
        share = -figure.value if falls and figure.role == "growth" else figure.value
        found.append(Figure(role=figure.role, value=share, unit=figure.unit, text=figure.text))
    return tuple(found)

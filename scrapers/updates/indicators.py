"""Numbers of tracked indicators: what is reported or promised, for which period, in the watchlist's unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from scrapers.text.dates import find_dates
from scrapers.text.normalise import Clean, normalise
from scrapers.text.numerals import to_number
from scrapers.text.sentences import Span
from scrapers.updates.match import Matcher
from scrapers.updates.modality import modality_of
from warehouse.records import Modality, Strength, Update

# Between a name and its figure stand only words like these; a growth rate is no value.
_LINK = r"(?:总量|总额|额|数)?(?:累计)?(?:已)?(?:预计)?(?:力争)?(?:完成|实现|达到?|到达|突破|超过?|增至|升至|为|约|近|有|共|新增|建成|保持|稳定|在)*(?:了)?(?:到)?(?:约|近|超过?|突破)?"
_VALUE = r"(?P<n>\d[\d，,]*(?:\.\d+)?)(?:余|多)?(?P<scale>万亿|亿|万|千)?(?P<unit>[\u4e00-\u9fff%％]{1,5})"
_FIGURE = re.compile(_LINK + _VALUE)
_SCALES = {"": 1.0, "千": 1e3, "万": 1e4, "亿": 1e8, "万亿": 1e12}


def find_indicators(clean: Clean, title: str, spans: Sequence[Span], matcher: Matcher, published: date | None) -> list[Update]:
    """An update a figure that stands right after an indicator's name."""
    if not matcher.indicators:
        return []
    text = clean.text
    mentions = matcher.numbers(text)
    if not mentions:
        return []
    dates = [d for d in find_dates(text, published) if d.kind not in ("vague",)]
    found = []
    for mention in mentions:
        indicator = matcher.indicators[mention.id]
        if indicator.place and indicator.place not in text and indicator.place not in title:
            continue
        match = _FIGURE.match(text, mention.end)
        value = _converted(match, indicator.unit) if match else None
        span = next((s for s in spans if s.start <= mention.start < s.end), None)
        if match is None or value is None or span is None:
            continue
        when = [d for d in dates if span.start <= d.start and d.end <= mention.start]
        if not when and (earlier := _sentence_before(spans, span)):
            when = [
                d for d in dates if earlier.start <= d.start and d.end <= earlier.end and d.kind in ("month", "quarter", "half")
            ]
        modality, strength = modality_of(text[span.start : match.end("n")])
        period = when[-1] if when else None
        if period and published and period.last and period.last > published and period.kind in ("day", "month", "year", "plan"):
            modality = Modality.TARGET
        if modality is Modality.TARGET and strength is Strength.DONE:
            strength = Strength.FIRM
        start, end = clean.raw_span(span.start, span.end)
        found.append(
            Update(
                indicator=mention.id, modality=modality, strength=strength, value=value, unit=indicator.unit,
                when_start=period.first if period else None, when_end=period.last if period else None,
                when_text=period.text if period else "", mention=mention.form, evidence=clean.raw[start:end],
                start=start, end=end, rule="indicator", confidence=0.8,
            )
        )  # fmt: skip
    return found


def _sentence_before(spans: Sequence[Span], span: Span) -> Span | None:
    at = spans.index(span)
    return spans[at - 1] if at and spans[at - 1].paragraph == span.paragraph else None


def _converted(match: re.Match[str], unit: str) -> float | None:
    """The figure in the indicator's own unit, or None when the units do not fit."""
    number = to_number(match["n"])
    wanted = re.fullmatch(r"(万亿|亿|万|千)?(.+)", normalise(unit).text)
    if number is None or wanted is None or not match["unit"].startswith(wanted[2]):
        return None
    value = number * _SCALES[match["scale"] or ""] / _SCALES[wanted[1] or ""]
    return round(value, 6)

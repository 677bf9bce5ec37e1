"""The date that a stage word goes with: its clause's, its sentence's, 近日, or the day that a report opens with."""

from __future__ import annotations

import re
from datetime import timedelta

from scrapers.text.dates import When
from scrapers.text.sentences import Span
from scrapers.updates.page import Page
from scrapers.updates.triggers import Trigger
from warehouse.records import Modality, Stage

LATELY = re.compile(r"近日|日前|近期|连日来|最近|近来")
BACKGROUND = re.compile(r"已|此前|曾|早在|原|目前")
EVENTS = (Stage.STARTED, Stage.IN_SERVICE, Stage.PARTIAL, Stage.TENDER)
LEAD = 30  # a date further into the paragraph is no longer its opening


def when_of(page: Page, trigger: Trigger, clause: Span, span: Span, modality: Modality) -> When | None:
    """The date that a stage word goes with: before it in its clause, else right after it, else earlier in the sentence."""
    inside = [d for d in page.dates if clause.start <= d.start < clause.end and d.kind != "vague"]
    before = [d for d in inside if d.end <= trigger.start]
    if before:
        return before[-1]
    after = [d for d in inside if d.start >= trigger.end and d.start - trigger.end <= 6]
    if after:
        return after[0]
    earlier = [d for d in page.dates if span.start <= d.start and d.end <= clause.start and d.kind != "vague"]
    if (
        earlier
        and modality is Modality.ACTUAL
        and (not page.published or not earlier[-1].first or earlier[-1].first <= page.published)
    ):
        return earlier[-1]
    if modality is Modality.ACTUAL:
        return _lately(page, span, trigger) or _leading(page, span, trigger)
    return None


def ahead(when: When, page: Page) -> bool:
    """年内, 年底前: a period named by its end, which lies ahead of the page's day."""
    return bool(page.published and when.last and when.last > page.published and when.text.endswith(("内", "底", "底前", "前")))


def _lately(page: Page, span: Span, trigger: Trigger) -> When | None:
    """近日, 日前 before the word: the days before the page's own day, not reaching into the month before."""
    said = LATELY.search(page.clean.text, span.start, trigger.start)
    if said is None or page.published is None:
        return None
    first = page.published - timedelta(days=min(14, max(page.published.day - 1, 3)))
    return When(said.start(), said.end(), said[0], "recent", first, page.published, relative=True)


def _leading(page: Page, span: Span, trigger: Trigger) -> When | None:
    """The day that a report of an event opens with counts for the event's further sentences: 开工, 投产 without 已."""
    if trigger.rule.stage not in EVENTS or BACKGROUND.search(page.clean.text, span.start, trigger.start):
        return None
    start = page.clean.text.rfind("\n", 0, span.start) + 1
    first = next((d for d in page.dates if d.start >= start and d.end <= span.start and d.kind != "vague"), None)
    if first is None or first.first is None or first.kind != "day" or first.start - start > LEAD:
        return None
    if page.published is None or not 0 <= (page.published - first.first).days <= 31:
        return None
    return first

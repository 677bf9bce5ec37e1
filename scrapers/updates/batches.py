"""Stages of many projects at once: a batch and its members, names and dates that answer to each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from scrapers.text.sentences import Span
from scrapers.updates.match import Mention
from scrapers.updates.page import Page
from scrapers.updates.reference import BATCH
from scrapers.updates.telling import LISTED, Statement
from scrapers.updates.timing import leading

_SO_MANY = re.compile(r"等?(?:\d+|[一二两三四五六七八九十]+)(?:余|多)?个[^，。；]{0,8}?(?:项目|工程|企业)(?=[，。；]|$)")
QUOTED = 300  # characters: a batch further back is not quoted with its members


def members(page: Page, where: Span, mine: Sequence[Mention], batch: Statement) -> list[Statement]:
    """其中包括A、B、C: the members of a batch share its stage, each with the money and the bracketed date beside its name."""
    leads = any(where.start <= f.start and f.end <= mine[0].start and f.role == "total_investment" for f in page.figures)
    start = page.text.rfind("\n", 0, where.start) + 1
    opened = leading(page.text, page.dates, page.published, start, where.start) if batch.when is None else None
    near = where.start - batch.span.start <= QUOTED
    span = Span(batch.span.start if near else where.start, where.end, where.paragraph)
    found = []
    for at, mention in enumerate(mine):
        before = mine[at - 1].end if at else where.start
        after = mine[at + 1].start if at + 1 < len(mine) else where.end
        own = Span(before, mention.end) if leads else Span(mention.start, after)
        days = [d for d in page.dates if d.start == mention.end + 1 and page.text[mention.end] == "（"]
        when, sure = days[0] if days else batch.when or opened, min(LISTED, batch.sure)
        found.append(replace(batch, span=span, clause=own, projects=(mention.id,), when=when, sure=sure))
    return found


def is_described(page: Page, span: Span) -> bool:
    """Has this sentence the money of a project, as the members of a batch are described one by one?"""
    return any(span.start <= f.start < span.end and f.role == "total_investment" for f in page.figures)


def is_enumerated(page: Page, here: Sequence[Mention]) -> bool:
    """A、B、C等7个外资项目，…: do these names stand for the members of a batch?"""
    return len(here) > 1 and _SO_MANY.match(page.text, here[-1].end) is not None


def opens_a_list(text: str, clause: Span, mine: Sequence[Mention]) -> bool:
    of_many = not mine and BATCH.search(text, clause.start, clause.end) is not None
    return of_many or text[clause.end : clause.end + 1] == "："


def respective(page: Page, clause: Span, statement: Statement) -> list[Statement]:
    """A、B分别于6月、9月通车: as many dates as names, in order."""
    apart = page.text.find("分别", clause.start, clause.end)
    dates = [d for d in page.dates if apart <= d.start < clause.end and d.kind != "vague"] if apart >= 0 else []
    if len(statement.projects) < 2 or len(dates) != len(statement.projects):
        return [statement]
    return [replace(statement, projects=(p,), when=d) for p, d in zip(statement.projects, dates, strict=True)]

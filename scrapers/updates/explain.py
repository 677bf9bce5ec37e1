"""Sentence by sentence, which rule saw what: for people who wonder why an update is there, or is not."""

from __future__ import annotations

from dataclasses import dataclass

from scrapers.updates.match import Matcher
from scrapers.updates.page import read_page
from scrapers.updates.statements import Statement, statements
from warehouse.records import Article


@dataclass(frozen=True, slots=True)
class Seen:
    """One sentence of the article (`article.text[start:end] == sentence`), the names in it, and what its stage words say."""

    sentence: str
    start: int
    end: int
    names: tuple[tuple[str, str], ...]  # (project, as found)
    statements: tuple[Statement, ...]  # those with a stage word, kept or not


def explain(article: Article, matcher: Matcher) -> list[Seen]:
    """Every sentence in order, before statements are merged."""
    page = read_page(article, matcher)
    said: dict[tuple[int, int], list[Statement]] = {}
    for statement in statements(page):
        if statement.trigger is not None:
            said.setdefault((statement.span.start, statement.span.end), []).append(statement)
    seen = []
    for span in page.spans:
        start, end = page.clean.raw_span(span.start, span.end)
        names = tuple((m.id, m.form) for m in page.within(span))
        seen.append(Seen(page.clean.raw[start:end], start, end, names, tuple(said.get((span.start, span.end), ()))))
    return seen

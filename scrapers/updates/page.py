"""What is found in an article before anything is put together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scrapers.text.dates import When, find_dates
from scrapers.text.figures import Found, find_figures
from scrapers.text.injected import without_injected
from scrapers.text.normalise import Clean, normalise
from scrapers.text.sentences import Span, sentences
from scrapers.updates.match import Matcher, Mention
from scrapers.updates.page_year import year_of
from scrapers.updates.plans import Plan, plans_in
from warehouse.records import Article

MOST = 2_000  # names, dates and figures of a page; more are no page for people
LONGEST_TEXT = 200_000  # characters read of an article; a newspaper's longest page has a tenth of it
_LONGEST_TITLE = 60
_TITLE_END = re.compile(r"[。；！]")
_NEW_LINE = re.compile(r"\n")


@dataclass(frozen=True, slots=True)
class Page:
    clean: Clean
    published: date | None
    spans: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    starts: tuple[int, ...]  # where the mentions begin
    title: tuple[str, ...]  # projects named by the title
    heading: int  # sentences that end here or before are the title, repeated in the text
    dates: tuple[When, ...]
    figures: tuple[Found, ...]
    plans: tuple[Plan, ...] = ()
    paragraphs: tuple[int, ...] = (0,)  # where they begin

    @property
    def text(self) -> str:
        return self.clean.text

    def within(self, span: Span) -> Sequence[Mention]:
        first = bisect_left(self.starts, span.start)
        return self.mentions[first : bisect_left(self.starts, span.end, lo=first)]


def read_page(article: Article, matcher: Matcher) -> Page:
    title = normalise(article.title)
    clean = without_injected(normalise(article.text[:LONGEST_TEXT]), title.text)
    mentions = matcher.mentions(clean.text, clean, title.text)[:MOST]
    named = [m.id for m in matcher.mentions(title.text, title, clean.text)]
    known = bool(mentions or named)
    dates = tuple(_dates(clean.text, article.published)[:MOST]) if known else ()
    return Page(
        clean=clean,
        published=article.published,
        spans=tuple(sentences(clean.text)),
        mentions=tuple(mentions),
        starts=tuple(m.start for m in mentions),
        title=tuple(dict.fromkeys(named or _of_first_line(clean.text, mentions))),
        heading=_heading(clean.text),
        dates=dates,
        figures=tuple(find_figures(clean.text)[:MOST]) if known else (),
        plans=plans_in(clean.text, dates)[:MOST] if known else (),
        paragraphs=(0, *(line.end() for line in _NEW_LINE.finditer(clean.text))),
    )


def _dates(text: str, published: date | None) -> list[When]:
    found = find_dates(text, published)
    if published is None and (year := year_of(text, found, _lead(text))) is not None:
        return find_dates(text, None, year)
    return found


def _lead(text: str) -> int:
    """Where the first full sentence ends."""
    match = _TITLE_END.search(text.replace("\n", "。"), _heading(text))
    return match.end() if match else len(text)


def _heading(text: str) -> int:
    """Where the lines end that stand above the first full sentence and are no sentences themselves."""
    at = 0
    for line in text.splitlines(keepends=True)[:8]:
        if len(line) > _LONGEST_TITLE or _TITLE_END.search(line):
            break
        at += len(line)
    return at if at < len(text) else 0


def _of_first_line(text: str, mentions: Sequence[Mention]) -> list[str]:
    end = _heading(text)
    return [m.id for m in mentions if m.end <= end]

"""A kept page → its reading: bytes → article → updates and candidates, as plain functions."""

from __future__ import annotations

from dataclasses import replace

from scrapers.article import read_article
from scrapers.page import ReadError
from scrapers.second_reader import SecondReader
from scrapers.updates.find import find_all
from scrapers.updates.match import Matcher
from warehouse.records import Link, Reading, Snapshot, Source, Watchlist


class PageReader:
    """Reads the pages of a run; safe to share between threads."""

    def __init__(self, watchlist: Watchlist, second: SecondReader | None = None) -> None:
        self._matcher, self._second = Matcher(watchlist.projects, watchlist.indicators), second

    def read(self, page: Snapshot, source: Source, link: Link | None) -> Reading:
        return read_page(page, source, link, self._matcher, self._second)


def read_page(
    page: Snapshot, source: Source, link: Link | None, matcher: Matcher, second: SecondReader | None = None
) -> Reading:
    """Bytes → article → updates, the second reader's after the rules'; a page that cannot be read gives the reason."""
    reading = Reading(source_id=source.id, url=page.url, sha256=page.sha256, fetched_at=page.fetched_at, link=link)
    try:
        article = read_article(page, link, source)
    except ReadError as fault:
        return replace(reading, failure=fault.kind, message=str(fault))
    found, candidates = find_all(article, matcher)
    updates = tuple(found)
    return replace(
        reading,
        article=article,
        updates=updates + (second.read(article, matcher, updates) if second else ()),
        candidates=tuple(candidates),
    )

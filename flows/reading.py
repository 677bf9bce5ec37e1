"""A kept page → its reading: bytes → article → updates and candidates, as plain functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from flows.precedence import Precedence
from scrapers.article import read_article
from scrapers.page import ReadError
from scrapers.second_reader import SecondReader
from scrapers.updates.find import find_all
from scrapers.updates.match import Matcher
from warehouse.records import Link, Reading, Snapshot, Source, Watchlist


class PageReader:
    """Reads the pages of a run; threads may share it.

    They take turns by the batch: the interpreter runs only one of them anyway, and to change between them every few
    milliseconds costs a twentieth more. The source that began first is read first: otherwise all would end, and want to
    write, at the same moment.
    """

    def __init__(
        self, watchlist: Watchlist, second: SecondReader | None = None, sign: Callable[[str], bytes] | None = None,
        order: Precedence | None = None,
    ) -> None:  # fmt: skip
        """`sign` gives what copies of a text are told by; pages whose stories are known need none. `order`: see above."""
        self._matcher, self._second, self._sign = Matcher(watchlist.projects, watchlist.indicators), second, sign
        self._order = order or Precedence()

    def read(self, pages: Sequence[Snapshot], source: Source, links: Sequence[Link | None]) -> list[Reading]:
        """A reading of each page, which its link names."""
        with self._order.turn(source.id):
            read = [read_page(page, source, link, self._matcher) for page, link in zip(pages, links, strict=True)]
            read = [self._signed(reading) for reading in read]
        return [self._asked(reading) for reading in read]

    def _signed(self, reading: Reading) -> Reading:
        if self._sign is None or reading.article is None:
            return reading
        return replace(reading, signature=self._sign(reading.article.text))

    def _asked(self, reading: Reading) -> Reading:
        """With what the second reader adds to the rules."""
        if self._second is None or reading.article is None:
            return reading
        more = self._second.read(reading.article, self._matcher, reading.updates)
        return replace(reading, updates=reading.updates + more)


def read_page(page: Snapshot, source: Source, link: Link | None, matcher: Matcher) -> Reading:
    """Bytes → article → updates, by the rules; a page that cannot be read gives the reason."""
    reading = Reading(source_id=source.id, url=page.url, sha256=page.sha256, fetched_at=page.fetched_at, link=link)
    try:
        article = read_article(page, link, source)
    except ReadError as fault:
        return replace(reading, failure=fault.kind, message=str(fault))
    found, candidates = find_all(article, matcher)
    return replace(reading, article=article, updates=tuple(found), candidates=tuple(candidates))

"""The main job as plain functions: a source's listing → pages → kept bytes → readings → warehouse.

Nothing here knows of Prefect. Raw bytes are kept before anything parses them, and what was read of a source is loaded in
one transaction: a run that is killed loses only time, since a page that was kept and never read is asked for again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from flows.judge import Gathered, judge, later
from flows.listings import read_listing, validators
from flows.precedence import Precedence
from flows.revisit import due
from scrapers.attachments import attachments_to_read
from scrapers.errors import FetchError
from scrapers.fetch import Door
from scrapers.folding import Folding
from scrapers.second_reader import SecondReader
from scrapers.version import READER
from warehouse.records import Fetch, Link, Reading, Snapshot, Source, SourceRun, Watchlist
from warehouse.store import PageState, Store
from warehouse.visits import Visit

if TYPE_CHECKING:
    from flows.reading import PageReader

log = logging.getLogger("regionwatch.collect")

# Pages of a source held in memory between fetching and keeping: so many, or fewer once they are so many bytes. Where few
# sources are asked at once each may hold more, all of them together HELD_BYTES.
BATCH = 100
BATCH_BYTES, MOST_BYTES = 2_000_000, 16_000_000
HELD_BYTES = 128_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the work on a source needs beside the source; the same for all sources of a run.

    Nothing in it changes but the stories known and what the second reader has cost, which threads share. `reader` is made
    when the first page is new: what it is made of takes as long to load as 500 pages that have not changed.
    """

    watchlist: Watchlist
    store: Store
    door: Door
    reader: Callable[[], PageReader]
    folding: Folding
    run_id: str
    now: datetime
    batch_bytes: int = BATCH_BYTES


def tools_for(
    watchlist: Watchlist, store: Store, door: Door, run_id: str, now: datetime, second: SecondReader | None = None,
    at_once: int = 50,
) -> Tools:  # fmt: skip
    """The tools of a run that asks so many hosts at once."""
    made: list[PageReader] = []
    making = threading.Lock()
    # Of all that computes. Stories are found in it too, for numpy would give the interpreter away at each step; and before any
    # more is read, so that what is read is loaded.
    order = Precedence("stories")

    def reader() -> PageReader:
        from flows.reading import PageReader
        from scrapers.stories import signature

        with making:
            if not made:
                made.append(PageReader(watchlist, second, signature, order))
        return made[0]

    return Tools(
        watchlist=watchlist, store=store, door=door, reader=reader, folding=Folding(partial(order.turn, "stories")),
        run_id=run_id, now=now,
        batch_bytes=min(MOST_BYTES, max(BATCH_BYTES, HELD_BYTES // max(1, at_once))),
    )  # fmt: skip


def collect_source(source: Source, tools: Tools, earlier: Sequence[Visit] = ()) -> SourceRun:
    """Ask one source for what is new, read it and load it. Its faults are in the result; nothing of the web raises.

    `earlier` are the last visits to it, newest first.
    """
    watchlist, store, now = tools.watchlist, tools.store, tools.now
    pages = store.page_states(watchlist.id, source.id)
    work = Gathering(source=source, tools=tools, pages=pages)
    listed = read_listing(source, door=tools.door, pages=pages, earlier=earlier, now=now, log_fetch=work.fetches.append)
    store.keep(watchlist.id, source.id, listed.snapshots, tools.run_id)
    articles = {url: page for url, page in pages.items() if not page.listing}
    if listed.failure is None:
        links = {link.url: link for link in listed.links}
        work.read(due(links, articles, now), links)
        work.read_attached()
    gathered = work.gathered
    first_seen = [page.first_seen.date() for page in articles.values() if page.read]
    shown = listed.newest(now) or (now.date() if listed.new(pages) else None)
    newest = later([shown, *(visit.newest for visit in earlier[:1])]) or later(first_seen)
    done, quarantined = judge(source, listed, gathered, now, links_new=listed.new(pages), newest=newest)
    readings = [] if quarantined else gathered.readings
    # Otherwise the listing is read whole again next time, and what did not come or was left out is asked for again.
    if not gathered.missed and done.failure is None:
        readings += [listing_reading(page, source) for page in listed.snapshots]
    store.load(watchlist.id, tools.run_id, readings, work.fetches, done, READER, now, tools.folding)
    return done


@dataclass(slots=True, kw_only=True)
class Gathering:
    """The pages of one source in one run: asked for, kept, read."""

    source: Source
    tools: Tools
    pages: Mapping[str, PageState]
    fetches: list[Fetch] = field(default_factory=list)
    gathered: Gathered = field(default_factory=Gathered)
    _waiting: list[Snapshot] = field(default_factory=list)  # came, and not kept yet

    def read(self, addresses: Sequence[str], links: Mapping[str, Link]) -> None:
        """Fetch and keep what the addresses give, and read it as the listing names it now or named it before.

        A page that fails is counted and left out.
        """
        for address in addresses:
            known = validators(self.pages, address)
            try:
                page = self.tools.door.fetch(address, self.source, known, self.tools.now, on_attempt=self.fetches.append)
            except FetchError as fault:
                log.info("%s: %s: %s", self.source.id, address, fault)
                self.gathered.failures[fault.kind] += 1
                if fault.transient:
                    self.gathered.missed.append(address)
                if fault.kind == "too_many_requests":  # the host asked to be left alone: the rest waits for the next run
                    self.gathered.hold = fault.wait
                    break
                continue
            if not isinstance(page, Snapshot):
                self.gathered.unchanged += 1
                continue
            self._waiting.append(page)
            if len(self._waiting) >= BATCH or sum(len(page.body) for page in self._waiting) >= self.tools.batch_bytes:
                self._keep_and_read(links)
        self._keep_and_read(links)

    def _keep_and_read(self, links: Mapping[str, Link]) -> None:
        tools = self.tools
        tools.store.keep(tools.watchlist.id, self.source.id, self._waiting, tools.run_id)
        if self._waiting:
            named = [links.get(page.url) or self._named_before(page.url) for page in self._waiting]
            self.gathered.readings += tools.reader().read(self._waiting, self.source, named)
        self._waiting.clear()

    def _named_before(self, url: str) -> Link | None:
        known = self.pages.get(url)
        return known.link if known else None

    def read_attached(self) -> None:
        """Read the files of notices whose text is nothing else, under the notice's title and day."""
        files: dict[str, Link] = {}
        notices: dict[str, str] = {}  # by the address of a file
        read = {reading.url for reading in self.gathered.readings}
        for reading in self.gathered.readings:
            if (notice := reading.article) is None:
                continue
            for file in attachments_to_read(notice):
                known = self.pages.get(file.url)
                if file.url not in read and not (known and known.read):  # a known one is `due` by itself
                    files[file.url] = Link(url=file.url, title=notice.title, day=notice.published)
                    notices[file.url] = reading.url
        self.read(list(files), files)
        # A notice whose file did not come counts as not read yet, so that both are asked for again.
        incomplete = {notices[address] for address in self.gathered.missed if address in notices}
        self.gathered.readings = [reading for reading in self.gathered.readings if reading.url not in incomplete]


def listing_reading(page: Snapshot, source: Source) -> Reading:
    """Says that a listing page was read; it is no article and no failure."""
    return Reading(source_id=source.id, url=page.url, sha256=page.sha256, fetched_at=page.fetched_at, message="listing")

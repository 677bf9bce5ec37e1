"""The main job as plain functions: a source's listing → pages → kept bytes → readings → warehouse.

Nothing here knows of Prefect. Raw bytes are kept before anything parses them, and what was read of a source is loaded in
one transaction: a run that is killed loses only time, since a page that was kept and never read is asked for again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from flows.revisit import due
from scrapers.article import read_article
from scrapers.attachments import attachments_to_read
from scrapers.errors import FetchError
from scrapers.fetch import Door
from scrapers.listing import list_links
from scrapers.page import ReadError
from scrapers.stories import Folding
from scrapers.updates.find import find_candidates, find_updates
from scrapers.updates.match import Matcher
from scrapers.version import READER
from warehouse.records import (
    Fetch,
    Link,
    Reading,
    Snapshot,
    Source,
    SourceRun,
    Unchanged,
    Validators,
    Watchlist,
)
from warehouse.store import PageState, Store

log = logging.getLogger("regionwatch.collect")

# Pages held in memory between keeping and reading; 20 of the usual 40 KB, at most 20 of the size bound.
BATCH = 20
# When nothing of a listing is known, more has come than one page holds: its next pages are read too, up to so many.
PAGES_WHILE_NEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The links of a source's listing pages, or why there are none. `snapshots` are the listing pages themselves."""

    links: tuple[Link, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    unchanged: bool = False
    failure: str | None = None
    message: str = ""


def collect_source(
    source: Source,
    *,
    watchlist: Watchlist,
    store: Store,
    door: Door,
    matcher: Matcher,
    run_id: str,
    now: datetime,
    folding: Folding | None = None,
) -> SourceRun:
    """Ask one source for what is new, read it and load it. Its faults are in the result; nothing of the web raises.

    `folding` is the run's, so that its sources fill it from the warehouse once.
    """
    pages = store.page_states(watchlist.id, source.id)
    visit = Visit(
        source=source, region=watchlist.id, store=store, door=door, matcher=matcher, run_id=run_id, now=now, pages=pages
    )  # fmt: skip
    listed = read_listing(source, door=door, pages=pages, now=now, log_fetch=visit.fetches.append)
    store.keep(watchlist.id, source.id, listed.snapshots, run_id)
    if listed.failure is None:
        links = {link.url: link for link in listed.links}
        visit.read(due(links, {url: page for url, page in pages.items() if not page.listing}, now), links)
        visit.read_attached()
    done = judge(source, listed, visit.readings, visit.unchanged, visit.asked, now)
    # Otherwise the listing is read whole again next time, and its missed pages are asked for again.
    listings = [] if visit.missed or listed.failure else [_listing_reading(page, source) for page in listed.snapshots]
    store.load(watchlist.id, run_id, [*visit.readings, *listings], visit.fetches, done, READER, now, folding or Folding())
    return done


@dataclass(slots=True, kw_only=True)
class Visit:
    """The pages of one source in one run: asked for, kept, read."""

    source: Source
    region: str
    store: Store
    door: Door
    matcher: Matcher
    run_id: str
    now: datetime
    pages: dict[str, PageState]
    fetches: list[Fetch] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unchanged: int = 0
    asked: int = 0

    def read(self, addresses: Sequence[str], links: Mapping[str, Link]) -> None:
        """Fetch and keep what the addresses give, and read it as the listing names it now or named it before."""
        self.asked += len(addresses)
        received = fetch_pages(
            addresses, self.source, door=self.door, pages=self.pages, now=self.now,
            log_fetch=self.fetches.append, missed=self.missed.append,
        )  # fmt: skip
        while batch := list(islice(received, BATCH)):
            snapshots = [page for page in batch if isinstance(page, Snapshot)]
            self.unchanged += len(batch) - len(snapshots)
            self.store.keep(self.region, self.source.id, snapshots, self.run_id)
            for page in snapshots:
                known = self.pages.get(page.url)
                link = links.get(page.url) or (known.link if known else None)
                self.readings.append(read_page(page, self.source, link, self.matcher))

    def read_attached(self) -> None:
        """Read the files of notices whose text is nothing else, under the notice's title and day."""
        files: dict[str, Link] = {}
        notices: dict[str, str] = {}  # by the address of a file
        read = {reading.url for reading in self.readings}
        for reading in self.readings:
            if (notice := reading.article) is None:
                continue
            for file in attachments_to_read(notice):
                known = self.pages.get(file.url)
                if file.url not in read and not (known and known.read):  # a known one is `due` by itself
                    files[file.url] = Link(url=file.url, title=notice.title, day=notice.published)
                    notices[file.url] = reading.url
        self.read(list(files), files)
        # A notice whose file did not come counts as not read yet, so that both are asked for again.
        incomplete = {notices[address] for address in self.missed if address in notices}
        self.readings = [reading for reading in self.readings if reading.url not in incomplete]


def read_listing(
    source: Source,
    *,
    door: Door,
    pages: dict[str, PageState],
    now: datetime,
    log_fetch: Callable[[Fetch], None],
) -> Listed:
    """The source's listing, and further pages: as many as the watchlist asks for, and more while all is new to us."""
    links: dict[str, Link] = {}
    snapshots: list[Snapshot] = []
    address: str | None = source.listing
    for number in range(max(source.pages, PAGES_WHILE_NEW)):
        if address is None or (number >= source.pages and any(link in pages for link in links)):
            break
        try:
            page = door.fetch(address, source, _validators(pages, address), now, on_attempt=log_fetch)
            if isinstance(page, Unchanged):
                return Listed(links=tuple(links.values()), snapshots=tuple(snapshots), unchanged=True)
            listing = list_links(page, source)
        except (FetchError, ReadError) as fault:
            if snapshots:  # a further page failed; what the first ones gave stands
                break
            return Listed(failure=fault.kind, message=str(fault))
        snapshots.append(page)
        links |= {link.url: link for link in listing.links if link.url not in links}
        address = listing.next
    if len(links) < source.expect.links_min:
        return Listed(
            snapshots=tuple(snapshots),
            failure="listing_empty" if not links else "listing_short",
            message=f"{len(links)} links where at least {source.expect.links_min} are expected",
        )
    return Listed(links=tuple(links.values()), snapshots=tuple(snapshots))


def fetch_pages(
    addresses: Sequence[str],
    source: Source,
    *,
    door: Door,
    pages: dict[str, PageState],
    now: datetime,
    log_fetch: Callable[[Fetch], None],
    missed: Callable[[str], None],
) -> Iterator[Snapshot | Unchanged]:
    """What the addresses give; one that fails is logged and left out, and `missed` when a later try may do better."""
    for address in addresses:
        try:
            yield door.fetch(address, source, _validators(pages, address), now, on_attempt=log_fetch)
        except FetchError as fault:
            log.info("%s: %s: %s", source.id, address, fault)
            if fault.transient:
                missed(address)
            if fault.kind == "too_many_requests":  # the host asked to be left alone: the rest waits for the next run
                return


def read_page(page: Snapshot, source: Source, link: Link | None, matcher: Matcher) -> Reading:
    """Bytes → article → updates; a page that cannot be read gives the reason."""
    reading = Reading(source_id=source.id, url=page.url, sha256=page.sha256, fetched_at=page.fetched_at, link=link)
    try:
        article = read_article(page, link)
    except ReadError as fault:
        return replace(reading, failure=fault.kind, message=str(fault))
    return replace(
        reading,
        article=article,
        updates=tuple(find_updates(article, matcher)),
        candidates=tuple(find_candidates(article, matcher)),
    )


def judge(source: Source, listed: Listed, readings: Sequence[Reading], unchanged: int, asked: int, now: datetime) -> SourceRun:
    """The run of one source in numbers, and whether the source is well."""
    read = sum(r.article is not None for r in readings)
    failure, message = listed.failure, listed.message
    # A scan is no page whose layout we have lost.
    readable = [r for r in readings if r.failure not in ("unread_scan", "unread_document")]
    if failure is None and len(readable) >= 3 and read < source.expect.read_share * len(readable):
        failure, message = "layout_changed", f"only {read} of {len(readable)} fetched pages could be read"
    return SourceRun(
        source_id=source.id,
        started_at=now,
        ended_at=now,
        listed=len(listed.links),
        fetched=len(readings),
        unchanged=unchanged,
        read=read,
        failed=asked - unchanged - read,
        updates=sum(len(r.updates) for r in readings),
        failure=failure,
        message=message,
    )


def _listing_reading(page: Snapshot, source: Source) -> Reading:
    """Says that a listing page was read; it is no article and no failure."""
    return Reading(source_id=source.id, url=page.url, sha256=page.sha256, fetched_at=page.fetched_at, message="listing")


def _validators(pages: dict[str, PageState], address: str) -> Validators:
    return pages[address].validators if address in pages else Validators()

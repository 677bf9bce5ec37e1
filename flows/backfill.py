"""`collect --since DAY`: walk a source's further listing pages back to a day, page by page, from where the last walk stopped.

After each listing page its articles are loaded and the place is written down, so that a walk that is stopped goes on there.
Articles that come in meanwhile push older ones to later pages, and none is passed over.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date

from flows.judge import Gathered, judge, later
from flows.listings import Listed
from flows.pipeline import Gathering, Tools
from scrapers.errors import FetchError
from scrapers.listing import list_links
from scrapers.page import ReadError
from scrapers.version import READER
from warehouse.records import Listing, Snapshot, Source, SourceRun, Validators
from warehouse.visits import Visits

log = logging.getLogger("regionwatch.collect")

PAGES_AT_MOST = 2000  # of one walk; a listing that links its pages in a circle ends here
OLD_PAGES = 2  # so many listing pages in a row with nothing of the time asked for: the rest is older


def backfill_source(source: Source, tools: Tools, since: date, front: SourceRun) -> SourceRun:
    """Walk on from the listing's front pages, which `front` has visited. Gives both together."""
    visits = Visits(tools.store, tools.watchlist.id)
    place = visits.backfill_place(source.id, since)
    if place is not None and place.done:
        return front
    address: str | None = place.address if place else source.listing
    run, old, seen = front, 0, set[str]()
    for _ in range(PAGES_AT_MOST):
        if address is None or address in seen or old >= OLD_PAGES:
            visits.mark_backfill(source.id, since, address, True, tools.now)
            break
        seen.add(address)
        step = _walk_page(source, tools, since, address)
        run = _together(run, step.run)
        if step.run.failure is not None:  # goes on here another time
            break
        old = old + 1 if step.old else 0
        address = step.next
        if address is not None:
            visits.mark_backfill(source.id, since, address, False, tools.now)
    return run


class _Step:
    """What one listing page gave."""

    def __init__(self, run: SourceRun, next_page: str | None = None, old: bool = False) -> None:
        self.run, self.next, self.old = run, next_page, old


def _walk_page(source: Source, tools: Tools, since: date, address: str) -> _Step:
    region = tools.watchlist.id
    work = Gathering(source=source, tools=tools, pages=tools.store.page_states(region, source.id))
    try:
        page = tools.door.fetch(address, source, Validators(), tools.now, on_attempt=work.fetches.append)
        listing = list_links(page, source) if isinstance(page, Snapshot) else Listing(links=())
    except (FetchError, ReadError) as fault:
        run, _ = judge(source, Listed(failure=fault.kind, message=f"{address}: {fault}"), Gathered(), tools.now)
        tools.store.load(region, tools.run_id, (), work.fetches, None, READER, tools.now)
        return _Step(run)
    tools.store.keep(region, source.id, [page] if isinstance(page, Snapshot) else [], tools.run_id)
    wanted = {link.url: link for link in listing.links if link.day is None or link.day >= since}
    new = [url for url in wanted if url not in work.pages or not work.pages[url].read]
    work.read(new, wanted)
    work.read_attached()
    gathered = work.gathered
    listed = Listed(links=listing.links)
    run, quarantined = judge(source, listed, gathered, tools.now, links_new=len(new))
    if run.failure is None and gathered.missed:  # the next walk asks for them again
        run = replace(run, failure=gathered.failures.most_common(1)[0][0], message=f"pages of {address} did not come")
    readings = [] if quarantined else gathered.readings
    tools.store.load(region, tools.run_id, readings, work.fetches, None, READER, tools.now, tools.folding)
    days = [r.article.published for r in gathered.readings if r.article is not None]
    undated = any(link.day is None for link in wanted.values())
    # Where the listing gives no days the articles tell; a page of which all was known before says nothing.
    old = not wanted or (undated and bool(days) and (newest := later(days)) is not None and newest < since)
    log.info("%s: backfill %s: %d links, %d new", source.id, address, len(listing.links), len(new))
    return _Step(run, listing.next, old)


def _together(front: SourceRun, step: SourceRun) -> SourceRun:
    """The front pages' run with a walked page's counts and failure added."""
    return replace(
        front,
        listed=front.listed + step.listed, fetched=front.fetched + step.fetched, unchanged=front.unchanged + step.unchanged,
        read=front.read + step.read, failed=front.failed + step.failed, updates=front.updates + step.updates,
        message=front.message or (f"backfill stopped: {step.failure}: {step.message}" if step.failure else ""),
    )  # fmt: skip

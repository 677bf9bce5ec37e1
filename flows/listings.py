"""A source's listing pages → links, or why there are none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from scrapers.errors import FetchError
from scrapers.fetch import Door
from scrapers.page import ReadError
from warehouse.records import Fetch, Link, Snapshot, Source, Unchanged, Validators
from warehouse.store import PageState
from warehouse.visits import Visit

# When nothing of a listing is known, more has come than one page holds: its next pages are read too, up to so many.
PAGES_WHILE_NEW = 3
# A listing that gave so many links in each of so many visits, and now gives less than this share, is not what it was.
USUAL_LINKS, USUAL_VISITS, LEFT_OVER = 10, 5, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The links of a source's listing pages, or why there are none. `snapshots` are the listing pages themselves."""

    links: tuple[Link, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    unchanged: bool = False
    failure: str | None = None
    message: str = ""
    hold: float = 0.0  # seconds that the host asked to be left alone
    next: str | None = None  # the page after the last one read

    def new(self, pages: Mapping[str, PageState]) -> int:
        return sum(link.url not in pages for link in self.links)

    def newest(self, now: datetime) -> date | None:
        """The latest day beside a link; a day to come is a notice's, not an article's."""
        today = (now + timedelta(hours=12)).date()
        return max((link.day for link in self.links if link.day and link.day <= today), default=None)


def read_listing(
    source: Source,
    *,
    door: Door,
    pages: Mapping[str, PageState],
    earlier: Sequence[Visit],
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
            page = door.fetch(address, source, validators(pages, address), now, on_attempt=log_fetch)
            if isinstance(page, Unchanged):
                return Listed(links=tuple(links.values()), snapshots=tuple(snapshots), unchanged=True)
            from scrapers.listing import list_links  # its patterns take as long to load as 150 unchanged pages to ask for

            listing = list_links(page, source)
        except (FetchError, ReadError) as fault:
            if snapshots:  # a further page failed; what the first ones gave stands
                break
            return Listed(failure=fault.kind, message=str(fault), hold=fault.wait if isinstance(fault, FetchError) else 0.0)
        snapshots.append(page)
        if len(listing.links) > source.expect.links_max:
            message = f"{len(listing.links)} links on a page where at most {source.expect.links_max} are expected"
            return Listed(snapshots=tuple(snapshots), failure="listing_long", message=message)
        links |= {link.url: link for link in listing.links if link.url not in links}
        address = listing.next
    failure, message = _too_few(len(links), snapshots[0], source, earlier)
    if failure:
        return Listed(snapshots=tuple(snapshots), failure=failure, message=message)
    return Listed(links=tuple(links.values()), snapshots=tuple(snapshots), next=address)


def _too_few(count: int, first: Snapshot, source: Source, earlier: Sequence[Visit]) -> tuple[str | None, str]:
    """The failure of a listing that gives fewer links than it should, and what to say of it."""
    if count < source.expect.links_min:
        message = f"{count} links where at least {source.expect.links_min} are expected"
        if count:
            return "listing_short", message
        from scrapers.listing import looks_full

        return ("links_unread" if looks_full(first) else "listing_empty"), message
    listed = [visit.listed for visit in earlier if visit.failure is None and visit.listed]
    if len(listed) >= USUAL_VISITS and (usual := median(listed)) >= USUAL_LINKS and count < LEFT_OVER * usual:
        return "listing_short", f"{count} links where {usual:g} are usual"
    return None, ""


def validators(pages: Mapping[str, PageState], address: str) -> Validators:
    """What is known of a page for a conditional request."""
    return pages[address].validators if address in pages else Validators()

"""Which pages a run asks for: those new in the listing, and known ones that may have been edited or taken down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

# A page is looked at again while a change to it would still be news: every page for a month, a page that told us
# something about a project for half a year. Conditional requests keep this cheap.
EVERY = timedelta(hours=20)
WHILE_NEW = timedelta(days=30)
WHILE_TELLING = timedelta(days=180)
AT_MOST = 300


class Known(Protocol):
    """What the warehouse knows of a page."""

    @property
    def first_seen(self) -> datetime: ...
    @property
    def last_checked(self) -> datetime: ...
    @property
    def has_updates(self) -> bool: ...
    @property
    def read(self) -> bool: ...


def due(listed: Iterable[str], known: Mapping[str, Known], now: datetime) -> list[str]:
    """Addresses to ask for, in order: the listing's new ones first, then the known ones that wait longest."""
    new = [url for url in dict.fromkeys(listed) if url not in known or not known[url].read]
    again = [
        url
        for url, page in known.items()
        if page.read
        and now - page.last_checked >= EVERY
        and now - page.first_seen <= (WHILE_TELLING if page.has_updates else WHILE_NEW)
    ]
    again.sort(key=lambda url: (known[url].last_checked, url))
    return new + again[:AT_MOST]

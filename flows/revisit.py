"""When a source is asked again, and which of its pages: those new in the listing, and known ones that may have changed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from warehouse.records import Every
from warehouse.visits import Visit

# A page is looked at again while a change to it would still be news: every page for a month, a page that told us
# something about a project for half a year. Conditional requests keep this cheap.
EVERY = timedelta(hours=20)
WHILE_NEW = timedelta(days=30)
WHILE_TELLING = timedelta(days=180)
AT_MOST = 300

VISITS_NEEDED = 4  # fewer, or within less than this time, say nothing of a listing's habits
TIME_NEEDED = timedelta(days=2)
EARLY = 0.9  # a daily job that starts some minutes earlier than the day before still finds its sources due


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


def next_visit(visits: Sequence[Visit], every: Every) -> datetime | None:
    """When a listing wants to be asked again, from the last visits to it, newest first; None: at any time.

    Half the time in which it is expected to list something new, within the owner's bounds. An ill source is asked as
    often as they allow, since its recovery is news; one that asked to be left alone (Retry-After) not before.
    """
    if not visits:
        return None
    last = visits[0]
    shortest, longest = timedelta(hours=every.min_hours), timedelta(hours=every.max_hours)
    expected = time_between_changes(visits)
    adapts = last.failure is None and expected is not None
    wait = min(max(expected / 2, shortest), longest) if adapts and expected else shortest
    due_at = last.at + wait * EARLY
    return max(due_at, last.hold_until) if last.hold_until else due_at


def time_between_changes(visits: Sequence[Visit]) -> timedelta | None:
    """The expected time between two changes of a listing; None while too few visits say something of it.

    Visits only show whether something changed, not how often: the estimator that corrects for that is of Cho and
    Garcia-Molina, Estimating Frequency of Change (2003), section 4.2, for changes that come as a Poisson process.
    """
    well = [visit for visit in visits if visit.failure is None]
    if len(well) < VISITS_NEEDED or (whole := well[0].at - well[-1].at) < TIME_NEEDED:
        return None
    asked = len(well) - 1  # the oldest visit only says from when on we know
    changed = sum(visit.links_new > 0 for visit in well[:-1])
    rate = -math.log((asked - changed + 0.5) / (asked + 0.5))  # changes in the usual time between two visits
    return whole / asked / rate if rate > 0 else timedelta(days=3650)

"""Operators are told that a source fell ill, and that it is well again; each once. Readers get no more than a line."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from reports.operators import message
from warehouse.records import Notice, Watchlist
from warehouse.visits import Visits

log = logging.getLogger("regionwatch.operators")


def tell_operators(visits: Visits, watchlist: Watchlist, now: datetime, urls: Sequence[str]) -> list[Notice]:
    """Send what operators have not been told of to all Apprise addresses, and remember that they know.

    When none of the addresses takes it, it is told with the next run.
    """
    notices = visits.untold(now)
    if not notices:
        return []
    for notice in notices:
        log.warning("%s %s: %s: %s", notice.source_id, "ill" if notice.ill else "well again", notice.failure, notice.message)
    if urls and not send(urls, *message(notices, watchlist)):
        log.error("no operator could be told of %d sources; tried again with the next run", len(notices))
        return []
    visits.told(notices, now)
    return notices


def send(urls: Sequence[str], title: str, body: str) -> bool:
    """Did at least one of the Apprise addresses take it?"""
    import apprise  # takes half a second to load, and only an illness needs it

    taken = False
    for number, url in enumerate(urls, 1):
        address = apprise.Apprise()
        if not address.add(url):
            log.error("REGIONWATCH_OPERATORS: address %d is none that Apprise knows", number)  # it may hold a secret
        elif address.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
            taken = True
        else:
            log.error("REGIONWATCH_OPERATORS: address %d did not take the message", number)
    return taken

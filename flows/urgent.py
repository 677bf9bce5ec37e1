"""Urgent changes, told at once through Apprise (chat, push, SMS, mail), each once for each address.

The ledger of the reports keeps count: what is told is what became known since the last message that reached the address,
so a message that failed is told again with the next collect, and one that may have gone out is not.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flows.settings import Settings
from reports.urgent import urgent, urgent_message
from warehouse.records import Watchlist, stable_id
from warehouse.store import Store

log = logging.getLogger("regionwatch.urgent")

_FIRST = timedelta(hours=36)  # how far the first message to an address looks back: to yesterday's collect


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of one address; it is named by its service alone, since the rest of it is a secret."""

    service: str
    outcome: str  # sent | nothing | failed | unknown
    changes: int = 0


def tell_urgent(watchlist: Watchlist, store: Store, settings: Settings, now: datetime) -> list[Told]:
    """Tell each address of REGIONWATCH_URGENT what is urgent and new to it."""
    return [_tell(address, watchlist, store, settings, now) for address in settings.urgent]


def _tell(address: str, watchlist: Watchlist, store: Store, settings: Settings, now: datetime) -> Told:
    service = address.partition(":")[0][:20]
    reader = f"urgent:{stable_id(address)[:12]}"
    edition = f"urgent-{now:%Y%m%dT%H%M%S%z}"
    since = store.last_window(watchlist.id, reader, edition, now) or now - _FIRST
    changes = urgent(store.changes(watchlist.id, since, now), settings.urgent_days)
    if not changes:
        return Told(service=service, outcome="nothing")
    ledger = store.ledger(watchlist.id, edition, reader, now, now)
    state = ledger.claim(stable_id(watchlist.id, edition, reader))
    if state != "claimed":
        return Told(service=service, outcome=state, changes=len(changes))
    title, body = urgent_message(changes, watchlist.name, watchlist.language, ZoneInfo(watchlist.timezone))
    ledger.sending()
    if _notify(address, title, body):
        ledger.sent()
        return Told(service=service, outcome="sent", changes=len(changes))
    ledger.failed("the service did not take it")
    log.warning("an urgent message by %s failed; it is told again with the next collect", service)
    return Told(service=service, outcome="failed", changes=len(changes))


def _notify(address: str, title: str, body: str) -> bool:
    import apprise  # 0.3 s, and only those who have an address need it

    notifier = apprise.Apprise()
    return bool(notifier.add(address)) and bool(notifier.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT))

"""A host's pace across worker processes and machines: one global concurrency limit a host on the Prefect server.

A limit of 1 is held from the start of a request until its host's delay is over, so that no two starts of any worker are
nearer than that. Its lease is short: after a kill -9 the slot returns within a minute.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import httpx
from prefect.client.orchestration import get_client
from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectAlreadyExists, PrefectHTTPStatusError

from flows.collecting import hosts_of_ours
from flows.settings import Settings
from scrapers.pace import Pace

LEASE = 60.0  # seconds; the least that a server grants. It is renewed while its holder lives.
PATIENCE = 180.0  # seconds; a server, or its Postgres, that is restarted is back within them
_PAUSE = 2.0

log = logging.getLogger("regionwatch.limits")

_made: set[str] = set()
_making = threading.Lock()


@contextmanager
def host_slot(host: str) -> Iterator[None]:
    """Alone with a host, among all that ask the same server. Waits while the server is away, and raises when that lasts."""
    slot = _entered(host, time.monotonic() + PATIENCE)
    try:
        yield
    finally:
        try:
            slot.__exit__(None, None, None)
        except (httpx.HTTPError, PrefectHTTPStatusError) as fault:
            log.warning("the slot of %s returns when its lease ends: %s", host, fault)


def _entered(host: str, until: float) -> AbstractContextManager[None]:
    name = limit_name(host)
    while True:
        try:
            _make(name)
            # The lease is far longer than a slot is held, so one renewal that fails takes nothing away.
            slot = concurrency(name, occupy=1, lease_duration=LEASE, strict=True, raise_on_lease_renewal_failure=False)
            slot.__enter__()
            return slot
        except (httpx.HTTPError, PrefectHTTPStatusError, ConcurrencySlotAcquisitionError) as fault:
            if time.monotonic() >= until:
                raise
            log.warning("%s: no slot yet, the server is away: %s", host, fault)
        time.sleep(_PAUSE)


def limit_name(host: str) -> str:
    """A limit's name may not hold what an address may; the hash keeps two hosts apart."""
    plain = "".join(c if c.isalnum() else "-" for c in host)[:80]
    return f"regionwatch-{plain}-{hashlib.sha256(host.encode()).hexdigest()[:8]}"


def _make(name: str) -> None:
    """`regionwatch deploy` has made it, mostly; a host that is new since then is added."""
    with _making:
        if name in _made:
            return
        with get_client(sync_client=True) as client:
            try:
                client.upsert_global_concurrency_limit_by_name(name, 1)
            except ObjectAlreadyExists:
                pass
            except PrefectHTTPStatusError as fault:
                if fault.response.status_code != 409:
                    raise
        _made.add(name)


def shared_pace(settings: Settings) -> Pace:
    """The pace that all workers of a Prefect server keep together.

    A slot costs the server some tens of milliseconds, so a host whose turn this process has is asked without: nobody else
    asks it until the turn ends, and that is after the delay of its last request. Other hosts, on which a source's articles
    or files stand, want a slot a request.
    """

    def slot(host: str) -> AbstractContextManager[None]:
        return nullcontext() if host in hosts_of_ours else host_slot(host)

    return Pace(slot=slot)

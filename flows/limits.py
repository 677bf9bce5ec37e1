"""A host's pace across worker processes and machines: one global concurrency limit a host on the Prefect server.

A limit of 1 is held from the start of a request until its host's delay is over, so that no two starts of any worker are
nearer than that. Its lease is short: after a kill -9 the slot returns within a minute.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectAlreadyExists, PrefectHTTPStatusError

from flows.settings import Settings
from scrapers.pace import Pace

LEASE = 60.0  # seconds; the least that a server grants. It is renewed while its holder lives.

_made: set[str] = set()
_making = threading.Lock()


@contextmanager
def host_slot(host: str) -> Iterator[None]:
    """Alone with a host, among all that ask the same server. Raises when the limit is missing or the server is away."""
    name = limit_name(host)
    _make(name)
    with concurrency(name, occupy=1, lease_duration=LEASE, strict=True):
        yield


def limit_name(host: str) -> str:
    """A limit's name may not hold what an address may; the hash keeps two hosts apart."""
    plain = "".join(c if c.isalnum() else "-" for c in host)[:80]
    return f"regionwatch-{plain}-{hashlib.sha256(host.encode()).hexdigest()[:8]}"


def _make(name: str) -> None:
    with _making:
        if name in _made:
            return
        with get_client(sync_client=True) as client:
            try:
                client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name=name, limit=1, active=True))
            except ObjectAlreadyExists:
                pass
            except PrefectHTTPStatusError as fault:
                if fault.response.status_code != 409:
                    raise
        _made.add(name)


def shared_pace(settings: Settings) -> Pace:
    """The pace that all workers of a Prefect server keep together."""
    return Pace(slot=host_slot)

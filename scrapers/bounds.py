"""The bounds and manners of fetching."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """Bounds and manners. Times are in seconds, sizes in bytes."""

    user_agent: str = "regionwatch/0.1"
    connect_timeout: float = 10.0
    read_timeout: float = 20.0  # between two pieces of an answer
    whole_timeout: float = 60.0  # for one answer, from request to last byte
    render_timeout: float = 90.0  # for a page in the browser, with all that it asks for
    max_bytes: int = 8_000_000  # as received
    max_decoded_bytes: int = 16_000_000  # after gzip and brotli
    max_redirects: int = 5
    retries: int = 2
    give_up: float = 15.0  # who has failed for so long is not tried again in this run
    backoff: float = 1.0  # before the first retry; doubled for each further one, with jitter
    max_wait: float = 30.0  # the longest Retry-After that is waited for within a run
    delay: float | None = None  # overrides every source's delay
    respect_robots: bool = True
    allow: frozenset[tuple[str, int]] = frozenset()  # private endpoints that the owner allows
    ca_file: str | None = None  # authorities to trust, in place of requests' own

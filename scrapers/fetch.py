"""The only door to the web: polite, bounded, and never to a private address.

Errors: `scrapers.errors`; only `Transient` is retried.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urljoin

import requests
import urllib3
from requests.adapters import HTTPAdapter

from scrapers.addresses import endpoint, split
from scrapers.connect import checking_manager
from scrapers.errors import Blocked, FetchError, Gone, Odd, Refused, Transient
from scrapers.pace import Pace
from scrapers.robots import Robots
from scrapers.unpack import Bomb, Cut, Unpacker
from warehouse.records import Fetch, Snapshot, Source, Unchanged, Validators

RETRIED_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HOMES = ("", "/", "/index.html", "/index.htm")
CHUNK = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """Bounds and manners. Times are in seconds, sizes in bytes."""

    user_agent: str = "regionwatch/0.1"
    connect_timeout: float = 10.0
    read_timeout: float = 20.0  # between two pieces of an answer
    whole_timeout: float = 60.0  # for one answer, from request to last byte
    max_bytes: int = 8_000_000  # as received
    max_decoded_bytes: int = 16_000_000  # after gzip and brotli
    max_redirects: int = 5
    retries: int = 2
    backoff: float = 1.0  # before the first retry; doubled for each further one, with jitter
    max_wait: float = 30.0  # the longest Retry-After that is waited for within a run
    delay: float | None = None  # overrides every source's delay
    respect_robots: bool = True
    allow: frozenset[tuple[str, int]] = frozenset()  # private endpoints that the owner allows


class Door:
    """Fetches pages for one run. Safe to use from several threads; each keeps its own connections."""

    def __init__(
        self,
        settings: FetchSettings,
        *,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        rng: random.Random | None = None,
    ) -> None:
        self._settings, self._sleep, self._monotonic = settings, sleep, monotonic
        self._rng = rng or random.Random()
        self._pace = Pace(sleep, monotonic)
        self._robots = Robots()
        self._session = _session(settings)

    def fetch(
        self,
        url: str,
        source: Source,
        earlier: Validators,
        now: datetime,
        *,
        on_attempt: Callable[[Fetch], None] = lambda attempt: None,
    ) -> Snapshot | Unchanged:
        """The page, or that it is as it was. Raises FetchError; each attempt is told to `on_attempt`."""
        for attempt in range(self._settings.retries + 1):
            try:
                page = self._once(url, source, earlier, now)
            except FetchError as fault:
                on_attempt(
                    Fetch(source_id=source.id, url=url, at=now, outcome="failed", status=fault.status,
                          failure=fault.kind, message=str(fault)[:500])
                )  # fmt: skip
                if not fault.transient or attempt == self._settings.retries or fault.wait > self._settings.max_wait:
                    raise
                self._sleep(max(fault.wait, self._settings.backoff * 2**attempt * (0.5 + self._rng.random())))
                continue
            on_attempt(_attempt(page, source, url, now))
            return page
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _once(self, url: str, source: Source, earlier: Validators, now: datetime) -> Snapshot | Unchanged:
        address = url
        headers = {}
        if earlier.etag:
            headers["If-None-Match"] = earlier.etag
        if earlier.last_modified:
            headers["If-Modified-Since"] = earlier.last_modified
        for _ in range(self._settings.max_redirects + 1):
            self._may_ask(address, source)
            status, answer, body = self._answer(address, headers)
            if status in REDIRECTS:
                address = self._next(address, answer, source, url)
                continue
            if status == 304:
                if not headers:
                    raise Odd("unexpected_304", "not modified, although nothing was said to be known", 304)
                return Unchanged(url=url, checked_at=now, status=304, sha256=earlier.sha256)
            _judge(status, answer)
            if earlier.sha256 and hashlib.sha256(body).hexdigest() == earlier.sha256:
                return Unchanged(url=url, checked_at=now, status=status, sha256=earlier.sha256)
            return Snapshot(
                url=url,
                final_url=address,
                fetched_at=now,
                status=status,
                content_type=answer.get("Content-Type", "")[:200],
                body=body,
                etag=_bounded(answer.get("ETag")),
                last_modified=_bounded(answer.get("Last-Modified")),
            )
        raise Refused("redirects", f"more than {self._settings.max_redirects} redirects")

    def _may_ask(self, address: str, source: Source) -> None:
        try:
            host, port = endpoint(address)
        except ValueError as fault:
            raise Refused("bad_address", str(fault)) from None
        if (host, port) not in _hosts(source):
            raise Refused("other_host", f"{host}:{port} is none of the source's hosts")
        delay = source.delay if self._settings.delay is None else self._settings.delay

        def ask(rules: str) -> tuple[int, bytes]:
            self._pace.wait(f"{host}:{port}", delay)
            return self._answer(rules, {})[::2]

        if self._settings.respect_robots:
            self._robots.learn(address, ask, self._monotonic())
            if not self._robots.allows(address, self._settings.user_agent):
                raise Blocked("robots", "robots.txt asks us not to")
            delay = max(delay, self._robots.delay(address, self._settings.user_agent))
        self._pace.wait(f"{host}:{port}", delay)

    def _next(self, address: str, answer: Mapping[str, str], source: Source, first: str) -> str:
        # A Chinese path comes as bare bytes, of which http.client makes Latin letters; they are asked for byte by byte.
        said = "".join(c if c.isascii() else f"%{ord(c):02X}" for c in answer.get("Location", ""))
        try:
            target = urljoin(address, said)
            parts = split(target)
        except ValueError as fault:
            raise Refused("bad_address", f"redirected to an address that is none: {fault}") from None
        if parts.path in HOMES and split(first).path not in HOMES:
            raise Refused("home_redirect", "redirected to the home page; the article is not there")
        if endpoint(target) not in _hosts(source):
            raise Refused("other_host", f"redirected to {parts.hostname}, none of the source's hosts")
        return target

    def _answer(self, address: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        settings = self._settings
        end = self._monotonic() + settings.whole_timeout
        with _named_faults():
            response = self._session.get(
                address,
                headers=dict(headers),
                stream=True,
                allow_redirects=False,
                timeout=(settings.connect_timeout, settings.read_timeout),
            )
            with response:
                if response.status_code in REDIRECTS or response.status_code == 304:
                    return response.status_code, response.headers, b""
                unpack = Unpacker(response.headers.get("Content-Encoding", ""), settings.max_decoded_bytes)
                received, parts = 0, []
                for piece in _pieces(response.raw):
                    received += len(piece)
                    if received > settings.max_bytes:
                        raise Refused("too_large", f"more than {settings.max_bytes} bytes")
                    if self._monotonic() > end:
                        raise Transient("slow", f"not done after {settings.whole_timeout:g} s")
                    parts.append(unpack.feed(piece))
                parts.append(unpack.close())
                return response.status_code, response.headers, b"".join(parts)


def _pieces(raw: Any) -> Iterator[bytes]:
    """What has arrived, as it arrives: read1 does not wait for a full buffer, so a slow drip is seen."""
    while piece := raw.read1(CHUNK, decode_content=False):
        yield piece


@contextmanager
def _named_faults() -> Iterator[None]:
    """What requests and urllib3 raise, by our names."""
    try:
        yield
    except FetchError:
        raise
    except Bomb as fault:
        raise Refused("bomb", str(fault)) from None
    except Cut as fault:
        raise Transient("truncated", f"the answer broke off: {fault}") from None
    except requests.exceptions.InvalidURL as fault:
        raise Refused("bad_address", str(fault)) from None
    except (requests.exceptions.SSLError, urllib3.exceptions.SSLError) as fault:
        raise Odd("tls", f"TLS: {fault}") from None
    except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError, TimeoutError) as fault:
        raise Transient("timeout", f"no answer in time: {fault}") from None
    except (urllib3.exceptions.IncompleteRead, urllib3.exceptions.InvalidChunkLength) as fault:
        raise Transient("truncated", f"the answer broke off: {fault}") from None
    except (requests.exceptions.ConnectionError, urllib3.exceptions.HTTPError, OSError) as fault:
        if _garbled(fault):
            raise Odd("bad_answer", f"not an HTTP answer: {fault}") from None
        raise Transient("connection", f"no connection: {fault}") from None
    except (requests.exceptions.RequestException, ValueError) as fault:
        raise Odd("bad_answer", f"not an HTTP answer: {fault}") from None


def _garbled(fault: BaseException | None) -> bool:
    """Did something come that is no HTTP, rather than nothing or too little?"""
    while fault is not None:
        if isinstance(fault, HTTPException) and not isinstance(fault, RemoteDisconnected | IncompleteRead):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def _judge(status: int, answer: Mapping[str, str]) -> None:
    """Raise unless the status says that the page is here."""
    if status in (404, 410):
        raise Gone("gone", f"status {status}", status)
    if status in (401, 403):
        raise Blocked("forbidden", f"status {status}", status)
    if status == 451:
        raise Blocked("unavailable_legally", "status 451", status)
    if status in RETRIED_STATUS:
        kind = "too_many_requests" if status == 429 else "server_error"
        raise Transient(kind, f"status {status}", status, wait=_retry_after(answer))
    if status != 200:
        raise Odd("status", f"status {status}", status)


def _retry_after(answer: Mapping[str, str]) -> float:
    said = answer.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        then, then_now = parsedate_to_datetime(said), parsedate_to_datetime(answer.get("Date", ""))
        return max(0.0, (then - then_now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _hosts(source: Source) -> set[tuple[str, int]]:
    """The endpoints of a source: its listing's host, www and https variants of it, and the hosts it names."""
    host, port = endpoint(source.listing)
    bare = host.removeprefix("www.")
    hosts = {(host, port)}
    if port in (80, 443):
        hosts |= {(h, p) for h in (bare, f"www.{bare}") for p in (80, 443)}
    for named in source.hosts:
        name, _, number = named.lower().partition(":")
        hosts |= {(name, int(number))} if number else {(name, 80), (name, 443)}
    return hosts


def _attempt(page: Snapshot | Unchanged, source: Source, url: str, now: datetime) -> Fetch:
    if isinstance(page, Unchanged):
        return Fetch(source_id=source.id, url=url, at=now, outcome="unchanged", status=page.status, sha256=page.sha256)
    return Fetch(
        source_id=source.id, url=url, at=now, outcome="new", status=page.status, bytes=len(page.body),
        sha256=page.sha256,
    )  # fmt: skip


def _bounded(header: str | None) -> str | None:
    return header if header and len(header) <= 500 else None


class _CheckingAdapter(HTTPAdapter):
    """requests' adapter over connections that check the address."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        super().__init__(pool_connections=64, pool_maxsize=8, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        self.poolmanager = checking_manager(
            self._settings.allow, self._settings.whole_timeout, num_pools=connections, maxsize=maxsize, block=block, **options
        )


class _Session(requests.Session):
    """requests' session without its own view of redirects, for which it would read their bodies whole and unbounded."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None


def _session(settings: FetchSettings) -> requests.Session:
    session = _Session()
    session.trust_env = False  # no proxy and no .netrc of the environment
    session.headers.update({"User-Agent": settings.user_agent, "Accept-Encoding": "gzip, br", "Accept": "*/*"})
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # no visit knows of another
    for scheme in ("http://", "https://"):
        session.mount(scheme, _CheckingAdapter(settings))
    return session

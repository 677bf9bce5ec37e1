"""The only door to the web: polite, bounded, and never to a private address.

Errors: `scrapers.errors`; only `Transient` is retried.
"""

from __future__ import annotations

import random
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import certifi
import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict

from scrapers.addresses import endpoint, hosts
from scrapers.answers import REDIRECTS, Answer, check_length, drain, judge, page_of, pieces, redirected, row_of, validator
from scrapers.bounds import FetchSettings
from scrapers.connect import checking_manager, trusting
from scrapers.errors import Blocked, FetchError, Odd, Refused, Transient
from scrapers.faults import named_faults
from scrapers.pace import Pace
from scrapers.robots import Robots
from scrapers.unpack import Unpacker
from warehouse.records import Fetch, Snapshot, Source, Unchanged, Validators

__all__ = ["Door", "FetchSettings"]


class Door:
    """Fetches pages for one run. Safe to use from several threads; connections are kept and shared."""

    def __init__(
        self,
        settings: FetchSettings,
        *,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        rng: random.Random | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._settings, self._sleep, self._monotonic = settings, sleep, monotonic
        self._rng = rng or random.Random()
        self._pace = pace or Pace(sleep, monotonic)
        self._robots = Robots(settings.user_agent)
        self._adapters: dict[bool, HTTPAdapter] = {}  # for servers of today, and for those of old TLS
        self._making = threading.Lock()
        self._manners = {"User-Agent": settings.user_agent, "Accept": "*/*", "Accept-Language": "zh-CN,zh;q=0.9"}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let the kept connections go."""
        for adapter in self._adapters.values():
            adapter.close()

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
        begun = self._monotonic()
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
                if self._monotonic() - begun > self._settings.give_up:
                    raise
                if not fault.wait:  # otherwise the host is held for all, and the pace waits
                    self._sleep(self._settings.backoff * 2**attempt * (0.5 + self._rng.random()))
                continue
            on_attempt(row_of(page, source, url, now))
            return page
        raise AssertionError("unreachable: the last attempt returns or raises")

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """The answer to one request that is no page: to an endpoint that the owner has set up, by the same checked connection.

        No robots.txt, no pace, no redirect, no second try: it is a service that was asked for. Raises FetchError.
        """
        request = requests.PreparedRequest()
        try:
            request.prepare(method="POST", url=url, data=body, headers={**self._manners, "Accept-Encoding": "gzip", **headers})
        except ValueError as fault:
            raise Refused("bad_address", str(fault)) from None
        status, _, answer = self._answer(request, self._adapter(False))
        if status != 200:
            raise Odd("status", f"answered {status}", status)
        return answer

    def _once(self, url: str, source: Source, earlier: Validators, now: datetime) -> Snapshot | Unchanged:
        if source.render:
            return self._rendered(url, source, earlier, now)
        conditions = {"If-None-Match": earlier.etag, "If-Modified-Since": earlier.last_modified}
        headers = {name: value for name, said in conditions.items() if (value := validator(said))}
        got = self._follow(url, source, headers)
        if got.status == 304:
            if not headers:
                raise Odd("unexpected_304", "not modified, although nothing was said to be known", 304)
            return Unchanged(url=url, checked_at=now, status=304, sha256=earlier.sha256)
        return page_of(url, got, earlier, now)

    def _follow(self, url: str, source: Source, headers: Mapping[str, str]) -> Answer:
        """What stands at the end of an address's redirects."""
        address = url
        for _ in range(self._settings.max_redirects + 1):
            status, answer, body = self._visit(address, source, headers)
            if status not in REDIRECTS:
                return Answer(status, answer, body, address)
            address = redirected(address, answer, url, hosts(source))
        raise Refused("redirects", f"more than {self._settings.max_redirects} redirects")

    def _rendered(self, url: str, source: Source, earlier: Validators, now: datetime) -> Snapshot | Unchanged:
        """The page as a browser shows it, which asks for all that it needs through this door."""
        from scrapers.render import render  # loads a browser's driver, which few sources need

        def ask(address: str) -> Answer:
            return self._follow(address, source, {})

        settings = self._settings
        got = render(url, ask, seconds=settings.render_timeout, most=settings.max_decoded_bytes)
        return page_of(url, got, earlier, now)

    def _visit(self, address: str, source: Source, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        """One hop, by all the rules of manners."""
        request, lane = self._prepare(address, source, headers)
        delay = source.delay if self._settings.delay is None else self._settings.delay
        if self._settings.respect_robots:
            asked = str(request.url)  # what is really sent: /a/../b has become /b
            self._robots.learn(asked, lambda rules: self._rules(rules, source, delay), self._monotonic())
            if not self._robots.allows(asked):
                raise Blocked("robots", "robots.txt asks us not to")
            delay = max(delay, self._robots.delay(asked))
        return self._in_turn(request, source, lane, delay)

    def _prepare(self, address: str, source: Source, headers: Mapping[str, str]) -> tuple[requests.PreparedRequest, str]:
        """The request as it will be sent, its own address checked, and whose pace it keeps."""
        request = requests.PreparedRequest()
        request.method, request.body = "GET", None
        try:
            endpoint(address)
            # Its two steps that a GET without cookies and passwords needs; the others take as long as these.
            request.prepare_url(address, None)
            request.prepare_headers({**self._manners, "Accept-Encoding": "gzip, br", **headers})
            host, port = endpoint(str(request.url))
            ours = hosts(source)
        except ValueError as fault:  # requests' InvalidURL is one
            raise Refused("bad_address", str(fault)) from None
        if (host, port) not in ours:
            raise Refused("other_host", f"{host}:{port} is none of the source's hosts")
        return request, host if port in (80, 443) else f"{host}:{port}"

    def _rules(self, address: str, source: Source, delay: float) -> bytes:
        """A host's robots.txt; nothing when there is none, when we may not see it, or when it is elsewhere."""
        first = address
        try:
            for _ in range(self._settings.max_redirects + 1):
                request, lane = self._prepare(address, source, {})
                status, answer, body = self._in_turn(request, source, lane, delay)
                if status not in REDIRECTS:
                    return body
                address = redirected(address, answer, first, hosts(source))
        except FetchError as fault:
            if not fault.transient and fault.kind not in ("private_address", "too_large", "bomb", "headers_too_large", "tls"):
                return b""
            raise type(fault)(fault.kind, f"robots.txt: {fault}", fault.status, fault.wait) from None
        return b""

    def _in_turn(
        self, request: requests.PreparedRequest, source: Source, lane: str, delay: float
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Ask when the host's pace allows it, and let it alone when it asks for that."""
        if (left := self._pace.held(lane)) > self._settings.max_wait:
            raise Transient("too_many_requests", f"the host asked to be left alone for {left:.0f} s more", wait=left)
        with self._pace.turn(lane, delay):
            try:
                return self._answer(request, self._adapter(source.old_tls))
            except Transient as fault:
                if fault.wait:
                    self._pace.hold(lane, fault.wait)
                raise

    def _adapter(self, old_tls: bool) -> HTTPAdapter:
        with self._making:
            if old_tls not in self._adapters:
                self._adapters[old_tls] = _CheckingAdapter(self._settings, old_tls)
            return self._adapters[old_tls]

    def _answer(self, request: requests.PreparedRequest, adapter: HTTPAdapter) -> tuple[int, Mapping[str, str], bytes]:
        settings = self._settings
        end = self._monotonic() + settings.whole_timeout
        with named_faults(lambda: self._monotonic() >= end):
            timeout = (settings.connect_timeout, settings.read_timeout)
            # The adapter alone, without requests' session: no proxy or .netrc of the environment, no cookies, and no
            # view of redirects, for which a session reads their bodies whole and unbounded.
            response = adapter.send(request, stream=True, timeout=timeout)
            with response:
                status, answer = response.status_code, response.headers
                if status != 200:
                    drain(response.raw)
                    if status not in REDIRECTS and status != 304:
                        judge(status, answer)
                    return status, answer, b""
                check_length(answer, settings.max_bytes)
                unpack = Unpacker(answer.get("Content-Encoding", ""), settings.max_decoded_bytes)
                received, parts = 0, []
                for piece in pieces(response.raw):
                    received += len(piece)
                    if received > settings.max_bytes:
                        raise Refused("too_large", f"more than {settings.max_bytes} bytes")
                    if self._monotonic() > end:
                        raise TimeoutError("the answer took too long")
                    parts.append(unpack.feed(piece))
                parts.append(unpack.close())
                if not received and answer.get("Content-Length", "").strip() != "0":
                    raise Transient("truncated", "the answer broke off: nothing came after its head")
                return status, answer, b"".join(parts)


@lru_cache(maxsize=8)
def _context(ca_file: str, old_tls: bool) -> ssl.SSLContext:
    return trusting(ca_file, old_tls)


class _CheckingAdapter(HTTPAdapter):
    """requests' adapter over connections that check the address, all with one TLS context that verifies."""

    def __init__(self, settings: FetchSettings, old_tls: bool) -> None:
        self._settings, self._old_tls = settings, old_tls
        super().__init__(pool_connections=64, pool_maxsize=8, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        settings = self._settings
        self.poolmanager = checking_manager(
            settings.allow, settings.whole_timeout, num_pools=connections, maxsize=maxsize, block=block,
            ssl_context=_context(settings.ca_file or certifi.where(), self._old_tls), **options,
        )  # fmt: skip

    def request_url(self, request: requests.PreparedRequest, proxies: Any) -> str:
        """There are no proxies: requests would look for one, here and below, for each page."""
        return request.path_url

    def get_connection_with_tls_context(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> Any:
        parts = urlsplit(str(request.url))
        return self.poolmanager.connection_from_host(parts.hostname, parts.port, parts.scheme)

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        """Without cookies, which are not kept, and without the label's encoding, which the reader decides."""
        response = requests.Response()
        response.status_code, response.headers = resp.status, CaseInsensitiveDict(resp.headers)
        response.raw, response.url, response.request = resp, str(req.url), req
        return response

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """The context verifies already; requests would load the authorities again for each connection."""
        conn.cert_reqs = "CERT_REQUIRED"

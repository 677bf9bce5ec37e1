"""What an answer says: is the page here and another than we know, how long to wait, where does it redirect to."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

import urllib3

from scrapers.addresses import endpoint, split
from scrapers.errors import Blocked, Gone, Odd, Refused, Transient
from warehouse.records import Fetch, Snapshot, Source, Unchanged, Validators

CHUNK = 262_144  # bytes that are asked of a socket at once: what has arrived of a page comes in one piece
SHORT = 65_536  # bytes of an answer nobody wants that are still read

REDIRECTS = frozenset({301, 302, 303, 307, 308})
# 405 and 412 to a plain GET are firewalls' (Aliyun's and 瑞数's way of asking for a script to be run).
FORBIDDEN = frozenset({401, 403, 405, 412})
HOMES = frozenset(["", "/", *(f"/{n}.{e}" for n in ("index", "default") for e in ("html", "htm", "shtml", "jsp", "php"))])


@dataclass(frozen=True, slots=True)
class Answer:
    """What came at the end of an address's redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    final_url: str


def judge(status: int, answer: Mapping[str, str]) -> None:
    """Raise the FetchError that the status means, unless it says that the page is here."""
    if status in (404, 410):
        raise Gone("gone", f"status {status}", status)
    if status in FORBIDDEN or (status == 521 and "__jsl" in answer.get("Set-Cookie", "")):  # 加速乐 asks for a script
        raise Blocked("forbidden", f"status {status}", status)
    if status == 451:
        raise Blocked("unavailable_legally", "status 451", status)
    if status == 429:
        raise Transient("too_many_requests", "status 429", status, wait=_retry_after(answer))
    if status in (408, 425) or (500 <= status < 600 and status not in (501, 505)):
        raise Transient("server_error", f"status {status}", status, wait=_retry_after(answer))
    if status != 200:
        raise Odd("status", f"status {status}", status)


def _retry_after(answer: Mapping[str, str]) -> float:
    """Seconds that the host asks to be left alone; 0 when it does not say so in a form we know."""
    said = answer.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        then, then_now = parsedate_to_datetime(said), parsedate_to_datetime(answer.get("Date", ""))
        return max(0.0, (then - then_now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def redirected(address: str, answer: Mapping[str, str], first: str, ours: Container[tuple[str, int]]) -> str:
    """Where a redirect from `address` leads; `first` is what was asked for at the beginning.

    Raises Refused when that is no address, none of the source's hosts (`ours`), or the home page in place of the page.
    """
    # A Chinese path comes as bare bytes, of which http.client makes Latin letters; they are asked for byte by byte.
    said = "".join(c if c.isascii() else f"%{ord(c):02X}" for c in answer.get("Location", ""))
    try:
        target = urljoin(address, said)
        path, host = split(target).path, endpoint(target)
    except ValueError as fault:
        raise Refused("bad_address", f"redirected to an address that is none: {fault}") from None
    if host not in ours:
        raise Refused("other_host", f"redirected to {host[0]}:{host[1]}, none of the source's hosts")
    if path in HOMES and split(first).path not in HOMES:
        raise Refused("home_redirect", "redirected to the home page; the page is not there")
    return target


def check_length(answer: Mapping[str, str], limit: int) -> None:
    """Refuse what says of itself that it is too large, before it is received."""
    said = answer.get("Content-Length", "")
    if said.isascii() and said.isdigit() and (len(said) > 15 or int(said) > limit):
        raise Refused("too_large", f"{said[:20]} bytes, where {limit} are the bound")


def validator(header: str | None) -> str | None:
    """An ETag or Last-Modified that can be sent back; None for one that is too long or not printable."""
    return header if header and len(header) <= 500 and header.isprintable() else None


def page_of(url: str, got: Answer, earlier: Validators, now: datetime) -> Snapshot | Unchanged:
    """What came, against what was known."""
    if earlier.sha256 and hashlib.sha256(got.body).hexdigest() == earlier.sha256:
        return Unchanged(url=url, checked_at=now, status=got.status, sha256=earlier.sha256, bytes=len(got.body))
    return Snapshot(
        url=url,
        final_url=got.final_url,
        fetched_at=now,
        status=got.status,
        content_type=got.headers.get("Content-Type", "")[:200],
        body=got.body,
        etag=validator(got.headers.get("ETag")),
        last_modified=validator(got.headers.get("Last-Modified")),
    )


def row_of(page: Snapshot | Unchanged, source: Source, url: str, now: datetime) -> Fetch:
    """The log's row of an attempt that went well."""
    if isinstance(page, Unchanged):
        return Fetch(
            source_id=source.id, url=url, at=now, outcome="unchanged", status=page.status, bytes=page.bytes,
            sha256=page.sha256,
        )  # fmt: skip
    return Fetch(
        source_id=source.id, url=url, at=now, outcome="new", status=page.status, bytes=len(page.body),
        sha256=page.sha256,
    )  # fmt: skip


def pieces(raw: Any) -> Iterator[bytes]:
    """What has arrived, as it arrives: read1 does not wait for a full buffer, so a slow drip is seen."""
    while piece := raw.read1(CHUNK, decode_content=False):
        yield piece


def drain(raw: Any) -> None:
    """Read a short rest that nobody wants, so that the connection can be used again; a long one is not worth it."""
    said = raw.headers.get("Content-Length", "")
    if raw.status == 304 or (len(said) < 6 and said.isascii() and said.isdigit() and int(said) <= SHORT):
        with suppress(urllib3.exceptions.HTTPError, OSError):  # the connection is closed, which is all that is lost
            raw.read(SHORT, decode_content=False)

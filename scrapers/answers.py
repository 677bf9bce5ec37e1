"""What an answer's status and headers say: is the page here, how long to wait, where does it redirect to."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from scrapers.addresses import endpoint, split
from scrapers.errors import Blocked, Gone, Odd, Refused, Transient

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

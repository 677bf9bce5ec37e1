"""What a link's href means: an absolute http(s) address on a host that may be followed, in one spelling."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urldefrag, urljoin

from scrapers.addresses import PORTS, split
from warehouse.records import Source

_BREAKS: Final = re.compile(r"[\t\r\n]+")
_SESSION: Final = re.compile(r";jsessionid=[\w.!-]*", re.I)


def host_of(url: str) -> str:
    """Host, and port when it is not the scheme's own; without www., which names the same site. Raises ValueError."""
    parts = split(url)
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    return host if parts.port in (None, PORTS[parts.scheme]) else f"{host}:{parts.port}"


def hosts_of(address: str, source: Source | None) -> frozenset[str]:
    """The hosts whose links may be followed: the listing's own, and those that the watchlist adds."""
    found = set()
    for one in (address, *((source.listing, *(f"http://{host}" for host in source.hosts)) if source else ())):
        try:
            found.add(host_of(one.lower()))
        except ValueError:
            continue  # a watchlist's mistake is told when it is loaded; here it allows nothing
    return frozenset(found)


def own_address(href: str, base: str, hosts: frozenset[str]) -> str | None:
    """The address that `href` leads to, without fragment and session; None when it may not be followed."""
    href = _BREAKS.sub("", href.strip())
    if not href or href.startswith("#") or len(href) > 2000:
        return None
    try:
        url = _SESSION.sub("", urldefrag(urljoin(base, href.replace("\\", "/").replace(" ", "%20"))).url)
        url.encode()  # half characters can be asked of no server
        return url if host_of(url) in hosts else None
    except ValueError:
        return None

"""Which addresses may be asked: public ones, and the private endpoints that the owner named.

What counts is the address that is connected to, not how it is written: a name, a decimal or hexadecimal form, and an
IPv6 form that carries an IPv4 address all end in the same check at connect time (`scrapers.connect`).
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

import idna

from warehouse.records import Source

_UNWRITABLE = re.compile(r"[\x00-\x20\x7f\\]")
PORTS = {"http": 80, "https": 443}

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _nets(*written: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(net) for net in written)


# What `ipaddress` of some Python still calls global (IANA special-purpose registries), and what is not for strangers.
_ALSO_REFUSED = _nets(
    "100.64.0.0/10",  # carrier-grade NAT; some clouds keep their metadata service there (100.100.100.200)
    "168.63.129.16/32",  # Azure's metadata and DNS, at an address that looks public
    "192.0.0.0/24",
    "192.88.99.0/24",  # 6to4 relays
    "198.18.0.0/15",
    "64:ff9b:1::/48",  # NAT64 of a network's own; where in it the IPv4 address stands is that network's choice
    "2001::/23",  # Teredo, ORCHID and other protocol assignments
    "3fff::/20",  # documentation (RFC 9637)
    "fec0::/10",
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# What an owner may allow by name: networks of one's own, but no metadata service within them.
_OWNED = _nets("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7")
_METADATA = frozenset(ipaddress.ip_address(a) for a in ("100.100.100.200", "fd00:ec2::254"))


def _inmost(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address, or the IPv4 address that an IPv6 form carries; None when it is no address."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and (ip in _NAT64 or (int(ip) >> 32 == 0 and int(ip) > 1)):  # ::a.b.c.d is the deprecated form
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        return inner or ip
    return ip


def is_public(address: str) -> bool:
    """May a stranger's link lead here? False for anything that is not a global unicast address."""
    ip = _inmost(address)
    if ip is None or any(ip.version == net.version and ip in net for net in _ALSO_REFUSED):
        return False
    return ip.is_global and not (
        ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved or ip.is_unspecified
    )


def is_owned(address: str) -> bool:
    """May the owner's `allow` lead here? Loopback and private networks, never link-local or a cloud's metadata."""
    ip = _inmost(address)
    return ip is not None and ip not in _METADATA and any(ip.version == net.version and ip in net for net in _OWNED)


def split(url: str) -> SplitResult:
    """The parts of an http(s) address. Raises ValueError saying what is wrong with it."""
    if len(url) > 4096:
        raise ValueError("the address is longer than 4096 characters")
    if _UNWRITABLE.search(url):
        raise ValueError("the address holds a blank, a control character or a backslash")
    parts = urlsplit(url)
    if parts.scheme not in PORTS:
        raise ValueError(f"the scheme {parts.scheme!r} is neither http nor https")
    if parts.username is not None or parts.password is not None:
        raise ValueError("the address holds a user name")
    if not (parts.hostname or "").strip("."):
        raise ValueError("the address has no host")
    if parts.port == 0:  # asking for the port raises ValueError when it is no number
        raise ValueError("port 0 is none")
    return parts


@lru_cache(maxsize=8192)
def endpoint(url: str) -> tuple[str, int]:
    """Host, as DNS spells it (lower case, Chinese as xn--, no final dot), and port. Raises ValueError as `split` does."""
    parts = split(url)
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        host = idna.encode(host, uts46=True).decode("ascii").rstrip(".")
    return host, parts.port or PORTS[parts.scheme]


@lru_cache(maxsize=4096)
def _hosts(listing: str, named: tuple[str, ...]) -> frozenset[tuple[str, int]]:
    host, port = endpoint(listing)
    bare = host.removeprefix("www.")
    hosts = {(host, port)}
    if port in (80, 443):
        hosts |= {(h, p) for h in (bare, f"www.{bare}") for p in (80, 443)}
    for name in named:
        parts = split(f"http://{name}")
        host, port = endpoint(f"http://{name}")
        hosts |= {(host, port)} if parts.port else {(host, 80), (host, 443)}
    return frozenset(hosts)


def hosts(source: Source) -> frozenset[tuple[str, int]]:
    """The endpoints of a source: its listing's host, www and https variants of it, and the hosts it names.

    Raises ValueError when one of them is no address."""
    return _hosts(source.listing, source.hosts)

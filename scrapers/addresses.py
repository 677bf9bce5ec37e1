"""Which addresses may be asked: public ones, and the private endpoints that the owner named.

What counts is the address that is connected to, not how it is written: a name, a decimal or hexadecimal form, and an
IPv6 form that carries an IPv4 address all end in the same check at connect time (`scrapers.fetch`).
"""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

PORTS = {"http": 80, "https": 443}
# IPv6 ranges that carry an IPv4 address: the inner one is checked as well.
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_ALSO_REFUSED = tuple(
    ipaddress.ip_network(net)
    for net in (
        "100.64.0.0/10",  # carrier-grade NAT; some clouds keep their metadata service there (100.100.100.200)
        "192.0.0.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",
        "fec0::/10",
        "2001::/32",  # Teredo
    )
)


def is_public(address: str) -> bool:
    """May a stranger's link lead here? False for anything that is not a global unicast address."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and any(ip in net for net in _NAT64):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is None and int(ip) >> 32 == 0:  # ::a.b.c.d, the deprecated compatible form
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    if any(ip.version == net.version and ip in net for net in _ALSO_REFUSED):
        return False
    return ip.is_global and not (
        ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved or ip.is_unspecified
    )


def split(url: str) -> SplitResult:
    """The parts of an http(s) address. Raises ValueError saying what is wrong with it."""
    if len(url) > 4096:
        raise ValueError("the address is longer than 4096 characters")
    if any(ord(c) <= 32 or ord(c) == 127 for c in url) or "\\" in url:
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


def endpoint(url: str) -> tuple[str, int]:
    """Host, lower case and without a final dot, and port. Raises ValueError as `split` does."""
    parts = split(url)
    return (parts.hostname or "").rstrip("."), parts.port or PORTS[parts.scheme]

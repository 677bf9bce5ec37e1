"""Which sources a run asks, and how the work is cut: one host's sources together, so that its pace is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from warehouse.records import Source, Watchlist


def by_host(sources: Sequence[Source]) -> list[tuple[Source, ...]]:
    """The sources of each host, the hosts with most work first."""
    hosts: dict[str, list[Source]] = {}
    for source in sources:
        hosts.setdefault(urlsplit(source.listing).netloc.lower(), []).append(source)
    return [tuple(ours) for ours in sorted(hosts.values(), key=len, reverse=True)]


def in_groups(hosts: Sequence[Sequence[Source]], at_most: int) -> list[list[Sequence[Source]]]:
    """The hosts in at most `at_most` groups of about the same number of sources."""
    groups: list[list[Sequence[Source]]] = [[] for _ in range(min(at_most, len(hosts)))]
    for ours in hosts:
        min(groups, key=lambda group: sum(len(sources) for sources in group)).append(ours)
    return groups


def endpoint(listing: str) -> tuple[str, int]:
    """Host and port of a listing address, as the allow list of private endpoints names them."""
    parts = urlsplit(listing)
    return (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)


def lane(listing: str) -> str:
    """The name under which the pace of a listing's host is kept, as the door gives it."""
    host, port = endpoint(listing)
    return host if port in (80, 443) else f"{host}:{port}"


@dataclass(frozen=True, slots=True)
class Share:
    """Part `number` of `of` parts of a region's hosts, from 1. Every worker cuts the same watchlist the same way."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Share:
        """`2/6`. Raises UnknownShare."""
        number, slash, of = text.partition("/")
        if not (slash and number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
            raise UnknownShare(f"share {text!r}: write it like 2/6")
        return cls(int(number), int(of))

    def __str__(self) -> str:
        return f"{self.number}-of-{self.of}"


def of_share(sources: Sequence[Source], share: Share | None) -> tuple[Source, ...]:
    """The sources of one share, in their order; all without one. A host's sources are in one share together."""
    if share is None:
        return tuple(sources)
    groups = in_groups(by_host(sources), share.of)
    ours = {source.id for host in (groups[share.number - 1] if share.number <= len(groups) else []) for source in host}
    return tuple(source for source in sources if source.id in ours)


class UnknownShare(ValueError):
    """A part of the hosts that is none."""


class UnknownSource(ValueError):
    """A source id that the watchlist does not have."""


def choose(watchlist: Watchlist, ids: Sequence[str]) -> tuple[Source, ...]:
    """The sources with these ids, or all. Raises UnknownSource naming an id that the watchlist does not have."""
    unknown = sorted(set(ids) - {source.id for source in watchlist.sources})
    if unknown:
        known = ", ".join(source.id for source in watchlist.sources)
        raise UnknownSource(f"no source {', '.join(unknown)} in the watchlist of {watchlist.id}; it has {known}")
    return tuple(s for s in watchlist.sources if not ids or s.id in ids)

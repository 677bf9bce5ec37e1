"""What a watchlist's entry for a listing should say, from the listing and some of its articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from scrapers.article import take_apart
from scrapers.feeds import is_feed
from scrapers.flat import Flat
from scrapers.link_address import host_of, own_address
from scrapers.listing import boxes_named, list_links
from scrapers.listing_data import json_of
from scrapers.metadata import metas
from scrapers.page import ReadError, decode, parse
from warehouse.records import Link, Listing, Snapshot, Source

HOSTS_AT_MOST: Final = 20
FRESH_AT_MOST: Final = 180
WORTH_NAMING: Final = 5
"""So many articles on another host are worth a line."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """`entry` as the watchlist takes it, in its order; `feeds` that the page declares; articles by host not yet allowed."""

    entry: dict[str, Any]
    feeds: tuple[str, ...] = ()
    elsewhere: tuple[tuple[str, int], ...] = ()


def propose(source: Source, page: Snapshot, listing: Listing, articles: Sequence[tuple[Link, Snapshot]]) -> Proposal:
    """Family, boxes where the general reader would profit from them, and what a healthy listing gives."""
    text = decode(page.body, page.content_type)
    address = page.final_url or page.url
    is_page = not is_feed(text) and json_of(text) is None
    root = parse(text) if is_page else None
    entry: dict[str, Any] = {"id": source.id, "name": _name(root) if root is not None else source.name}
    entry["name"] = entry["name"] or source.name
    entry |= {"listing": source.listing, "kind": _kind(address, listing)}
    if listing.family not in ("general", "feed", "json"):
        entry["family"] = listing.family
    elif root is not None and (box := _list_box(root, listing, address)):
        entry["list_box"] = box
    if listing.family == "general" and (box := _text_box(articles)):
        entry["text_box"] = box
    entry["expect"] = _expect(listing, page)
    elsewhere = _elsewhere(root, page, source) if root is not None else ()
    return Proposal(entry, _feeds(root, address) if root is not None else (), elsewhere)


def _name(root: HtmlElement) -> str:
    """The site's and the column's name, as its metas or its <title> say them."""
    found = metas(root)
    said = [found[key] for key in ("sitename", "columnname") if key in found]
    title = " ".join(re.split(r"[\s_|｜]+", root.findtext(".//title") or "")).strip()
    return " ".join(dict.fromkeys(said))[:60] if len(said) == 2 else title[:60]


def _kind(address: str, listing: Listing) -> str:
    host = urlsplit(address).hostname or ""
    if host.endswith(".gov.cn"):
        return "government"
    return "newspaper" if listing.family == "newspaper" else "portal"


def _list_box(root: HtmlElement, listing: Listing, address: str) -> str | None:
    """The innermost box with a name of its own that holds all links, when it leaves most of the page's links out."""
    wanted = {link.url for link in listing.links}
    if len(wanted) < 3:
        return None
    base, hosts = address, frozenset({host_of(address)})
    anchors = [(a, own_address(a.get("href") or "", base, hosts)) for a in root.iter("a")]
    holding = [a for a, url in anchors if url in wanted]
    if not holding:
        return None
    for box in holding[0].iterancestors():
        inside = {url for a in box.iter("a") if (url := own_address(a.get("href") or "", base, hosts))}
        if wanted <= inside and (name := _own_name(root, box)):
            return name
    return None


def _own_name(root: HtmlElement, box: HtmlElement) -> str | None:
    """`#id` or `.class` that no other box of the page has."""
    if box.tag in ("body", "html"):
        return None
    names = ([f"#{box.get('id')}"] if box.get("id") else []) + [f".{name}" for name in (box.get("class") or "").split()]
    return next((name for name in names if boxes_named(root, name) == [box]), None)


def _text_box(articles: Sequence[tuple[Link, Snapshot]]) -> str | None:
    """The name of the text's box, or of one close around it, that all articles tried have."""
    shared: Counter[str] = Counter()
    read = 0
    for link, page in articles:
        try:
            parts = take_apart(page, link)
        except ReadError:
            continue
        if parts.body is None:
            continue
        read += 1
        shared.update(_names_around(parts.flat, parts.body.box))
    return next((name for name, times in shared.most_common() if times == read), None) if read >= 2 else None


def _names_around(flat: Flat, box: int) -> list[str]:
    found: list[str] = []
    for _ in range(3):
        if box <= 0 or flat.tags[box] in ("body", "html"):
            break
        names = [f"#{flat.ids[box]}"] if flat.ids[box] else []
        names += [f".{name}" for name in flat.names[box].partition(" ")[2].split()]
        found += [name for name in names if len(flat.named(name)) == 1 and not any(map(str.isdigit, name))]
        box = flat.parents[box]
    return list(dict.fromkeys(found))


def _expect(listing: Listing, page: Snapshot) -> dict[str, int]:
    """Half of the links shown; thrice the longest pause between two articles, at least a week, at most FRESH_AT_MOST."""
    expect = {"links_min": max(1, len(listing.links) // 2)}
    days = sorted({link.day for link in listing.links if link.day})
    if len(days) >= 5:
        pauses = [(later - earlier).days for earlier, later in pairwise([*days[-20:], max(days[-1], _today(page))])]
        expect["fresh_days"] = min(max(7, 3 * max(pauses)), FRESH_AT_MOST)
    return expect


def _today(page: Snapshot) -> date:
    return page.fetched_at.date()


def _feeds(root: HtmlElement, address: str) -> tuple[str, ...]:
    """Feeds that the page declares in its head."""
    found: dict[str, None] = {}
    for link in root.iter("link"):
        if (link.get("type") or "").lower() in ("application/rss+xml", "application/atom+xml") and (href := link.get("href")):
            with suppress(ValueError):  # such as http://[broken
                found.setdefault(urljoin(address, href))
    return tuple(found)


def _elsewhere(root: HtmlElement, page: Snapshot, source: Source) -> tuple[tuple[str, int], ...]:
    """Hosts that are not allowed yet and hold many of the page's articles."""
    hosts: Counter[str] = Counter()
    for anchor in root.iter("a"):
        try:
            hosts[host_of(urljoin(page.final_url, anchor.get("href") or ""))] += 1
        except ValueError:
            continue
    own = {host_of(page.final_url), *source.hosts}
    found = []
    for host, times in hosts.most_common(HOSTS_AT_MOST):
        if host not in own and times >= WORTH_NAMING:
            wider = Source(id=source.id, name=source.name, listing=source.listing, hosts=(*source.hosts, host))
            more = sum(host_of(link.url) == host for link in list_links(page, wider).links)
            if more >= WORTH_NAMING:
                found.append((host, more))
    return tuple(found)

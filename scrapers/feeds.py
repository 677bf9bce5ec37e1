"""RSS, Atom and sitemaps → links."""

from __future__ import annotations

from datetime import date
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from scrapers.page import ReadError
from warehouse.records import Link

_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False)
_ITEMS: Final = ("item", "entry", "url")
ITEMS_AT_MOST: Final = 500


def is_feed(body: bytes, content_type: str) -> bool:
    head = body[:600].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(b"<") and any(mark in head for mark in (b"<rss", b"<feed", b"<urlset", b"<rdf:rdf"))


def feed_links(body: bytes, base: str) -> list[Link]:
    """The items of a feed. Raises ReadError("layout") when it declares entities: no feed needs them, bombs do."""
    if b"<!ENTITY" in body[:100_000]:
        raise ReadError("layout", "the feed declares entities")
    root = etree.fromstring(body, parser=_PARSER)
    if root is None:
        return []
    links: list[Link] = []
    for item in root.iter():
        if isinstance(item.tag, str) and etree.QName(item).localname in _ITEMS and len(links) < ITEMS_AT_MOST:
            address = _address(item)
            if address:
                links.append(Link(url=urljoin(base, address), title=_first(item, "title"), day=_day(item)))
    return links


def _address(item: etree._Element) -> str:
    for child in item:
        if isinstance(child.tag, str) and etree.QName(child).localname in ("link", "loc"):
            if child.get("rel", "alternate") != "alternate":
                continue
            return (child.get("href") or child.text or "").strip()
    return ""


def _first(item: etree._Element, *names: str) -> str:
    for child in item.iter():
        if isinstance(child.tag, str) and etree.QName(child).localname in names and child.text:
            return " ".join(child.text.split())[:300]
    return ""


def _day(item: etree._Element) -> date | None:
    said = _first(item, "pubDate", "published", "updated", "lastmod", "date")
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(said).date()
    except (ValueError, TypeError):
        return None

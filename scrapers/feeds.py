"""RSS, Atom and sitemaps → links. Entities are refused, nothing is loaded, and what is read is bounded."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from scrapers.page import ReadError, parse
from warehouse.records import Link

CHINA: Final = timezone(timedelta(hours=8))
ITEMS_AT_MOST: Final = 50_000
"""Items of a feed that are looked at: what the sitemap protocol allows in one file."""
_ROOT: Final = re.compile(r"<(?:\w{1,20}:)?(?:rss|feed|RDF|urlset|sitemapindex)\b")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_ITEMS: Final = ("item", "entry", "url")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def is_feed(text: str) -> bool:
    """Does the text begin as a feed or a sitemap does? So does a document type with declarations of its own: no page has one."""
    head = text[:20_000].lstrip("\ufeff \t\r\n")
    for _ in range(20):  # what may stand before the root
        if head.startswith("<!DOCTYPE") and "[" in head.partition(">")[0]:
            return True
        end = next((end for start, end in (("<?", "?>"), ("<!--", "-->"), ("<!DOCTYPE", ">")) if head.startswith(start)), None)
        if end is None:
            break
        head = head.partition(end)[2].lstrip()
    return _ROOT.match(head) is not None


def feed_links(text: str, base: str) -> tuple[list[Link], str | None]:
    """The items of a feed, a sitemap's newest first, and for an index of sitemaps the newest of them.

    Raises ReadError("layout") when it declares entities (no feed needs them, bombs do) or is not XML at all.
    """
    if "<!ENTITY" in text:
        raise ReadError("layout", "the feed declares entities")
    body = _CONTROL.sub("", _DECLARATION.sub("", text.lstrip("\ufeff"), count=1)).encode("utf-8", "ignore")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
    )
    root = etree.fromstring(body, parser=parser)
    if root is None:
        raise ReadError("layout", "the feed is no XML")
    if _name(root) == "sitemapindex":
        maps = [(_day(item) or date.min, urljoin(base, address)) for item in root if (address := _address(item, base))]
        return [], max(maps, key=lambda one: one[0])[1] if maps else None
    links: list[Link] = []
    for item in islice((node for node in root.iter() if _name(node) in _ITEMS), ITEMS_AT_MOST):
        if address := _address(item, base):
            links.append(Link(url=address, title=_plain(_first(item, "title", "headline"))[:300], day=_day(item)))
    if _name(root) == "urlset":
        links.sort(key=lambda link: link.day or date.min, reverse=True)
    return links, _next(root, base)


def _name(node: etree._Element) -> str:
    # Of a broken page the recovering parser makes names that XML does not know ("urlset:"): lxml's QName refuses them.
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""


def _address(item: etree._Element, base: str) -> str:
    """An item's page; a permanent guid stands in where there is no link."""
    found: dict[str, str] = {}
    for child in item:
        name, said = _name(child), (child.get("href") or child.text or "").strip()
        if name == "link" and child.get("rel", "alternate") != "alternate":
            continue
        if name == "guid" and (child.get("isPermaLink") == "false" or not said.startswith("http")):
            continue
        if said:
            found.setdefault(name, said)
    href = next((found[name] for name in ("link", "loc", "origLink", "guid") if name in found), "")
    try:
        return urljoin(base, href) if href else ""
    except ValueError:
        return ""


def _next(root: etree._Element, base: str) -> str | None:
    """A paged feed (RFC 5005) names its next page."""
    for link in root.iter("{*}link"):
        if link.get("rel") == "next" and (href := link.get("href")):
            try:
                return urljoin(base, href)
            except ValueError:  # such as http://[broken
                return None
        parent = link.getparent()
        if parent is not None and _name(parent) in _ITEMS:
            break
    return None


def _first(item: etree._Element, *names: str) -> str:
    """The text of the first name that the item has, in the order of names; its own parts before nested ones."""
    for name in names:
        for child in (*item, *item.iter()):
            if _name(child) == name and (said := "".join(child.itertext()).strip()):
                return said
    return ""


def _plain(text: str) -> str:
    if "<" in text or "&" in text:
        text = parse(text).text_content()
    return " ".join(text.split())


def _day(item: etree._Element) -> date | None:
    """The day in China; a date without a zone is a Chinese one."""
    for name in ("pubDate", "published", "publication_date", "issued", "date", "updated", "modified", "lastmod"):
        said = _first(item, name)
        if said and (when := _moment(said)):
            return (when.astimezone(CHINA) if when.tzinfo else when).date()
    return None


def _moment(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said[:40].strip())
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(said[:60])
    except (ValueError, TypeError, IndexError):
        pass
    found = re.match(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})", said)
    try:
        return datetime(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None

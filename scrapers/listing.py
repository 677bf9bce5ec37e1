"""A listing page → the articles it leads to, with title and day, and the address of the next page.

One way for every site: the families (`scrapers.sites`) only say which addresses are articles and which box holds the list.
Feeds, sitemaps, jpage's records and “load more” JSON are read by what they are, whatever the server calls them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta, timezone
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from scrapers.families import FAMILIES, family_named
from scrapers.feeds import feed_links, is_feed
from scrapers.flat import flatten
from scrapers.link_address import hosts_of, own_address
from scrapers.listing_data import json_links, json_next, json_of, next_records, records
from scrapers.listing_links import article_links
from scrapers.listing_pages import next_page
from scrapers.page import ReadError, decode, parse
from scrapers.refusal import refuse
from warehouse.records import Link, Listing, Snapshot, Source

CHINA: Final = timezone(timedelta(hours=8))
LINKS_AT_MOST: Final = 500
TITLES: Final = 5  # so many links with words as long as a headline's are a list
TITLE_LENGTH: Final = 10


def list_links(page: Snapshot, source: Source | None = None) -> Listing:
    """The links to follow, in the page's order, each once, at most LINKS_AT_MOST.

    Only links of the page's own host (with or without www.), of the source's listing and of `source.hosts` are followed.
    A page without an article gives a Listing without links; whether that is an illness is the caller's to say.
    Raises ReadError: as `page.decode` does; the refusal's kind when a firewall, a closed account, a login or a "not found"
    answered; "layout" for a feed that is broken or declares entities.
    """
    text = decode(page.body, page.content_type)
    address = _split_or_nothing(page.final_url or page.url)
    hosts = hosts_of(address, source)
    if is_feed(text):
        found, further = feed_links(text, address)
        own = [replace(link, url=url) for link in found if (url := own_address(link.url, address, hosts))]
        return _listing(own, own_address(further or "", address, hosts), "feed")
    if (value := json_of(text)) is not None:
        links = json_links(value, address, hosts)
        return _listing(links, json_next(value, address), _family(links, address, source) or "json")
    return _page(page, text, address, hosts, source)


def looks_full(page: Snapshot) -> bool:
    """Does a page in which no article was found hold a list all the same? Then it is the reader that has lost it."""
    try:
        root = parse(decode(page.body, page.content_type))
    except ReadError:
        return False
    titles = {" ".join((anchor.text_content() or "").split()) for anchor in root.iter("a")}
    return sum(len(title) >= TITLE_LENGTH for title in titles) >= TITLES


def _split_or_nothing(address: str) -> str:
    """The address, or nothing for one that cannot be taken apart (`http://[x`), as a saved file's may be."""
    try:
        urlsplit(address)
    except ValueError:
        return ""
    return address


def _page(page: Snapshot, text: str, address: str, hosts: frozenset[str], source: Source | None) -> Listing:
    root = parse(text)
    base = _base(root, address)
    today = page.fetched_at.astimezone(CHINA).date()
    further = next_page(root, base, hosts) or own_address(next_records(text, address) or "", base, hosts)
    if (held := records(text)) and (links := article_links(parse(f"<div>{held}</div>"), base, hosts, today)):
        return _listing(links, further, (source and source.family) or "jpage")
    links = _scoped(root, base, hosts, today, source)
    if not links or page.url != address:
        _refuse(root, page.url, address, has_links=bool(links))
    return _listing(links, further, _family(links, address, source) or "general")


def _base(root: HtmlElement, address: str) -> str:
    for tag in root.iter("base"):
        if href := (tag.get("href") or "").strip():
            try:
                return str(urljoin(address, href))
            except ValueError:
                continue
    return address


def _scoped(root: HtmlElement, base: str, hosts: frozenset[str], today: date, source: Source | None) -> list[Link]:
    """The articles in the box that the source, or a family by id, names for its lists; of all where no such box has any."""
    if source and source.list_box:
        held = (link for box in boxes_named(root, source.list_box) for link in article_links(box, base, hosts, today))
        if links := list(held):
            return links
    named = family_named(source.family) if source and source.family else None
    ids = {selector[1:] for family in ([named] if named else FAMILIES) for selector in family.links if selector[0] == "#"}
    for box in root.iter():
        if isinstance(box.tag, str) and box.get("id") in ids and (links := article_links(box, base, hosts, today)):
            return links
    return article_links(root, base, hosts, today)


def boxes_named(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """The outermost elements that `#id`, `.class` or `tag` names."""
    name = selector.lstrip("#.")

    def is_named(box: HtmlElement) -> bool:
        if selector[0] == "#":
            return bool(box.get("id") == name)
        return name in (box.get("class") or "").split() if selector[0] == "." else bool(box.tag == name)

    return [box for box in root.iter() if is_named(box) and not any(is_named(outer) for outer in box.iterancestors())]


def _refuse(root: HtmlElement, asked: str, final: str, has_links: bool) -> None:
    """Raise for a page that answers instead of the listing; an empty template is a listing without links."""
    try:
        refuse(root, flatten(root), asked, final, has_metas=has_links)
    except ReadError as refusal:
        if refusal.kind != "empty":
            raise


def _family(links: Iterable[Link], address: str, source: Source | None) -> str | None:
    """The family that most articles' addresses are formed by, else the one that forms listings so."""
    if source and source.family:
        return source.family
    paths = [urlsplit(link.url).path for link in links]
    owners = Counter(next((family.id for family in FAMILIES if family.owns(path)), "") for path in paths)
    if owners and (most := owners.most_common(1)[0][0]):
        return most
    own_path = urlsplit(address).path
    # Any column may end as TRS's do; only its articles tell.
    return next((family.id for family in FAMILIES if family.id != "trs" and family.lists(own_path)), None)


def _listing(links: Iterable[Link], further: str | None, family: str) -> Listing:
    once: dict[str, Link] = {}
    for link in links:
        if len(once) >= LINKS_AT_MOST:
            break
        once.setdefault(link.url, link)
    return Listing(links=tuple(once.values()), next=further, family=family)

"""A listing page → the articles it leads to, with title and day, and the address of the next page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml.html import HtmlElement

from scrapers.families import FAMILIES
from scrapers.feeds import feed_links, is_feed
from scrapers.flat import flatten
from scrapers.page import decode, parse
from scrapers.refusal import refuse
from warehouse.records import Link, Listing, Snapshot, Source

LINKS_AT_MOST: Final = 500
TITLE_AT_MOST: Final = 300
FEW: Final = 3
AMONG: Final = 5  # so many articles in a folder make its other links articles too
_DAY: Final = re.compile(r"(20\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
# The day in an article's address, as the families write it.
_ADDRESS_DAY: Final = (
    re.compile(r"/t(20\d\d)(\d\d)(\d\d)_"),
    re.compile(r"/(20\d\d)-(\d\d)[-/](\d\d)/"),
    re.compile(r"/art/(20\d\d)/(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/(20\d\d)/?(\d\d)/?(\d\d)/"),
)
_ARTICLE: Final = re.compile(r"(?:\d{3,}|[0-9a-f]{12,}|/p/|detail|article|content|show|view|info)[^/]*$", re.I)
_NO_ARTICLE: Final = re.compile(
    r"(?:^|/)(?:index|list|default|node|col)(?:[_-]?\d+){0,2}\.\w+$|/$|\.(?:jpe?g|png|gif|css|js|zip|rar|mp[34]|apk|exe)$", re.I
)
_NEXT: Final = re.compile(r"^\s*(?:下一?页|后一?页|next(?: page)?|›|»|>)\s*$", re.I)
_TRS_PAGES: Final = re.compile(
    r"createPageHTML\w*\(\s*[\"']?(\d+)[\"']?\s*,\s*[\"']?(\d+)[\"']?\s*,\s*[\"'](\w+)[\"']\s*,\s*[\"'](\w+)"
)
_RECORD: Final = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.S)
_FURNITURE: Final = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|foot(?:er)?|crumb|breadcrumb|weizhi|dqwz|copyright|friend|yqlj|topbar|login)", re.I
)


def list_links(page: Snapshot, source: Source | None = None) -> Listing:
    """The links to follow, in the page's order, each once. Raises ReadError for what is no listing."""
    text = decode(page.body, page.content_type)
    base = page.final_url or page.url
    if is_feed(page.body, page.content_type):
        links, kind = feed_links(page.body, base), "feed"
        return Listing(links=tuple(_bounded(links, base, source)), family=kind)
    records = "".join(_RECORD.findall(text))
    root = parse(text)
    family = _family(base, source)
    trees = [parse(f"<div>{records}</div>")] if records else [_scope(root, family)]
    base = _base(root, base)
    links = [link for tree in trees for link in _article_links(tree, base)]
    if not links and trees[0] is not root:
        links = list(_article_links(root, base))
    kept = tuple(_bounded(links, page.final_url or page.url, source))
    if len(kept) < FEW:  # an empty listing, or no listing at all: a firewall, a closed account
        refuse(root, flatten(root), page.url, page.url, has_metas=False)
    return Listing(
        links=kept,
        next=_next(root, text, base),
        family=family or ("jpage" if records else "general"),
    )


def _family(address: str, source: Source | None) -> str | None:
    if source and source.family:
        return source.family
    path = urlsplit(address).path
    found = [f.id for f in FAMILIES if f.lists(path)]
    return found[0] if found and found[0] != "trs" else None


def _scope(root: HtmlElement, family: str | None) -> HtmlElement:
    """The box that holds the links, where the family names one by its id."""
    known = next((f for f in FAMILIES if f.id == family), None)
    for selector in known.links if known else ():
        if selector.startswith("#"):
            for box in root.iter():
                if isinstance(box.tag, str) and box.get("id") == selector[1:]:
                    return box
    return root


def _base(root: HtmlElement, address: str) -> str:
    for tag in root.iter("base"):
        if href := tag.get("href"):
            return str(urljoin(address, href))
    return address


def _article_links(tree: HtmlElement, base: str) -> list[Link]:
    """Links that look like articles, and those that stand among them in the same folder with a short name."""
    sure = {link.url: link for link in _candidates(tree, base, strict=True)}
    folders = Counter(_folder(url) for url in sure)
    return [
        sure.get(link.url, link)
        for link in _candidates(tree, base, strict=False)
        if link.url in sure or folders[_folder(link.url)] >= AMONG
    ]


def _folder(url: str) -> tuple[str, str]:
    """The address up to its last slash, and the extension."""
    head, _, name = url.partition("?")[0].rpartition("/")
    return head, name.rpartition(".")[2]


def _candidates(tree: HtmlElement, base: str, *, strict: bool) -> Iterator[Link]:
    for anchor in tree.iter("a"):
        href = (anchor.get("href") or "").strip()
        if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
            continue
        try:
            url = urldefrag(urljoin(base, href)).url
            path = urlsplit(url).path
        except ValueError:
            continue
        title = _title(anchor)
        if not title or _NEXT.match(title) or not _looks_like_article(path, title, anchor, url, base, strict):
            continue
        yield Link(url=url, title=title[:TITLE_AT_MOST], day=_day(anchor, path))


def _looks_like_article(path: str, title: str, anchor: HtmlElement, url: str, base: str, strict: bool) -> bool:
    if any(family.owns(path) for family in FAMILIES):
        return True
    if url == base or _NO_ARTICLE.search(path) or _in_furniture(anchor):
        return False
    if not strict:
        return True
    numbered = _ARTICLE.search(path) is not None
    return len(title) >= 8 or (numbered and len(title) >= 4)


def _in_furniture(anchor: HtmlElement) -> bool:
    for box, _ in zip(anchor.iterancestors(), range(6), strict=False):
        if box.tag in ("nav", "footer", "header"):
            return True
        if _FURNITURE.search(f" {box.get('class') or ''} {box.get('id') or ''}"):
            return True
    return False


def _title(anchor: HtmlElement) -> str:
    """The whole title: a listing's text is often cut, its title attribute is not."""
    text = " ".join(anchor.text_content().split())
    said = " ".join((anchor.get("title") or "").split())
    cut = re.sub(r"[….\s]+$", "", text)
    if said and (
        not text or (len(said) > len(text) and (said.startswith(cut[:6]) or text.endswith(("…", "...", "..")) or len(text) < 8))
    ):
        return said
    text = re.sub(r"^(?:[·•■▪\-\s]+|\[[^\]]{1,8}\]\s*)", "", text)
    return _DAY.sub("", text).strip(" []()（）") or text


def _day(anchor: HtmlElement, path: str) -> date | None:
    """The date beside the link: in its own text, its row, or the address."""
    row = anchor
    for _ in range(3):
        text = _nearby(row)
        if (found := _DAY.search(text)) and (day := _date(*found.groups())):
            return day
        parent = row.getparent()
        if parent is None or len(parent.findall(".//a")) > 3 or row.tag in ("li", "tr", "dd"):
            break
        row = parent
    for form in _ADDRESS_DAY:
        if (found := form.search(path)) and (day := _date(*found.groups())):
            return day
    return None


def _nearby(row: HtmlElement) -> str:
    text = row.text_content()[:2000]
    tail = (row.tail or "")[:40]
    following = row.getnext()
    beside = (
        following.text_content()[:40]
        if following is not None and following.tag in ("span", "em", "i", "td", "b", "time", "font")
        else ""
    )
    return f"{text} {tail} {beside}"


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _next(root: HtmlElement, text: str, base: str) -> str | None:
    """The next page: a link that says so, or what a TRS template's script would write."""
    for anchor in root.iter("a"):
        href = (anchor.get("href") or "").strip()
        if href and not href.startswith(("javascript:", "#")) and _NEXT.match(anchor.text_content()):
            following = urldefrag(urljoin(base, href)).url
            return following if following != base else None
    if found := _TRS_PAGES.search(text):
        total, current, name, extension = int(found[1]), int(found[2]), found[3], found[4]
        if current + 1 < total:
            return urljoin(base, f"{name}_{current + 1}.{extension}")
    return None


def _bounded(links: list[Link], base: str, source: Source | None) -> Iterator[Link]:
    """Each address once and on the source's own hosts; the longer of two titles and the first day win."""
    hosts = _hosts(base, source)
    kept: dict[str, Link] = {}
    for link in links:
        parts = urlsplit(link.url)
        if parts.scheme not in ("http", "https") or parts.netloc.lower().removeprefix("www.") not in hosts:
            continue
        known = kept.get(link.url)
        if known:
            title = max(known.title, link.title, key=len)
            kept[link.url] = Link(url=link.url, title=title, day=known.day or link.day)
        elif len(kept) < LINKS_AT_MOST:
            kept[link.url] = link
    yield from kept.values()


def _hosts(base: str, source: Source | None) -> set[str]:
    own = {urlsplit(base).netloc.lower()}
    if source:
        own |= {urlsplit(source.listing).netloc.lower(), *(host.lower() for host in source.hosts)}
    return {host.removeprefix("www.") for host in own}

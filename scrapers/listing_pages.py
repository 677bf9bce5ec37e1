"""The address of a listing's next page: a link that says so, the next number, or what a template's script would write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from lxml.html import HtmlElement

from scrapers.link_address import own_address
from scrapers.listing_dates import strings

ANCHORS_AT_MOST: Final = 6000
SCRIPTS_AT_MOST: Final = 1_000_000  # characters
_NEXT: Final = re.compile(
    r"[\s\[【(（|]*(?:(?:查看|进入|翻到)?下\s?[一1]?\s?[页頁版]|后一?[页頁版]|next(?:\s?page)?)[\s>»›→\]】)）|]*", re.I
)
_ARROW: Final = re.compile(r"\s*(?:>{1,2}|»|›|→|&gt;)\s*")
_PAGER: Final = re.compile(r"(?:^|[\s_-])(?:page\w*|pagination|paging\w*|fenye|pgs?|lbfy|next)(?=$|[\s_-]|\d)", re.I)
_CURRENT: Final = re.compile(r"(?:^|[\s_-])(?:current|cur|active|on|now|this|selected|thisclass)(?=$|[\s_-])", re.I)
_HREFS: Final = ("href", "tagname", "data-href", "data-url", "url")
# createPageHTML(total, current, "index", "html"): pages 0 to total - 1 are index.html, index_1.html …
# createPageHTML('page_div', total, current, "list", "shtml", …): pages 1 to total are list.shtml, list_2.shtml …
_TRS_CALL: Final = re.compile(
    r"\bcreatePage\w*\s*\(\s*(?P<box>[\"'][\w-]+[\"']\s*,\s*)?[\"']?(?P<total>\d{1,6})[\"']?\s*,\s*[\"']?(?P<now>\d{1,6})[\"']?\s*,"
    r"\s*[\"'](?P<name>[\w./-]{1,80})[\"']\s*,\s*[\"']\.?(?P<ext>\w{1,8})[\"']"
)
# The older templates write the same as variables.
_TRS_TOTAL: Final = re.compile(r"\b(?:countPage|(?:m_)?nPageCount|totalPages?|pageCount)\s*=\s*[\"']?(\d{1,6})\b")
_TRS_NOW: Final = re.compile(r"\b(?:currentPage|(?:m_)?nCurrPage|nCurrIndex|currPage)\s*=\s*[\"']?(\d{1,6})\b")
_TRS_NAME: Final = re.compile(r"\b(?:(?:m_)?strPageName|pageName)\s*=\s*[\"']([\w-]{1,40})[\"']")
_TRS_EXT: Final = re.compile(r"\b(?:(?:m_)?strPageExt|pageExt)\s*=\s*[\"']\.?(\w{1,8})[\"']")


def next_page(root: HtmlElement, base: str, hosts: frozenset[str]) -> str | None:
    """The next page on the same hosts, or None on the last one."""
    for find in (_declared, _said, _numbered):
        following = next((url for href in find(root) if (url := own_address(href, base, hosts)) and url != base), None)
        if following:
            return following
    for href in (_trs(root, base), _ylcms(root, base)):
        if href and (url := own_address(href, base, hosts)) and url != base:
            return url
    return None


def _declared(root: HtmlElement) -> Iterator[str]:
    for link in islice(root.iter("link", "a"), ANCHORS_AT_MOST):
        if "next" in (link.get("rel") or "").lower().split():
            yield from _hrefs(link)


def _said(root: HtmlElement) -> Iterator[str]:
    """Links that say “next”; an arrow alone counts only in a pager."""
    arrows: list[str] = []
    for anchor in islice(root.iter("a"), ANCHORS_AT_MOST):
        if len(anchor) > 3:
            continue
        text = " ".join(strings(anchor, 40)) or (anchor.get("title") or "")[:40]
        if not text:
            text = next((image.get("alt") or "" for image in anchor.iter("img")), "")[:40]
        if _NEXT.fullmatch(text):
            yield from _hrefs(anchor)
        elif _ARROW.fullmatch(text) and _in_pager(anchor):
            arrows += _hrefs(anchor)
    yield from arrows


def _numbered(root: HtmlElement) -> Iterator[str]:
    """The link to number n + 1 beside the current number, which is no link or is marked as current."""
    for anchor in islice(root.iter("a"), ANCHORS_AT_MOST):
        text = "".join(strings(anchor, 40))
        if not (text.isdecimal() and len(text) <= 4 and _in_pager(anchor)):
            continue
        before = anchor.getprevious()
        if before is None and (parent := anchor.getparent()) is not None:  # <li><b>1</b></li><li><a>2</a></li>
            before = parent.getprevious()
        if before is None or "".join(strings(before, 20)) != str(int(text) - 1):
            continue
        linked = [link for link in before.iter("a") if link.get("href")]
        if not linked or _CURRENT.search(before.get("class") or "") or _CURRENT.search(linked[0].get("class") or ""):
            yield from _hrefs(anchor)


def _hrefs(link: HtmlElement) -> Iterator[str]:
    """The addresses a pager's link holds; jpage keeps its own in `tagname`."""
    for name in _HREFS:
        href = (link.get(name) or "").strip()
        if href and not href.lower().startswith(("javascript:", "#")):
            yield href


def _in_pager(anchor: HtmlElement) -> bool:
    for box in (anchor, *islice(anchor.iterancestors(), 4)):
        if _PAGER.search(f"{(box.get('class') or '')[:200]} {(box.get('id') or '')[:100]}"):
            return True
    return False


def _trs(root: HtmlElement, base: str) -> str | None:
    text = "\n".join(said for script in islice(root.iter("script"), 200) if (said := script.text))[:SCRIPTS_AT_MOST]
    if found := _TRS_CALL.search(text):
        total, now = int(found["total"]), int(found["now"])
        return f"{found['name']}_{now + 1}.{found['ext']}" if now + 1 < total + bool(found["box"]) else None
    total_said, now_said = _TRS_TOTAL.search(text), _TRS_NOW.search(text)
    if not total_said or not now_said or int(now_said[1]) + 1 >= int(total_said[1]):
        return None
    name, ext = _TRS_NAME.search(text), _TRS_EXT.search(text)
    own = re.fullmatch(r"(\w+?)(?:_\d+)?\.(\w+)", urlsplit(base).path.rpartition("/")[2])
    if not name and not own and "index" not in text:
        return None
    stem = name[1] if name else own[1] if own else "index"
    suffix = ext[1] if ext else own[2] if own else _script_extension(text)
    return f"{stem}_{int(now_said[1]) + 1}.{suffix}"


def _script_extension(text: str) -> str:
    said = re.search(r"[\"']\.(s?html?)[\"']", text)
    return said[1] if said else "htm"


def _ylcms(root: HtmlElement, base: str) -> str | None:
    """ylcms writes no link: its pages are asked from the site by number, as its own script does."""
    site = next((meta.get("content") for meta in root.iter("meta") if meta.get("name") == "siteIdMeta"), None)
    parts = urlsplit(base)
    if not site or "/cms/" not in parts.path:
        return None
    asked = dict(parse_qsl(parts.query))
    number = int(asked["page"]) if asked.get("page", "").isdecimal() and len(asked["page"]) < 6 else 1
    if (total := re.search(r"共\s?(\d{1,5})\s?页", root.text_content()[-4000:])) and number >= int(total[1]):
        return None
    if parts.path.endswith("/cms/sitemanage/index.shtml"):
        return with_query(base, page=str(number + 1))
    return f"/cms/sitemanage/index.shtml?siteId={quote(site.strip())}&page={number + 1}"


def with_query(address: str, **values: str) -> str:
    """The address with these values in its query, the others in their order."""
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True)) | values
    return urlunsplit(parts._replace(query=urlencode(asked)))

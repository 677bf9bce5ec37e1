"""Listings that are data in the page or instead of it: jpage's records, and the JSON of “load more”."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from scrapers.link_address import own_address
from scrapers.listing_pages import with_query
from scrapers.page import parse, writable
from warehouse.records import Link

CHINA: Final = timezone(timedelta(hours=8))
ITEMS_AT_MOST: Final = 2000
DEPTH_AT_MOST: Final = 8
_GROUP: Final = re.compile(r"<nextgroup>\s*<!\[CDATA\[.{0,40}?href=([\"'])(.{1,1000}?)\1", re.S)
_PROXY: Final = re.compile(r"[\"']([\w/.:-]{0,120}dataproxy\.jsp[^\"'\s]{0,300})[\"']")
_PARAMETER: Final = re.compile(
    r"\b(appid|webid|path|columnid|sourceContentType|unitid|webname|permissiontype)\s*:\s*[\"']?([^\"',}\s]{0,80})"
)
_TOTAL: Final = re.compile(r"<totalrecord>(\d{1,8})</totalrecord>|\btotalRecord\s*[:=]\s*[\"']?(\d{1,8})", re.I)
_TOTAL_PAGES: Final = re.compile(r"<totalpage>(\d{1,6})</totalpage>", re.I)
_CALL: Final = re.compile(r"[\w$.]{1,80}\s?\(")
# As TRS and others name them; compared in lower case, the first that is there counts.
_URLS: Final = (
    "docpuburl", "puburl", "url", "link", "href", "linkurl", "docurl", "articleurl", "detailurl", "pageurl", "weburl",
)  # fmt: skip
_TITLES: Final = ("doctitle", "title", "name", "listtitle", "articletitle", "subject", "headline", "linktitle")
_DAYS: Final = (
    "docreltime", "pubdate", "publishtime", "publishdate", "publish_time", "pubtime", "date", "time", "releasetime",
    "docpubtime", "reldate", "crtime", "createtime", "createdate", "updatetime", "savetime", "day",
)  # fmt: skip
_PAGES: Final = ("page", "pageno", "pagenum", "pageindex", "currentpage", "curpage", "p")
_TOTALS: Final = ("totalpage", "totalpages", "pagecount", "pages", "pagetotal", "countpage")


def records(text: str) -> str:
    """The HTML of jpage's records; empty when the page has none."""
    found = (part.partition("</record>") for part in text.split("<record>")[1:])
    return "".join(held.strip().removeprefix("<![CDATA[").removesuffix("]]>") for held, end, _ in found if end)


def next_records(text: str, address: str) -> str | None:
    """Where the records after these are: what the data store says, or what the page's script asks for."""
    if found := _GROUP.search(text):
        return found[2].replace("&amp;", "&")
    parts = urlsplit(address)
    if parts.path.endswith("dataproxy.jsp"):
        number, pages = re.search(r"(?:^|&)page=(\d{1,6})(?:&|$)", parts.query), _TOTAL_PAGES.search(text)
        more = number and pages and int(number[1]) < int(pages[1])
        return with_query(address, page=str(int(number[1]) + 1)) if number and more else None
    asked = dict(_PARAMETER.findall(text))
    proxy = _PROXY.search(text)
    if "columnid" not in asked or "unitid" not in asked or (proxy is None and "jpage" not in text):
        return None
    where = proxy[1].partition("?")[0] if proxy else "/module/web/jpage/dataproxy.jsp"
    shown, total = text.count("<record>"), _TOTAL.search(text)
    if total and shown >= int(total[1] or total[2]):
        return None
    return f"{where}?{urlencode({'page': '2' if shown else '1', **asked})}"  # a page may leave all its records to the script


def json_of(text: str) -> Any:
    """The value that a JSON or JSONP answer holds; None when it is neither. Never raises."""
    text = text.strip()
    if (call := _CALL.match(text)) and (held := text.rstrip("; \r\n")).endswith(")"):
        text = held[call.end() : -1].strip()
    if text[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def json_links(value: Any, base: str, hosts: frozenset[str]) -> list[Link]:
    """The articles of a “load more” answer: objects with an address and a title, wherever they stand in it."""
    found: dict[str, Link] = {}
    for item in _objects(value, DEPTH_AT_MOST):
        lower = {str(key).lower(): content for key, content in item.items()}
        href, title = _text(lower, _URLS), _text(lower, _TITLES)
        url = own_address(href, base, hosts) if href and title else None
        if url and url not in found:
            plain = " ".join(parse(title).text_content().split()) if "<" in title or "&" in title else " ".join(title.split())
            found[url] = Link(url=url, title=writable(plain)[:300], day=_day(lower))
        if len(found) >= ITEMS_AT_MOST:
            break
    return list(found.values())


def json_next(value: Any, address: str) -> str | None:
    """The same address with the next number, when the answer says that there are more pages than this one."""
    query = dict(part.partition("=")[::2] for part in urlsplit(address).query.split("&") if part)
    for name, said in query.items():
        if name.lower() in _PAGES and said.isdecimal() and len(said) < 7:
            for item in _objects(value, 3):
                for key, total in item.items():
                    if str(key).lower() in _TOTALS and str(total).isdecimal() and int(said) < int(str(total)[:9]):
                        return with_query(address, **{name: str(int(said) + 1)})
    return None


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth <= 0:
        return
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            if isinstance(part, dict | list):
                yield from _objects(part, depth - 1)


def _text(item: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((said for name in names if isinstance(said := item.get(name), str) and said.strip()), "")


def _day(item: Mapping[str, Any]) -> date | None:
    for name in _DAYS:
        said = item.get(name)
        if isinstance(said, str) and (found := re.match(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})", said)):
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                continue
        if isinstance(said, str) and said.isdecimal():
            said = int(said[:14])
        if isinstance(said, int | float) and not isinstance(said, bool) and 8e8 < said < 4e12:
            return datetime.fromtimestamp(said / 1000 if said > 4e10 else said, CHINA).date()
    return None

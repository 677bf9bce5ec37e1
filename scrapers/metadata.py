"""What a page says of itself in its head: <meta> names, JSON-LD, and dates in its scripts and its address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from scrapers.byline import find_date
from scrapers.flat import EDGES

_MAX_META: Final = 2000


def metas(root: HtmlElement) -> dict[str, str]:
    """`<meta>` name, property or itemprop (lower case) → content; of several the first that is not blank."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        attributes = meta.attrib
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        content = attributes.get("content", "")[:_MAX_META].strip(EDGES)
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def linked_data(root: HtmlElement) -> dict[str, Any]:
    """The first JSON-LD object that looks like an article; {} when there is none or it cannot be read."""
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                data = json.loads(script.text or "")
            except (ValueError, RecursionError):
                continue
            for item in _objects(data):
                if "datePublished" in item or "headline" in item:
                    return dict(item)
    return {}


def _objects(data: object, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > 4:
        return
    if isinstance(data, dict):
        yield data
        yield from _objects(data.get("@graph"), depth + 1)
    elif isinstance(data, list):
        for item in data[:50]:
            yield from _objects(item, depth + 1)


# In the order of trust: first the name of the national guideline for government sites (国办发〔2017〕47号).
DATE_METAS: Final = (
    "pubdate",
    "article:published_time",
    "og:article:published_time",
    "publishdate",
    "publish_date",
    "publish-date",
    "pubtime",
    "publishtime",
    "publish_time",
    "datepublished",
    "og:release_date",
    "og:published_time",
    "article.published",
    "weibo:article:create_at",
    "weibo: article:create_at",
    "apub:time",
    "firstpublishedtime",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.created",
    "date",
)
SOURCE_METAS: Final = ("source", "mediaid", "og:site_source", "article:source")

# In lower case: to ignore case would take `re` three times as long, on the longest texts of a page.
_SCRIPT_DATE: Final = re.compile(
    r"""(?:pub(?:lish)?_?(?:date|data|time)|ptime|publish_?at|create_?time|releasetime|docreltime|fbsj)["']?\s*[:=]\s*["']([^"']{8,30})["']"""
)
_WECHAT_TIME: Final = re.compile(r"""(?:ct(?<!\wct)|oricreatetime)\s*[:=]\s*["'](\d{10})["']""")
_MAX_SCRIPTS: Final = 400_000
_CHINA: Final = timezone(timedelta(hours=8))


def script_date(root: HtmlElement) -> str | None:
    """A date that an inline script writes into the page (`var pubdata='2020年04月22日'`), in 400,000 characters."""
    left = _MAX_SCRIPTS
    for script in root.iter("script"):
        text = (script.text or "")[:left].lower()
        left -= len(text)
        for found in _SCRIPT_DATE.finditer(text):
            if day := find_date(found[1]):
                return day
        if seconds := _WECHAT_TIME.search(text):
            return datetime.fromtimestamp(int(seconds[1]), _CHINA).strftime("%Y-%m-%dT%H:%M:%S")
        if left <= 0:
            break
    return None


def path_of(address: str) -> str:
    """The path of an address or file name; "" when it cannot be taken apart (`http://[x`)."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


_ADDRESS_DATES: Final = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_](\d{1,2})[-/_](\d{1,2})(?!\d)"),  # /2025/3/12/, /2025-03-12/, /2025-03/12/
    re.compile(r"(?<!\d)((?:19|20)\d\d)[-/]?(\d\d)[-/]?(\d\d)(?!\d)"),  # t20250312_445282, /20250312/
)


def address_date(url: str) -> str | None:
    """The day in an article's address, as CMS families put it: t20250312_1.htm, /2025-03/12/, /art/2025/3/12/."""
    path = path_of(url)
    for pattern in _ADDRESS_DATES:
        for found in pattern.finditer(path):
            try:
                return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
            except ValueError:
                continue
    return None

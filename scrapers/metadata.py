"""Title, date, publisher, author and column of a page: government metas first, then JSON-LD and Open Graph, then the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml.html import HtmlElement

from scrapers.flat import EDGES, Flat

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


_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*(?:年|-|/|\.|－)\s*(\d{1,2})\s*(?:月|-|/|\.|－)\s*(\d{1,2})(?!\d)\s*日?"
    r"(?:\s*(?:[T ]|星期.|\(.{1,3}\)|（.{1,3}）|[^\d]{0,4}?)\s*(\d{1,2})[:：时](\d{2})(?:[:：分](\d{2}))?)?"
)


def first_date(text: str) -> str | None:
    """The first full date in `text` as ISO, with the time when one stands beside it."""
    for m in _DATE.finditer(text):
        y, mo, d = int(m[1]), int(m[2]), int(m[3])
        if not (1 <= mo <= 12 and 1 <= d <= 31):
            continue
        out = f"{y:04d}-{mo:02d}-{d:02d}"
        if m[4] and int(m[4]) < 24 and int(m[5]) < 60:
            out += f"T{int(m[4]):02d}:{m[5]}:{m[6] or '00'}"
        return out
    return None


_META_DATES = (
    "pubdate",
    "article:published_time",
    "og:article:published_time",
    "publishdate",
    "og:release_date",
    "datepublished",
    "publish-date",
    "pubtime",
    "weibo: article:create_at",
    "weibo:article:create_at",
    "apub:time",
    "article.published",
    "publication_date",
    "date",
)
_SOURCES = ("contentsource", "source", "mediaid", "og:site_source")
_SOURCE = re.compile(
    r"(?:文章来源|信息来源|稿件来源|新闻来源|来\s*源|稿\s*源|來源)\s*[:：]\s*[《\[【]?\s*([^\s|｜]{2,30})"
)


def page_date(flat: Flat, upto: int) -> str | None:
    best = None
    for line in flat.lines[: upto + 1][::-1]:
        if len(line.text) > 200:
            continue
        if found := first_date(line.text):
            if re.search(r"发布|时间|日期|来源", line.text) or "T" in found:
                return found
            best = best or found
    return best


def page_source(flat: Flat, first: int, last: int) -> str | None:
    n = len(flat.lines)
    order = list(range(min(first, n - 1), -1, -1)) + list(range(first, min(last + 3, n)))
    for i in order:
        line = flat.lines[i]
        if len(line.text) > 200:
            continue
        m = _SOURCE.search(line.text)
        if m:
            value = re.split(r"(?:作者|编辑|责任|发布|时间|点击|浏览|字号|字体|分享|记者|责编|打印|\d{4}[-年])", m[1])[
                0
            ].strip(EDGES + "》]】）)(（:：")
            if len(value) >= 2:
                return value
    return None


def title_of(root: HtmlElement, flat: Flat, found: Mapping[str, str], first: int) -> str:
    if "articletitle" in found:
        return found["articletitle"]
    full = root.findtext(".//title") or ""
    full = re.sub(r"\s+", " ", full).strip(EDGES)
    heads = []
    for i, tag in enumerate(flat.tags):
        if tag in ("h1", "h2", "h3") or "title" in flat.names[i]:
            lines = flat.lines[flat.first[i] : flat.last[i]]
            if 1 <= len(lines) <= 2:
                text = " ".join(l.text for l in lines)
                if 4 <= len(text) <= 150:
                    heads.append((text, tag))
    og = found.get("og:title", "")
    for text, tag in heads:
        if full.startswith(text) or (tag == "h1" and text in full) or (og and text == og):
            return text
    for text, tag in heads:
        if text in full and len(text) > 0.4 * len(full):
            return text
    if og:
        return og
    parts = re.split(r"\s*[_|｜]\s*|\s+[-—–]+\s*|\s*--\s*|-(?=[^-]{2,12}$)", full)
    parts = [p for p in parts if p]
    if parts:
        return parts[0]
    return heads[0][0] if heads else ""

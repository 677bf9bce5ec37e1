"""Who published an article (来源), and who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from lxml.html import HtmlElement

from scrapers.byline import is_byline
from scrapers.credit import find_source, is_label, is_somebody, leftover_source, tidy_source
from scrapers.dating import Place
from scrapers.flat import Flat
from scrapers.metadata import SOURCE_METAS
from scrapers.prose import PROSE

# Elements whose class or id says that they hold the publisher's name and little else.
_NAMED: Final = re.compile("ource|media-name|mediaName|author-info|laiyuan")
_NOT_NAMED: Final = frozenset(("script", "style", "source", "link", "meta", "input", "img"))
_MAX_NAMED: Final = 40


def find_publisher(
    root: HtmlElement, flat: Flat, found: Mapping[str, str], data: Mapping[str, Any], place: Place,
    selectors: Sequence[str] = (),
) -> str | None:  # fmt: skip
    """The publisher: ContentSource, the family's own place, 来源 under the title, then other signs, in this order."""
    anybody = None
    for source in (*_said(root, flat, found, place, selectors), _of_data(data)):
        if source and is_somebody(source):
            return source
        anybody = anybody or source
    return anybody


def _of_data(data: Mapping[str, Any]) -> str | None:
    publisher = data.get("publisher")
    name = publisher.get("name") if isinstance(publisher, Mapping) else publisher
    return tidy_source(name) if isinstance(name, str) else None


def _said(
    root: HtmlElement, flat: Flat, found: Mapping[str, str], place: Place, selectors: Sequence[str]
) -> Iterator[str | None]:
    yield tidy_source(found.get("contentsource", ""))
    for selector in selectors:
        for element in root.xpath("//*[@id=$name]", name=selector.removeprefix("#"))[:1]:
            yield tidy_source(" ".join(element.text_content()[:200].split()))
    labelled = [_labelled(flat, number) for number in place.under(flat)]
    yield from labelled
    if not any(labelled):
        yield _named(root)
        yield _beside_the_date(flat, place)
    for number in place.elsewhere(flat):
        yield _labelled(flat, number)
    for number in range(place.last - 1, max(place.first, place.last - 4), -1):
        yield find_source(flat.lines[number].text[-60:])
    for name in SOURCE_METAS:
        yield tidy_source(found.get(name, ""))


def _labelled(flat: Flat, number: int) -> str | None:
    text = flat.lines[number].text
    if is_label(text) and number + 1 < len(flat.lines) and flat.weights[number + 1] < PROSE:
        text += "：" + flat.lines[number + 1].text
    return find_source(text) if len(text) < 160 else None


def _named(root: HtmlElement) -> str | None:
    """The innermost element with a telling name and a short text."""
    for element in _named_elements(root):
        if element.tag in _NOT_NAMED or any(child.tag not in ("a", "span", "em") for child in element.iterchildren("*")):
            continue
        text = re.sub(r"\s+", " ", element.text_content()[:200]).strip()
        if 2 <= len(text) <= 24 and (source := find_source(text) or tidy_source(text)) and is_somebody(source):
            return source
    return None


def _named_elements(root: HtmlElement) -> Iterator[HtmlElement]:
    """By class, then by id. (One loop in Python: libxml2 takes longer to look for five words in every attribute.)"""
    by_class: list[HtmlElement] = []
    by_id: list[HtmlElement] = []
    for element in root.iter():
        get = element.get
        if (name := get("class")) and _NAMED.search(name):
            by_class.append(element)
        if (name := get("id")) and _NAMED.search(name):
            by_id.append(element)
    yield from by_class[:_MAX_NAMED]
    yield from by_id[:_MAX_NAMED]


def _beside_the_date(flat: Flat, place: Place) -> str | None:
    if place.heading.last < 0:
        return None
    dated = (flat.lines[number].text for number in place.under(flat) if number > place.heading.last)
    return next((leftover_source(text) for text in dated if is_byline(text)), None)


_SIGN: Final = r"[^\s:：|｜,，。;；()（）\d]"
_AUTHOR: Final = re.compile(
    rf"(?:作\s*者|记\s*者|撰\s*稿|(?:^|[\s（(])文)\s*[:：/]\s*({_SIGN}{{2,8}}(?:[ 、]{_SIGN}{{2,4}}){{0,3}})"
)


def find_author(flat: Flat, found: Mapping[str, str], data: Mapping[str, Any], place: Place) -> str | None:
    """The author: the meta, JSON-LD, or 作者 and its like in the byline."""
    given = found.get("author", "")
    if given and not re.search(r"[\d@.]|网$|^(?:网易|腾讯|新浪|搜狐|凤凰|百度)", given):
        return given[:60]
    author = data.get("author")
    first = author[0] if isinstance(author, list) and author else author
    name = first.get("name") if isinstance(first, dict) else first
    if isinstance(name, str) and name.strip():
        return name.strip()[:60]
    top = max(place.heading.first, 0)
    for number in range(top, min(place.first, len(flat.lines))):
        text = flat.lines[number].text
        if len(text) < 160 and (match := _AUTHOR.search(text)):
            return re.split(r"\s*(?:来源|编辑|责编|字号|时间|发布|点击|浏览|分享)", match[1])[0].strip() or None
    return None

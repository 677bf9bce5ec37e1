"""The files that hang on an article, and those that must be read because the article itself says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from scrapers.flat import Flat
from warehouse.records import Article, Attachment

_FILE: Final = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|rtf|txt|zip|rar|7z)(?:$|[?#&\s（(])", re.I)
# Servers that hand out files by number: /down.jsp?id=7, with “附件：…” for the link's text.
_HANDED_OUT: Final = re.compile(r"down|attach|file|fujian", re.I)
# Most links need no closer look. (In lower case, and every alternative begins with a character: three times as fast.)
_HINT: Final = re.compile(rf"{_FILE.pattern}|{_HANDED_OUT.pattern}|\?|=")
# The kinds that hold no notice's text. Old and Chinese office files do, and cannot be opened; fetched all the same, they are
# recorded as unread.
_NO_TEXT: Final = re.compile(r"\.(?:pptx?|txt|zip|rar|7z)(?:$|[?#&\s（(])", re.I)
MAX_ATTACHMENTS: Final = 50
TO_READ_AT_MOST: Final = 5
"""Attachments of one notice that are fetched and read."""
SHORT: Final = 200
"""An article with fewer characters than this, besides the names of its files, only introduces them (“现将…予以公布。”)."""
ONLY_ATTACHED: Final = "the text stands only in the attachments"
_ADDRESSES: Final = etree.XPath("descendant::a/@href", smart_strings=False)
_SHOWN: Final = ("iframe", "embed", "object")
_MAX_ADDRESS: Final = 2000
_MAX_NAME: Final = 200


def find_attachments(flat: Flat, box: int, address: str) -> tuple[Attachment, ...]:
    """Links to files in the article's box and the two boxes around it, at most MAX_ATTACHMENTS, each address once."""
    for _ in range(2):
        box = max(flat.parents[box], 0)
    around = flat.elements[box]
    found: dict[str, Attachment] = {}
    # Most pages link to no file: all their addresses are looked at together, in a fifth of the time.
    linked: list[str] = _ADDRESSES(around)  # type: ignore[assignment]  # an XPath's result may be anything
    if not _HINT.search("\n".join(linked).lower()) and next(around.iter(*_SHOWN), None) is None:
        return ()
    for element in around.iter("a", *_SHOWN):
        target = (element.get("href") or element.get("src") or element.get("data") or "").strip()
        if not _HINT.search(target[:_MAX_ADDRESS].lower()):
            continue
        name = re.sub(r"\s+", " ", element.text_content()).strip() or (element.get("title") or "").strip()
        for file in _targets(element, target, name):
            try:
                url = urljoin(address, file)
            except ValueError:  # such as http://[broken
                continue
            if url.partition(":")[0].lower() in ("http", "https", "file") or "://" not in url:
                found.setdefault(url, Attachment(url=url, name=(name or url.rpartition("/")[2])[:_MAX_NAME]))
        if len(found) >= MAX_ATTACHMENTS:
            break
    return tuple(found.values())


def _targets(element: HtmlElement, target: str, name: str) -> Iterator[str]:
    """The file that an element leads to: by its address, by a viewer's parameter, or by its own name (down.jsp?id=7)."""
    if len(target) > _MAX_ADDRESS or target.lower().startswith(("javascript:", "mailto:", "#")):
        return
    if "viewer" in target or element.tag != "a":
        try:
            shown = [value for _, value in parse_qsl(urlsplit(target).query) if _FILE.search(value)]
        except ValueError:
            shown = []
        if shown:  # pdfjs/web/viewer.html?file=/f/plan.pdf
            yield shown[0]
            return
    said = (element.get("download") or name)[-_MAX_NAME:]
    if _FILE.search(target) or (
        element.tag == "a" and (_FILE.search(said) or (said.startswith("附件") and _HANDED_OUT.search(target)))
    ):
        yield target


def attachments_to_read(article: Article) -> tuple[Attachment, ...]:
    """The files that hold the text which this article only introduces, at most TO_READ_AT_MOST; none when it speaks itself."""
    own = article.text
    for one in article.attachments:
        own = own.replace(one.name, "")
    if len(own) >= SHORT:
        return ()
    files = [one for one in article.attachments if not (_NO_TEXT.search(one.url) or _NO_TEXT.search(one.name))]
    return tuple(files[:TO_READ_AT_MOST])

"""Bytes → article: one parse and one walk, shared by every field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from lxml.html import HtmlElement

from scrapers.attachments import ONLY_ATTACHED, find_attachments
from scrapers.body import Body, find_body
from scrapers.byline import find_date
from scrapers.dating import Place, find_published
from scrapers.documents import is_document, read_document
from scrapers.families import body_boxes, family_named, find_family
from scrapers.family import Family
from scrapers.flat import Flat, flatten
from scrapers.heading import Heading, find_heading
from scrapers.metadata import address_date, linked_data, metas, path_of
from scrapers.page import ReadError, decode, parse, writable
from scrapers.publisher import find_author, find_publisher
from scrapers.refusal import refuse
from scrapers.rows import join_rows
from scrapers.scripted import with_scripted
from warehouse.records import Article, Link, Snapshot, Source

SHORTEST: Final = 12
"""A text of fewer characters, on a page without any date, is what a template shows when its article is missing."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A page taken apart: what its head says, its family, where title and text stand. No body: no prose."""

    root: HtmlElement
    flat: Flat
    found: Mapping[str, str]
    data: Mapping[str, Any]
    family: Family | None
    heading: Heading
    body: Body | None


def read_article(page: Snapshot, link: Link | None = None, source: Source | None = None) -> Article:
    """What a page or document says, with its own characters.

    `link` is what the listing says of it: title and day are used where the page gives none. `source` may name the family
    and the text's box.
    Raises ReadError when there is no article; `kind` is one of `page.KINDS`.
    """
    if is_document(page.body):
        return _from_document(page, link)
    parts = take_apart(page, link, source)
    flat, heading, body, family = parts.flat, parts.heading, parts.body, parts.family
    attachments = find_attachments(flat, body.box if body else 0, page.final_url)
    if body is None or not body.lines:
        if not attachments or not heading.text:
            raise ReadError("layout", "no text found where an article is expected")
        body = Body(0, (), len(flat.lines), len(flat.lines))
    place = Place(heading, body.first, body.last, flat.first[body.box])
    listed = link.day if link else None
    text = "\n".join(join_rows(flat, body))
    dated = find_published(parts.root, flat, parts.found, parts.data, place, page.final_url, page.fetched_at, listed)
    if len(text) < SHORTEST and not (dated.iso or attachments):
        raise ReadError("empty", f"a template without a text: {text!r}")
    author = find_author(flat, parts.found, parts.data, place)
    publisher = find_publisher(parts.root, flat, parts.found, parts.data, place, family.source if family else ())
    return Article(
        url=page.final_url,
        title=writable(heading.text),
        text=text,
        published_at=dated.iso,
        publisher=publisher and writable(publisher),
        author=author and writable(author),
        column=parts.found.get("columnname"),
        attachments=attachments,
        family=family.id if family else "general",
        date_from=dated.origin,
        doubts=dated.doubts if body.lines else (*dated.doubts, ONLY_ATTACHED),
    )


def take_apart(page: Snapshot, link: Link | None = None, source: Source | None = None) -> Parts:
    """One parse and one walk. Raises ReadError for what cannot be decoded and for refusals."""
    root = parse(decode(page.body, page.content_type))
    found = metas(root)
    data = linked_data(root)
    flat = with_scripted(root, flatten(root), data)
    refuse(root, flat, page.url, page.final_url, bool(found.get("articletitle") or found.get("pubdate")))
    day = _day(found, page.final_url) or (link.day if link else None)
    family = family_named(source.family or "") if source else None
    family = family or find_family(path_of(page.final_url), flat, day)
    titles = [box for selector in (family.title if family else ()) for box in flat.named(selector)]
    heading = find_heading(root, flat, found, str(data.get("headline") or ""), link.title if link else "", titles)
    sure, likely = body_boxes(family, flat, day)
    if source and source.text_box:
        sure = [*flat.named(source.text_box), *sure]
    return Parts(root, flat, found, data, family, heading, find_body(flat, sure, likely, heading))


def _day(found: Mapping[str, str], address: str) -> date | None:
    """The page's day as far as its head or address tell it, to choose among layouts of different times."""
    iso = find_date(found.get("pubdate", "")) or address_date(address)
    return date.fromisoformat(iso[:10]) if iso else None


def _from_document(page: Snapshot, link: Link | None) -> Article:
    document = read_document(page.body)
    name = path_of(page.final_url).rpartition("/")[2]
    return Article(
        url=page.final_url,
        title=(link.title if link else "") or document.title or document.text.partition("\n")[0][:200] or name,
        text=document.text,
        published_at=link.day.isoformat() if link and link.day else None,
        family="document",
        date_from="listing" if link and link.day else None,
        doubts=document.doubts,
    )

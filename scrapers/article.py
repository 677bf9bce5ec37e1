"""Bytes → article: one parse and one walk, shared by every field."""

from __future__ import annotations

from scrapers.body import body_lines, find_body
from scrapers.flat import flatten
from scrapers.metadata import _META_DATES, _SOURCES, first_date, linked_data, metas, page_date, page_source, title_of
from scrapers.page import ReadError, decode, parse
from warehouse.records import Article, Link, Snapshot

_PRIOR = ("trs_editor", "trs_editor_view", "zoom", "js_content", "ozoom", "article_content")


def read_article(page: Snapshot, link: Link | None = None) -> Article:
    root = parse(decode(page.body, page.content_type))
    flat = flatten(root)
    found = metas(root)
    priors = []
    for i, name in enumerate(flat.names):
        words = name.split()
        if (
            flat.tags[i] == "founder-content"
            or any(w in _PRIOR for w in words)
            or (flat.elements[i].get("id") == "Content")
        ):
            priors.append(i)
    box = find_body(flat, priors)
    if box is None:
        raise ReadError("layout", "no text found")
    lines = body_lines(flat, box)
    data = linked_data(root)
    date = None
    origin = None
    for name in _META_DATES:
        if name in found and (date := first_date(found[name])):
            origin = "meta:" + name
            break
    if not date and (date := first_date(str(data.get("datePublished", "")))):
        origin = "jsonld"
    start = flat.lines.index(lines[0]) if lines else flat.first[box]
    if not date and (date := page_date(flat, start)):
        origin = "page"
    source = next((found[n] for n in _SOURCES if n in found), None) or page_source(flat, start, flat.last[box])
    return Article(
        url=page.final_url,
        title=title_of(root, flat, found, start),
        text="\n".join(line.text for line in lines),
        published_at=date,
        publisher=source,
        author=found.get("author"),
        column=found.get("columnname"),
        date_from=origin,
    )

"""Bytes → article: one parse and one walk, shared by every field."""

from __future__ import annotations

from scrapers.body import body_lines, find_body, weigh
from scrapers.byline import find_date, find_source, is_byline, is_somebody, leftover_source, tidy_source
from scrapers.flat import flatten
from scrapers.heading import find_heading
from scrapers.metadata import DATE_METAS, SOURCE_METAS, address_date, linked_data, metas, script_date
from scrapers.page import ReadError, decode, parse
from warehouse.records import Article, Link, Snapshot

_PRIOR = ("trs_editor", "trs_editor_view", "zoom", "js_content", "ozoom", "article_content")


def read_article(page: Snapshot, link: Link | None = None) -> Article:
    root = parse(decode(page.body, page.content_type))
    flat = flatten(root)
    found = metas(root)
    data = linked_data(root)
    heading = find_heading(root, flat, found, str(data.get("headline") or ""), link.title if link else "")
    priors = []
    for i, name in enumerate(flat.names):
        words = name.split()
        if (
            flat.tags[i] == "founder-content"
            or any(w in _PRIOR for w in words)
            or (flat.elements[i].get("id") == "Content")
        ):
            priors.append(i)
    box = find_body(flat, priors, heading.last)
    if box is None:
        raise ReadError("layout", "no text found")
    lines = body_lines(flat, box, heading)
    start = next(
        (n for n in range(max(flat.first[box], heading.last + 1), flat.last[box]) if weigh(flat.lines[n]) > 15),
        flat.first[box],
    )
    date, origin = _date(root, flat, found, data, heading, start, flat.last[box], page.url)
    source = _source(root, flat, found, heading, start, flat.last[box])
    return Article(
        url=page.final_url,
        title=heading.text,
        text="\n".join(line.text for line in lines),
        published_at=date,
        publisher=source,
        author=found.get("author"),
        column=found.get("columnname"),
        date_from=origin,
    )


def _window(heading, start, end, n):
    if heading.last >= 0:
        yield from range(heading.first, min(start, n))
    yield from range(end, min(end + 15, n))
    yield from range(min(heading.first if heading.first >= 0 else start, n) - 1, -1, -1)


def _date(root, flat, found, data, heading, start, end, url):
    for name in DATE_METAS:
        if name in found and (date := find_date(found[name])):
            return date, "meta:" + name
    if date := find_date(str(data.get("datePublished", ""))):
        return date, "jsonld"
    for number in _window(heading, start, end, len(flat.lines)):
        text = flat.lines[number].text
        if is_byline(text) and (date := find_date(text)):
            return date, "page"
    if date := script_date(root):
        return date, "script"
    if date := address_date(url):
        return date, "address"
    return None, None


def _source(root, flat, found, heading, start, end):
    if "contentsource" in found and (source := tidy_source(found["contentsource"])):
        return source
    n = len(flat.lines)
    fallback = None
    for number in _window(heading, start, end, n):
        text = flat.lines[number].text
        if len(text) < 160 and (source := find_source(text)):
            if is_somebody(source):
                return source
            fallback = source
            break
    if fallback is None:
        classed = root.xpath(
            '//*[contains(@class,"source") or contains(@class,"media-name") or contains(@class,"author-info--simple__name")]'
        )
        for e in classed:
            t = " ".join(e.text_content()[:200].split())
            if 2 <= len(t) <= 20 and (source := tidy_source(t)):
                return source
    for number in range(end - 1, max(start, end - 8), -1):
        text = flat.lines[number].text
        if len(text) < 200 and (source := find_source(text[-60:])) and is_somebody(source):
            return source
    if fallback:
        return fallback
    for name in SOURCE_METAS:
        if name in found:
            return found[name]
    if heading.last >= 0:
        for number in range(heading.last + 1, min(start, n)):
            if is_byline(flat.lines[number].text) and (s := leftover_source(flat.lines[number].text)):
                return s
    return None

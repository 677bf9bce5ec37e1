"""A kept page, made safe to look at. What the web sent is hostile: only words and their structure pass.

nh3 parses as browsers do and lets through what is named here. The page's own policy forbids everything beside our style:
no script, no picture, no form, no frame; so does the sandbox.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

import nh3
from markupsafe import Markup

from reports.quotes import clip, safe_url
from reports.site_frame import Frame, kept_policy
from reports.site_lines import anchor
from reports.site_paths import kept_page, source_page
from warehouse.records import KeptPage

_UNSEEN = ("Cc", "Cf", "Cs", "Co")
WHOLE_AT_MOST = 400_000  # characters of a page's HTML that are shown
_TAGS = {
    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "div", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption",
    "thead", "tbody", "tfoot", "tr", "th", "td", "blockquote", "pre", "code", "b", "strong", "i", "em", "u", "sub", "sup",
    "small",
}  # fmt: skip
# With what stands in them. The rest of what is not named above loses its tags and keeps its words.
_DROPPED = {
    "script", "style", "noscript", "iframe", "object", "embed", "applet", "template", "svg", "math", "select", "textarea",
    "button", "title", "head", "frameset", "noframes", "audio", "video", "canvas",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A sentence of the page that a report quotes, and the page of the site that it is about."""

    update_id: str
    quote: str
    start: int = -1  # its place in the article's text, when it is known
    href: str = ""  # from the site's root; "" when the site has no page of it


def render_kept(page: KeptPage, html: str | None, quoted: Sequence[Quoted], frame: Frame, zone: ZoneInfo) -> bytes:
    """`html` is the page's decoded HTML, None for a document."""
    words = frame.words
    day = words.day(page.published) if page.published else ""
    publisher = f"{words.tell('kept_publisher')}{words.say('colon')}{clip(page.publisher, 60)}" if page.publisher else ""
    return frame.fill(
        "kept.html.j2",
        kept_page(page.sha256),
        policy=kept_policy(),
        title=clip(page.title, 200) or clip(page.url, 200),
        url=safe_url(page.url),
        raw_url=clip(page.url, 500),
        source=clip(page.source_name, 60),
        source_href=source_page(page.source_id),
        captured=f"{page.captured_at.astimezone(zone):%Y-%m-%d %H:%M %Z}",
        sha256=page.sha256,
        reference=quoted[0].update_id[:10] if quoted else "…",
        byline=" · ".join(part for part in (day, publisher) if part),
        paragraphs=paragraphs(page.text, quoted),
        unplaced=unplaced(page.text, quoted),
        whole=clean(html) if html is not None else "",
    )


def clean(html: str) -> Markup:
    """The words of a page and their structure. No attribute passes but those of a table's cells."""
    shown = nh3.clean(
        _seen(html[:WHOLE_AT_MOST]),
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes={"*": set(), "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        url_schemes=set(),
        link_rel=None,
        strip_comments=True,
    )
    return Markup(shown)


def _seen(text: str) -> str:
    """Without characters that turn the direction, hide or stand for nothing: what a reader sees is what was sent."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    text: str
    quoted: bool = False
    anchors: tuple[str, ...] = ()  # of the quotations that begin here
    href: str = ""


def paragraphs(text: str, quoted: Sequence[Quoted]) -> list[list[Piece]]:
    """The article's paragraphs in pieces, the quotations marked and each with its anchor."""
    places = [(q, at, at + len(q.quote)) for q in quoted if (at := _place(text, q)) >= 0]
    edges = sorted({0, len(text), *(edge for _, start, end in places for edge in (start, end))})
    out: list[list[Piece]] = [[]]
    for start, end in pairwise(edges):
        over = [(q, first) for q, first, last in places if first <= start and end <= last]
        anchors = tuple(anchor(q.update_id) for q, first in over if first == start)
        href = next((q.href for q, _ in over if q.href), "")
        for n, line in enumerate(text[start:end].split("\n")):
            if n:
                out.append([])
            if line:
                out[-1].append(Piece(text=_seen(line), quoted=bool(over), anchors=anchors, href=href))
                anchors = ()
    return [paragraph for paragraph in out if paragraph]


def unplaced(text: str, quoted: Sequence[Quoted]) -> list[str]:
    """Anchors of quotations that today's reading of the page does not hold in so many words; they lead to its top."""
    return [anchor(q.update_id) for q in quoted if _place(text, q) < 0]


def _place(text: str, quoted: Quoted) -> int:
    if not quoted.quote:
        return -1
    if quoted.start >= 0 and text.startswith(quoted.quote, quoted.start):
        return quoted.start
    return text.find(quoted.quote)

"""A digest → a mail's HTML and text, the whole web page, and the form for a terminal. The same digest gives the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from reports.catalogue import Catalogue
from reports.digest import Digest, edition_name, shorten

# Gmail clips a mail at 102 KB; base64 makes both parts 1.37 times as long, and the headers take 2 KB.
BOTH_PARTS_AT_MOST = 70_000
_ROWS = (1000, 60, 30, 20, 12, 8, 5, 3, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What goes into a mail."""

    subject: str
    html: str
    text: str
    language: str


def render(digest: Digest) -> Message:
    """The mail; when it would be too long, the ends of its sections are only counted."""
    html = text = ""
    for rows in _ROWS:
        short = shorten(digest, rows)
        html, text = _inlined(_fill("mail.html.j2", short)), _fill("mail.txt.j2", short)
        if len(html.encode()) + len(text.encode()) <= BOTH_PARTS_AT_MOST:
            break
    return Message(subject=digest.subject, html=html, text=text, language=digest.language)


def render_page(digest: Digest) -> str:
    """The whole report as a web page."""
    return _fill("mail.html.j2", digest)


def to_text(digest: Digest) -> str:
    """The whole report for a terminal."""
    return _fill("mail.txt.j2", digest)


def _fill(template: str, digest: Digest) -> str:
    words = Catalogue(digest.language)
    title = f"{edition_name(digest.edition, words)} {words.say('report')}"
    return _environment().get_template(template).render(digest=digest, words=words, title=title) + "\n"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("reports"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _inliner() -> Any:
    return css_inline.CSSInliner(keep_style_tags=True, keep_at_rules=True, load_remote_stylesheets=False)


def _inlined(html: str) -> str:
    return str(_inliner().inline(html))

"""A digest → a mail's HTML and text, the whole web page, and the form for a terminal. The same digest gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from reports.catalogue import Catalogue
from reports.digest import Digest, edition_name, hidden, shorten

# Gmail clips a mail at 102 KB; base64 makes all parts 1.37 times as long, and the headers take 2 KB.
BYTES_AT_MOST = 70_000
ATTACHED_AT_MOST = 30_000
_ROWS = (1000, 60, 40, 30, 20, 15, 12, 10, 8, 6, 5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What goes into a mail."""

    subject: str
    html: str
    text: str
    language: str
    sender_name: str = "Regionwatch"
    attached: tuple[str, bytes] | None = None  # a zip of the whole report, when the mail has no room for all of it


def render(digest: Digest, *, link: str = "", leave: str = "", page_name: str = "") -> Message:
    """The mail; when it would be too long, the ends of its sections are only counted.

    The rest is on the page at `link`; without one it is attached, and when even that is too long it is in the file
    `page_name`. `leave` is the address that ends the subscription.
    """
    words = Catalogue(digest.language)
    html, text, cut = _within(digest, BYTES_AT_MOST, link=link, leave=leave, whole=words.say("more_here"))
    attached = None
    if cut and not link:
        packed = _zipped(f"{digest.edition}.html", render_page(digest))
        if len(packed) <= ATTACHED_AT_MOST:
            attached = (f"{digest.edition}.zip", packed)
        whole = words.say("more_attached") if attached else words.say("more_kept", name=page_name or f"{digest.edition}.html")
        room = BYTES_AT_MOST - (len(packed) if attached else 0)
        html, text, _ = _within(digest, room, link=link, leave=leave, whole=whole)
    name = f"{digest.region} Regionwatch".strip()
    return Message(subject=digest.subject, html=html, text=text, language=digest.language, sender_name=name, attached=attached)


def render_page(digest: Digest) -> str:
    """The whole report as a web page."""
    return _fill("mail.html.j2", digest)


def to_text(digest: Digest) -> str:
    """The whole report for a terminal."""
    return _fill("mail.txt.j2", digest)


def _within(digest: Digest, room: int, *, link: str, leave: str, whole: str) -> tuple[str, str, int]:
    """HTML and text of at most so many bytes together, and how many rows they leave out."""
    html = text = ""
    cut = 0
    for rows in _ROWS:
        short = shorten(digest, rows)
        cut = hidden(short)
        page, text = (_fill(name, short, link=link, leave=leave, whole=whole) for name in ("mail.html.j2", "mail.txt.j2"))
        last = rows == _ROWS[-1]
        if len(page.encode()) + len(text.encode()) > room and not last:  # inlining makes it only longer
            continue
        html = _slim(_inlined(page))
        if last or len(html.encode()) + len(text.encode()) <= room:
            break
    return html, text, cut


def _fill(template: str, digest: Digest, *, link: str = "", leave: str = "", whole: str = "") -> str:
    words = Catalogue(digest.language)
    title = f"{edition_name(digest.edition, words)}{'' if words.language == 'zh' else ' '}{words.say('report')}"
    return (
        _environment()
        .get_template(template)
        .render(
            digest=digest, words=words, title=title, link=link, leave=leave, whole=whole, outlook_dark=_outlook_dark(),
            preheader=" ".join(digest.summary[1:] or digest.summary),
        )
    ).strip() + "\n"  # fmt: skip


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
def _outlook_dark() -> str:
    """The dark rules again in the form of Outlook's apps, which mark what they darkened with attributes of their own."""
    css = (files("reports") / "templates" / "mail.media.css").read_text(encoding="utf-8")
    dark = css[css.index("prefers-color-scheme: dark") :]
    rules = []
    for selectors, body in re.findall(r"^  ([^{}]+?) \{ ([^{}]+) \}$", dark, re.MULTILINE):
        for mark, wanted in (("data-ogsc", r"(?:border-[\w-]+|color): [^;]+;"), ("data-ogsb", r"background: [^;]+;")):
            held = re.findall(rf"(?<![\w-]){wanted}", body)
            if held:
                marked = ", ".join(f"[{mark}] {selector.strip()}" for selector in selectors.split(","))
                rules.append(f"{marked} {{ {' '.join(held)} }}")
    return "\n".join(rules)


def _zipped(name: str, page: str) -> bytes:
    """One file in a zip; the same page gives the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), page.encode(), zipfile.ZIP_DEFLATED, 9)
    return packed.getvalue()


@cache
def _inliner() -> Any:
    return css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=False, load_remote_stylesheets=False)


def _inlined(html: str) -> str:
    return str(_inliner().inline(html))


def _slim(html: str) -> str:
    """Without the blanks between tags, which a mail program does not show and a mail's size counts."""
    return re.sub(r">\n+<", "><", html)

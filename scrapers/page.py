"""Bytes → text → tree: what the listing reader and the article reader share.

Errors::

    ReadError(ValueError)      a page that gives no article; `.kind` is one of KINDS
"""

from __future__ import annotations

import codecs
import re
from typing import Final

import lxml.html
from lxml.html import HtmlElement

MAX_BYTES: Final = 16 * 1024 * 1024
"""The largest HTML page that is read; real ones end below 2 MB. A larger one is a ReadError("too_large")."""

STRAY_SHARE: Final = 0.02
"""How many undecodable bytes, of the bytes outside ASCII, still count as slips of a page in that encoding."""

KINDS: Final = frozenset(
    {
        "undecodable",  # neither UTF-8 nor GB18030, nor what its label says
        "too_large",
        "empty",  # nothing was sent, or a template without a text
        "blocked",  # a web application firewall or a script challenge answered
        "suspended",  # the account or the site is closed
        "login_wall",
        "soft_404",  # "page not found" with status 200
        "error_page",  # the server's own error with status 200
        "home_redirect",  # an article's address led to a home page
        "layout",  # no body found where an article is expected
        "unread_scan",  # a document of pictures without text
        "unread_document",  # a file that is broken, locked or of a kind that we cannot open
    }
)


class ReadError(ValueError):
    """This page gives no article. `kind` says why, in a word that reports and the fetch log can count."""

    def __init__(self, kind: str, message: str = "") -> None:
        if kind not in KINDS:
            raise ValueError(f"unknown kind of ReadError: {kind!r}")
        super().__init__(message or kind)
        self.kind = kind


_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LABEL: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
# Labels that are believed when UTF-8 fails. GB labels need no entry (GB18030 is tried anyway); a Latin label is checked
# first, because Chinese servers send it for GB pages.
_OTHERS: Final = {
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
    "windows-1251": "cp1251",
}
_CONTROL: Final = bytes((*range(9), *range(0x0E, 0x1B), *range(0x1C, 0x20)))
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_ASCII: Final = bytes(range(128))
_STRAY: Final = "\ufffd"


def decode(body: bytes, content_type: str = "") -> str:
    """The characters of an HTML page: by its BOM, else strict UTF-8, else GB18030; labels are only asked after that.

    A page with a few stray bytes (at most STRAY_SHARE of those outside ASCII) loses those bytes: the result never holds
    U+FFFD; one that the page itself carries is dropped as well.
    Raises ReadError: "empty", "too_large" (over MAX_BYTES), "undecodable".
    """
    if not body.strip(b"\0 \t\r\n"):
        raise ReadError("empty", "the server sent no content")
    opening = body[:4096]
    if len(opening) - len(opening.translate(None, _CONTROL)) > 0.1 * len(opening) and not body.startswith(
        (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):
        raise ReadError("undecodable", "these bytes are no text")
    if len(body) > MAX_BYTES:
        raise ReadError("too_large", f"{len(body)} bytes, at most {MAX_BYTES} are read")
    text = _characters(body, content_type)
    return text.replace(_STRAY, "") if _STRAY in text else text


def _characters(body: bytes, content_type: str) -> str:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "ignore")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    labels = _labels(body, content_type)
    text = _tolerant(body, "utf-8")
    if text is None and not _is_western(body):
        text = next((t for name in labels if (t := _tolerant(body, _OTHERS.get(name, ""))) is not None), None)
        if text is None:
            text = _tolerant(body, "gb18030")
    if text is None and _is_western(body):
        text = body.decode("cp1252", "ignore")
    if text is None:
        raise ReadError("undecodable", f"neither UTF-8 nor GB18030; labels: {', '.join(labels) or 'none'}")
    return text


def writable(text: str) -> str:
    """The text without lone surrogates, which PDFs and JSON can smuggle in and no encoding can write."""
    return text if text.isascii() else text.encode("utf-8", "ignore").decode("utf-8")


def _labels(body: bytes, content_type: str) -> list[str]:
    found = [*_LABEL.findall(content_type.encode("ascii", "ignore")), *_LABEL.findall(body[:4096])]
    return [label.decode("ascii", "ignore").lower() for label in found]


def _tolerant(body: bytes, encoding: str) -> str | None:
    """The text without the bytes that `encoding` cannot read, or None when they are more than slips."""
    if not encoding:
        return None
    text = body.decode(encoding, "replace")
    strays = text.count(_STRAY)
    outside = len(body.translate(None, _ASCII))
    return text.replace(_STRAY, "") if strays <= max(1, STRAY_SHARE * outside) else None


def _is_western(body: bytes) -> bool:
    """High bytes of a Latin page stand alone among ASCII; in GB, Big5 and their like they come in pairs."""
    runs = _HIGH.findall(body)
    return len(runs) > 0 and sum(len(run) == 1 for run in runs) > 0.6 * len(runs)


_PARSER: Final = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
# Its own lookup asks in Python which class each element is of (a form, an input …); one class does for all of ours.
_PARSER.set_element_class_lookup(lxml.etree.ElementDefaultClassLookup(element=HtmlElement))
# The www.gov.cn template has a stray </html> after its header; libxml2 would hide the article that follows it.
# (Both cases spelled out: to ignore case would take the pattern its literal beginning, by which `re` passes over the rest.)
_ENDS: Final = re.compile(rb"</(?:[bB][oO][dD][yY]|[hH][tT][mM][lL])\s*>")
_TAG: Final = re.compile(rb"<(?=[a-zA-Z/])")
MAX_TAGS: Final = 400_000
"""Tags kept of a page; what follows is cut, so that a hostile page costs bounded time. Real ones have under 30,000."""
_EMPTY: Final = b"<html><body></body></html>"


def parse(text: str) -> HtmlElement:
    """The tree of a page, with `</body>` and `</html>` inside it ignored. Junk gives a small tree; it never raises."""
    # Searched as bytes: three times as fast as characters of more than one width.
    body = _ENDS.sub(b"", text.encode("utf-8", "ignore").replace(b"\0", b""))
    body = _REFERENCE.sub(_no_stray, body)
    if len(body) > MAX_TAGS and body.count(b"<") > MAX_TAGS:
        body = _first_tags(body)
    try:
        tree = lxml.html.document_fromstring(body, parser=_PARSER)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):  # a page of comments, of blanks, of nothing
        tree = lxml.html.document_fromstring(_EMPTY, parser=_PARSER)
    return tree


_REFERENCE: Final = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")


def _no_stray(reference: re.Match[bytes]) -> bytes:
    """A numeric reference, or nothing for one that libxml2 would turn into U+FFFD: NUL, a surrogate, no character."""
    digits = (reference[1] or reference[2]).lstrip(b"0")
    if not digits or len(digits) > 8:
        return b""
    code = int(digits, 16 if reference[1] else 10)
    return b"" if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or code == 0xFFFD else reference[0]


def _first_tags(body: bytes) -> bytes:
    for number, tag in enumerate(_TAG.finditer(body)):
        if number >= MAX_TAGS:
            return body[: tag.start()]
    return body

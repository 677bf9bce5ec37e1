"""Text from the web, made fit to print: bounded, on one line, without invisible characters; and addresses that are safe."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

# A newspaper's opening, which says who wrote and not what happened: 本报讯（记者 苏蔚）, 新华社北京8月29日电.
LEADS = (
    r"本报讯\s*[（(][^（）()]{2,40}[)）]",
    r"[\u4e00-\u9fff]{2,8}讯\s*[（(](?:全媒体)?(?:记者|通讯员)[^（）()]{1,40}[)）]",
    r"[\u4e00-\u9fff]{2,8}\d{1,2}月\d{1,2}日[讯电]\s*(?:[（(][^（）()]{2,40}[)）])?",
)
_LEAD = re.compile(rf"^\s*(?:{'|'.join(LEADS)})[，,：:\s]*")
_BLANK = re.compile(r"\s+")
_NO_ADDRESS = re.compile(r"[\s\"'<>\\\x00-\x1f\x7f]")
_UNSEEN = ("Cc", "Cf", "Cs", "Co")  # controls, format characters (zero width, direction), surrogates, private use


def clip(text: str, at_most: int, around: Sequence[str] = ()) -> str:
    """One line of at most so many characters; a longer text is cut so that the deciding words stay."""
    clean = "".join(c for c in text[:20_000] if unicodedata.category(c) not in _UNSEEN or c in "\n\t ")
    clean = _BLANK.sub(" ", clean).strip()
    if len(clean) <= at_most:
        return clean
    places = [at for mark in around if mark and (at := clean.find(mark)) >= 0]
    start = max(0, min(places, default=0) - at_most // 2)
    if start and start + at_most > len(clean):
        start = len(clean) - at_most
    end = start + at_most
    return ("…" if start else "") + clean[start:end].strip() + ("…" if end < len(clean) else "")


def without_lead(quote: str, keep: Sequence[str] = ()) -> str:
    """The quotation without the newspaper's opening, cut as any quotation is, unless that held a word to keep."""
    lead = _LEAD.match(quote)
    if not lead or any(word and word in lead[0] for word in keep) or lead.end() >= len(quote):
        return quote
    return "…" + quote[lead.end() :]


def safe_url(url: str) -> str:
    """The address when it is an http(s) one of a sane length that shows whom it leads to, else ""."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    # user@host shows one host and leads to another; so do backslashes and characters that turn the direction
    sane = parts.scheme in ("http", "https") and parts.netloc and "@" not in parts.netloc and len(url) <= 2000
    hidden = _NO_ADDRESS.search(url) or any(unicodedata.category(c) in _UNSEEN for c in url)
    return url if sane and not hidden else ""

"""Text from the web, made fit to print: bounded, on one line, without invisible characters; and addresses that are safe."""

from __future__ import annotations

import re
import unicodedata
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


def cleaned(text: str) -> str:
    """On one line, without invisible characters; of a text without end the beginning."""
    seen = "".join(c for c in text[:20_000] if unicodedata.category(c) not in _UNSEEN or c in "\n\t ")
    return _BLANK.sub(" ", seen).strip()


def clip(text: str, at_most: int) -> str:
    """One line of at most so many characters, and … where more stood."""
    clean = cleaned(text)
    return clean if len(clean) <= at_most else clean[:at_most].strip() + "…"


def lead_of(quote: str) -> int:
    """How many characters the newspaper's opening takes; 0 where there is none, or nothing else."""
    lead = _LEAD.match(quote)
    return lead.end() if lead and lead.end() < len(quote) else 0


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

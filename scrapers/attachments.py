"""The files that hang on an article."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin

from scrapers.flat import Flat
from warehouse.records import Attachment

_FILE: Final = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|rtf|txt|zip|rar|7z)(?:$|[?#&])", re.I)
MAX_ATTACHMENTS: Final = 50
_MAX_ADDRESS: Final = 2000
_MAX_NAME: Final = 200


def find_attachments(flat: Flat, box: int, address: str) -> tuple[Attachment, ...]:
    """Links to files in the article's box and the two boxes around it, at most MAX_ATTACHMENTS, each address once."""
    for _ in range(2):
        box = max(flat.parents[box], 0)
    found: dict[str, Attachment] = {}
    for element in flat.elements[box].iter("a", "iframe", "embed", "object"):
        target = (element.get("href") or element.get("src") or element.get("data") or "").strip()
        if not target or len(target) > _MAX_ADDRESS or not _FILE.search(target):
            continue
        try:
            url = urljoin(address, target)
        except ValueError:  # such as http://[broken
            continue
        if url.partition(":")[0].lower() not in ("http", "https", "file") and "://" in url:
            continue
        name = re.sub(r"\s+", " ", element.text_content()).strip() or (element.get("title") or "").strip()
        found.setdefault(url, Attachment(url=url, name=(name or url.rpartition("/")[2])[:_MAX_NAME]))
        if len(found) >= MAX_ATTACHMENTS:
            break
    return tuple(found.values())

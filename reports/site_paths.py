"""Where each page of the site stands. Names are safe on every file system and never change for the same id."""

from __future__ import annotations

import re

from warehouse.records import stable_id

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_TAKEN = frozenset({"index", "con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})


def slug(ident: str) -> str:
    """The id itself when any file system takes it, and cannot mistake it for another; else a hash of it."""
    return ident if _PLAIN.fullmatch(ident) and ident not in _TAKEN else f"x-{stable_id(ident)[:16]}"


def project_page(ident: str) -> str:
    return f"projects/{slug(ident)}.html"


def project_feed(ident: str) -> str:
    return f"projects/{slug(ident)}.xml"


def programme_page(ident: str) -> str:
    return f"programmes/{slug(ident)}.html"


def source_page(ident: str) -> str:
    return f"sources/{slug(ident)}.html"


def report_page(edition: str) -> str:
    return f"reports/{edition}.html"


def kept_page(sha256: str) -> str:
    return f"pages/{sha256}.html"

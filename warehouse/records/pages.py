"""What the web gave: listings, page bytes, attempts, and articles."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An article that a listing names. `day` is the date that stands beside it, else the one in its address."""

    url: str
    title: str
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a listing page holds: its articles, newest as the page orders them, and the address of the next page."""

    links: tuple[Link, ...]
    next: str | None = None
    family: str = "general"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What we know of a page's last good version, for a conditional request."""

    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The bytes of a page at a time, exactly as received after transfer decoding."""

    url: str  # as asked
    final_url: str  # after redirects
    fetched_at: datetime
    status: int
    content_type: str  # the header, "" when missing
    body: bytes
    etag: str | None = None
    last_modified: str | None = None
    sha256: str = field(init=False, repr=False, compare=False)  # of the body

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", hashlib.sha256(self.body).hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The page is as it was: the server said 304, or sent the same bytes again."""

    url: str
    checked_at: datetime
    status: int
    sha256: str | None = None
    bytes: int = 0  # received, when the server sent the same again


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One attempt to fetch one page: a row of the log, whether it went well or not."""

    source_id: str
    url: str
    at: datetime
    outcome: str  # new | unchanged | failed
    status: int | None = None
    failure: str | None = None  # the kind of a FetchError or ReadError
    message: str = ""
    bytes: int = 0
    sha256: str | None = None  # of the body received, when there is one


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    url: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What was read from one snapshot. `text` holds the page's own characters: paragraphs joined by a line feed."""

    url: str
    title: str
    text: str
    published_at: str | None = None  # ISO date, or ISO date-time in the page's own zone when the page gives a time
    publisher: str | None = None  # 来源
    author: str | None = None
    column: str | None = None
    attachments: tuple[Attachment, ...] = ()
    family: str = "general"
    date_from: str | None = None  # where the date stands: meta:PubDate, jsonld, page, address, listing …
    doubts: tuple[str, ...] = ()  # e.g. "meta says 2025-08-26, the page 2025-08-27"

    @property
    def published(self) -> date | None:
        return date.fromisoformat(self.published_at[:10]) if self.published_at else None

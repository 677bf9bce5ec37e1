"""What happened in a run, what changed, and what a report and a site show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from warehouse.records.terms import ChangeKind
from warehouse.records.understood import Update


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRun:
    """What one run did with one source; a failing source is data like any other."""

    source_id: str
    started_at: datetime
    ended_at: datetime
    listed: int = 0
    fetched: int = 0
    unchanged: int = 0
    read: int = 0
    failed: int = 0
    updates: int = 0
    failure: str | None = None  # kind; None when the source is well
    message: str = ""
    links_new: int = 0  # links that no visit before had listed
    dated: int = 0  # articles read that have a date
    named: int = 0  # articles read that name their publisher
    newest: date | None = None  # day of the newest article that the source has shown
    hold_until: datetime | None = None  # the host asked to be left alone until then (Retry-After)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A source fell ill, or is well again; for operators, told once."""

    source_id: str
    name: str
    ill: bool
    failure: str  # of the illness; when well again, of the one that is over
    since: datetime  # ill since
    message: str = ""
    last_success: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a line of the report stands: quotation, page and stored bytes."""

    update_id: str
    quote: str
    url: str
    title: str
    source_id: str
    source_name: str
    published: date | None
    known_at: datetime  # when we first held it
    snapshot: str  # sha256 of the stored bytes
    mark: tuple[str, ...] = ()  # words of the quotation that decided
    mention: str = ""  # the name as the page has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of a report. `old` and `new` hold the plain values that the kind needs; see warehouse/changes.md.

    Every change but silence, overdue and a source's illness has at least one citation; a conflict has two.
    """

    id: str  # the same change always has the same id
    kind: ChangeKind
    subject: str  # id of the project, indicator, article or source
    subject_name: str
    known_at: datetime
    old: Mapping[str, Any] = field(default_factory=dict)
    new: Mapping[str, Any] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    sources: int = 0  # independent sources (stories, not copies)
    place: str | None = None
    sector: str | None = None
    programme: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a tracked project stands."""

    project: str
    stage: str | None = None  # None when no page has told yet
    place: str | None = None
    sector: str | None = None
    programme: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """The state of a source as a reader or an operator needs it."""

    source_id: str
    name: str
    state: str  # ok | ill | new
    failure: str | None = None
    since: datetime | None = None  # ill since
    last_success: datetime | None = None
    last_new: datetime | None = None
    articles: int = 0
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One update as the warehouse holds it, with where it stands."""

    update: Update
    citation: Citation
    said: date  # the day of its story, or the day we learned it
    story: str  # copies of one text share it
    trust: int  # of its source
    stands: bool  # False when its page says something else by now

    @property
    def happened(self) -> date:
        """The day of the event; the day of the story when the page names none, or one yet to come."""
        return min(self.update.when_end or self.said, self.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWindow:
    """A report that was written, and the time it tells of; `since` is None for the first."""

    edition: str
    since: datetime | None
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """The bytes of a cited page, verified against their hash, and what was read from them."""

    sha256: str
    url: str
    source_id: str
    source_name: str
    captured_at: datetime
    content_type: str
    body: bytes
    title: str
    text: str
    published: date | None = None
    publisher: str | None = None

"""The nouns that every part of Regionwatch shares. Standard library only; no I/O; all values immutable.

Times are aware `datetime`s; a page's own dates are `date`s in the region's calendar (Asia/Shanghai). Money is in yuan.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    """Where a project stands, in order, after China's project practice; `oc4ids` gives OC4IDS 0.9.5 project status."""

    PROPOSED = "proposed"
    PREPARATION = "preparation"
    TENDER = "tender"
    STARTED = "started"
    CONSTRUCTION = "construction"
    PARTIAL = "partial"
    IN_SERVICE = "in_service"
    STOPPED = "stopped"

    @property
    def rank(self) -> int:
        """The place on the way to service, from 0; `stopped` stands beside the way and has -1."""
        return -1 if self is Stage.STOPPED else list(Stage).index(self)

    @property
    def oc4ids(self) -> str:
        return _OC4IDS[self]


_OC4IDS = {
    Stage.PROPOSED: "identification",
    Stage.PREPARATION: "preparation",
    Stage.TENDER: "implementation",  # which covers procurement
    Stage.STARTED: "implementation",
    Stage.CONSTRUCTION: "implementation",
    Stage.PARTIAL: "completion",
    Stage.IN_SERVICE: "maintenance",  # "also called operation"; `completed` was of earlier versions
    Stage.STOPPED: "cancelled",
}


class Modality(StrEnum):
    """Has it happened, or is it promised?"""

    ACTUAL = "actual"
    TARGET = "target"


class Strength(StrEnum):
    """How strongly the page claims it, strongest first: 已 / 将 计划 拟 确保 / 预计 / 力争 争取 有望."""

    DONE = "done"
    FIRM = "firm"
    EXPECTED = "expected"
    HOPED = "hoped"


# --- what is watched ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """What a healthy source gives; a run outside of it is quarantined and the source is called ill."""

    links_min: int = 1
    links_max: int = 500
    fresh_days: int | None = None  # at least one new article in so many days
    read_share: float = 0.5  # of the pages asked for, how many must yield an article with a body
    date_share: float = 0.5  # of the articles read, how many must have a date
    publisher_share: float = 0.0  # of the articles read, how many must name their publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """Between which bounds the time between two visits to a listing adapts to how often it changes, in hours."""

    min_hours: float = 0.0
    max_hours: float = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One listing page and the articles it leads to."""

    id: str
    name: str
    listing: str  # http(s) address
    kind: str = "government"  # government | newspaper | portal | mirror
    place: str | None = None
    trust: int = 3  # 1 (a copy of a copy) .. 5 (the authority itself)
    family: str | None = None  # a CMS family of scrapers/sites/, when the guess must not be left to the reader
    hosts: tuple[str, ...] = ()  # further hosts (host or host:port) on which its articles may stand
    list_box: str | None = None  # #id, .class or tag of the box that holds its list, when the page has others beside it
    text_box: str | None = None  # the same of the box that holds an article's text
    pages: int = 1  # listing pages read in each run
    delay: float = 1.0  # seconds between two requests to its host
    every: Every = field(default_factory=Every)
    old_tls: bool = False  # its server speaks nothing newer than TLS 1.0 or 1.1, or needs old ciphers
    render: bool = False  # its pages are filled by scripts: a browser fetches them
    expect: Expectations = field(default_factory=Expectations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A published plan with projects and targets."""

    id: str
    name: str
    citation: str = ""  # the document, its number and date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    id: str
    name: str
    aliases: tuple[str, ...] = ()
    place: str | None = None
    sector: str | None = None  # rail, road, bridge, port, airport, industrial, health, education, energy, water …
    programme: str | None = None
    context: tuple[str, ...] = ()  # when given, a page must also hold one of these words for the names to count
    near: tuple[tuple[str, tuple[str, ...]], ...] = ()  # alias → words of which one must stand near it for it to count
    promised: tuple[Promise, ...] = ()  # what the programme itself promised
    quote: str = ""  # the programme's own sentence that names it
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A stage that a programme said would be reached by a date; the quotation is the programme's own sentence."""

    stage: Stage
    by: date | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    value: float
    by: date
    base: float | None = None
    base_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A number that a programme promised."""

    id: str
    name: str
    unit: str
    aliases: tuple[str, ...] = ()
    place: str | None = None  # must be named on the page (or in the title) for a figure to count, when given
    programme: str | None = None
    targets: tuple[Target, ...] = ()
    quote: str = ""  # the programme's own sentence that names it


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a programme set out to do, or a goal of it: not tracked by name itself, but by the projects that it names."""

    id: str
    name: str
    programme: str | None = None
    parent: str | None = None  # the task that it is a part of
    departments: tuple[str, ...] = ()  # who is responsible
    projects: tuple[str, ...] = ()  # ids of projects and indicators
    partners: tuple[str, ...] = ()  # the other side, where it pairs projects
    by: date | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who gets the report, and what of it. Without projects, places, sectors and programmes: all of it."""

    address: str
    name: str = ""
    language: str | None = None  # None: the watchlist's
    frequency: str = "every"  # every | weekly | fortnightly | monthly
    importance: str = "all"  # all | notable | urgent
    nothing: str = "line"  # when nothing has changed: a mail of one line, or silence
    projects: tuple[str, ...] = ()  # what any one of these four names is followed
    places: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """A region: what is watched, and where."""

    id: str
    name: str
    timezone: str = "Asia/Shanghai"
    language: str = "zh"
    sources: tuple[Source, ...] = ()
    programmes: tuple[Programme, ...] = ()
    projects: tuple[Project, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    tasks: tuple[Task, ...] = ()
    readers: tuple[str, ...] = ()  # e-mail addresses


# --- what the web gave ----------------------------------------------------------------------------------------------


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


# --- what was understood --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its role.

    Roles: total_investment, contract_price, year_plan, spent, progress, year_progress, length, area, capacity …
    """

    role: str
    value: float
    unit: str  # yuan, percent, km, m2, …
    text: str  # as the page has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One fact about one project or indicator from one article.

    `evidence` is a slice of the article's text: `article.text[start:end] == evidence`.
    A project's update has a stage; an indicator's has value and unit. A state that goes on (在建, 停工) without a date is
    dated by the page's own day, with an empty `when_text`.
    """

    project: str | None = None
    indicator: str | None = None
    stage: Stage | None = None
    modality: Modality
    strength: Strength
    when_start: date | None = None  # of the event, or of the promise; inclusive
    when_end: date | None = None
    when_text: str = ""  # as written
    previous_start: date | None = None  # a slip said by the page itself: 原计划 … 推迟至 …
    previous_end: date | None = None
    milestone: str = ""  # the word that carried the stage: 封顶, 合龙, 通车 …
    investment_yuan: float | None = None  # total investment only
    progress_percent: float | None = None
    value: float | None = None
    unit: str | None = None
    cumulative: bool = False  # an indicator's number that counts since a beginning: 1-7月, 累计, 截至
    scope: str = ""  # whose an indicator's number is, as written right before its name: 全市, 我区, the watchlist's place
    figures: tuple[Figure, ...] = ()
    mention: str = ""  # the name as found
    evidence: str
    start: int
    end: int
    rule: str = ""  # which rule saw it
    confidence: float = 1.0  # 0..1; below REPORTABLE it is kept for review, not reported


REPORTABLE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A name that looks like a project and is not tracked yet."""

    name: str
    evidence: str
    start: int
    end: int
    place: str | None = None  # from the name or its sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one kept snapshot gave: an article with its updates, or the reason why there is none."""

    source_id: str
    url: str  # as asked; the page's identity
    sha256: str  # of the kept bytes
    fetched_at: datetime
    article: Article | None = None
    updates: tuple[Update, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    failure: str | None = None  # kind of a ReadError
    message: str = ""
    link: Link | None = None  # what the listing said of the page, as the reader was told


# --- what happened in a run, and what changed -----------------------------------------------------------------------


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


class ChangeKind(StrEnum):
    """What can change; in the order of the mail."""

    STAGE_REACHED = "stage_reached"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    RESUMED = "resumed"
    MILESTONE = "milestone"
    PROMISE_SLIPPED = "promise_slipped"
    PROMISE_FORWARD = "promise_forward"
    PROMISE_WEAKENED = "promise_weakened"
    PROMISE_STRENGTHENED = "promise_strengthened"
    PROMISE_MADE = "promise_made"
    PROMISE_KEPT = "promise_kept"
    OVERDUE = "overdue"
    MONEY_CHANGED = "money_changed"
    PROGRESS_MOVED = "progress_moved"
    INDICATOR_REPORTED = "indicator_reported"
    FIRST_MENTION = "first_mention"
    CONFLICT_OPENED = "conflict_opened"
    CONFLICT_SETTLED = "conflict_settled"
    SILENT = "silent"
    EDITED = "edited"
    WITHDRAWN = "withdrawn"
    NEW_NAME = "new_name"
    CORRECTED = "corrected"
    SOURCE_ILL = "source_ill"
    SOURCE_WELL = "source_well"
    DUE = "due"  # a promise that comes due soon: no change, and told in every mail until then


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


# --- what a site shows ----------------------------------------------------------------------------------------------


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



def stable_id(*parts: object) -> str:
    """A short id that depends on nothing but its parts: 20 hex digits of SHA-256."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:20]

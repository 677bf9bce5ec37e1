"""What is watched: a region's sources, programmes, projects, indicators, tasks and readers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from warehouse.records.terms import Stage


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
    page: str = ""  # address where it can be read
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

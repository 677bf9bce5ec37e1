"""What the site's pages are made of. Pure values: what the warehouse holds of a region, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from warehouse.records import (
    Change,
    ChangeKind,
    Fact,
    Indicator,
    Programme,
    Project,
    ReportWindow,
    Source,
    SourceHealth,
    SourceRun,
    Stage,
    Watchlist,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A report and its lines. `running` is what became known since the last report that was written."""

    window: ReportWindow
    changes: tuple[Change, ...]
    upcoming: tuple[Change, ...] = ()  # promises that come due in the four weeks after it
    health: tuple[SourceHealth, ...] = ()  # of the sources, at the report's end
    running: bool = False

    @property
    def name(self) -> str:
        return self.window.edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Everything that a region's site tells, as known at `as_of`."""

    watchlist: Watchlist
    as_of: datetime
    editions: tuple[Edition, ...]  # oldest first
    facts: tuple[Fact, ...]  # oldest story first
    health: tuple[SourceHealth, ...]
    standings: Mapping[str, Stage | None] = field(default_factory=dict)  # of each project, as the mail has it
    history: Mapping[str, Sequence[SourceRun]] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.watchlist.timezone)

    @property
    def today(self) -> date:
        return self.as_of.astimezone(self.zone).date()

    @property
    def disputed(self) -> frozenset[str]:
        """Projects and indicators of which two pages say what cannot both be true, and none has settled it."""
        open_ones: set[str] = set()
        for change in (change for edition in self.editions for change in edition.changes):
            if change.kind is ChangeKind.CONFLICT_OPENED:
                open_ones.add(change.subject)
            elif change.kind is ChangeKind.CONFLICT_SETTLED:
                open_ones.discard(change.subject)
        return frozenset(open_ones)

    def told_in(self, known_at: datetime) -> Edition | None:
        """The first report that could tell of what became known then."""
        return next((e for e in self.editions if known_at <= e.window.until), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One fact as several pages of one story tell it: the most trusted first."""

    facts: tuple[Fact, ...]

    @property
    def first(self) -> Fact:
        return self.facts[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stage on the way, and the first page that says it was reached."""

    stage: Stage
    fact: Fact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A date that was promised for a stage, in the order in which such dates were said."""

    stage: Stage
    start: date | None
    by: date
    written: str  # as the page writes it, which tells “by the end of” from “in”
    said: date | None  # None: the programme's own promise, which carries no day of its own
    strength: str
    fact: Fact | None  # None: the programme's own promise
    days: int | None  # moved since the date before, of the same stage
    standing: bool  # the last that was said
    outcome: str  # kept | lapsed | waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectView:
    project: Project
    stage: Stage | None
    since: date | None  # day of the first fact of that stage
    steps: tuple[Step, ...]
    promises: tuple[Promised, ...]
    timeline: tuple[Group, ...]  # newest first
    disputed: bool  # two pages contradict each other about it
    last_news: date | None

    @property
    def next_promise(self) -> Promised | None:
        """The standing promise of the furthest stage."""
        standing = [p for p in self.promises if p.standing and p.outcome != "kept"]
        return max(standing, key=lambda p: p.stage.rank, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorView:
    indicator: Indicator
    values: tuple[Group, ...]  # newest period first


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Projects that stand in one of the four batches, or beside them."""

    id: str  # proposed | started | construction | in_service | stopped | unknown
    projects: tuple[ProjectView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeView:
    programme: Programme
    batches: tuple[Batch, ...]
    indicators: tuple[IndicatorView, ...]

    @property
    def size(self) -> int:
        return sum(len(batch.projects) for batch in self.batches)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    source: Source
    health: SourceHealth | None
    runs: tuple[SourceRun, ...]
    pages: tuple[tuple[Fact, ...], ...]  # the facts of each cited page, newest page first
    more: int = 0  # cited pages that are not among them

"""A small warehouse to ask questions of, filled by hand-written pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from warehouse.connection import opened, transaction
from warehouse.place import Place
from warehouse.records import (
    Article,
    Change,
    Fetch,
    Indicator,
    Modality,
    Project,
    Reading,
    Snapshot,
    Source,
    SourceRun,
    Stage,
    Strength,
    Target,
    Update,
    Watchlist,
)
from warehouse.store import Store

WATCHLIST = Watchlist(
    id="bay",
    name="海湾",
    sources=(
        Source(id="gov", name="海湾市政府", listing="https://gov.example/l/", trust=5),
        Source(id="paper", name="海湾日报", listing="https://paper.example/l/"),
    ),
    projects=(Project(id="bridge", name="海湾大桥"), Project(id="rail", name="滨海铁路")),
    indicators=(Indicator(id="output", name="工业增加值", unit="亿元", targets=(Target(value=33, by=date(2025, 12, 31)),)),),
)
DAY = timedelta(days=1)
START = datetime(2025, 8, 4, 0, tzinfo=UTC)


def fact(project: str, stage: Stage, words: str, **more: Any) -> Update:
    """An actual fact, unless told otherwise, whose evidence is `words`."""
    given: dict[str, Any] = {"modality": Modality.ACTUAL, "strength": Strength.DONE} | more
    return Update(project=project, stage=stage, evidence=words, start=0, end=len(words), **given)


def promise(project: str, stage: Stage, by: date, words: str, **more: Any) -> Update:
    given: dict[str, Any] = {"when_start": by.replace(day=1), "when_end": by, "strength": Strength.FIRM} | more
    return fact(project, stage, words, modality=Modality.TARGET, **given)


@dataclass
class House:
    """A store and a clock that stands on the day of the last run."""

    path: Place  # use `look` to see into it, whichever kind it is
    store: Store = field(init=False)
    today: datetime = START
    runs: int = 0

    def __post_init__(self) -> None:
        self.store = Store(self.path)
        self.store.register(WATCHLIST, START)

    def look(self, sql: str) -> list[tuple[Any, ...]]:
        """What stands in the warehouse, behind the store's back."""
        with opened(self.path, 10) as con:
            return con.execute(sql).fetchall()

    def spoil(self, sql: str) -> None:
        """Change it behind the store's back."""
        with transaction(self.path, 10) as con:
            con.execute(sql)

    def publish(
        self, *updates: Update, source: str = "gov", page: str = "1", on: date | None = None, version: str = ""
    ) -> None:
        """A page with these facts appears today."""
        url = f"https://{source}.example/{page}"
        text = "\n".join(u.evidence for u in updates) + version
        placed, at = [], 0
        for update in updates:
            placed.append(replace(update, start=at, end=at + len(update.evidence)))
            at += len(update.evidence) + 1
        body = f"<p>{text}</p>".encode()
        snapshot = Snapshot(url=url, final_url=url, fetched_at=self.today, status=200, content_type="", body=body)
        published = (on or self.today.date()).isoformat()
        article = Article(url=url, title=f"{source} {page}", text=text, published_at=published)
        reading = Reading(
            source_id=source, url=url, sha256=snapshot.sha256, fetched_at=self.today, article=article,
            updates=tuple(placed),
        )  # fmt: skip
        run = self.store.begin_run("bay", "collect", self.today, {})
        self.store.keep("bay", source, [snapshot], run)
        self.load(run, source, [reading], [self.asked(source, url, "new", 200)])

    def run(self, source: str, *, failure: str | None = None, fetches: Sequence[Fetch] = ()) -> None:
        """A run that brought nothing, and perhaps failed."""
        run = self.store.begin_run("bay", "collect", self.today, {})
        self.load(run, source, [], fetches, failure)

    def asked(self, source: str, url: str, outcome: str, status: int) -> Fetch:
        return Fetch(source_id=source, url=url, at=self.today, outcome=outcome, status=status)

    def load(
        self, run: str, source: str, readings: Sequence[Reading], fetches: Sequence[Fetch], failure: str | None = None
    ) -> None:
        done = SourceRun(source_id=source, started_at=self.today, ended_at=self.today, failure=failure)
        self.store.load("bay", run, readings, fetches, done, "test-1", self.today)

    def wait(self, days: int) -> None:
        self.today += days * DAY

    def changes(self, days: int = 7) -> list[Change]:
        """What the last so many days brought; 0 for everything ever."""
        since = self.today - days * DAY if days else datetime(1970, 1, 1, tzinfo=UTC)
        return self.store.changes("bay", since, self.today)

    def told(self, days: int = 7) -> list[tuple[str, str]]:
        return [(str(change.kind), change.subject) for change in self.changes(days)]

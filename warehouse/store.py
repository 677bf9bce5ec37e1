"""The one way into the warehouse and out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

from warehouse import editions
from warehouse import health as health_queries
from warehouse import outlook as outlook_queries
from warehouse.changes import Question, find_changes, look_back
from warehouse.connection import every_method_again, migrate, opened, transaction
from warehouse.dossier import Dossier, find_dossier
from warehouse.errors import WarehouseError
from warehouse.ledger import Entry
from warehouse.loads import Fold, LoadCounts, add_readings, add_visits, find_stories, fold_articles, moment
from warehouse.pages import Asked, Packed, PageState, answer, keep_pages, packed
from warehouse.place import Place
from warehouse.plans import plan_at, remember_plan
from warehouse.records import Change, Fetch, Reading, Snapshot, SourceHealth, SourceRun, Standing, Watchlist
from warehouse.register import Watched, register, watched_at
from warehouse.review import Doubtful, find_doubtful
from warehouse.rows import from_readings, tables
from warehouse.runs import begin_run, end_run
from warehouse.sightings import Sighting, find_sightings
from warehouse.together import Together
from warehouse.turns import Turn, turn
from warehouse.upkeep import Upkeep, keep_up

__all__ = ["Dossier", "LoadCounts", "PageState", "Store", "WarehouseError"]


@every_method_again
class Store:
    """A warehouse, file or lake. Each method opens it, works and closes, and waits up to `wait` seconds for its turn."""

    def __init__(self, path: Place, wait: float = 60.0) -> None:
        self.path, self._wait = path, wait
        self._keeping, self._asking = Together(self._keep), Together(self._answer)
        migrate(path, wait)

    def register(self, watchlist: Watchlist, now: datetime) -> None:
        """Remember what is watched, under the names of today, and what its programmes promise."""
        with transaction(self.path, self._wait) as con:
            register(con, watchlist, now)
            remember_plan(con, watchlist, now)

    def begin_run(self, region: str, kind: str, now: datetime, parameters: Mapping[str, Any]) -> str:
        with transaction(self.path, self._wait) as con:
            return begin_run(con, region, kind, now, parameters)

    def end_run(self, run_id: str, now: datetime, outcome: str) -> None:
        with transaction(self.path, self._wait) as con:
            end_run(con, run_id, now, outcome)

    def keep(self, region: str, source_id: str, snapshots: Sequence[Snapshot], run_id: str) -> None:
        """Store raw bytes, before anything parses them. When this returns they are on disk."""
        if not snapshots:
            return
        self._keeping.add(packed(region, source_id, snapshots, run_id))

    def _keep(self, some: Sequence[Packed]) -> None:
        with transaction(self.path, self._wait) as con:
            keep_pages(con, some)

    def page_states(self, region: str, source_id: str) -> dict[str, PageState]:
        """Every page of a source that ever came."""
        asked = Asked(region, source_id)
        self._asking.add(asked)
        return asked.states

    def _answer(self, some: Sequence[Asked]) -> None:
        with opened(self.path, self._wait) as con:
            answer(con, some)

    def load(
        self,
        region: str,
        run_id: str,
        readings: Sequence[Reading],
        fetches: Sequence[Fetch],
        source_run: SourceRun | None,
        reader: str,
        now: datetime,
        fold: Fold | None = None,
    ) -> LoadCounts:
        """One source's run, all or nothing. What is known already is not added again. `source_run` may come later (None).

        `fold` tells which story each new article belongs to; without it each is a story of its own.
        """
        rows = from_readings(readings)
        if fold:
            fold_articles(rows["articles"], fold, lambda: self._stories(region, now))
        ready = tables(rows) if readings else {}  # before the warehouse is taken, for others wait for it
        with transaction(self.path, self._wait) as con:
            known = moment(con, region, now)
            added = add_readings(con, region, ready, reader, known) if readings else {"articles": 0, "updates": 0}
            add_visits(con, region, run_id, fetches, source_run, known)
        return LoadCounts(articles=added["articles"], updates=added["updates"])

    def _stories(self, region: str, now: datetime) -> list[tuple[str, str, bytes]]:
        with opened(self.path, self._wait) as con:
            return find_stories(con, region, now)

    def changes(
        self, region: str, since: datetime, until: datetime, *, known: datetime | None = None, reader: str | None = None
    ) -> list[Change]:
        """What became known after `since` and up to `until`, in the order of the mail.

        As it was known at `until`; with a later `known`, as it is known then: each fact is told in the window in which
        its page was published. Corrections are those of what `reader` was mailed (None: of what anybody was).
        """
        known = known or until
        asked = Question(region=region, since=since, until=min(until, known), known=known, reader=reader)
        with opened(self.path, self._wait) as con:
            return find_changes(con, asked)

    def upcoming(self, region: str, until: datetime, days: int = 28) -> list[Change]:
        """Promises that come due in the days after `until`, nearest first, as changes of kind `due`."""
        with opened(self.path, self._wait) as con:
            return outlook_queries.find_upcoming(con, region, until, days)

    def promised_later(self, region: str, until: datetime, days: Mapping[tuple[str, str], date]) -> set[tuple[str, str]]:
        """Of these projects' stages those that a page known at `until` has promised for later than the given day."""
        with opened(self.path, self._wait) as con:
            return outlook_queries.find_promised_later(con, region, until, days)

    def standings(self, region: str, until: datetime) -> list[Standing]:
        """Where each listed project stood at `until`."""
        with opened(self.path, self._wait) as con:
            return outlook_queries.find_standings(con, region, until)

    def quoted_in(self, region: str, reader: str, updates: Sequence[str], before: datetime) -> list[tuple[str, str]]:
        """Editions and Message-IDs of the mails of before that quoted one of these updates to a reader, oldest first."""
        with opened(self.path, self._wait) as con:
            return outlook_queries.find_quoting(con, region, reader, updates, before)

    def health(self, region: str, now: datetime) -> list[SourceHealth]:
        with opened(self.path, self._wait) as con:
            look_back(con, region, now)
            return health_queries.find_health(con, region, now)

    def watched(self, region: str, moment: datetime) -> Watched | None:
        """A region's name, zone, language and number of projects, as known at a time."""
        with opened(self.path, self._wait) as con:
            return watched_at(con, region, moment)

    def plan(self, watchlist: Watchlist, moment: datetime) -> Watchlist:
        """Its programmes and what they promised, as known then; when the region was never registered, as it is."""
        with opened(self.path, self._wait) as con:
            return plan_at(con, watchlist, moment)

    def dossier(self, update: str) -> Dossier:
        """All that stands behind an update; the beginning of its id is enough. Raises NotFound."""
        with opened(self.path, self._wait) as con:
            return find_dossier(con, update)

    def review(self, region: str, since: datetime, limit: int) -> list[Doubtful]:
        """What was understood after `since` and is not sure enough to be reported, the newest first."""
        with opened(self.path, self._wait) as con:
            return find_doubtful(con, region, since, limit)

    def sightings(self, region: str, least: int) -> list[Sighting]:
        """Names not tracked that stand in at least so many stories, the most frequent first."""
        with opened(self.path, self._wait) as con:
            return find_sightings(con, region, least)

    def last_window(self, region: str, reader: str, edition: str, before: datetime | None = None) -> datetime | None:
        """The end of the last report that reached this reader, other than this edition and not later than `before`."""
        with opened(self.path, self._wait) as con:
            row = con.execute(
                "SELECT max(until) FROM deliveries WHERE region = ? AND reader = ? AND edition <> ? AND state = 'sent' "
                "AND until <= coalesce(?::TIMESTAMPTZ, until)",
                [region, reader, edition, before],
            ).fetchone()
        return row[0] if row else None

    def announce_report(
        self, region: str, edition: str, reader: str, since: datetime, until: datetime, now: datetime
    ) -> None:
        """To be called before a report's changes are asked for: what a run under way loads after is in the next report."""
        with transaction(self.path, self._wait) as con:
            editions.announce(con, [region, edition, reader], since, until, now)

    def record_report(
        self, region: str, edition: str, reader: str, since: datetime, until: datetime, changes: Sequence[Change],
        digest: str, now: datetime, language: str | None = None,
    ) -> None:  # fmt: skip
        """Remember a report as it was written, with its lines. Writing it again replaces what was written before."""
        with transaction(self.path, self._wait) as con:
            editions.record(con, [region, edition, reader], since, until, changes, digest, now, language)

    def recorded(self, region: str, edition: str, reader: str) -> editions.Recorded | None:
        """The report of that name to that reader, when it was made."""
        with opened(self.path, self._wait) as con:
            return editions.recorded(con, [region, edition, reader])

    def turn(self, name: str, wait: float = 3600.0) -> AbstractContextManager[Turn]:
        """Be the only one at a named piece of work, among all processes that share this warehouse."""
        return turn(self.path, name, wait)

    def keep_up(self, now: datetime) -> Upkeep:
        """Make many small files of a lake few; to be called daily."""
        return keep_up(self.path, self._wait, now)

    def ledger(self, region: str, edition: str, reader: str, until: datetime, now: datetime) -> Entry:
        """The ledger's page for one report to one reader."""
        return Entry(self.path, self._wait, region, edition, reader, until, now)

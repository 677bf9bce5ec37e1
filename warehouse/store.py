"""The one way into the warehouse and out of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from warehouse import editions
from warehouse import health as health_queries
from warehouse import outlook as outlook_queries
from warehouse.archive import CODEC, pack
from warehouse.changes import Question, find_changes, look_back
from warehouse.connection import every_method_again, migrate, opened, transaction
from warehouse.dossier import Dossier, find_dossier
from warehouse.errors import WarehouseError
from warehouse.ledger import Entry
from warehouse.loads import add_readings, moment
from warehouse.place import Place
from warehouse.records import (
    Change,
    Fetch,
    Link,
    Reading,
    Snapshot,
    SourceHealth,
    SourceRun,
    Standing,
    Validators,
    Watchlist,
    stable_id,
)
from warehouse.register import Watched, register, watched_at
from warehouse.review import Doubtful, find_doubtful
from warehouse.rows import as_json, from_readings, structure, table
from warehouse.sightings import Sighting, find_sightings
from warehouse.turns import Turn, turn
from warehouse.upkeep import Upkeep, keep_up

__all__ = ["Dossier", "LoadCounts", "PageState", "Store", "WarehouseError"]


log = logging.getLogger("regionwatch.warehouse")

STORY_WINDOW = timedelta(days=60)  # a text that comes back later is told anew
# New texts by article id, and a way to ids, stories and signatures known → story and signature of each new one.
Fold = Callable[[Mapping[str, str], Callable[[], Sequence[tuple[str, str, bytes]]]], Mapping[str, tuple[str, bytes]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """What is known of one page of a source."""

    first_seen: datetime
    last_checked: datetime
    has_updates: bool
    listing: bool  # a listing page, no article
    read: bool  # its last bytes were read, by whatever version of the reader
    validators: Validators  # empty unless read, so that a page that was kept and never read is fetched whole
    link: Link | None = None  # as a listing last named it


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadCounts:
    """Rows that a load added."""

    articles: int
    updates: int


@every_method_again
class Store:
    """A warehouse, file or lake. Each method opens it, works and closes, and waits up to `wait` seconds for its turn."""

    def __init__(self, path: Place, wait: float = 60.0) -> None:
        self.path, self._wait = path, wait
        migrate(path, wait)

    def register(self, watchlist: Watchlist, now: datetime) -> None:
        """Remember what is watched, under the names of today."""
        with transaction(self.path, self._wait) as con:
            register(con, watchlist, now)

    def begin_run(self, region: str, kind: str, now: datetime, parameters: Mapping[str, Any]) -> str:
        with transaction(self.path, self._wait) as con:
            before = con.execute("SELECT count(*) FROM runs WHERE region = ? AND kind = ?", [region, kind]).fetchone()
            last = con.execute("SELECT max(started_at) FROM runs WHERE region = ?", [region]).fetchone()
            if last and last[0] and now < last[0]:
                log.warning(
                    "the clock stands at %s, before the last run of %s: was it set back? What is found now counts as learned "
                    "after the last report, so that nothing is lost", now.isoformat(), last[0].isoformat(),
                )  # fmt: skip
            run_id = stable_id(region, kind, now.isoformat(), before[0] if before else 0)
            con.execute(
                "INSERT INTO runs (region, id, kind, started_at, parameters) VALUES (?, ?, ?, ?, ?)",
                [region, run_id, kind, now, json.dumps(parameters, ensure_ascii=False)],
            )
        return run_id

    def end_run(self, run_id: str, now: datetime, outcome: str) -> None:
        with transaction(self.path, self._wait) as con:
            con.execute("UPDATE runs SET ended_at = ?, outcome = ? WHERE id = ?", [now, outcome, run_id])

    def keep(self, region: str, source_id: str, snapshots: Sequence[Snapshot], run_id: str) -> None:
        """Store raw bytes, before anything parses them. When this returns they are on disk."""
        if not snapshots:
            return
        bodies = {page.sha256: page.body for page in snapshots}
        packed = [{"sha256": k, "size": len(v), "codec": CODEC, "body": pack(v)} for k, v in bodies.items()]
        rows = [
            {"source_id": source_id, "url": p.url, "sha256": p.sha256, "final_url": p.final_url,
             "fetched_at": p.fetched_at, "status": p.status, "content_type": p.content_type, "etag": p.etag,
             "last_modified": p.last_modified}
            for p in snapshots
        ]  # fmt: skip
        with transaction(self.path, self._wait) as con:
            con.register("new_bodies", table("bodies", packed))
            con.execute("INSERT INTO bodies BY NAME SELECT * FROM new_bodies ANTI JOIN bodies USING (sha256)")
            con.register("new_snapshots", table("snapshots", rows))
            con.execute(
                "INSERT INTO snapshots BY NAME SELECT n.*, $region AS region, $run AS run_id FROM new_snapshots n "
                "WHERE n.sha256 IS DISTINCT FROM (SELECT arg_max(s.sha256, s.fetched_at) FROM snapshots s "
                "WHERE s.region = $region AND s.source_id = n.source_id AND s.url = n.url)",
                {"region": region, "run": run_id},
            )

    def page_states(self, region: str, source_id: str) -> dict[str, PageState]:
        """Every page of a source that ever came."""
        with opened(self.path, self._wait) as con:
            rows = con.execute(_query("page_states"), {"region": region, "source": source_id}).fetchall()
        return {
            url: PageState(
                first_seen=first,
                last_checked=checked,
                has_updates=telling,
                listing=listing,
                read=read,
                validators=Validators(etag=etag, last_modified=modified, sha256=sha) if read else Validators(),
                link=Link(url=url, title=link["title"], day=link["day"]) if link else None,
            )
            for url, sha, etag, modified, first, checked, read, telling, listing, link in rows
        }

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
        asked = [_fields(fetch) | {"asked_at": fetch.at} for fetch in fetches]
        with transaction(self.path, self._wait) as con:
            now = moment(con, region, now)
            if fold:
                _fold(con, region, rows["articles"], fold, now)
            added = add_readings(con, region, rows, reader, now) if readings else {"articles": 0, "updates": 0}
            if asked:
                con.execute(
                    "INSERT INTO fetches BY NAME SELECT $region AS region, $run AS run_id, "
                    f"unnest(from_json($rows, '{structure('fetches')}'), recursive := true)",
                    {"rows": as_json("fetches", asked), "region": region, "run": run_id},
                )
            if source_run is None:
                return LoadCounts(articles=added["articles"], updates=added["updates"])
            run = _fields(source_run) | {"region": region, "run_id": run_id, "ended_at": max(source_run.ended_at, now)}
            con.execute(f"INSERT INTO source_runs ({', '.join(run)}) VALUES ({', '.join('?' * len(run))})", list(run.values()))
        return LoadCounts(articles=added["articles"], updates=added["updates"])

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


def _fold(con: duckdb.DuckDBPyConnection, region: str, articles: list[dict[str, Any]], fold: Fold, now: datetime) -> None:
    """Give each article its story, among those of the last weeks."""

    def known() -> list[tuple[str, str, bytes]]:
        sql = "SELECT id, story_id, signature FROM articles WHERE region = ? AND known_at > ? ORDER BY known_at, id"
        return con.execute(sql, [region, now - STORY_WINDOW]).fetchall()

    found = fold({row["id"]: row["text"] for row in articles}, known)
    for row in articles:
        row["story_id"], row["signature"] = found[row["id"]]


def _query(name: str) -> str:
    return (Path(__file__).with_name("queries") / f"{name}.sql").read_text(encoding="utf-8")


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}

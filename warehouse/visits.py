"""How the visits to each source went, and what operators have yet to be told of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from warehouse.connection import every_method_again, opened, transaction
from warehouse.records import Notice
from warehouse.store import Store

REMEMBERED = 30  # visits that say how often a listing changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one run found at one source."""

    at: datetime
    listed: int = 0
    links_new: int = 0
    fetched: int = 0
    read: int = 0
    dated: int = 0
    named: int = 0
    newest: date | None = None
    failure: str | None = None
    message: str = ""
    hold_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the walk through a source's further listing pages stands."""

    address: str | None  # of the page to read next; None when the walk has come to the end
    done: bool


@every_method_again
class Visits:
    """The visits of a region in a warehouse. Each method opens it, works and closes."""

    def __init__(self, store: Store, region: str, wait: float = 60.0) -> None:
        self._path, self._region, self._wait = store.path, region, wait

    def last(self, now: datetime) -> Mapping[str, tuple[Visit, ...]]:
        """The last visits to each source, newest first."""
        found: dict[str, list[Visit]] = {}
        values = {"region": self._region, "now": now, "at_most": REMEMBERED}
        with opened(self._path, self._wait) as con:
            rows = con.execute(_query("visits"), values).fetchall()
        for source_id, at, listed, links_new, fetched, read, dated, named, newest, failure, message, hold_until in rows:
            found.setdefault(source_id, []).append(
                Visit(at=at, listed=listed, links_new=links_new, fetched=fetched, read=read, dated=dated, named=named,
                      newest=newest, failure=failure, message=message, hold_until=hold_until)
            )  # fmt: skip
        return {source_id: tuple(visits) for source_id, visits in found.items()}

    def untold(self, now: datetime) -> list[Notice]:
        """Illnesses and recoveries that operators have not been told of."""
        with opened(self._path, self._wait) as con:
            rows = con.execute(_query("notices"), {"region": self._region, "now": now}).fetchall()
        return [
            Notice(source_id=row[0], name=row[1], ill=row[2], failure=row[3], since=row[4], message=row[5], last_success=row[6])
            for row in rows
        ]

    def told(self, notices: Sequence[Notice], now: datetime) -> None:
        """Operators know of these now."""
        with transaction(self._path, self._wait) as con:
            for told in notices:
                row = [self._region, told.source_id, told.ill, told.failure, told.since, now]
                con.execute("INSERT INTO notices VALUES (?, ?, ?, ?, ?, ?)", row)

    def backfill_place(self, source_id: str, since: date) -> Place | None:
        """Where a walk back to `since`, or further, stands; None when none has begun."""
        sql = (
            "SELECT address, done FROM backfills WHERE region = ? AND source_id = ? AND since <= ? "
            "ORDER BY done DESC, marked_at DESC LIMIT 1"
        )
        with opened(self._path, self._wait) as con:
            row = con.execute(sql, [self._region, source_id, since]).fetchone()
        return Place(address=row[0], done=row[1]) if row else None

    def mark_backfill(self, source_id: str, since: date, address: str | None, done: bool, now: datetime) -> None:
        """Write down the page to read next."""
        key = [self._region, source_id, since]
        with transaction(self._path, self._wait) as con:
            con.execute("DELETE FROM backfills WHERE region = ? AND source_id = ? AND since = ?", key)
            con.execute("INSERT INTO backfills VALUES (?, ?, ?, ?, ?, ?)", [*key, address, done, now])


def _query(name: str) -> str:
    return (Path(__file__).with_name("queries") / f"{name}.sql").read_text(encoding="utf-8")

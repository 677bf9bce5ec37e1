"""The reports that were made: their windows, their lines, and what is needed to tell them again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from warehouse.records import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A report to one reader, as it was made."""

    edition: str
    reader: str
    since: datetime
    until: datetime
    digest: str  # SHA-256 of the mail's HTML; "" while it is being made
    made_at: datetime
    language: str | None
    sent: bool  # or perhaps sent: a crash in the middle leaves that open


def announce(con: duckdb.DuckDBPyConnection, key: Sequence[str], since: datetime, until: datetime, now: datetime) -> None:
    """Say that a report is being made, before it is: what is loaded from now on is later than it."""
    if not con.execute("SELECT 1 FROM reports WHERE region = ? AND edition = ? AND reader = ?", [*key]).fetchone():
        con.execute("INSERT INTO reports VALUES (?, ?, ?, ?, ?, '', ?, NULL)", [*key, since, until, now])


def record(
    con: duckdb.DuckDBPyConnection, key: Sequence[str], since: datetime, until: datetime, changes: Sequence[Change],
    digest: str, now: datetime, language: str | None,
) -> None:  # fmt: skip
    for name in ("reports", "changes"):
        con.execute(f"DELETE FROM {name} WHERE region = ? AND edition = ? AND reader = ?", [*key])
    con.execute("INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [*key, since, until, digest, now, language])
    rows = [
        [*key, c.id, c.kind, c.subject, json.dumps(dict(c.old)), json.dumps(dict(c.new)),
         [citation.update_id for citation in c.citations], c.sources, c.known_at]
        for c in changes
    ]  # fmt: skip
    if rows:
        con.executemany("INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def recorded(con: duckdb.DuckDBPyConnection, key: Sequence[str]) -> Recorded | None:
    row = con.execute(
        "SELECT r.edition, r.reader, r.since, r.until, r.digest, r.made_at, r.language, EXISTS (FROM deliveries d "
        "WHERE d.region = r.region AND d.edition = r.edition AND d.reader = r.reader AND d.state IN ('sent', 'sending')) "
        "FROM reports r WHERE r.region = ? AND r.edition = ? AND r.reader = ?",
        [*key],
    ).fetchone()
    if row is None:
        return None
    return Recorded(
        edition=row[0], reader=row[1], since=row[2], until=row[3], digest=row[4], made_at=row[5], language=row[6], sent=row[7]
    )

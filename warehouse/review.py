"""What is kept for review: understood, but not sure enough to be reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from warehouse.records import REPORTABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """One update below the line, with where it stands."""

    update: str  # id, for `regionwatch evidence`
    subject: str
    name: str
    stage: str | None
    modality: str
    strength: str
    when_start: date | None
    when_end: date | None
    when_text: str
    value: float | None
    unit: str | None
    rule: str
    confidence: float
    mention: str
    quotation: str
    title: str
    published: date | None
    source: str | None
    url: str
    known_at: datetime


def find_doubtful(con: duckdb.DuckDBPyConnection, region: str, since: datetime, limit: int) -> list[Doubtful]:
    """At most `limit` of them, those that became known after `since`, the newest first."""
    sql = Path(__file__).with_name("queries").joinpath("review.sql").read_text(encoding="utf-8")
    cursor = con.execute(sql, {"region": region, "since": since, "limit": limit, "reportable": REPORTABLE})
    names = [column[0] for column in cursor.description or ()]
    return [Doubtful(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]

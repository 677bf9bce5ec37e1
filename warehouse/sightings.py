"""Names that pages have and nobody tracks yet, with how often and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One name; the quotation is the newest one of the most trusted source that has it."""

    name: str
    stories: int  # copies of one text count once
    pages: int
    first_known: datetime
    last_known: datetime
    quotation: str
    title: str
    url: str
    source: str | None
    source_place: str | None


def find_sightings(con: duckdb.DuckDBPyConnection, region: str, least: int) -> list[Sighting]:
    """Those that stand in at least `least` stories, the most frequent first."""
    sql = Path(__file__).with_name("queries").joinpath("candidates.sql").read_text(encoding="utf-8")
    cursor = con.execute(sql, {"region": region, "least": least})
    names = [column[0] for column in cursor.description or ()]
    return [Sighting(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]

"""Readings into the warehouse, each row once, and what a later version of the reader saw otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse.records import REPORTABLE, Fetch, SourceRun
from warehouse.rows import as_json, structure, table

if TYPE_CHECKING:
    import pyarrow as pa

STORY_WINDOW = timedelta(days=60)  # a text that comes back later is told anew
Known = Callable[[], Sequence[tuple[str, str, bytes]]]  # a way to ids, stories and signatures of articles
Fold = Callable[[Mapping[str, bytes], Known], Mapping[str, str]]  # new articles' signatures by id → the story of each
_ADD = {  # joins by key, with the region in it, for the reason that again.sql names
    "readings": "INSERT INTO readings BY NAME SELECT n.*, $region AS region, $reader AS reader, $now AS read_at "
    "FROM new_readings n ANTI JOIN (FROM read_before WHERE reader = $reader) USING (source_id, url, sha256)",
    "articles": "INSERT INTO articles BY NAME WITH mine AS (SELECT *, $region AS region FROM new_articles), "
    "seen AS (SELECT DISTINCT source_id, url, true AS again FROM articles SEMI JOIN mine USING (region, source_id, url)) "
    "SELECT n.*, $reader AS reader, $now AS known_at, "
    "nullif(count(*) OVER (PARTITION BY n.source_id, n.url) > 1 OR s.again IS NOT NULL, false) AS again "
    "FROM mine n LEFT JOIN seen s USING (source_id, url) ANTI JOIN articles USING (region, id)",
    # a fact that two versions of the reader see was known since the first
    "updates": "INSERT INTO updates BY NAME SELECT n.*, $reader AS reader, coalesce(k.known_at, $now::TIMESTAMPTZ) AS known_at "
    "FROM (SELECT *, $region AS region FROM new_updates) n LEFT JOIN same_updates k USING (id) "
    "ANTI JOIN updates USING (region, id)",
    "candidates": "INSERT INTO candidates BY NAME SELECT n.*, $now AS known_at "
    "FROM (SELECT *, $region AS region FROM new_candidates) n ANTI JOIN candidates USING (region, id)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadCounts:
    """Rows that a load added."""

    articles: int
    updates: int


def moment(con: duckdb.DuckDBPyConnection, region: str, now: datetime) -> datetime:
    """When what is loaded now became known: after every report that was begun without it, whatever the clock says."""
    row = con.execute("SELECT max(until) FROM reports WHERE region = ?", [region]).fetchone()
    return max(now, row[0] + timedelta(microseconds=1)) if row and row[0] else now


def add_readings(
    con: duckdb.DuckDBPyConnection, region: str, rows: Mapping[str, pa.Table], reader: str, now: datetime
) -> dict[str, int]:
    """How many rows were added to each table; to be called in a transaction."""
    values = {"region": region, "reader": reader, "now": now, "reportable": REPORTABLE}
    for name in _ADD:
        con.register(f"new_{name}", rows[name])
    _execute(con, _AGAIN, values)
    if con.execute("SELECT EXISTS (FROM again)").fetchone() == (True,):  # seldom, and all that follows takes its time
        _execute(con, _DIFFERENCE, values)
    else:
        con.execute("CREATE OR REPLACE TEMP TABLE same_updates (id VARCHAR, known_at TIMESTAMPTZ)")
    added = {}
    for name, sql in _ADD.items():
        done = _execute(con, sql, values).fetchone()
        added[name] = int(done[0]) if done else 0
    return added


def _execute(con: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
    """One statement or several, each with the parameters that it names; with the result of the last."""
    for statement in con.extract_statements(sql):
        con.execute(statement, {name: values[name] for name in statement.named_parameters})
    return con


def add_visits(
    con: duckdb.DuckDBPyConnection, region: str, run_id: str, fetches: Sequence[Fetch], done: SourceRun | None, now: datetime
) -> None:
    """What was asked of a source, and how its run ended; to be called in a transaction."""
    if fetches:
        asked = [_fields(fetch) | {"asked_at": fetch.at} for fetch in fetches]
        con.execute(
            "INSERT INTO fetches BY NAME SELECT $region AS region, $run AS run_id, "
            f"unnest(from_json($rows, '{structure('fetches')}'), recursive := true)",
            {"rows": as_json("fetches", asked), "region": region, "run": run_id},
        )
    if done is not None:
        run = _fields(done) | {"region": region, "run_id": run_id, "ended_at": max(done.ended_at, now)}
        con.execute(f"INSERT INTO source_runs ({', '.join(run)}) VALUES ({', '.join('?' * len(run))})", list(run.values()))


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def fold_articles(articles: list[dict[str, Any]], fold: Fold, known: Known) -> None:
    """Give each article its story, among those known."""
    found = fold({row["id"]: row["signature"] for row in articles}, known)
    for row in articles:
        row["story_id"] = found[row["id"]]


def find_stories(con: duckdb.DuckDBPyConnection, region: str, now: datetime) -> list[tuple[str, str, bytes]]:
    """Article, story and signature of the last weeks' articles, the earlier before the later."""
    sql = "SELECT id, story_id, signature FROM articles WHERE region = ? AND known_at > ? ORDER BY known_at, id"
    return con.execute(sql, [region, now - STORY_WINDOW]).fetchall()


def inherit_stories(con: duckdb.DuckDBPyConnection, region: str, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    """A page that is read again stays in its story, whatever a better reader makes of its text."""
    con.register("read_again", table("readings", rows["readings"]))
    stories = {
        ident: (story, signature)
        for ident, story, signature in con.execute(
            "SELECT n.article_id, arg_max(a.story_id, r.read_at), arg_max(a.signature, r.read_at) FROM read_again n "
            "JOIN readings r ON r.region = $region AND r.source_id = n.source_id AND r.url = n.url AND r.sha256 = n.sha256 "
            "JOIN articles a ON a.region = $region AND a.id = r.article_id WHERE n.article_id IS NOT NULL GROUP BY 1",
            {"region": region},
        ).fetchall()
    }
    for row in rows["articles"]:
        row["story_id"], row["signature"] = stories.get(row["id"], (row["story_id"], row["signature"]))


_QUERIES = Path(__file__).with_name("queries")
_AGAIN, _DIFFERENCE = ((_QUERIES / f"{name}.sql").read_text(encoding="utf-8") for name in ("again", "difference"))

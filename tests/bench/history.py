"""A warehouse of any size, made by SQL: a history that ends on a Monday, its last week with as much news in every size."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from warehouse.connection import transaction
from warehouse.records import Project, Source, Watchlist
from warehouse.store import Store

UNTIL = datetime(2026, 1, 5, tzinfo=UTC)
WEEK = timedelta(days=7)
NEWS = 2_000  # updates of the last week, whatever came before
PROJECTS, SOURCES = 5_000, 200


def history(path: Path, updates: int) -> Store:
    """`updates` facts and as many articles, sorted by the time that they were learned, as a real warehouse is."""
    store = Store(path)
    store.register(
        Watchlist(
            id="land",
            name="全国",
            projects=tuple(Project(id=f"p{n}", name=f"第{n}号工程") for n in range(PROJECTS)),
            sources=tuple(Source(id=f"s{n}", name=f"第{n}号来源", listing=f"https://s{n}.example/", trust=1 + n % 5) for n in range(SOURCES)),
        ),
        UNTIL - timedelta(days=1100),
    )  # fmt: skip
    values = {"n": updates, "old": updates - NEWS, "until": UNTIL, "projects": PROJECTS, "sources": SOURCES}
    with transaction(path, 60) as con:
        con.execute(
            """
            CREATE TEMP TABLE made AS
            SELECT i, hash(i) % $projects AS p, hash(i, 1) % $sources AS s, hash(i, 2) % 10 AS kind,
                   CASE WHEN i < $old THEN $until::TIMESTAMPTZ - INTERVAL 7 DAY - to_seconds(((($old - i) / $old) * 86400 * 1000)::BIGINT)
                        ELSE $until::TIMESTAMPTZ - to_seconds((($n - i) * 600000 / ($n - $old))::BIGINT) END AS known_at
            FROM range($n) t(i)
            """,
            values,
        )
        con.execute("""
            INSERT INTO articles BY NAME
            SELECT 'land' AS region, printf('a%012d', i) AS id, 's' || s AS source_id, printf('https://s%d.example/%d', s, i) AS url,
                   sha256(i::VARCHAR) AS sha256, '1' AS reader, '工程进展' AS title, known_at::DATE - 1 AS published,
                   (known_at::DATE - 1)::VARCHAR AS published_at, printf('第%d号工程有进展。', p) AS text,
                   printf('t%012d', i) AS story_id, ''::BLOB AS signature, known_at FROM made""")
        con.execute("""
            INSERT INTO readings BY NAME
            SELECT 'land' AS region, 's' || s AS source_id, printf('https://s%d.example/%d', s, i) AS url, sha256(i::VARCHAR) AS sha256,
                   '1' AS reader, printf('a%012d', i) AS article_id, '' AS message, known_at AS read_at FROM made""")
        con.execute("""
            INSERT INTO updates BY NAME
            SELECT 'land' AS region, printf('u%012d', i) AS id, printf('a%012d', i) AS article_id, 's' || s AS source_id,
                   printf('https://s%d.example/%d', s, i) AS url, sha256(i::VARCHAR) AS sha256, '1' AS reader, 'p' || p AS project,
                   CASE WHEN kind < 6 THEN 'construction' WHEN kind < 8 THEN 'in_service' ELSE 'started' END AS stage,
                   CASE WHEN kind IN (6, 7, 8) THEN 'target' ELSE 'actual' END AS modality,
                   CASE WHEN kind IN (6, 7, 8) THEN 'firm' ELSE 'done' END AS strength,
                   CASE WHEN kind IN (6, 7, 8) THEN known_at::DATE + (hash(i, 3) % 400)::INTEGER END AS when_end,
                   CASE WHEN kind IN (6, 7, 8) THEN known_at::DATE + (hash(i, 3) % 400)::INTEGER END AS when_start,
                   CASE WHEN kind = 1 THEN (hash(i, 4) % 100)::DOUBLE END AS progress_percent,
                   CASE WHEN kind = 2 THEN 1e9 + (hash(p) % 100) * 1e8 END AS investment_yuan, '' AS milestone, '' AS when_text,
                   '第号工程有进展。' AS evidence, 0 AS start_at, 8 AS end_at, 0.9 AS confidence, known_at FROM made ORDER BY known_at""")
        con.execute(
            "INSERT INTO source_runs BY NAME SELECT 'land' AS region, printf('r%d', w) AS run_id, 's' || s AS source_id, "
            "$until::TIMESTAMPTZ - to_days(7 * w::INTEGER) AS started_at, $until::TIMESTAMPTZ - to_days(7 * w::INTEGER) AS ended_at "
            "FROM range(50) a(w), range($sources) b(s)",
            {"until": UNTIL, "sources": SOURCES},
        )
    return store

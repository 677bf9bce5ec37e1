"""A warehouse of a million updates, made by SQL: two years of 5,000 projects, in the order in which they became known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from warehouse.connection import migrate, transaction
from warehouse.records import Project, Source, Watchlist
from warehouse.store import Store

REGION = "million"
PROJECTS, SOURCES = 5_000, 200
UNTIL = datetime(2025, 9, 1, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=7)
_SPAN = 730 * 86_400  # seconds over which the updates became known

WATCHLIST = Watchlist(
    id=REGION,
    name="百万",
    sources=tuple(Source(id=f"s{n}", name=f"来源{n}", listing=f"https://s{n}.example/l/") for n in range(SOURCES)),
    projects=tuple(Project(id=f"p{n}", name=f"第{n}号工程") for n in range(PROJECTS)),
)

# An article has three updates. A project goes through its stages in the order of time, and promises dates on the way.
_ARTICLES = """
INSERT INTO articles BY NAME
SELECT $region AS region, md5(concat('a', n)) AS id, concat('s', n % $sources) AS source_id,
       concat('https://s', n % $sources, '.example/a/', n) AS url, sha256(n::VARCHAR) AS sha256, 'bench' AS reader,
       concat('工程建设有新进展', n) AS title, known_at::DATE AS published, known_at::DATE::VARCHAR AS published_at,
       concat('第', n % $projects, '号工程进展顺利。计划明年建成通车。完成年度投资。') AS text, md5(concat('st', n)) AS story_id,
       ''::BLOB AS signature, known_at
FROM (SELECT range AS n, $until::TIMESTAMPTZ - to_seconds($span - range * $span // $count) AS known_at FROM range($count))
"""
_UPDATES = """
INSERT INTO updates BY NAME
SELECT $region AS region, md5(concat('u', n)) AS id, md5(concat('a', n // 3)) AS article_id,
       concat('s', (n // 3) % $sources) AS source_id, concat('https://s', (n // 3) % $sources, '.example/a/', n // 3) AS url,
       sha256((n // 3)::VARCHAR) AS sha256, 'bench' AS reader, concat('p', hash(n // 3) % $projects) AS project,
       ['proposed', 'preparation', 'tender', 'started', 'construction', 'construction', 'partial'][1 + (age * 7)::INT % 7] AS stage,
       CASE n % 3 WHEN 1 THEN 'target' ELSE 'actual' END AS modality, CASE n % 3 WHEN 1 THEN 'firm' ELSE 'done' END AS strength,
       CASE n % 3 WHEN 1 THEN known_at::DATE + 200 + (n % 97)::INT ELSE known_at::DATE END AS when_end,
       CASE WHEN n % 3 = 2 THEN 40 + (age * 50)::INT END AS progress_percent, '[]' AS figures,
       '进展顺利。' AS evidence, 7 AS start_at, 12 AS end_at, 1.0 AS confidence, known_at
FROM (SELECT range AS n, range / $count AS age,
      $until::TIMESTAMPTZ - to_seconds($span - (range // 3) * $span // ($count // 3)) AS known_at FROM range($count))
"""


def make_million(file: Path, updates: int = 1_000_000) -> None:
    """Fill an empty file. Its pages' bytes are left out: no report asks for them."""
    migrate(file, 60)
    Store(file).register(WATCHLIST, UNTIL - timedelta(days=800))
    values = {"region": REGION, "sources": SOURCES, "projects": PROJECTS, "until": UNTIL, "span": _SPAN}
    with transaction(file, 60) as con:
        for sql, count in ((_ARTICLES, updates // 3 + 1), (_UPDATES, updates)):
            given = values | {"count": count}
            con.execute(sql, {name: value for name, value in given.items() if f"${name}" in sql})

"""A warehouse of every earlier schema, with data in it, comes to the newest one and tells the same."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.build import DAY, House
from warehouse.connection import MIGRATIONS, migrations
from warehouse.store import Store

KNOWN = migrations()
AT = datetime(2025, 8, 4, tzinfo=UTC)
# What a program of schema 1 wrote; columns that came later are filled by the migrations.
ROWS = (
    "INSERT INTO sources VALUES ('bay', 'gov', '海湾市政府', 'https://gov.example/l/', 'government', NULL, 5, NULL, true, $at)",
    "INSERT INTO projects VALUES ('bay', 'bridge', '海湾大桥', NULL, NULL, NULL, true, $at)",
    "INSERT INTO indicators VALUES ('bay', 'output', '工业增加值', '亿元', NULL, NULL, '[]', true, $at)",
    "INSERT INTO bodies VALUES ('aa', 1, 'zstd', 'x'::BLOB)",
    "INSERT INTO snapshots VALUES ('bay', 'gov', 'https://gov.example/1', 'aa', 'https://gov.example/1', $at, 200, '', NULL, NULL, 'r')",
    "INSERT INTO readings BY NAME SELECT 'bay' AS region, 'gov' AS source_id, 'https://gov.example/1' AS url, 'aa' AS sha256, "
    "'old' AS reader, 'a1' AS article_id, $at::TIMESTAMPTZ AS read_at",
    "INSERT INTO articles BY NAME SELECT 'bay' AS region, 'a1' AS id, 'gov' AS source_id, 'https://gov.example/1' AS url, "
    "'aa' AS sha256, 'old' AS reader, '开工' AS title, DATE '2025-08-04' AS published, '海湾大桥开工。' AS text, 's1' AS story_id, "
    "$at::TIMESTAMPTZ AS known_at",
    "INSERT INTO updates BY NAME SELECT 'bay' AS region, 'u1' AS id, 'a1' AS article_id, 'gov' AS source_id, "
    "'https://gov.example/1' AS url, 'aa' AS sha256, 'old' AS reader, 'bridge' AS project, 'started' AS stage, "
    "'actual' AS modality, 'done' AS strength, '' AS milestone, '海湾大桥开工。' AS evidence, 0 AS start_at, 7 AS end_at, "
    "0.9 AS confidence, $at::TIMESTAMPTZ AS known_at",
    "INSERT INTO reports BY NAME SELECT 'bay' AS region, '2025-W31' AS edition, 'a@b.example' AS reader, "
    "TIMESTAMPTZ '1970-01-01 00:00:00+00' AS since, $at::TIMESTAMPTZ AS until, 'h' AS digest, $at::TIMESTAMPTZ AS made_at",
)


def old_file(path: Path, schema: int) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("SET TimeZone = 'UTC'")
        for number, sql in KNOWN[:schema]:
            con.execute(sql)
            con.execute("INSERT INTO schema_version VALUES (?, ?)", [number, AT])
            if number == 1:
                for row in ROWS:
                    con.execute(row, {"at": AT} if "$at" in row else {})


@pytest.mark.parametrize("schema", [number for number, _ in KNOWN])
def test_from_every_earlier_schema(tmp_path: Path, schema: int) -> None:
    path = tmp_path / "warehouse.duckdb"
    old_file(path, schema)
    store = Store(path)
    with duckdb.connect(str(path)) as con:
        assert con.execute("SELECT max(version) FROM schema_version").fetchone() == (KNOWN[-1][0],)
    [change] = store.changes("bay", AT - DAY, AT)
    assert (change.kind, change.subject_name, change.citations[0].source_name) == ("stage_reached", "海湾大桥", "海湾市政府")
    made = store.recorded("bay", "2025-W31", "a@b.example")
    assert made and (made.digest, made.language) == ("h", None)
    assert store.page_states("bay", "gov")["https://gov.example/1"].read


def test_a_migration_that_fails_half_way_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "warehouse.duckdb"
    old_file(path, 1)
    broken = [*KNOWN[:1], (2, KNOWN[1][1] + "\nSELECT * FROM nowhere;")]
    monkeypatch.setattr("warehouse.connection.migrations", lambda place=None: broken)
    with pytest.raises(duckdb.Error):
        Store(path)
    monkeypatch.undo()
    with duckdb.connect(str(path)) as con:
        assert con.execute("SELECT max(version) FROM schema_version").fetchone() == (1,)
        assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'watched'").fetchone() == (0,)
    assert Store(path).changes("bay", AT - DAY, AT)


def test_pages_that_had_several_versions_before_are_still_known_to(house_on_file: House) -> None:
    from tests.warehouse.build import fact
    from warehouse.records import Stage

    house = house_on_file
    for version in ("", "改"):
        house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"), version=version)
        house.wait(1)
    with duckdb.connect(str(house.path)) as con:
        con.execute("ALTER TABLE articles DROP COLUMN again")
        con.execute(dict(KNOWN)[7])
        assert con.execute("SELECT count(*) FROM articles WHERE again").fetchone() == (2,)


def test_no_two_migrations_have_one_number() -> None:
    files = sorted(file.name for file in MIGRATIONS.glob("[0-9]*.sql"))
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))

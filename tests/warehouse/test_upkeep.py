"""Compaction makes many files few, and changes nothing that anyone reads, while others write."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from tests.warehouse.build import House, fact
from tests.warehouse.test_lake import counts, release, writer
from warehouse.place import Lake
from warehouse.records import Stage
from warehouse.upkeep import keep_up


def test_many_small_files_become_few_and_the_rows_stay(lake: Lake) -> None:
    house = House(lake)
    for day in range(6):
        house.publish(fact("bridge", Stage.STARTED, f"海湾大桥第{day}次开工。"), page=str(day))
        house.wait(1)
    before = house.changes(0), counts(lake, "updates")
    done = keep_up(lake, 30, house.today)
    assert done.files_after < done.files_before / 2
    assert (house.changes(0), counts(lake, "updates")) == before
    house.publish(fact("rail", Stage.STARTED, "滨海铁路开工。"), page="after")
    assert counts(lake, "updates") == (7, 7)


def files_of_updates(lake: Lake) -> set[str]:
    assert lake.data
    return {path.name for path in Path(lake.data).rglob("updates/*.parquet")}


def strays(lake: Lake) -> set[str]:
    """Files that a killed writer of another test left in the tests' one lake: no commit ever named them, so no upkeep may."""
    with psycopg.connect(lake.catalog) as catalog:
        named = catalog.execute("SELECT path FROM ducklake_data_file UNION SELECT path FROM ducklake_files_scheduled_for_deletion")
        return files_of_updates(lake) - {Path(path).name for (path,) in named.fetchall()}


def test_old_states_and_their_files_go_and_new_ones_stay(lake: Lake) -> None:
    house, not_ours = House(lake), strays(lake)
    for day in range(4):
        house.publish(fact("bridge", Stage.STARTED, f"海湾大桥第{day}次开工。"), page=str(day))
    before = len(files_of_updates(lake) - not_ours)
    later = datetime.now(UTC) + timedelta(minutes=1)  # DuckLake writes down when it saw a file go by its own clock
    for _ in range(2):  # the files of the first are free for the second
        keep_up(lake, 30, later, history=timedelta(0), grace=timedelta(0))
    left = files_of_updates(lake) - not_ours
    listed = {Path(name).name for (name,) in house.look("SELECT data_file FROM ducklake_list_files('lake', 'updates')")}
    assert left == listed and len(left) < before
    assert counts(lake, "updates") == (4, 4)


def test_it_takes_turns_with_writers(lake: Lake) -> None:
    process = writer(lake, 8)
    release(process)
    assert process.stdout
    process.stdout.readline()
    code = (
        "import sys; from datetime import datetime, UTC; from warehouse.upkeep import keep_up; from warehouse.place import Lake\n"
        "for _ in range(3): keep_up(Lake(catalog=sys.argv[1]), 60, datetime.now(UTC))"
    )
    subprocess.run([sys.executable, "-c", code, lake.catalog], cwd=Path(__file__).parents[2], check=True, timeout=120)
    _, fault = process.communicate(timeout=120)
    assert process.returncode == 0, fault
    assert counts(lake, "updates") == (160, 160)

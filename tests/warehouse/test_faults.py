"""What befalls a file: a full disk, a folder that cannot be written, half a file, a wrong block, a clock set back."""

from __future__ import annotations

import logging
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.build import House, fact
from warehouse.errors import Damaged, Unwritable, WarehouseError
from warehouse.records import Stage
from warehouse.store import Store

ROOT = Path(__file__).parents[2]
FILL = """
import resource, sys
from pathlib import Path
from tests.warehouse.build import House, fact
from warehouse.errors import Unwritable
from warehouse.records import Stage
house = House(Path(sys.argv[1]))
size = Path(sys.argv[1]).stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 600_000, size + 600_000))  # the disk is full from here on
for n in range(500):
    try:
        house.publish(fact("bridge", Stage.STARTED, f"海湾大桥第{n}次开工。"), page=str(n), version=str(list(range(n, n + 20_000))))
    except Unwritable as fault:
        print("full:", fault, flush=True)
        sys.exit(3)
    print(n, flush=True)
"""


def test_a_full_disk_is_said_and_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    path = tmp_path / "full.duckdb"
    done = subprocess.run([sys.executable, "-c", FILL, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 3, done.stderr
    stored = [int(line) for line in done.stdout.splitlines() if line.isdigit()]
    assert "cannot be written" in done.stdout and "make room" in done.stdout
    Store(path)
    with duckdb.connect(str(path)) as con:
        kept = con.execute("SELECT count(*), count(DISTINCT id) FROM updates").fetchone()
        halves = con.execute("SELECT count(*) FROM updates u ANTI JOIN articles a ON a.id = u.article_id").fetchone()
    assert (kept, halves) == ((len(stored), len(stored)), (0,))


def test_a_folder_that_forbids_writing_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match="REGIONWATCH_HOME"):
        Store(Path("/sys/kernel/regionwatch/warehouse.duckdb"))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_half_a_file_is_said_and_left_as_it_is(house_on_file: House, share: float) -> None:
    house = house_on_file
    for n in range(3):
        house.publish(fact("bridge", Stage.STARTED, f"第{n}次开工。"), page=str(n), version=str(list(range(20_000))))
    whole = house.path.read_bytes()
    short = house.path.with_name("short.duckdb")
    short.write_bytes(whole[: int(len(whole) * share)])
    before = short.read_bytes()
    with pytest.raises(Damaged, match=r"short\.duckdb"):
        Store(short).changes("bay", house.today - timedelta(days=9), house.today)
    assert short.read_bytes() == before


def test_a_wrong_block_is_no_silent_answer(house_on_file: House) -> None:
    house = house_on_file
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"), version=str(list(range(100_000))))
    expected = house.changes()
    content = bytearray(house.path.read_bytes())
    for place in range(len(content) // 3, len(content), 4096):
        content[place] ^= 0xFF
    house.path.write_bytes(content)
    try:
        assert Store(house.path).changes("bay", house.today - timedelta(days=7), house.today) == expected
    except WarehouseError as fault:
        assert "warehouse.duckdb" in str(fault)


def test_a_clock_that_was_set_back_is_said(house_on_file: House, caplog: pytest.LogCaptureFixture) -> None:
    house = house_on_file
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"))
    logging.getLogger("regionwatch").propagate = True
    with caplog.at_level(logging.WARNING, logger="regionwatch.warehouse"):
        house.today -= timedelta(minutes=50)  # a run that was started beside another and waited for it
        house.run("gov")
        assert "was it set back?" not in caplog.text
        house.today -= timedelta(days=400)
        house.run("gov")
    assert "was it set back?" in caplog.text

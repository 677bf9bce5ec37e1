"""A run that keeps the warehouse open between uses lets others come to their turn, and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from warehouse.connection import opened
from warehouse.errors import Locked
from warehouse.kept import IDLE, keeper_of, kept_open
from warehouse.store import Store
from warehouse.visits import Visits

ROOT = Path(__file__).parents[2]
NOW = datetime(2025, 9, 1, tzinfo=UTC)
OTHER = "import sys; from pathlib import Path; from warehouse.store import Store; Store(Path(sys.argv[1]), wait=60); print('in')"


def other_process(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", OTHER, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=100)


def test_another_process_has_its_turn_while_this_one_never_rests(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    ended = threading.Event()
    with kept_open(path):
        visits = Visits(Store(path), "bay")

        def use() -> None:
            while not ended.is_set():
                visits.last(NOW)

        threads = [threading.Thread(target=use) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            assert other_process(path).stdout.strip() == "in"
        finally:
            ended.set()
            for thread in threads:
                thread.join()


def test_an_idle_file_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with kept_open(path):
        visits = Visits(Store(path), "bay")
        visits.last(NOW)
        until = time.monotonic() + 20 * IDLE
        code = "import duckdb, sys; duckdb.connect(sys.argv[1]); print('in')"  # a program that knows nothing of our lock
        while subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True).stdout.strip() != "in":
            assert time.monotonic() < until
        assert visits.last(NOW) == {}


def test_what_is_left_of_a_use_does_not_reach_the_next(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with kept_open(path):
        store = Store(path)
        for _ in range(2):  # temporary tables of the first would stand in the way of the second
            assert store.changes("bay", NOW, NOW) == []
    assert keeper_of(path) is None
    with duckdb.connect(str(path)) as con:
        assert con.execute("SELECT count(*) FROM sources").fetchone() == (0,)


def test_who_waits_too_long_is_told(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with kept_open(path), opened(path, 5), pytest.raises(Locked), opened(path, 0.2):
        pass

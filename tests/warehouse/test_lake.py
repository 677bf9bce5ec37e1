"""What a lake must keep with several writers: each id once, every write whole, through kills and restarts of its catalog."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.postgres import Postgres, postgres
from tests.warehouse.build import House, fact
from warehouse.connection import again, migrations, transaction
from warehouse.errors import Damaged, Overtaken, Unreachable
from warehouse.place import Lake
from warehouse.records import Stage
from warehouse.store import Store

ROOT = Path(__file__).parents[2]
# Each process opens its own store, says so, and waits for the word; then all load the same new pages.
WRITER = """
import sys
from tests.warehouse.build import House, fact
from warehouse.place import Lake
from warehouse.records import Stage
house = House(Lake(catalog=sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for page in range(int(sys.argv[2])):
    house.publish(*(fact("bridge", Stage.STARTED, f"海湾大桥第{page}页第{n}项开工。") for n in range(20)), page=str(page))
    print(page, flush=True)
"""


def writer(lake: Lake, pages: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, lake.catalog, str(pages)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout and process.stdout.readline() == "ready\n", process.communicate()[1]
    return process


def release(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def counts(lake: Lake, table: str, key: str = "id") -> tuple[int, int]:
    """Rows, and rows that differ in their key."""
    [(rows, keys)] = House(lake).look(f"SELECT count(*), count(DISTINCT ({key})) FROM {table}")
    return rows, keys


def test_of_processes_that_load_the_same_new_rows_at_once_each_id_is_there_once(lake: Lake) -> None:
    writers = [writer(lake, 3) for _ in range(3)]
    for process in writers:
        release(process)
    for process in writers:
        _, fault = process.communicate(timeout=120)
        assert process.returncode == 0, fault
    assert counts(lake, "updates") == (60, 60)
    assert counts(lake, "articles") == (3, 3)
    assert counts(lake, "bodies", "sha256") == (3, 3)
    assert counts(lake, "source_runs", "run_id, source_id") == (9, 9)


def test_a_writer_that_saw_less_than_is_there_must_do_it_again(lake: Lake) -> None:
    """The lock is not what keeps an id once: here one writer has none."""
    House(lake)
    with pytest.raises(Overtaken), transaction(lake, 10) as late:
        late.execute("INSERT INTO bodies VALUES ('a', 1, 'none', 'x'::BLOB)")
        code = (
            "import sys; from warehouse.place import Lake; import warehouse.lake as l\n"
            "con = l._cursor(Lake(catalog=sys.argv[1]), 10)\n"
            "con.execute(\"INSERT INTO bodies VALUES ('a', 1, 'none', 'x'::BLOB)\")"
        )
        subprocess.run([sys.executable, "-c", code, lake.catalog], cwd=ROOT, check=True, timeout=60)
    assert counts(lake, "bodies", "sha256") == (1, 1)


def test_who_holds_the_writers_lock_waits_for_no_thread_that_computes(lake: Lake) -> None:
    turn = sys.getswitchinterval()
    with transaction(lake, 10):
        assert sys.getswitchinterval() < turn / 5
    assert sys.getswitchinterval() == turn


def test_a_killed_writer_leaves_no_half_and_no_lock(lake: Lake) -> None:
    process = writer(lake, 1000)
    release(process)
    assert process.stdout
    done = int(process.stdout.readline())
    time.sleep(0.3)
    os.kill(process.pid, signal.SIGKILL)
    done = max([done, *(int(line) for line in process.stdout if line.strip().isdigit())])
    process.wait(5)
    house = House(lake)
    house.publish(fact("rail", Stage.STARTED, "滨海铁路开工。"), page="after")
    assert counts(lake, "updates")[0] >= (done + 1) * 20 + 1
    assert house.look("SELECT count(*) - count(DISTINCT id) FROM updates") == [(0,)]
    assert house.look("SELECT count(*) FROM updates u ANTI JOIN articles a ON a.id = u.article_id") == [(0,)]


def test_a_commit_whose_answer_was_lost_is_not_done_twice(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(lake)
    import duckdb

    import warehouse.lake as module

    real, fell = module._commit, []

    class Deaf:
        """A cursor that commits, and then hears nothing of it the first time."""

        def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
            self.cursor = cursor

        def commit(self) -> None:
            self.cursor.commit()
            if not fell:
                fell.append(True)
                raise duckdb.TransactionException("server closed the connection unexpectedly")

    monkeypatch.setattr(module, "_commit", lambda cursor, *rest: real(Deaf(cursor), *rest))  # type: ignore[arg-type]
    house.store.begin_run("bay", "collect", house.today, {})
    assert fell and house.look("SELECT count(*) FROM runs") == [(1,)]


def test_work_goes_on_when_the_catalog_is_restarted_in_the_middle(tmp_path: Path) -> None:
    with postgres() as server:
        lake = Lake(catalog=server.create("mine"), data=str(tmp_path / "data"))
        Store(lake)
        process = writer(lake, 12)
        release(process)
        assert process.stdout
        for _ in range(3):  # it is well at work
            process.stdout.readline()
        server.stop()
        time.sleep(0.5)
        server.start()
        _, fault = process.communicate(timeout=120)
        assert process.returncode == 0, fault
        assert counts(lake, "updates") == (240, 240)
        assert counts(lake, "runs") == (12, 12)
        assert counts(lake, "source_runs", "run_id, source_id") == (12, 12)


def test_what_duckdb_says_when_the_catalog_goes_away_is_done_again_on_a_sound_engine(lake: Lake) -> None:
    """Both seen when Postgres was restarted in the middle, at moments that a test cannot choose."""
    import duckdb

    house = House(lake)
    said = iter(
        [
            duckdb.InvalidInputException(
                "Attempting to fetch from an unsuccessful query result\nError: TransactionContext Error: "
                "Current transaction is aborted (please ROLLBACK)"
            ),
            duckdb.FatalException("Failed: database has been invalidated because of a previous fatal error."),
        ]
    )

    @again
    def work() -> int:
        with transaction(lake, 10) as con:
            for fault in said:
                raise fault
            return len(con.execute("SELECT * FROM runs").fetchall())

    assert work() == 0 and next(said, None) is None
    house.publish(fact("rail", Stage.STARTED, "滨海铁路开工。"), page="after")
    assert counts(lake, "updates") == (1, 1)


def test_of_workers_that_come_first_at_once_one_makes_the_lake(catalog_server: Postgres, tmp_path: Path) -> None:
    catalog = catalog_server.create("first")
    code = "import sys; from warehouse.store import Store; from warehouse.place import Lake; Store(Lake(catalog=sys.argv[1], data=sys.argv[2]))"
    first = [subprocess.Popen([sys.executable, "-c", code, catalog, str(tmp_path)], cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for process in first:
        _, fault = process.communicate(timeout=120)
        assert process.returncode == 0, fault
    assert counts(Lake(catalog=catalog), "schema_version", "version")[0] == len(migrations())


def test_a_catalog_that_is_not_there_is_said_without_its_password(catalog_server: Postgres) -> None:
    lake = Lake(catalog="host=127.0.0.1 port=9 user=someone password=hush dbname=none")
    with pytest.raises(Unreachable, match=r"host=127\.0\.0\.1 port=9 user=someone does not answer") as told:
        Store(lake, wait=0.1)
    assert "hush" not in str(told.value) and "hush" not in repr(lake)


def test_a_database_that_is_no_lake_yet_wants_to_know_where_its_data_shall_lie(catalog_server: Postgres) -> None:
    with pytest.raises(Damaged, match="REGIONWATCH_LAKE_DATA"):
        Store(Lake(catalog=catalog_server.create("bare")))


def test_who_is_overtaken_for_ever_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.connection.time.sleep", lambda seconds: None)

    @again
    def never() -> None:
        raise Overtaken("somebody else")

    with pytest.raises(Overtaken, match="somebody else"):
        never()

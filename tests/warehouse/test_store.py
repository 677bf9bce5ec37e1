"""What a run relies on: bytes first, the same pages twice add nothing, one writer at a time, a killed one loses nothing."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.build import START, WATCHLIST, House, fact
from warehouse.errors import Damaged, Locked, NewerSchema, NotFound, Unwritable
from warehouse.place import Place
from warehouse.records import Fetch, Snapshot, Stage
from warehouse.store import Store

PAGE = Snapshot(
    url="https://gov.example/1", final_url="https://gov.example/1", fetched_at=START, status=200,
    content_type="text/html; charset=gb2312", body="<p>海湾大桥开工</p>".encode("gb18030"), etag='"a"', last_modified=None,
)  # fmt: skip
TABLES = ("bodies", "snapshots", "readings", "articles", "updates", "candidates")


def rows(house: House) -> dict[str, int]:
    return {name: house.look(f"SELECT count(*) FROM {name}")[0][0] for name in TABLES}


def test_the_same_pages_twice_add_no_rows(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"))
    before = rows(house)
    house.wait(1)
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"), on=START.date())
    assert rows(house) == before


def test_each_fetch_is_a_row_with_all_that_it_said(house: House) -> None:
    house.today += timedelta(microseconds=123456)
    said = 'Er\x00ror "404" \\u0000 – 找不到\n\t\U0001f600'
    fetches = [
        Fetch(source_id="gov", url="https://gov.example/1?a='b'&c=\"d\"", at=house.today, outcome="failed", status=404,
              failure="gone", message=said, bytes=12_345_678_901),
        Fetch(source_id="gov", url="https://gov.example/2", at=house.today, outcome="unchanged", status=None, sha256="0" * 64),
    ]  # fmt: skip
    house.run("gov", fetches=fetches)
    assert house.look("SELECT url, asked_at, outcome, status, failure, message, bytes, sha256, region FROM fetches ORDER BY url") == [
        (fetches[0].url, house.today, "failed", 404, "gone", said.replace("\x00", ""), 12_345_678_901, None, "bay"),
        (fetches[1].url, house.today, "unchanged", None, None, fetches[1].message, fetches[1].bytes, "0" * 64, "bay"),
    ]


def test_a_run_that_asked_for_nothing_has_no_fetch(house: House) -> None:
    house.run("gov")
    assert house.look("SELECT count(*) FROM fetches") == [(0,)]


def test_bytes_come_back_as_they_were_and_lead_from_an_update(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"), fact("bridge", Stage.CONSTRUCTION, "主墩封顶。"))
    [change] = house.changes()
    dossier = house.store.dossier(change.citations[0].update_id[:10])
    assert dossier.fields["quotation"] == "主墩封顶。"
    assert dossier.text[dossier.fields["start_at"] : dossier.fields["end_at"]] == "主墩封顶。"
    assert hashlib.sha256(dossier.body).hexdigest() == dossier.fields["sha256"]


def test_bytes_that_were_changed_on_disk_are_refused(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"))
    [change] = house.changes()
    house.spoil("UPDATE bodies SET body = 'rubbish'::BLOB")
    with pytest.raises(Damaged):
        house.store.dossier(change.citations[0].update_id)


def test_an_update_that_is_not_there_is_said(house: House) -> None:
    with pytest.raises(NotFound, match="no update begins with"):
        house.store.dossier("0123456789")


def test_a_page_that_was_kept_and_not_read_is_asked_for_whole(house: House) -> None:
    run = house.store.begin_run("bay", "collect", START, {})
    house.store.keep("bay", "gov", [PAGE], run)
    state = house.store.page_states("bay", "gov")[PAGE.url]
    assert (state.read, state.validators.etag) == (False, None)
    house.wait(1)
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"))
    state = house.store.page_states("bay", "gov")[PAGE.url]
    assert state.read and state.validators.sha256


def test_many_sources_that_keep_and_ask_at_one_time_get_each_its_own(house: House) -> None:
    """One address in all of them, and one body in two: what is done in one transaction is told apart again."""
    names = [f"s{number:02d}" for number in range(12)]
    run = house.store.begin_run("bay", "collect", START, {})

    def work(name: str) -> list[tuple[str, bool]]:
        own = replace(PAGE, url=f"https://{name}.example/own", body=name[:2].encode())
        house.store.keep("bay", name, [replace(PAGE, etag=name), own], run)
        return [(url, page.read) for url, page in sorted(house.store.page_states("bay", name).items())]

    with ThreadPoolExecutor(len(names)) as pool:
        found = list(pool.map(work, names))
    assert found == [[(PAGE.url, False), (f"https://{name}.example/own", False)] for name in names]
    assert house.look("SELECT source_id, etag FROM snapshots WHERE url = 'https://gov.example/1' ORDER BY 1") == [(n, n) for n in names]
    assert house.look("SELECT count(*), count(DISTINCT sha256) FROM bodies") == [(3, 3)]  # the page's, s0 and s1
    assert house.store.page_states("elsewhere", "s00") == {}


def test_a_page_that_goes_back_to_an_old_version_has_that_version(house: House) -> None:
    for version in ("", "二", ""):
        house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"), version=version)
        house.wait(1)
    first = "<p>海湾大桥开工。</p>".encode()
    state = house.store.page_states("bay", "gov")[PAGE.url]
    assert state.validators.sha256 == hashlib.sha256(first).hexdigest()


def test_what_was_dropped_from_the_watchlist_is_kept_and_what_stays_keeps_its_first_day(house: House) -> None:
    later = START + timedelta(days=30)
    house.store.register(WATCHLIST, later)
    seen = house.look("SELECT id, first_seen FROM projects WHERE listed ORDER BY id")
    assert seen == [("bridge", START), ("rail", START)]


def test_a_warehouse_of_a_newer_program_is_refused(house: House) -> None:
    house.spoil("INSERT INTO schema_version VALUES (999, now())")
    with pytest.raises(NewerSchema, match="999"):
        Store(house.path)


def test_a_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "warehouse.duckdb"
    House(file).spoil("INSERT INTO schema_version VALUES (999, now())")
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    with pytest.raises(NewerSchema, match="999"):
        Store(file)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before


@pytest.mark.parametrize("content", [b"not a database", b"\0" * 5000])
def test_a_file_that_is_no_warehouse_is_refused_with_its_name(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "notes.duckdb"
    file.write_bytes(content)
    with pytest.raises(Damaged, match=r"notes\.duckdb"):
        Store(file)
    assert file.read_bytes() == content


def test_another_duckdb_file_is_not_taken_over(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "other.duckdb")) as con:
        con.execute("CREATE TABLE mine (a INTEGER)")
    with pytest.raises(Damaged, match="no Regionwatch warehouse"):
        Store(tmp_path / "other.duckdb")


HOLD = """
import sys, time
from pathlib import Path
from warehouse.connection import opened
with opened(Path(sys.argv[1]), 5):
    print("open", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holding(path: Place, seconds: float) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(path), str(seconds)], stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "open\n"
    return process


def test_who_comes_while_another_process_works_waits(house_on_file: House) -> None:
    process = holding(house_on_file.path, 1.0)
    started = time.monotonic()
    house_on_file.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"))
    assert time.monotonic() - started > 0.5
    process.wait(10)
    assert house_on_file.told() == [("stage_reached", "bridge")]


def test_who_waits_too_long_is_told_so(house_on_file: House) -> None:
    process = holding(house_on_file.path, 3.0)
    with pytest.raises(Locked, match="busy"):
        Store(house_on_file.path, wait=0.3)
    process.kill()
    process.wait(5)


WRITE = """
import sys
from pathlib import Path
from tests.warehouse.build import House, fact
from warehouse.records import Stage
house = House(Path(sys.argv[1]))
for n in range(1000):
    house.publish(fact("bridge", Stage.STARTED, f"海湾大桥第{n}次开工。"), page=str(n))
    print(n, flush=True)
"""


def test_a_killed_writer_loses_nothing_that_it_was_told_is_stored(tmp_path: Path) -> None:
    path = tmp_path / "killed.duckdb"
    for wait in (0.1, 0.35, 0.6):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITE, str(path)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
        )
        assert process.stdout
        done = int(process.stdout.readline())
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        done = max([done, *(int(line) for line in process.stdout if line.strip().isdigit())])
        process.wait(5)
        assert House(path).look("SELECT count(*) FROM updates")[0][0] >= done + 1
        with duckdb.connect(str(path)) as con:
            doubled = con.execute("SELECT count(*) - count(DISTINCT id) FROM updates").fetchone()
            halves = con.execute("SELECT count(*) FROM updates u ANTI JOIN articles a ON a.id = u.article_id").fetchone()
        assert (doubled, halves) == ((0,), (0,))


def test_it_waits_for_a_program_that_knows_nothing_of_our_lock(house_on_file: House) -> None:
    code = "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('open', flush=True); time.sleep(1)"
    process = subprocess.Popen([sys.executable, "-c", code, str(house_on_file.path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "open\n"
    with pytest.raises(Locked, match="another program"):
        Store(house_on_file.path, wait=0.2)
    Store(house_on_file.path, wait=10)
    assert process.wait(5) == 0


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(Unwritable, match="REGIONWATCH_HOME"):
        Store(tmp_path / "home" / "warehouse.duckdb")


def test_a_report_is_kept_with_its_lines_and_written_again_it_is_kept_once(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"))
    told = house.changes()
    for _ in range(2):
        house.store.record_report("bay", "2025-W35", "a@b.example", START, house.today, told, "hash", house.today)
    lines = house.look("SELECT id, kind, subject, new_value->>'stage', updates FROM changes")
    assert lines == [(told[0].id, "stage_reached", "bridge", "started", [told[0].citations[0].update_id])]

"""A better reader reads the archive again: in processes, resumable, and what it sees otherwise is a correction."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from flows.rereading import reread
from scrapers.version import READER
from tests.warehouse.build import WATCHLIST, House, fact, promise
from warehouse.records import Article, Link, Reading, Snapshot, Stage, Update

BODY = (
    "<html><head><title>海湾大桥建设进展</title></head><body><h1>海湾大桥建设进展</h1><div class='TRS_Editor'>"
    "<p>8月1日，记者从海湾大桥项目部获悉，海湾大桥主桥顺利合龙，累计完成总投资的13%。</p>"
    "<p>项目负责人表示，各参建单位克服台风影响，倒排工期，挂图作战，确保工程质量和安全，各项工作正按计划有序推进。</p></div></body></html>"
)


@pytest.fixture
def house_on_file(tmp_path: Path) -> House:
    return House(tmp_path / "warehouse.duckdb")


def keep(house: House, *numbers: int, wrong: tuple[Update, ...] = ()) -> None:
    """Pages that an older reader has read as saying what is `wrong`."""
    pages, readings = [], []
    for number in numbers:
        url = f"https://gov.example/art/{number}.html"
        body = BODY.replace("13%", f"13%（第{number}期）").encode()
        page = Snapshot(url=url, final_url=url, fetched_at=house.today, status=200, content_type="text/html", body=body)
        text, title, day = f"{number}" + "".join(update.evidence for update in wrong), "海湾大桥建设进展", house.today.date()
        article = Article(url=url, title=title, text=text, published_at=day.isoformat(), date_from="listing")
        placed = tuple(replace(u, start=text.index(u.evidence), end=text.index(u.evidence) + len(u.evidence)) for u in wrong)
        pages.append(page)
        readings.append(
            Reading(
                source_id="gov", url=url, sha256=page.sha256, fetched_at=house.today, article=article, updates=placed,
                link=Link(url=url, title=title, day=day),
            )
        )  # fmt: skip
    run = house.store.begin_run("bay", "collect", house.today, {})
    house.store.keep("bay", "gov", pages, run)
    house.load(run, "gov", readings, [house.asked("gov", page.url, "new", 200) for page in pages])


def silent(done: int, left: int) -> None:
    pass


def mailed(house: House, edition: str) -> None:
    """A report with all that is known goes to one reader."""
    told = house.store.changes("bay", house.today - timedelta(days=3650), house.today)
    house.store.record_report("bay", edition, "a@b.example", house.today - timedelta(days=3650), house.today, told, "", house.today)
    entry = house.store.ledger("bay", edition, "a@b.example", house.today, house.today)
    entry.claim("1")
    entry.sending()
    entry.sent()


def test_what_a_mail_told_wrongly_is_corrected_once_with_both_quotations(house_on_file: House) -> None:
    house = house_on_file
    wrong = fact("bridge", Stage.IN_SERVICE, "海湾大桥建成通车。", milestone="通车")
    keep(house, 1, wrong=(wrong,))
    mailed(house, "2025-W31")
    sent_at = house.today
    house.wait(1)
    done = reread(WATCHLIST, house.store, house.today, 1, silent)
    assert (done.pages, done.damaged, done.reader) == (1, 0, READER)
    assert {(c.found, c.stage) for c in done.corrections if c.subject == "bridge"} == {(True, "construction"), (False, "in_service")}
    house.wait(1)
    told = house.store.changes("bay", sent_at, house.today, reader="a@b.example")
    corrected = [change for change in told if change.kind == "corrected"]
    assert [c.quote for c in corrected[0].citations][-1] == "海湾大桥建成通车。"
    assert "合龙" in corrected[0].citations[0].quote
    assert {change.kind for change in told} == {"corrected"}
    # not to who was never told; and once
    assert "in_service" not in str([c.old for c in house.store.changes("bay", sent_at, house.today, reader="new@b.example")])
    house.wait(7)
    assert house.store.changes("bay", house.today - timedelta(days=7), house.today, reader="a@b.example") == []
    # the mail that went out can be told again as it was
    assert house.store.changes("bay", sent_at - timedelta(days=9), sent_at)[0].new["stage"] == "in_service"
    # and the old update stays, with its reader
    with duckdb.connect(str(house.path)) as con:
        assert con.execute("SELECT stage, reader FROM updates WHERE reader <> ?", [READER]).fetchall() == [("in_service", "test-1")]


def test_nothing_is_read_twice_and_the_same_facts_are_no_corrections(house_on_file: House) -> None:
    house = house_on_file
    keep(house, 1)
    first = reread(WATCHLIST, house.store, house.today, 1, silent)
    second = reread(WATCHLIST, house.store, house.today, 1, silent)
    assert (first.pages, second.pages) == (1, 0)
    third = reread(WATCHLIST, house.store, house.today, 1, silent, reader="next")
    assert third.pages == 1 and not third.corrections


def test_a_damaged_page_is_said_and_costs_no_other(house_on_file: House) -> None:
    house = house_on_file
    keep(house, 1, 2)
    with duckdb.connect(str(house.path)) as con:
        con.execute("UPDATE bodies SET body = 'rubbish'::BLOB WHERE sha256 = (SELECT min(sha256) FROM bodies)")
    done = reread(WATCHLIST, house.store, house.today, 1, silent)
    assert (done.pages, done.damaged) == (2, 1)


JOB = """
import sys
from datetime import datetime
from pathlib import Path
import flows.rereading as job
from tests.warehouse.build import WATCHLIST
from warehouse.store import Store
if __name__ == "__main__":
    job.AT_ONCE = 20
    done = job.reread(WATCHLIST, Store(Path(sys.argv[1])), datetime.fromisoformat(sys.argv[2]), 1,
                      lambda done, left: print(done, flush=True))
    print("done", flush=True)
"""


@pytest.mark.timeout(240)
def test_a_killed_rereading_goes_on_where_it_stopped(house_on_file: House, tmp_path: Path) -> None:
    house = house_on_file
    pages = 90
    keep(house, *range(pages), wrong=(promise("bridge", Stage.IN_SERVICE, date(2026, 6, 30), "2026年6月通车。"),))
    script = tmp_path / "job.py"
    script.write_text(JOB)
    command = [sys.executable, str(script), str(house.path), house.today.isoformat()]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True)
    assert started.stdout
    said = started.stdout.readline()
    time.sleep(0.1)
    os.killpg(started.pid, signal.SIGKILL)
    started.wait(10)
    assert int(said) == 20
    again = subprocess.run(command, capture_output=True, text=True, env=environment, check=True, timeout=120)
    numbers = [int(line) for line in again.stdout.splitlines() if line.isdigit()]
    assert again.stdout.endswith("done\n") and 0 < numbers[-1] <= pages - 20
    with duckdb.connect(str(house.path)) as con:
        read = con.execute("SELECT count(*), count(DISTINCT url) FROM readings WHERE reader = ?", [READER]).fetchone()
        twice = con.execute("SELECT count(*) - count(DISTINCT id) FROM corrections WHERE NOT found").fetchone()
    assert (read, twice) == ((pages, pages), (0,))

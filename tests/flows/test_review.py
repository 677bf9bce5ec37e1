"""`regionwatch review` and `updates --review`: what is kept below the line, as a user sees it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from scrapers.updates.find import find_updates
from scrapers.updates.match import Matcher
from warehouse.records import Article, Fetch, Reading, Snapshot, SourceRun
from warehouse.store import Store
from warehouse.watchlist import load_watchlist

NOW = datetime(2025, 8, 20, 4, tzinfo=UTC)
WATCHLIST = """\
region: {id: bay, name: 海湾}
sources: [{id: gov, name: 海湾要闻, listing: "https://gov.example/l/"}]
projects: [{id: bridge, name: 青屿大桥}]
indicators: [{id: firms, name: 高新技术企业, unit: 家, place: 海湾}]
"""
TEXT = (
    "青屿大桥开工建设。会议听取了汇报。大家认真学习。代表们踊跃发言。气氛十分热烈。与会人员作了交流。随后参观了展厅。"
    "最后观看了短片。要求抢抓工期，力争项目早日建成投产。\n今年海湾市新增高新技术企业100家。"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REGIONWATCH_HOME", str(tmp_path))
    (tmp_path / "bay.yaml").write_text(WATCHLIST, encoding="utf-8")
    return tmp_path


def collected(home: Path) -> None:
    watchlist = load_watchlist(home / "bay.yaml")
    store = Store(home / "warehouse.duckdb")
    store.register(watchlist, NOW)
    page = Snapshot(
        url="https://gov.example/1",
        final_url="https://gov.example/1",
        fetched_at=NOW,
        status=200,
        content_type="",
        body=TEXT.encode(),
    )
    article = Article(url=page.url, title="海湾动态", text=TEXT, published_at="2025-08-19")
    updates = tuple(find_updates(article, Matcher(watchlist.projects, watchlist.indicators)))
    reading = Reading(source_id="gov", url=page.url, sha256=page.sha256, fetched_at=NOW, article=article, updates=updates)
    run = store.begin_run("bay", "collect", NOW, {})
    store.keep("bay", "gov", [page], run)
    asked = Fetch(source_id="gov", url=page.url, at=NOW, outcome="new", status=200)
    store.load("bay", run, [reading], [asked], SourceRun(source_id="gov", started_at=NOW, ended_at=NOW), "test", NOW)


def test_review_lists_what_no_report_tells(home: Path) -> None:
    collected(home)
    asked = ["review", "-w", str(home / "bay.yaml"), "--now", "2025-08-21T08:00:00+08:00"]
    done = CliRunner().invoke(app, [*asked, "--json"])
    assert done.exit_code == 0, done.output
    found = {row["subject"]: row for row in json.loads(done.stdout)}
    assert {(s, r["stage"], r["value"], r["confidence"]) for s, r in found.items()} == {
        ("bridge", "in_service", None, 0.4), ("firms", None, 100.0, 0.4),
    }  # fmt: skip
    told = Store(home / "warehouse.duckdb").changes("bay", datetime(2025, 8, 1, tzinfo=UTC), NOW)
    assert {(c.subject, c.new.get("stage")) for c in told} == {("bridge", "started")}
    words = CliRunner().invoke(app, asked).stdout
    assert "青屿大桥: in_service, target" in words and "“要求抢抓工期，力争项目早日建成投产。”" in words
    assert found["bridge"]["update"][:8] in words


def test_the_same_on_files(home: Path) -> None:
    (home / "pages.jsonl").write_text(json.dumps({"id": "1", "text": TEXT, "published": "2025-08-19"}), encoding="utf-8")
    lines = {}
    for flags in ([], ["--review"]):
        done = CliRunner().invoke(app, ["updates", "-w", str(home / "bay.yaml"), str(home / "pages.jsonl"), *flags])
        lines[bool(flags)] = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["project"], row["stage"]) for row in lines[False]] == [("bridge", "started")]
    assert {row["project"] or row["indicator"] for row in lines[True]} == {"bridge", "firms"}
    assert all(row["rule"] and row["confidence"] < 0.5 for row in lines[True])


def test_review_says_what_is_missing(home: Path) -> None:
    done = CliRunner().invoke(app, ["review", "-w", str(home / "bay.yaml")])
    assert done.exit_code == 1 and "run a collect first" in done.stderr
    assert CliRunner().invoke(app, ["review", "-w", str(home / "bay.yaml"), "--now", "soon"]).exit_code == 2

"""`regionwatch suggest`: names of several stories become entries, on paper or in the file."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from scrapers.updates.find import find_candidates
from scrapers.updates.match import Matcher
from warehouse.records import Article, Fetch, Reading, Snapshot, SourceRun
from warehouse.store import Store
from warehouse.watchlist import load_watchlist

NOW = datetime(2025, 8, 20, 4, tzinfo=UTC)
WATCHLIST = """\
region: {id: bay, name: 海湾}  # the bay
sources: [{id: gov, name: 泉州要闻, listing: "https://gov.example/l/", place: 泉州市}]
projects:
  - {id: bridge, name: 青屿大桥}  # ours
"""
PAGES = (
    "近日，德化彭村水库开工建设。古雷疏港高速公路开工。",
    "德化彭村水库主体工程开工建设，总投资5亿元。",
    "青屿跨海大桥开工建设，德化彭村水库加快建设。",
    "青屿跨海大桥正在建设。",
)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REGIONWATCH_HOME", str(tmp_path))
    file = tmp_path / "bay.yaml"
    file.write_text(WATCHLIST, encoding="utf-8")
    watchlist = load_watchlist(file)
    store = Store(tmp_path / "warehouse.duckdb")
    store.register(watchlist, NOW)
    matcher = Matcher(watchlist.projects)
    run = store.begin_run("bay", "collect", NOW, {})
    readings, asked = [], []
    for number, text in enumerate(PAGES):
        url = f"https://gov.example/{number}"
        page = Snapshot(url=url, final_url=url, fetched_at=NOW, status=200, content_type="", body=text.encode())
        store.keep("bay", "gov", [page], run)
        article = Article(url=url, title="要闻", text=text, published_at="2025-08-19")
        candidates = tuple(find_candidates(article, matcher))
        readings.append(
            Reading(source_id="gov", url=url, sha256=page.sha256, fetched_at=NOW, article=article, candidates=candidates)
        )
        asked.append(Fetch(source_id="gov", url=url, at=NOW, outcome="new", status=200))
    store.load("bay", run, readings, asked, SourceRun(source_id="gov", started_at=NOW, ended_at=NOW), "test", NOW)
    return file


def suggest(file: Path, *flags: str, code: int = 0) -> tuple[str, str]:
    done = CliRunner().invoke(app, ["suggest", "-w", str(file), *flags])
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


def test_names_of_several_stories_are_told_with_counts_and_a_sentence(file: Path) -> None:
    said, _ = suggest(file)
    assert "# 德化彭村水库: 3 stories, 3 pages, since 2025-08-20" in said
    assert "# “" in said and "https://gov.example/" in said
    assert "  - id: water-" in said and "    name: 德化彭村水库\n    place: 德化县\n    sector: water\n" in said
    assert "# perhaps another name of 青屿大桥 (bridge)" in said
    assert "古雷疏港高速公路" not in said  # one story only
    assert "古雷疏港高速公路" in suggest(file, "--stories", "1")[0]


def test_json_for_scripts(file: Path) -> None:
    told = json.loads(suggest(file, "--json")[0])
    assert (told[0]["name"], told[0]["stories"], told[0]["suggestion"]["place"]) == ("德化彭村水库", 3, "德化县")


def test_write_adds_them_to_the_file_and_keeps_what_is_there(file: Path) -> None:
    _, said = suggest(file, "--write")
    assert "1 entries written" in said and "not written, perhaps names of tracked projects: 青屿跨海大桥" in said
    text = file.read_text(encoding="utf-8")
    assert text.startswith(WATCHLIST) and "# ours" in text
    assert [p.name for p in load_watchlist(file).projects] == ["青屿大桥", "德化彭村水库"]
    assert "德化彭村水库" not in suggest(file)[0]  # it is tracked now
    assert list(file.parent.glob(".bay-*")) == []


def test_one_name_that_was_asked_for(file: Path) -> None:
    suggest(file, "古雷疏港高速公路", "--write")
    assert [p.name for p in load_watchlist(file).projects] == ["青屿大桥", "古雷疏港高速公路"]
    _, said = suggest(file, "没有的大桥", code=1)
    assert "没有的大桥: no page" in said


def test_a_file_that_cannot_be_edited_stays_as_it_was(file: Path) -> None:
    flat = WATCHLIST.replace("projects:\n  - {id: bridge, name: 青屿大桥}  # ours\n", "projects: [{id: bridge, name: 青屿大桥}]\n")
    file.write_text(flat, encoding="utf-8")
    said, why = suggest(file, "--write", code=1)
    assert "name: 德化彭村水库" in said and "Paste the entries above" in why
    assert file.read_text(encoding="utf-8") == flat

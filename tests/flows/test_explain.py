"""`regionwatch explain` on a saved page, on plain text, for people and for scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app

WATCHLIST = "projects: [{id: bridge, name: 青屿大桥}]\n"
TEXT = "青屿大桥昨日开工，总投资12亿元。\r\n东屿隧道已经通车。\r\n天气晴好。"
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>青屿大桥开工</title>
<meta name="ArticleTitle" content="青屿大桥开工"><meta name="PubDate" content="2025-08-16 09:30"></head>
<body><div class="TRS_Editor"><p>青屿大桥昨日开工，总投资12亿元，将连接青屿与东屿两地，计划工期三年。</p>
<p>大桥全长2.4公里，双向六车道，由海湾交建集团负责建设，沿线居民期盼已久，施工现场一片繁忙景象。</p></div></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "w.yaml").write_text(WATCHLIST, encoding="utf-8")
    return tmp_path


def explain(folder: Path, name: str, body: bytes, *flags: str) -> str:
    (folder / name).write_bytes(body)
    done = CliRunner().invoke(app, ["explain", str(folder / name), "-w", str(folder / "w.yaml"), *flags])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_plain_text_for_people(folder: Path, encoding: str) -> None:
    said = explain(folder, "a.txt", TEXT.encode(encoding), "--published", "2025-08-15")
    assert "word      开工 → started (rule started): actual, done 昨日, of bridge" in said
    assert "date      昨日 = 2025-08-14 (day)" in said
    assert "figure    12亿元 = 1200000000 yuan: total_investment" in said
    assert "update    青屿大桥, started, actual (done), 2025-08-14 … 2025-08-14, investment 1200000000 yuan" in said
    assert "0.90, reported" in said
    assert "word      通车 → in_service (rule in_service): left out, of nobody that we track" in said
    assert "天气晴好" not in said
    assert "3 sentences; 1 updates reported, 0 kept for review, 1 stage words left out or joined" in said


def test_all_sentences_on_request(folder: Path) -> None:
    assert "天气晴好。" in explain(folder, "a.txt", TEXT.encode(), "--all")


def test_a_saved_page_is_read_first_and_brings_its_own_day(folder: Path) -> None:
    said = explain(folder, "a.html", PAGE.encode())
    assert said.startswith("青屿大桥开工\npublished 2025-08-16")
    assert "date      昨日 = 2025-08-15 (day)" in said


def test_json_for_scripts(folder: Path) -> None:
    told = json.loads(explain(folder, "a.txt", TEXT.encode(), "--published", "2025-08-15", "--json"))
    assert (told["published_at"], told["reportable"]) == ("2025-08-15", 0.5)
    first = told["sentences"][0]
    assert first["sentence"] == "青屿大桥昨日开工，总投资12亿元。"
    assert [(w["word"], w["rule"], w["projects"]) for w in first["words"]] == [("开工", "started", ["bridge"])]
    assert first["updates"][0]["when_end"] == "2025-08-14"


def test_what_cannot_be_read_is_said(folder: Path) -> None:
    (folder / "empty.html").write_bytes(b"")
    done = CliRunner().invoke(app, ["explain", str(folder / "empty.html"), "-w", str(folder / "w.yaml")])
    assert done.exit_code == 1 and "no content" in done.stderr
    done = CliRunner().invoke(app, ["explain", str(folder / "empty.html"), "-w", str(folder / "w.yaml"), "--published", "soon"])
    assert done.exit_code == 2

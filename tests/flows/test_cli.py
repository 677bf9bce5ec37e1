"""The command's forms that scripts rely on: outputs line by line, exit codes, and words for whoever mistypes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.sample.site import Region, SampleSite, sample_watchlist
from flows.settings import SettingsError, read_settings
from warehouse.watchlist import load_watchlist

REGIONWATCH = Path(sys.executable).with_name("regionwatch")
SMALL = """\
projects:
  - {id: r1, name: 厦漳泉城际铁路R1线, aliases: [R1线, 城际铁路R1线]}
indicators:
  - {id: output, name: 规上工业增加值, aliases: [规模以上工业增加值], place: 瓯江口, unit: 亿元,
     targets: [{value: 33, by: 2025-12-31}]}
"""


def run(*words: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "REGIONWATCH_"))}
    if home:
        env["REGIONWATCH_HOME"] = str(home)
    return subprocess.run([str(REGIONWATCH), *words], env=env, capture_output=True, text=True, timeout=120)


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_read_prints_a_line_a_file_and_goes_on_after_a_bad_one(tmp_path: Path) -> None:
    article = Region().articles[0]
    status, _, body = Region().answer(0, Region().path(article), 1)
    assert status == 200
    (tmp_path / "a.html").write_bytes(body)
    (tmp_path / "b.html").write_bytes(b"")
    done = run("read", str(tmp_path / "b.html"), str(tmp_path / "a.html"))
    assert done.returncode == 1
    bad, good = lines(done.stdout)
    assert bad["failure"] == "empty"
    assert (good["title"], str(good["published_at"])[:10]) == (article.title, article.published[:10])
    assert {"file", "title", "published_at", "publisher", "text"} <= set(good)
    assert good["doubts"] == []


def test_links_prints_urls_titles_dates_and_the_next_page(tmp_path: Path) -> None:
    (tmp_path / "l.html").write_text(
        '<ul><li><a href="./202508/t20250818_1.htm" title="海湾大桥主墩封顶">海湾大桥…</a><span>2025-08-18</span></li>'
        '<li><a href="/x/8811.html">海湾大桥第三次调度会召开</a><span>2025-08-11</span></li>'
        '<li><a href="/x/8810.html">海湾大桥通过初步设计审查</a><span>12-30</span></li></ul><a href="index_1.htm">下一页</a>'
    )
    (tmp_path / "m.jsonl").write_text(json.dumps({"file": str(tmp_path / "l.html"), "url": "http://gov.example/x/index.htm"}))
    [row] = lines(run("links", str(tmp_path / "m.jsonl"), "--now", "2025-08-27").stdout)
    assert row["links"] == [
        {"url": "http://gov.example/x/202508/t20250818_1.htm", "title": "海湾大桥主墩封顶", "date": "2025-08-18"},
        {"url": "http://gov.example/x/8811.html", "title": "海湾大桥第三次调度会召开", "date": "2025-08-11"},
        {"url": "http://gov.example/x/8810.html", "title": "海湾大桥通过初步设计审查", "date": "2024-12-30"},
    ]
    assert row["next"] == "http://gov.example/x/index_1.htm"
    [today] = lines(run("links", str(tmp_path / "m.jsonl")).stdout)
    assert [link["date"] for link in today["links"]][:2] == ["2025-08-18", "2025-08-11"]
    assert run("links", str(tmp_path / "m.jsonl"), "--now", "soon").returncode == 2


def test_updates_prints_facts_with_dates_in_iso_and_evidence_as_the_page_has_it(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text(SMALL)
    pages = [
        {"id": "a", "text": "力爭年內開工建設廈漳泉城際鐵路R1線。", "published": "2025-08-26"},
        {"id": "b", "text": "到2025年，瓯江口规上工业增加值达到33亿元。", "published": "2022-12-28"},
        {"id": "c", "text": "今天天气很好。", "published": None},
    ]
    (tmp_path / "p.jsonl").write_text("\n".join(json.dumps(p) for p in pages))
    promise, number = lines(run("updates", "--watchlist", str(tmp_path / "w.yaml"), str(tmp_path / "p.jsonl")).stdout)
    assert {k: promise[k] for k in ("page", "project", "stage", "modality", "when_start", "when_end", "evidence")} == {
        "page": "a", "project": "r1", "stage": "started", "modality": "target", "when_start": "2025-01-01",
        "when_end": "2025-12-31", "evidence": "力爭年內開工建設廈漳泉城際鐵路R1線。",
    }  # fmt: skip
    assert {k: number[k] for k in ("page", "indicator", "value", "unit", "modality", "when_end")} == {
        "page": "b", "indicator": "output", "value": 33, "unit": "亿元", "modality": "target", "when_end": "2025-12-31",
    }  # fmt: skip


def test_a_watchlist_with_a_mistake_is_wrong_usage_with_line_and_mend(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text("projects:\n  - {id: r1, nme: R1线}\n")
    (tmp_path / "p.jsonl").write_text("")
    done = run("updates", "--watchlist", str(tmp_path / "w.yaml"), str(tmp_path / "p.jsonl"))
    assert done.returncode == 2
    assert "w.yaml:2" in done.stderr and "nme" in done.stderr and "name" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("collect",), ("collect", "--watchlist", "nowhere.yaml"), ("report",), ("nonsense",), ("evidence",),
        ("schedule", "--watchlist", "WATCHLIST", "--form", "sundial"), ("check", "nothing-like-this", "-w", "WATCHLIST"),
        ("collect", "--watchlist", "WATCHLIST", "--source", "nobody"),
        ("report", "--watchlist", "WATCHLIST", "--week", "35"), ("collect", "--watchlist", "WATCHLIST", "--now", "noon"),
        ("report", "--watchlist", "WATCHLIST", "--to", "nobody"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_2_and_says_why(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "w.yaml").write_text(sample_watchlist())
    done = run(*(str(tmp_path / "w.yaml") if w == "WATCHLIST" else w for w in words), home=tmp_path / "home")
    assert done.returncode == 2
    assert done.stderr.strip() and "Traceback" not in done.stderr


def test_every_command_explains_itself() -> None:
    overview = " ".join(run("--help").stdout.split())
    for verb in ("demo", "collect", "report", "read", "links", "updates", "evidence", "check", "schema", "schedule"):
        assert verb in overview
        assert run(verb, "--help").returncode == 0
    assert "REGIONWATCH_HOME" in overview and "Exit codes" in overview


def test_check_shows_what_a_source_gives_and_stores_nothing(tmp_path: Path) -> None:
    with SampleSite((0, 0, 0, 0)) as site:
        address = site.addresses[0] + "/xwdt/hwyw/"
        done = run("check", address, "--allow-private", home=tmp_path / "home")
        refused = run("check", address, home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert "watchlist entry" in done.stdout and "5 links" in done.stdout
    entry = done.stdout.partition("watchlist entry:\n")[2]
    (tmp_path / "new.yaml").write_text(f"region: {{id: bay, name: 海湾}}\nsources:\n{entry}\nprojects: [{{id: s1, name: S1线}}]\n")
    [source] = load_watchlist(tmp_path / "new.yaml", whole=False).sources
    assert (source.listing, source.family, source.expect.links_min) == (address, "trs", 2)
    assert (refused.returncode, "private" in refused.stderr) == (1, True)
    assert not (tmp_path / "home" / "warehouse.duckdb").exists()


def test_evidence_without_a_warehouse_says_where_it_looked(tmp_path: Path) -> None:
    done = run("evidence", "abcdef", home=tmp_path)
    assert done.returncode == 1 and str(tmp_path) in done.stderr


def test_schedules_name_the_program_the_times_and_the_home(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text(sample_watchlist())
    cron = run("schedule", "--watchlist", str(tmp_path / "w.yaml"), "--form", "cron", home=tmp_path).stdout
    assert "0 6 * * *" in cron and "0 8 * * 1" in cron and f"REGIONWATCH_HOME={tmp_path}" in cron
    assert "OnCalendar=Mon *-*-* 08:00:00 Asia/Shanghai" in run("schedule", "-w", str(tmp_path / "w.yaml")).stdout


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="REGIONWATCH_DELAY"):
        read_settings({"REGIONWATCH_DELAY": "soon"}, home=tmp_path)
    assert read_settings({"REGIONWATCH_DELAY": "0"}, home=tmp_path).delay == 0
    assert "hunter2" not in repr(read_settings({"REGIONWATCH_SMTP": "smtp://a:hunter2@b"}, home=tmp_path))


@pytest.mark.parametrize(
    ("verb", "line", "said"),
    [
        ("links", '{"file": "a.html"}', 'line 1: "url" is missing'),
        ("updates", '{"id": "1"}', 'line 1: "text" is missing'),
        ("updates", '{"id": "1", "text": "开工", "published": "soon"}', "line 1: \"published\" is 'soon'"),
        ("updates", "[1]", "line 1: no object"),
    ],
)
def test_a_line_that_lacks_something_is_named_with_its_mend(tmp_path: Path, verb: str, line: str, said: str) -> None:
    rows, watchlist = tmp_path / "rows.jsonl", tmp_path / "w.yaml"
    rows.write_text(line, encoding="utf-8")
    watchlist.write_text(SMALL, encoding="utf-8")
    done = run(verb, *(["--watchlist", str(watchlist)] if verb == "updates" else []), str(rows))
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert f"{rows}, {said}" in done.stderr


@pytest.mark.parametrize("verb", ["collect", "report"])
def test_a_data_folder_that_cannot_be_one_is_named(tmp_path: Path, verb: str) -> None:
    watchlist, home = tmp_path / "w.yaml", tmp_path / "home"
    watchlist.write_text(sample_watchlist([8000, 8001, 8002, 8003]), encoding="utf-8")
    home.write_text("a file", encoding="utf-8")
    done = run(verb, "--watchlist", str(watchlist), home=home)
    assert done.returncode == 2
    assert done.stderr.strip() == f"REGIONWATCH_HOME: {home} cannot be written (File exists); name another folder"


def test_a_mail_server_that_is_none_is_told_before_the_report(tmp_path: Path) -> None:
    watchlist = tmp_path / "w.yaml"
    watchlist.write_text(sample_watchlist([8000, 8001, 8002, 8003]), encoding="utf-8")
    environ = {**os.environ, "REGIONWATCH_HOME": str(tmp_path / "home"), "REGIONWATCH_SMTP": "foo://x"}
    done = subprocess.run([str(REGIONWATCH), "report", "-w", str(watchlist)], env=environ, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr.strip()) == (2, "REGIONWATCH_SMTP: the SMTP address must begin with smtp:// or smtps:// and name a host")


def test_it_says_its_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, "regionwatch 0.1.0\n")


@pytest.mark.parametrize("form", ["jsonl", "xlsx"])
def test_an_export_to_a_folder_that_is_not_there_is_told_before_it_begins(tmp_path: Path, form: str) -> None:
    (tmp_path / "w.yaml").write_text(sample_watchlist(), encoding="utf-8")
    out = tmp_path / "there" / f"x.{form}"
    done = run("export", "updates", "-w", str(tmp_path / "w.yaml"), "--format", form, "--out", str(out), home=tmp_path)
    assert (done.returncode, done.stderr) == (2, f"--out {out}: there is no folder {out.parent}\n")


def test_a_report_without_a_warehouse_is_no_quiet_week(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text(sample_watchlist(), encoding="utf-8")
    done = run("report", "-w", str(tmp_path / "w.yaml"), home=tmp_path / "mistyped")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"no warehouse at {tmp_path / 'mistyped' / 'warehouse.duckdb'};")


def test_a_list_of_pages_may_begin_with_a_mark_and_must_be_utf_8(tmp_path: Path) -> None:
    rows, watchlist = tmp_path / "rows.jsonl", tmp_path / "w.yaml"
    watchlist.write_text(SMALL, encoding="utf-8")
    line = '{"id": "1", "text": "R1线开工建设。"}\n'
    rows.write_text(line, encoding="utf-8-sig")
    assert [row["page"] for row in lines(run("updates", "--watchlist", str(watchlist), str(rows)).stdout)] == ["1"]
    rows.write_text(line * 2, encoding="gb18030")
    done = run("updates", "--watchlist", str(watchlist), str(rows))
    assert (done.returncode, done.stderr.strip()) == (1, f"{rows}, line 1: not UTF-8; save the file as UTF-8")


def test_a_clock_that_was_set_back_is_told_to_who_runs_the_command(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text(sample_watchlist([1, 2, 3, 4]), encoding="utf-8")
    words = ("collect", "-w", str(tmp_path / "w.yaml"), "--allow-private", "--source", "haiwan-yaowen", "--now")
    assert "was it set back?" not in run(*words, "2025-09-01T06:00:00+08:00", home=tmp_path).stderr
    told = run(*words, "2024-09-01T06:00:00+08:00", home=tmp_path).stderr
    assert "the clock stands at 2024-09-01T06:00:00+08:00, before the last run" in told and told.count("was it set back?") == 1

"""`make demo`, as a new user runs it: three mails, every line of them with its quotation in a stored page, the same twice."""

from __future__ import annotations

import email
import email.policy
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from scrapers.article import read_article
from scrapers.text.normalise import normalise
from tests.flows.prefect_server import free_port
from warehouse.records import Snapshot
from warehouse.store import Store

REGIONWATCH = Path(sys.executable).with_name("regionwatch")


def run(*words: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "REGIONWATCH_"))}
    if home:
        env["REGIONWATCH_HOME"] = str(home)
    return subprocess.run([str(REGIONWATCH), *words], env=env, capture_output=True, text=True, timeout=240)


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder.parent)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def written(folder: Path) -> dict[str, str]:
    return hashes(folder / "outbox") | hashes(folder / "reports") | hashes(folder / "site")


@pytest.fixture(scope="module")
def ports() -> str:
    """Four free ports in a row."""
    while True:
        first = free_port()
        if first < 60_000:
            return str(first)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, ports: str) -> Iterator[tuple[Path, str]]:
    folder = tmp_path_factory.mktemp("demo") / "one"
    done = run("demo", "--folder", str(folder), "--port", ports)
    assert done.returncode == 0, done.stdout + done.stderr
    yield folder, done.stdout


def mail(folder: Path, week: str) -> EmailMessage:
    [file] = (folder / "outbox").glob(f"*{week}*.eml")
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def plain(folder: Path, week: str) -> str:
    body = mail(folder, week).get_body(("plain",))
    assert body is not None  # a mail without a text part fails here
    return str(body.get_content()).replace("\r\n", "\n")


def test_it_says_what_it_did_and_where_things_are(demo: tuple[Path, str]) -> None:
    folder, said = demo
    for words in ("listed", "fetched", "unchanged", "read", "updates", "2025-W35", "warehouse.duckdb", "regionwatch.log"):
        assert words in said
    assert len(list((folder / "outbox").glob("*.eml"))) == 3
    assert len(list((folder / "reports").glob("*.html"))) == 3


def test_the_third_mail_tells_the_slip_the_conflict_and_the_ill_source(demo: tuple[Path, str]) -> None:
    text = plain(demo[0], "2025-W35")
    assert "临江大桥" in text and "推迟 181 天" in text and "2025年底前 → 2026年6月底前" in text
    assert "说法不一" in text and "临江高新产业园二期" in text
    assert "1 个来源失联" in text and "临江县 重点项目" in text and "自8月25日" in text


def test_every_quotation_stands_in_the_bytes_that_its_line_names(demo: tuple[Path, str], tmp_path: Path) -> None:
    folder, _ = demo
    store = Store(folder / "warehouse.duckdb")
    followed: list[str] = []
    for week in ("2025-W33", "2025-W34", "2025-W35"):
        for quote, reference in re.findall(r"“(.+)”\n +.*依据 ([0-9a-f]{10})", plain(folder, week)):
            found = store.dossier(reference)
            url = found.fields["url"]
            assert hashlib.sha256(found.body).hexdigest() == found.fields["sha256"]
            snapshot = Snapshot(
                url=url, final_url=url, fetched_at=found.fields["captured_at"], status=200, content_type="", body=found.body
            )
            stored = normalise(read_article(snapshot).text).text
            for part in quote.strip("…").split("…"):
                assert normalise(part).text.strip() in stored
            followed.append(reference)
    assert len(followed) >= 25
    page = tmp_path / "page.html"
    done = run("evidence", followed[0], "--json", "--page", str(page), home=folder)
    assert done.returncode == 0, done.stderr
    assert hashlib.sha256(page.read_bytes()).hexdigest() == json.loads(done.stdout)["sha256"]


def test_a_past_week_is_shown_in_a_browser_and_nothing_is_sent(
    demo: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = demo
    before = hashes(folder / "outbox"), Store(folder / "warehouse.duckdb").recorded("sample", "2025-W35", "me@sample.example")
    readers = tmp_path / "readers.yaml"
    readers.write_text("readers:\n  - {address: me@sample.example, places: [临江县], language: en}\n")
    now, week = ("--now", "2025-09-01T08:00:00+08:00"), ("--week", "2025-W35")
    monkeypatch.setenv("BROWSER", "true")  # a browser that opens everything and shows nothing
    done = run("report", "-w", str(folder / "sample.yaml"), *week, *now, "--readers", str(readers), "--open", home=folder)
    assert done.returncode == 0, done.stderr
    assert "Only what you follow: 临江县." in done.stdout and "南溪水库" not in done.stdout
    assert re.search(r"mail: [\d.]+ points of 5 that make it spam", done.stderr)
    shown = folder / "reports" / "preview-2025-W35.html"
    assert "临江大桥" in shown.read_text(encoding="utf-8")
    shown.unlink()
    after = hashes(folder / "outbox"), Store(folder / "warehouse.duckdb").recorded("sample", "2025-W35", "me@sample.example")
    assert before == after and after[1] is None


def test_a_second_demo_gives_the_same_mails_reports_and_site(demo: tuple[Path, str], ports: str) -> None:
    folder, _ = demo
    before = written(folder)
    # The site was made before the last mail went out, and tells of the same week.
    assert "<h1>2025年第35周</h1>" in (folder / "site" / "index.html").read_text(encoding="utf-8")
    assert f"{folder}/site/index.html" in demo[1] and len([name for name in before if name.startswith("site/")]) > 50
    done = run("demo", "--folder", str(folder), "--port", ports)
    assert done.returncode == 0, done.stderr
    assert written(folder) == before


def test_it_does_not_empty_a_folder_that_is_no_demo(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    done = run("demo", "--folder", str(tmp_path))
    assert done.returncode == 2
    assert "thesis" not in done.stderr and "not a demo" in done.stderr
    assert (tmp_path / "thesis.txt").read_text() == "mine"

"""The second reader in a run: off unless set up, its updates kept like any other, marked by their rule."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from flows.collecting import Request
from flows.commands.run import run_collect
from flows.reading import PageReader
from flows.settings import SettingsError, read_settings
from scrapers.second_reader import SecondReader
from tests.scrapers.standin import Standin, standin
from warehouse.records import Fetch, Project, Snapshot, Source, SourceRun, Watchlist
from warehouse.store import Store

NOW = datetime(2025, 8, 18, 6, tzinfo=UTC)
SOURCE = Source(id="gov", name="市政府", listing="https://gov.example/l/")
BAY = Watchlist(id="bay", name="海湾", sources=(SOURCE,), projects=(Project(id="bridge", name="青屿大桥"),))
PAGE = """<html><head><meta name="ArticleTitle" content="海湾要闻"><meta name="PubDate" content="2025-08-17 09:00"></head><body>
<h1>海湾要闻</h1><div class="TRS_Editor"><p>青屿大桥于8月10日首次受电。市民对此十分期待，沿线的街道也已整修一新，绿化带换上了新装。</p>
<p>当天天气晴好，海面上风平浪静，吸引了许多游客驻足拍照留念，大家纷纷称赞家乡的变化。</p></div></body></html>"""
FACT = {"sentence": 1, "project": "bridge", "stage": "construction", "modality": "actual", "quote": "青屿大桥于8月10日首次受电"}


@pytest.fixture
def model() -> Iterator[Standin]:
    with standin() as running:
        running.facts = [FACT]
        yield running


def environment(model: Standin, home: Path, **more: str) -> dict[str, str]:
    return {
        "REGIONWATCH_HOME": str(home),
        "REGIONWATCH_SECOND_READER": model.url,
        "REGIONWATCH_SECOND_READER_MODEL": "small",
        "REGIONWATCH_SECOND_READER_KEY": "sk-secret",
    } | more


def collected(environ: Mapping[str, str]) -> Store:
    """One page through the reading half of a collect run, into the warehouse."""
    settings = read_settings(environ)
    second = SecondReader(settings.second, settings.second_answers) if settings.second else None
    page = Snapshot(
        url="https://gov.example/1", final_url="https://gov.example/1", fetched_at=NOW, status=200,
        content_type="text/html; charset=utf-8", body=PAGE.encode(),
    )  # fmt: skip
    store = Store(settings.home / "warehouse.duckdb")
    store.register(BAY, NOW)
    run = store.begin_run("bay", "collect", NOW, {})
    store.keep("bay", "gov", [page], run)
    [reading] = PageReader(BAY, second).read([page], SOURCE, [None])
    asked = Fetch(source_id="gov", url=page.url, at=NOW, outcome="new", status=200)
    store.load("bay", run, [reading], [asked], SourceRun(source_id="gov", started_at=NOW, ended_at=NOW), "test", NOW)
    return store


def test_its_updates_are_reported_with_quotation_and_leave_their_mark(model: Standin, tmp_path: Path) -> None:
    store = collected(environment(model, tmp_path))
    [change] = [c for c in store.changes("bay", datetime(2025, 8, 1, tzinfo=UTC), NOW) if c.subject == "bridge"]
    assert change.citations[0].quote == "青屿大桥于8月10日首次受电"
    fields = store.dossier(change.citations[0].update_id).fields
    assert (fields["rule"], fields["confidence"]) == ("second reader", 0.55)
    assert list((tmp_path / "second-reader").glob("*.json"))


def test_without_it_nothing_is_asked_and_the_product_is_whole(model: Standin, tmp_path: Path) -> None:
    store = collected({"REGIONWATCH_HOME": str(tmp_path)})
    assert [c for c in store.changes("bay", datetime(2025, 8, 1, tzinfo=UTC), NOW) if c.subject == "bridge"] == []
    assert model.asked == []


def test_settings_come_from_the_environment(model: Standin, tmp_path: Path) -> None:
    settings = read_settings(environment(model, tmp_path, REGIONWATCH_SECOND_READER_CALLS="3", REGIONWATCH_SECOND_READER_TOKENS="900"))
    assert settings.second is not None  # None: the reader is off
    assert (settings.second.url, settings.second.model, settings.second.calls, settings.second.tokens) == (model.url, "small", 3, 900)
    assert "sk-secret" not in repr(settings)
    assert replace(settings, second=None).second is None


class Site(BaseHTTPRequestHandler):
    """A listing with one article."""

    def do_GET(self) -> None:
        listing = '<html><body><ul><li><a href="/1.htm">青屿大桥首次受电，沿线面貌一新</a><span>2025-08-17</span></li></ul></body></html>'
        body = {"/l/": listing, "/1.htm": PAGE}.get(self.path, "")
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: object) -> None:
        pass


def test_a_collect_run_asks_it_and_says_what_it_cost(
    model: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment(model, tmp_path).items():
        monkeypatch.setenv(name, value)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    file = tmp_path / "bay.yaml"
    address = f"http://127.0.0.1:{server.server_port}/l/"
    file.write_text(
        f"region: {{id: bay, name: 海湾}}\nsources: [{{id: gov, name: 市政府, listing: '{address}', delay: 0}}]\n"
        "projects: [{id: bridge, name: 青屿大桥}]\n",
        encoding="utf-8",
    )
    try:
        done = run_collect(Request(watchlist=file, now=NOW.isoformat(), allow_private=True), False)
    finally:
        server.shutdown()
        server.server_close()
    said = capsys.readouterr().out
    assert done == 0
    assert "second reader: 1 calls, 100 tokens, 0 answers known, 0 failed, 0 pages not asked about, 1 updates" in said
    assert "sk-secret" not in said
    changes = Store(tmp_path / "warehouse.duckdb").changes("bay", datetime(2025, 8, 1, tzinfo=UTC), NOW)
    assert {(c.subject, c.new.get("stage")) for c in changes if c.subject == "bridge"} == {("bridge", "construction")}


@pytest.mark.parametrize(
    ("name", "value"),
    [("", "ftp://a.example"), ("", "https://user:word@a.example/v1"), ("_MODEL", ""), ("_CALLS", "many"), ("_TOKENS", "-1")],
)
def test_a_setting_that_cannot_be_used_is_told_with_its_name(model: Standin, tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"REGIONWATCH_SECOND_READER{name}"):
        read_settings(environment(model, tmp_path, **{f"REGIONWATCH_SECOND_READER{name}": value}))

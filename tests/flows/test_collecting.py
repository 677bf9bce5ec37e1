"""The collect job as a whole: ill sources cost no other, operators hear once, walks back in time resume."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from duckdb import connect

from tests.flows.region import Bay, healthy, html
from tests.flows.test_cli import run
from tests.flows.test_pipeline import article, listing
from tests.scrapers.hostile import Peer, Site, page, saying, serving


@pytest.fixture
def sites() -> Iterator[list[Site]]:
    with ExitStack() as stack:
        yield [stack.enter_context(serving()) for _ in range(3)]


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """An Apprise address, and the messages that came there."""
    taken: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"json://127.0.0.1:{server.server_address[1]}/", taken
    server.shutdown()
    server.server_close()


def test_operators_hear_of_an_illness_once_and_of_its_end_once(
    tmp_path: Path, sites: list[Site], hook: tuple[str, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, taken = hook
    monkeypatch.setenv("REGIONWATCH_OPERATORS", address)
    for site in sites:
        healthy(site)
    bay = Bay(tmp_path, dict(zip("abc", sites, strict=True)))
    bay.collect()
    assert taken == []
    sites[0].paths["/list/"] = saying(page(b"", "403 Forbidden"))
    sites[1].paths["/list/"] = saying(html("<html><body><p>您的请求已被防火墙拦截</p></body></html>"))
    assert {n.source_id: n.failure for n in bay.collect().notices} == {"a": "forbidden", "b": "blocked"}
    bay.collect()
    assert len(taken) == 1
    assert "2 个来源失联" in taken[0]["title"]
    assert all(words in taken[0]["message"] for words in ("来源a（a）", "forbidden", "来源b（b）", "blocked", "2025年8月19日"))
    assert "来源c" not in taken[0]["message"]
    healthy(sites[0])
    bay.collect()
    bay.collect()
    assert len(taken) == 2
    assert "1 个恢复" in taken[1]["title"] and "来源a（a）" in taken[1]["message"]


def test_what_no_operator_could_be_told_is_told_with_the_next_run(
    tmp_path: Path, sites: list[Site], hook: tuple[str, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    bay = Bay(tmp_path, {"a": sites[0]})  # which knows no /list/
    monkeypatch.setenv("REGIONWATCH_OPERATORS", "json://127.0.0.1:9/ nonsense://x")
    assert bay.collect().notices == ()
    address, taken = hook
    monkeypatch.setenv("REGIONWATCH_OPERATORS", address)
    assert [n.failure for n in bay.collect().notices] == ["gone"]
    assert len(taken) == 1


def test_sources_shows_each_state_to_scripts_and_to_people(tmp_path: Path, sites: list[Site]) -> None:
    healthy(sites[0])
    sites[1].paths["/list/"] = saying(page(b"", "404 Not Found"))
    bay = Bay(tmp_path, {"a": sites[0], "b": sites[1]})
    before = json.loads(run("sources", "-w", str(bay.file()), "--json", home=tmp_path / "home").stdout)
    assert [(row["id"], row["state"], row["failure"], row["articles"]) for row in before] == [("a", "new", None, 0), ("b", "new", None, 0)]
    bay.collect()
    bay.sources["c"] = sites[2]
    done = run("sources", "-w", str(bay.file()), "--json", "--now", "2025-08-18T07:00:00+00:00", home=tmp_path / "home")
    a, b, c = json.loads(done.stdout)
    assert (a["id"], a["state"], a["failure"], a["articles"]) == ("a", "ok", None, 3)
    assert a["last_success"] == a["last_new"] == "2025-08-18T06:00:00+00:00"
    assert a["yields"] == {"links": 3, "read_share": 1.0, "date_share": 1.0, "publisher_share": 0.0}
    assert a["expected"]["links_min"] == 1
    assert (b["state"], b["failure"], b["since"], b["last_success"]) == ("ill", "gone", "2025-08-18T06:00:00+00:00", None)
    assert (c["id"], c["state"], c["failure"]) == ("c", "new", None)
    table = run("sources", "-w", str(bay.file()), "--now", "2025-08-18T07:00:00+00:00", home=tmp_path / "home").stdout
    assert "ILL gone" in table and "status 404" in table and "3 sources, 1 ill" in table


def archive_of(site: Site, pages: int, each: int = 3) -> list[str]:
    """A listing of several pages, going back a month a page; gives all its articles."""
    paths: list[str] = []
    for number in range(pages):
        month = 8 - number
        ours = [f"/a/2025{month:02d}17_{n}.htm" for n in range(each)]
        for path in ours:
            said = article(f"海湾大桥建设{path}", f"海湾大桥建设有新进展，{path}。").replace("2025-08-17", f"2025-{month:02d}-17")
            site.paths[path] = saying(html(said))
        further = f"/list/index_{number + 1}.htm" if number + 1 < pages else ""
        text = listing(*ours, next_page=further).replace("2025-08-17", f"2025-{month:02d}-17")
        site.paths["/list/" if number == 0 else f"/list/index_{number}.htm"] = saying(html(text))
        paths += ours
    return paths


def held(home: Path) -> set[str]:
    with connect(home / "home" / "warehouse.duckdb") as con:
        return {row[0].partition("/a/")[2] for row in con.execute("SELECT url FROM articles").fetchall()}


def test_a_walk_back_ends_at_its_day_and_resumes_where_it_was_stopped(tmp_path: Path, sites: list[Site]) -> None:
    paths = archive_of(sites[0], pages=8)
    bay = Bay(tmp_path, {"a": sites[0]})
    good = sites[0].paths["/list/index_4.htm"]
    sites[0].paths["/list/index_4.htm"] = saying(page(b"", "503 Busy"))
    run_ = bay.collect(since=date(2025, 3, 1)).sources[0]
    assert run_.failure is None and "backfill stopped: server_error" in run_.message
    assert held(tmp_path) == {path[3:] for path in paths[:12]}  # four pages of the listing
    sites[0].paths["/list/index_4.htm"] = good
    sites[0].asked.clear()
    bay.day = 0  # in the same hour, so that no known page is due to be looked at again
    bay.collect(since=date(2025, 3, 1))
    assert held(tmp_path) == {path[3:] for path in paths[:18]}  # August back to March; February and January are older
    asked = [asked.path for asked in sites[0].asked]
    assert "/list/index_4.htm" in asked and "/list/index_3.htm" not in asked
    assert not any(path in asked for path in paths[:12])
    sites[0].asked.clear()
    bay.day = 0
    bay.collect(since=date(2025, 3, 1))
    assert "/list/index_5.htm" not in [asked.path for asked in sites[0].asked]  # it is done


def test_a_retry_after_beyond_the_run_is_kept_by_the_next(tmp_path: Path, sites: list[Site]) -> None:
    sites[0].paths["/list/"] = saying(page(b"", "429 Too Many Requests", Retry_After="172800"))
    bay = Bay(tmp_path, {"a": sites[0]})
    assert bay.collect().sources[0].failure == "too_many_requests"
    sites[0].asked.clear()
    done = bay.collect()
    assert (done.sources, list(done.waiting), sites[0].asked) == ((), ["a"], [])


def test_a_defect_of_ours_in_one_source_is_its_failure_and_stays_known(
    tmp_path: Path, sites: list[Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    healthy(sites[0])
    healthy(sites[1])

    def broken(page: Any, source: Any) -> Any:
        if source.id == "a":
            raise RuntimeError("a defect")
        return real(page, source)

    from scrapers import listing

    real = listing.list_links
    monkeypatch.setattr(listing, "list_links", broken)
    a, b = Bay(tmp_path, {"a": sites[0], "b": sites[1]}).collect().sources
    assert (a.failure, "RuntimeError: a defect" in a.message, b.failure, b.read) == ("internal", True, None, 3)
    with connect(tmp_path / "home" / "warehouse.duckdb") as con:
        assert con.execute("SELECT failure FROM source_runs WHERE source_id = 'a'").fetchall() == [("internal",)]


def test_hosts_that_hang_do_not_hold_up_the_others(tmp_path: Path, sites: list[Site]) -> None:
    """Their threads wait side by side with the work of the others."""
    order: list[str] = []

    def hang(peer: Peer) -> None:
        peer.closing.wait(2)
        order.append("hung")

    sites[0].paths["/list/"] = sites[1].paths["/list/"] = hang
    healthy(sites[2])
    inner = sites[2].paths["/a/20250817_2.htm"]
    sites[2].paths["/a/20250817_2.htm"] = lambda peer: (order.append("read"), inner(peer))[1]
    Bay(tmp_path, dict(zip("abc", sites, strict=True))).collect()
    assert order[0] == "read"

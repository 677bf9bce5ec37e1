"""One source's run on a site that misbehaves: what can be read is read, the rest is told, and nothing known is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from duckdb import connect

from flows.collect import fetch_settings
from flows.pipeline import collect_source
from flows.settings import Settings
from scrapers.fetch import Door
from scrapers.updates.match import Matcher
from tests.scrapers.files import pdf, word
from warehouse.records import Project, Source, SourceRun, Watchlist
from warehouse.store import Store

NOW = datetime(2025, 8, 18, 6, tzinfo=UTC)
WAF = "<html><head><title>请求被拦截</title></head><body>您的请求已被防火墙拦截，请稍后再试。</body></html>"


def article(title: str, text: str) -> str:
    return (
        f'<html><head><meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2025-08-17 09:00"></head>'
        f'<body><h1>{title}</h1><div class="TRS_Editor"><p>{text}</p>'
        "<p>项目建成后，将进一步完善路网，方便两岸群众出行。</p></div></body></html>"
    )


def listing(*paths: str, next_page: str = "") -> str:
    items = "".join(f'<li><a href="{path}">海湾大桥建设有新进展{path}</a><span>2025-08-17</span></li>' for path in paths)
    return f"<html><body><ul>{items}</ul>" + (f'<a href="{next_page}">下一页</a>' if next_page else "") + "</body></html>"


@dataclass
class World:
    """A site whose pages a test sets, and the parts that collect from it."""

    home: Path
    pages: dict[str, tuple[int, str | bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        self.store = Store(self.home / "w.duckdb")

    def collect(self) -> SourceRun:
        source = Source(id="gov", name="市政府", listing=f"http://127.0.0.1:{self.port}/list/", delay=0)
        watchlist = Watchlist(id="bay", name="海湾", sources=(source,), projects=(Project(id="bridge", name="海湾大桥"),))
        now = NOW + timedelta(days=self.days)
        self.days += 7
        self.asked.clear()
        self.store.register(watchlist, now)
        run = self.store.begin_run("bay", "collect", now, {})
        settings = replace(fetch_settings(Settings(home=self.home), watchlist, True), retries=0, read_timeout=2.0)
        return collect_source(
            source, watchlist=watchlist, store=self.store, door=Door(settings), matcher=Matcher(watchlist.projects),
            run_id=run, now=now,
        )  # fmt: skip

    def told(self) -> list[str]:
        return [
            str(c.kind) for c in self.store.changes("bay", datetime(2000, 1, 1, tzinfo=UTC), NOW + timedelta(days=self.days))
        ]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    site = World(tmp_path)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            status, text = site.pages.get(self.path, (404, "<h1>404</h1>"))
            body = text.encode() if isinstance(text, str) else text
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


def test_one_unreadable_page_and_one_missing_one_cost_no_other(world: World) -> None:
    world.pages = {
        "/list/": (200, listing("/a/20250817_1.htm", "/a/20250817_2.htm", "/a/20250817_3.htm", "/a/20250817_4.htm")),
        "/a/20250817_1.htm": (200, article("海湾大桥开工", "8月16日，海湾大桥正式开工建设。")),
        "/a/20250817_2.htm": (200, WAF),
        "/a/20250817_4.htm": (200, article("海湾大桥封顶", "8月17日，海湾大桥首个主墩顺利封顶。")),
    }
    run = world.collect()
    assert (run.listed, run.fetched, run.read, run.failed, run.failure) == (4, 3, 2, 2, None)
    assert world.told() == ["stage_reached"]


def test_a_listing_that_is_down_is_told_and_what_was_known_stays(world: World) -> None:
    world.pages = {
        "/list/": (200, listing("/a/20250817_1.htm")),
        "/a/20250817_1.htm": (200, article("海湾大桥开工", "8月16日，海湾大桥正式开工建设。")),
    }
    world.collect()
    world.pages["/list/"] = (503, "")
    assert world.collect().failure == "server_error"
    world.pages["/list/"] = (200, WAF)
    assert world.collect().failure == "blocked"
    world.pages["/list/"] = (200, "<html><body><p>栏目正在更新</p></body></html>")
    assert world.collect().failure == "listing_empty"
    assert world.told() == ["stage_reached", "source_ill"]
    [health] = world.store.health("bay", NOW + timedelta(days=90))
    assert (health.state, health.since) == ("ill", NOW + timedelta(days=7))


def test_a_template_that_changed_is_an_illness_and_no_silence(world: World) -> None:
    paths = [f"/a/20250817_{n}.htm" for n in range(4)]
    world.pages = {"/list/": (200, listing(*paths))} | dict.fromkeys(paths, (200, WAF))
    assert world.collect().failure == "layout_changed"


def test_a_page_that_could_not_be_fetched_is_asked_for_again_although_the_listing_stays(world: World) -> None:
    world.pages = {"/list/": (200, listing("/a/20250817_1.htm")), "/a/20250817_1.htm": (502, "")}
    world.collect()
    world.pages["/a/20250817_1.htm"] = (200, article("海湾大桥开工", "8月16日，海湾大桥正式开工建设。"))
    assert world.collect().read == 1


def test_a_page_that_is_replaced_by_a_firewall_keeps_its_last_good_version(world: World) -> None:
    world.pages = {
        "/list/": (200, listing("/a/20250817_1.htm")),
        "/a/20250817_1.htm": (200, article("海湾大桥开工", "8月16日，海湾大桥正式开工建设。")),
    }
    world.collect()
    world.pages["/a/20250817_1.htm"] = (200, WAF)
    world.collect()
    assert world.told() == ["stage_reached"]


def test_while_all_is_new_the_next_pages_of_the_listing_are_read_and_then_no_more(world: World) -> None:
    world.pages = {
        "/list/": (200, listing("/a/20250817_1.htm", next_page="index_1.htm")),
        "/list/index_1.htm": (200, listing("/a/20250817_2.htm")),
        "/a/20250817_1.htm": (200, article("海湾大桥开工", "8月16日，海湾大桥正式开工建设。")),
        "/a/20250817_2.htm": (200, article("海湾大桥招标", "8月15日，海湾大桥发布招标公告。")),
    }
    assert world.collect().read == 2
    world.pages["/list/"] = (200, listing("/a/20250817_3.htm", "/a/20250817_1.htm", next_page="index_1.htm"))
    world.collect()
    assert "/list/index_1.htm" not in world.asked


def test_a_link_to_another_host_is_not_followed(world: World) -> None:
    world.pages = {"/list/": (200, listing("/a/20250817_1.htm", "http://127.0.0.1:9/a/20250817_2.htm"))}
    assert world.collect().listed == 1


def notice(title: str, file: str, said: str = "现予以公布。") -> str:
    return (
        f'<html><head><meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2025-08-17 09:00"></head>'
        f'<body><h1>{title}</h1><div class="TRS_Editor"><p>{said}</p><p><a href="{file}">附件</a></p></div></body></html>'
    )


def test_a_notice_whose_text_is_a_file_is_read_from_the_file_and_cites_it(world: World) -> None:
    world.pages = {
        "/list/": (200, listing("/a/20250817_1.htm", "/a/20250817_2.htm")),
        "/a/20250817_1.htm": (200, notice("关于海湾大桥开工的通告", "/f/1.pdf")),
        "/a/20250817_2.htm": (200, notice("关于海湾大桥征迁的通告", "/f/2.docx")),
        "/f/1.pdf": (200, pdf("8月16日，海湾大桥正式开工建设。")),
        "/f/2.docx": (200, word("海湾大桥总投资12.6亿元，计划2027年底建成通车。")),
    }
    run = world.collect()
    assert (run.listed, run.read, run.failed, run.failure) == (2, 4, 0, None)
    changes = world.store.changes("bay", datetime(2000, 1, 1, tzinfo=UTC), NOW + timedelta(days=1))
    cited = {(str(change.kind), change.citations[0].url.rpartition("/")[2], change.citations[0].title) for change in changes}
    assert ("stage_reached", "1.pdf", "关于海湾大桥开工的通告") in cited
    assert ("promise_made", "2.docx", "关于海湾大桥征迁的通告") in cited
    assert {change.citations[0].published for change in changes} == {date(2025, 8, 17)}
    world.collect()
    assert world.told().count("stage_reached") == 1


def test_a_scanned_notice_is_recorded_as_unread_and_makes_no_source_ill(world: World) -> None:
    paths = [f"/a/20250817_{n}.htm" for n in range(4)]
    world.pages = {"/list/": (200, listing(*paths))}
    world.pages |= {path: (200, notice(f"关于第{n}批项目的通告", f"/f/{n}.pdf")) for n, path in enumerate(paths)}
    world.pages |= {f"/f/{n}.pdf": (200, pdf(pages=n + 1)) for n in range(4)}
    run = world.collect()
    assert (run.read, run.failed, run.failure) == (4, 4, None)
    with connect(world.home / "w.duckdb") as con:
        rows = con.execute("SELECT failure, article_id FROM readings WHERE url LIKE '%.pdf'").fetchall()
    assert rows == [("unread_scan", None)] * 4


def test_a_file_that_did_not_come_is_asked_for_again_with_its_notice(world: World) -> None:
    world.pages = {
        "/list/": (200, listing("/a/20250817_1.htm")),
        "/a/20250817_1.htm": (200, notice("关于海湾大桥开工的通告", "/f/1.pdf")),
        "/f/1.pdf": (502, ""),
    }
    world.collect()
    assert world.told() == []
    world.pages["/f/1.pdf"] = (200, pdf("8月16日，海湾大桥正式开工建设。"))
    world.collect()
    assert world.told() == ["stage_reached"]


def test_a_page_that_left_the_listing_keeps_the_day_that_the_listing_gave_it(world: World) -> None:
    path, body = "/a/1.htm", "<html><body><h1>海湾大桥开工</h1><div>8月16日，海湾大桥正式开工建设，{}。</div></body></html>"
    world.pages = {"/list/": (200, listing(path)), path: (200, body.format("全长2公里"))}
    world.collect()
    world.pages |= {"/list/": (200, listing("/a/2.htm")), path: (200, body.format("全长3公里"))}
    world.collect()
    with connect(world.home / "w.duckdb") as con:
        days = con.execute("SELECT published FROM articles ORDER BY known_at").fetchall()
    assert days == [(date(2025, 8, 17),)] * 2

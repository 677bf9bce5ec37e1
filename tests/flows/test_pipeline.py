"""One source's run on a site that misbehaves: what can be read is read, the rest is told, and nothing known is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from duckdb import connect

from flows.collecting import fetch_settings
from flows.pipeline import collect_source, tools_for
from flows.settings import Settings
from scrapers.fetch import Door
from tests.scrapers.files import pdf, word
from warehouse.records import Expectations, Notice, Project, Source, SourceRun, Watchlist
from warehouse.store import Store
from warehouse.visits import Visits

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
    expect: Expectations = field(default_factory=Expectations)

    def __post_init__(self) -> None:
        self.store = Store(self.home / "w.duckdb")

    def collect(self) -> SourceRun:
        source = Source(id="gov", name="市政府", listing=f"http://127.0.0.1:{self.port}/list/", delay=0, expect=self.expect)
        watchlist = Watchlist(id="bay", name="海湾", sources=(source,), projects=(Project(id="bridge", name="海湾大桥"),))
        now = NOW + timedelta(days=self.days)
        self.days += 7
        self.asked.clear()
        self.store.register(watchlist, now)
        run = self.store.begin_run("bay", "collect", now, {})
        settings = replace(fetch_settings(Settings(home=self.home), watchlist, True), retries=0, read_timeout=2.0)
        tools = tools_for(watchlist, self.store, Door(settings), run, now)
        return collect_source(source, tools, Visits(self.store, "bay").last(now).get("gov", ()))

    def notices(self) -> list[Notice]:
        """What operators would be told now; they are."""
        visits, now = Visits(self.store, "bay"), NOW + timedelta(days=self.days)
        visits.told(found := visits.untold(now), now)
        return found

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


PATHS = [f"/a/20250817_{n}.htm" for n in range(4)]
GOOD = {path: (200, article("海湾大桥开工", f"8月16日，海湾大桥{n}标段正式开工建设。")) for n, path in enumerate(PATHS)}
NO_DATE = article("海湾大桥开工", "海湾大桥正式开工建设。").replace('<meta name="PubDate" content="2025-08-17 09:00">', "")
GALLERY = '<html><body><div id="app"><div class="pic"><img src="1.jpg"></div><div class="pic"><img src="2.jpg"></div></div></body></html>'
NOT_FOUND = "<html><head><title>404</title></head><body><p>您访问的页面不存在或已删除</p></body></html>"
LOGIN = "<html><body><p>请先登录，登录后才能查看全文</p></body></html>"
HEADLINES = "".join(f'<li><a href="javascript:show({n})">海湾大桥建设又有新进展第{n}期</a></li>' for n in range(8))
UNDATED = [f"/x/content_{n}.htm" for n in range(4)]
OLD = listing(*PATHS).replace("2025-08-17", "2025-06-01")
# What a site does → the name of its illness, and whether what it gave is kept out of the warehouse.
ILL = {
    "listing down": ({"/list/": (503, "")}, "server_error"),
    "listing gone": ({"/list/": (404, "")}, "gone"),
    "listing forbidden": ({"/list/": (403, "")}, "forbidden"),
    "listing behind a firewall": ({"/list/": (200, WAF)}, "blocked"),
    "listing not found, politely": ({"/list/": (200, NOT_FOUND)}, "soft_404"),
    "listing behind a login": ({"/list/": (200, LOGIN)}, "login_wall"),
    "listing empty": ({"/list/": (200, "<html><body><p>栏目正在更新</p></body></html>")}, "listing_empty"),
    "listing of a new template": ({"/list/": (200, f"<html><body><div>{HEADLINES}</div></body></html>")}, "links_unread"),
    "listing too short": ({"/list/": (200, listing(PATHS[0])), "expect": Expectations(links_min=3)}, "listing_short"),
    "listing too long": ({"expect": Expectations(links_max=3)}, "listing_long"),
    "nothing new": ({"/list/": (200, OLD), "expect": Expectations(fresh_days=20)}, "stale"),
    "articles of a new template": (dict.fromkeys(PATHS, (200, GALLERY)), "layout_changed"),
    "articles behind a firewall": (dict.fromkeys(PATHS, (200, WAF)), "blocked"),
    "articles not found, politely": (dict.fromkeys(PATHS, (200, NOT_FOUND)), "soft_404"),
    "articles forbidden": (dict.fromkeys(PATHS, (403, "")), "forbidden"),
    "articles without dates": (
        dict.fromkeys(UNDATED, (200, NO_DATE)) | {"/list/": (200, listing(*UNDATED).replace("<span>2025-08-17</span>", ""))}
        | {"expect": Expectations(date_share=0.9)}, "dates_missing",
    ),
    "articles without publishers": ({"expect": Expectations(publisher_share=0.9)}, "publishers_missing"),
}  # fmt: skip


@pytest.mark.parametrize("case", ILL)
def test_each_illness_has_its_name_is_told_once_and_so_is_its_end(world: World, case: str) -> None:
    changes, kind = ILL[case]
    well: dict[str, Any] = {"/list/": (200, listing(*PATHS)), **GOOD}
    ill = well | changes
    world.expect = ill.pop("expect", Expectations())
    world.pages = ill
    assert (run := world.collect()).failure == kind, run.message
    kept_out = kind in ("layout_changed", "blocked", "soft_404", "dates_missing", "publishers_missing")
    assert ("stage_reached" in world.told()) is (kind == "stale")
    assert not kept_out or run.updates == 0
    [notice] = world.notices()
    assert (notice.ill, notice.failure, notice.source_id) == (True, kind, "gov")
    world.collect()
    assert world.notices() == []
    world.pages, world.expect = well, Expectations()
    assert (run := world.collect()).failure is None, run.message
    assert "stage_reached" in world.told()  # what was kept out is read as soon as it can be
    [notice] = world.notices()
    assert (notice.ill, notice.failure) == (False, kind)


def test_a_listing_that_loses_most_of_its_usual_links_is_short(world: World) -> None:
    many = [f"/a/20250817_{n}.htm" for n in range(12)]
    world.pages = {path: (200, article("海湾大桥开工", f"海湾大桥{path}标段正式开工。")) for path in many}
    for n in range(6):
        world.pages["/list/"] = (200, listing(*many) + f"<!-- {n} -->")
        assert world.collect().failure is None
    world.pages["/list/"] = (200, listing(many[0]))
    assert world.collect().failure == "listing_short"


def test_pages_that_are_gone_while_the_listing_works_are_withdrawn_only_after_two_days(world: World) -> None:
    world.pages = {"/list/": (200, listing(*PATHS)), **GOOD}
    world.collect()
    del world.pages[PATHS[0]]
    world.pages["/list/"] = (503, "")
    world.collect()
    world.collect()
    assert "withdrawn" not in world.told()  # its listing does not work
    world.pages["/list/"] = (200, listing(*PATHS[1:]))
    world.collect()
    assert "withdrawn" not in world.told()  # once
    world.collect()
    assert world.told().count("withdrawn") == 1


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

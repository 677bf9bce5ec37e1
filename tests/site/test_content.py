"""What a reader finds on the sample region's site, after three weeks."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from flows.site import refresh_site
from warehouse.records import Watchlist
from warehouse.store import Store
from warehouse.watchlist import load_watchlist


def page(site: Path, path: str) -> BeautifulSoup:
    return BeautifulSoup((site / path).read_bytes(), "lxml")


def said(found: BeautifulSoup | Tag) -> str:
    return re.sub(r"\s+", " ", found.get_text(" "))


def test_the_front_page_tells_the_third_week_and_leads_to_the_others(site: Path) -> None:
    front = page(site, "index.html")
    text = said(front)
    assert "2025年第35周" in text and "推迟 181 天" in text and "说法不一" in text and "失联" in text
    assert front.select('a[href="reports/2025-W34.html"]')
    past = page(site, "reports/index.html")
    assert [a["href"] for a in past.select("ul.list a")] == [f"../reports/2025-W{n}.html" for n in (35, 34, 33)]
    assert "东屿综合交通枢纽" in said(page(site, "reports/2025-W33.html"))


def test_a_project_page_tells_its_stages_how_its_promise_moved_and_who_says_so(site: Path) -> None:
    bridge = page(site, "projects/bridge.html")
    here = bridge.select_one("[aria-current=step]")
    assert here is not None and "在建" in said(here)
    [standing] = [row for row in bridge.select("tr") if "未到期" in said(row)]
    assert "2026年6月" in said(standing) and "推迟 181 天" in said(standing)
    timeline = bridge.select("ol.time > li")
    assert "2025年8月29日" in said(timeline[0]) and "2026年6月" in said(timeline[0])
    assert all(line.select("blockquote") and line.select('a[href^="../pages/"]') for line in timeline)
    assert "临江大桥2025年底前建成通车。" in said(bridge)  # the programme's own words


def test_a_story_told_by_two_pages_stands_once_and_names_both(site: Path) -> None:
    joined = [line for line in page(site, "projects/bridge.html").select("ol.time > li") if "合龙" in said(line)]
    assert len(joined) == 1
    assert "海湾新闻网" in said(joined[0]) and "另有 1 处转载" in said(joined[0]) and "闽海资讯网" in said(joined[0])


def test_a_project_of_which_pages_disagree_says_so(site: Path) -> None:
    assert "说法不一" in said(page(site, "projects/park2.html").select("main p")[0])
    [row] = [row for row in page(site, "projects/index.html").select("tr") if "临江高新产业园二期" in said(row)]
    assert "说法不一" in said(row)
    assert "说法不一" not in said(page(site, "projects/bridge.html"))
    assert "已兑现" not in said(page(site, "projects/park2.html"))  # an opening that is disputed keeps no promise
    assert "已兑现" in said(page(site, "projects/hospital.html"))


def test_the_programme_counts_its_four_batches_and_shows_its_target(site: Path) -> None:
    plan = page(site, "programmes/plan2025.html")
    counts = [int(b.get_text()) for b in plan.select(".four b")]
    assert len(counts) == 4 and sum(counts) == 6  # six of the nine projects are the programme's
    names = {a.get_text() for a in plan.select("table a")}
    assert "临江大桥" in names and "南溪水库" not in names
    assert "120亿元" in said(plan) and "109.4亿元" in said(plan)


def test_a_source_page_tells_its_state_its_runs_and_what_was_taken_from_it(site: Path) -> None:
    ill = said(page(site, "sources/linjiang-zdxm.html"))
    assert "失联" in ill and "被防火墙拦截" in ill
    assert len(page(site, "sources/linjiang-zdxm.html").select("tbody tr")) == 3
    assert "临江大桥计划2025年底前建成通车" in page(site, "sources/linjiang-zdxm.html").get_text()


def test_a_kept_copy_names_address_time_and_hash_and_marks_what_is_quoted(site: Path) -> None:
    bridge = page(site, "projects/bridge.html")
    link = bridge.select('ol.time a[href^="../pages/"]')[0]
    path, anchor = str(link["href"]).removeprefix("../").split("#")
    kept = page(site, path)
    text = said(kept)
    assert path.removeprefix("pages/").removesuffix(".html") in text
    assert "http://127.0.0.1:" in text and "2025-09-01 06:00 CST" in text
    marked = kept.find(id=anchor)
    assert isinstance(marked, Tag) and marked.parent is not None and marked.parent.name == "mark"
    assert "2026年6月底前建成通车" in marked.parent.get_text()
    assert kept.select("details")


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real region with its five programmes, before anything was collected."""
    out = tmp_path_factory.mktemp("real")
    watchlist = load_watchlist(Path(__file__).parents[2] / "watchlists" / "xiazhangquan.yaml")
    refresh_site(watchlist, Store(out / "w.duckdb"), out / "site")
    return out / "site"


def test_a_programme_page_shows_its_tasks_who_answers_for_them_and_what_is_tracked(real: Path) -> None:
    plan = page(real, "programmes/xzq-2025.html")
    [task] = [item for item in plan.select("li[id^=t-]") if "年内开工建设R1线" in said(item)]
    [link] = task.select("a")
    assert link.get_text() == "厦漳泉城际铁路R1线" and "力争年内开工建设厦漳泉城际铁路R1线" in task.get_text()
    project = page(real, str(link["href"]).removeprefix("../"))
    assert "年内开工建设R1线" in said(project) and "尚无消息" in said(project)


@pytest.mark.parametrize("which", ["site", "real"])
def test_every_link_within_the_site_leads_to_a_page_and_its_anchor(which: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(which)
    ids = {file: {tag["id"] for tag in page(site, str(file.relative_to(site))).select("[id]")} for file in site.rglob("*.html")}
    seen = 0
    for file in ids:
        for tag in page(site, str(file.relative_to(site))).select("[href]"):
            parts = urlsplit(str(tag["href"]))
            if parts.scheme:
                assert parts.scheme in ("http", "https")
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            assert target.is_file(), f"{file.name} → {tag['href']}"
            if parts.fragment and target.suffix == ".html":
                assert parts.fragment in ids[target], f"{file.name} → {tag['href']}"
            seen += 1
    assert seen > 500


def test_no_page_loads_anything(site: Path) -> None:
    for file in site.rglob("*.html"):
        found = page(site, str(file.relative_to(site)))
        assert not found.select("[src], link[rel=stylesheet], iframe, object, embed, img")
        policy = found.select_one("meta[http-equiv=Content-Security-Policy]")
        assert policy is not None and "default-src 'none'" in str(policy["content"])


def test_in_english_labels_dates_and_stages_are_english_and_quotations_stay(
    region: tuple[Watchlist, Store], tmp_path: Path
) -> None:
    refresh_site(*region, tmp_path / "en", language="en")
    bridge = page(tmp_path / "en", "projects/bridge.html")
    assert bridge.html is not None and bridge.html["lang"] == "en"
    text = said(bridge)
    assert "under construction" in text and "181 days later" in text and "29 Aug 2025" in text
    assert "2026年6月底前" in text
    frame = "".join(said(tag) for tag in bridge.select("nav, h2, th, dt, footer"))
    assert not re.search(r"[一-鿿]", frame), frame


@pytest.mark.parametrize("path", ["index.html", "projects/index.html", "search.html", "reports/2025-W34.html"])
def test_pages_are_whole_documents(site: Path, path: str) -> None:
    found = page(site, path)
    assert found.html is not None and found.html["lang"] == "zh-CN"
    assert len(found.select("h1")) == 1 and len(found.select("main")) == 1
    assert found.title is not None and "海湾都市圈" in found.title.get_text()

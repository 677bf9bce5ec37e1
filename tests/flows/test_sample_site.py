"""The sample region's site serves, week by week, the pages that the demo and its truth speak of."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
import yaml

from flows.sample.site import DEFAULT_PORTS, Region, SampleArticle, SampleSite, sample_watchlist
from warehouse.records import ChangeKind, Modality, Stage, Watchlist
from warehouse.watchlist import load_watchlist, read_watchlist

SAMPLE = Path(__file__).parents[2] / "watchlists" / "sample.yaml"
TRUTH: dict[str, Any] = yaml.safe_load((SAMPLE.parents[1] / "flows/sample/truth.yaml").read_text(encoding="utf-8"))
REGION = Region()
MONDAYS = {1: date(2025, 8, 18), 2: date(2025, 8, 25), 3: date(2025, 9, 1)}


@pytest.fixture(scope="module")
def site() -> Iterator[SampleSite]:
    with SampleSite((0, 0, 0, 0)) as served:
        yield served


@pytest.fixture
def watchlist(site: SampleSite, tmp_path: Path) -> Watchlist:
    file = tmp_path / "sample.yaml"
    file.write_text(sample_watchlist(site.ports), encoding="utf-8")
    return load_watchlist(file)


def get(url: str, **headers: str) -> tuple[int, bytes, Any]:
    request = urllib.request.Request(url, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read(), answer.headers


def address(site: SampleSite, article: SampleArticle) -> str:
    column = next(c for c in REGION.columns if c.id == article.column)
    host = [s.id for s in REGION.sites].index(column.site)
    return site.addresses[host] + REGION.path(article)


def ill(article: SampleArticle, week: int) -> str | None:
    return next(c.ill.get(week) for c in REGION.columns if c.id == article.column)


@pytest.mark.parametrize("week", [1, 2, 3])
def test_every_page_that_a_listing_names_can_be_fetched(site: SampleSite, watchlist: Watchlist, week: int) -> None:
    site.week = week
    found: set[str] = set()
    for source in watchlist.sources:
        status, body, _ = get(source.listing)
        assert status == 200
        text = body.decode("gb18030" if source.kind == "newspaper" else "utf-8")
        links = {urljoin(source.listing, a.get("href")) for a in lxml.html.fromstring(text).iter("a")}
        found |= {link for link in links if any(c.isdigit() for c in urlsplit(link).path.rpartition("/")[2])}
    shown = [a for a in REGION.articles if a.shows <= week <= a.until and not ill(a, week)]
    expected = {address(site, article) for article in shown}
    assert expected == {link for link in found if "/rent/" not in link and "/join/" not in link and "node_" not in link}
    for article in shown:
        status, body, _ = get(address(site, article))
        page = body.decode("gb18030" if article.column == "node" else "utf-8")
        assert status == 200
        for paragraph in article.in_week(week).splitlines():
            assert paragraph in page.replace("&#34;", '"'), article.id


def test_an_article_comes_in_its_week_and_goes_in_its_week(site: SampleSite) -> None:
    opens, hub = (next(a for a in REGION.articles if a.id == name) for name in ("hospital-opens", "hub-start"))
    seen = {}
    for site.week in (1, 2, 3):
        seen[site.week] = (get(address(site, opens))[0], get(address(site, hub))[0])
    assert seen == {1: (404, 200), 2: (404, 404), 3: (200, 404)}


def test_an_edited_page_has_other_words_and_another_etag(site: SampleSite) -> None:
    berth = next(a for a in REGION.articles if a.id == "berth")
    site.week = 1
    _, first, headers = get(address(site, berth))
    assert get(address(site, berth), If_None_Match=headers["ETag"])[:2] == (304, b"")
    site.week = 2
    status, second, _ = get(address(site, berth), If_None_Match=headers["ETag"])
    assert status == 200
    assert ("72%" in first.decode(), "62%" in first.decode()) == (True, False)
    assert ("72%" in second.decode(), "62%" in second.decode()) == (False, True)


def test_a_page_that_is_not_edited_stays_the_same_to_the_byte(site: SampleSite) -> None:
    changed = set()
    for article in REGION.articles:
        pages = {}
        for site.week in range(article.shows, article.until + 1):
            if ill(article, site.week) != "waf":
                pages[site.week] = get(address(site, article))[1]
        if len(set(pages.values())) > 1:
            changed.add(article.id)
    assert changed == {"berth"}


def test_the_newspaper_says_gb2312_and_sends_more_than_that(site: SampleSite) -> None:
    site.week = 1
    article = next(a for a in REGION.articles if a.id == "hospital-soon")
    _, body, headers = get(address(site, article))
    assert headers["Content-Type"] == "text/html; charset=gb2312"
    assert "堃" in body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        body.decode("gb2312")


def test_the_ill_sources_are_ill_in_their_weeks(site: SampleSite, watchlist: Watchlist) -> None:
    listing = {source.id: source.listing for source in watchlist.sources}
    for site.week in (1, 2, 3):
        county = get(listing["linjiang-zdxm"])
        assert county[0] == 200 and ("请求已被拦截" in county[1].decode()) == (site.week > 1)
        bureau = get(listing["haiwan-fgw"])
        assert bureau[0] == 200 and ('<li><a href="./' in bureau[1].decode()) == (site.week != 2)


def test_robots_allow_the_pages(site: SampleSite) -> None:
    for host in site.addresses:
        assert b"Disallow: /private/" in get(host + "/robots.txt")[1]


def test_no_page_is_of_a_day_after_its_collect() -> None:
    for article in REGION.articles:
        assert article.day < MONDAYS[article.shows], article.id
        if article.shows > 1:
            assert article.day >= MONDAYS[article.shows - 1], article.id


def test_a_taken_port_is_told_and_nothing_is_held(site: SampleSite) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(OSError, match="in use"), SampleSite((port, site.ports[1], 0, 0)):
        pass
    with SampleSite((port, 0, 0, 0)) as again:
        assert again.ports[0] == port


def test_the_demo_watchlist_loads_without_a_word(site: SampleSite, watchlist: Watchlist) -> None:
    original, warnings = read_watchlist(SAMPLE)
    assert warnings == () and original.id == "sample"
    assert {urlsplit(s.listing).port for s in original.sources} == set(DEFAULT_PORTS)
    assert {urlsplit(s.listing).port for s in watchlist.sources} == set(site.ports)
    assert SAMPLE.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=schema.json\n")


def test_the_truth_speaks_of_what_exists() -> None:
    watchlist = load_watchlist(SAMPLE)
    projects, indicators = {p.id for p in watchlist.projects}, {i.id: i.unit for i in watchlist.indicators}
    sources = {s.id for s in watchlist.sources}
    assert set(TRUTH["updates"]) <= {a.id for a in REGION.articles}
    for fact in (fact for facts in TRUTH["updates"].values() for fact in facts):
        if "indicator" in fact:
            assert indicators[fact["indicator"]] == fact["unit"]
        else:
            assert fact["project"] in projects
            assert "stage" not in fact or (Stage(fact["stage"]) and Modality(fact["modality"]))
    assert list(TRUTH["weeks"]) == list(MONDAYS.values())
    for line in (line for week in TRUTH["weeks"].values() for line in (*week["says"], *week["silent_on"])):
        assert ChangeKind(line["kind"])
        subject = line.get("subject")
        assert subject is None or subject in projects | set(indicators) | sources or line["kind"] == "new_name"

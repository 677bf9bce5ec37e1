"""What an unknown listing page makes of a watchlist's entry, and what the boxes named there do."""

from datetime import UTC, date, datetime, timedelta

from scrapers.article import read_article
from scrapers.listing import list_links
from scrapers.proposal import Proposal, propose
from warehouse.records import Link, Snapshot, Source

NOW = datetime(2025, 9, 3, 4, tzinfo=UTC)
HERE = "http://www.jiangkou.gov.cn/xw/"
SOURCE = Source(id="jk", name="jk", listing=HERE)
HEAD = "<title>工作动态_江口区人民政府</title><link rel='alternate' type='application/rss+xml' href='/rss.xml'>"
SENTENCES = "9月2日上午，环湾快速路二期工程正式开工，全长12.4公里。", "项目建成后，江口区至市中心的车程将缩短到20分钟。"


def snapshot(body: str, url: str = HERE) -> Snapshot:
    return Snapshot(url=url, final_url=url, fetched_at=NOW, status=200, content_type="", body=body.encode())


def items(address: str, count: int = 6, every: int = 2) -> str:
    days = [date(2025, 9, 2) - timedelta(days=every * n) for n in range(count)]
    return "".join(f"<li><a href='{address.format(n)}'>环湾快速路第{n}次调度会召开</a><i>{day}</i></li>" for n, day in enumerate(days))


def page(main: str, beside: str = "") -> str:
    return f"<html><head>{HEAD}</head><body><div class='side'>{beside}</div><ul class='news' id='main'>{main}</ul></body></html>"


def article(box: str = "class='nr text'") -> str:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return f"<html><body><div class='wrap'><h1>环湾快速路二期开工</h1><p>2025-09-02</p><div {box}>{text}</div></div></body></html>"


def proposed(body: str, articles: int = 3) -> Proposal:
    listing = list_links(snapshot(body), SOURCE)
    return propose(SOURCE, snapshot(body), listing, [(link, snapshot(article(), link.url)) for link in listing.links[:articles]])


def test_an_unknown_site_gets_boxes_and_what_a_healthy_listing_gives() -> None:
    found = proposed(page(items("/a/{}.html")))
    assert found.entry == {
        "id": "jk",
        "name": "工作动态 江口区人民政府",
        "listing": HERE,
        "kind": "government",
        "list_box": "#main",
        "text_box": ".nr",
        "expect": {"links_min": 3, "fresh_days": 7},
    }
    assert found.feeds == ("http://www.jiangkou.gov.cn/rss.xml",)


def test_a_known_family_needs_no_boxes() -> None:
    entry = proposed(page(items("/xw/202509/t20250902_{}.htm"))).entry
    assert entry["family"] == "trs"
    assert not {"list_box", "text_box"} & set(entry)


def test_the_longest_pause_says_how_fresh_a_column_is() -> None:
    assert proposed(page(items("/a/{}.html", every=20))).entry["expect"]["fresh_days"] == 60
    assert proposed(page(items("/a/{}.html", every=90))).entry["expect"]["fresh_days"] == 180
    assert "fresh_days" not in proposed(page(items("/a/{}.html", count=3))).entry["expect"]


def test_articles_on_another_host_are_pointed_out() -> None:
    found = proposed(page(items("/a/{}.html") + items("http://news.jiangkou.cn/a/{}.html")))
    assert found.elsewhere == (("news.jiangkou.cn", 6),)
    assert proposed(page(items("/a/{}.html"))).elsewhere == ()


def test_a_page_without_links_still_gives_an_entry() -> None:
    assert proposed("<html><body></body></html>").entry["expect"] == {"links_min": 1}


def test_a_feed_gives_an_entry() -> None:
    feed = "<rss><channel>" + "".join(f"<item><link>{HERE}{n}.html</link><title>开工{n}</title></item>" for n in range(4)) + "</channel></rss>"
    assert proposed(feed).entry == {"id": "jk", "name": "jk", "listing": HERE, "kind": "government", "expect": {"links_min": 2}}


def test_the_lists_box_leaves_out_what_stands_beside_it() -> None:
    body = page(items("/a/{}.html"), beside=f"<ul>{items('/hot/{}.html')}</ul>")
    assert len(list_links(snapshot(body), SOURCE).links) == 12
    boxed = Source(id="jk", name="jk", listing=HERE, list_box="#main")
    assert {link.url.split("/")[3] for link in list_links(snapshot(body), boxed).links} == {"a"}
    gone = Source(id="jk", name="jk", listing=HERE, list_box=".gone")
    assert len(list_links(snapshot(body), gone).links) == 12


def test_the_texts_box_is_read_though_another_holds_more_prose() -> None:
    body = article().replace("</body>", "<div class='Long'>" + "".join(f"<p>{SENTENCES[1]}{n}</p>" for n in range(9)) + "</div></body>")
    named = Source(id="jk", name="jk", listing=HERE, text_box=".Long")
    assert read_article(snapshot(body), None, named).text.count("\n") == 8
    named = Source(id="jk", name="jk", listing=HERE, text_box=".nr")
    assert read_article(snapshot(body), None, named).text == "\n".join(SENTENCES)


def test_the_sources_family_decides_where_page_and_address_say_another() -> None:
    link = Link(url=HERE + "202509/t20250902_1.htm", title="")
    source = Source(id="jk", name="jk", listing=HERE, family="ylcms")
    assert read_article(snapshot(article(), link.url), link).family == "trs"
    assert read_article(snapshot(article(), link.url), link, source).family == "ylcms"

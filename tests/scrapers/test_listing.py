"""Saved listing pages of each family, and of sites without one, with links that were reviewed by eye.

`listings/<name>.html` (or .xml, .txt) is the page, `listings/<name>.json` what it gives: address, family, next page, and
[address, title, day] of each link in the page's order.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from scrapers.listing import LINKS_AT_MOST, list_links
from scrapers.page import ReadError
from warehouse.records import Listing, Snapshot, Source

PAGES = Path(__file__).parent / "listings"
NAMES = sorted(path.stem for path in PAGES.glob("*.json"))
NOW = datetime(2025, 8, 27, 1, 0, tzinfo=UTC)
HERE = "http://www.haiwan.gov.cn/xw/"


def snapshot(body: str | bytes, url: str = HERE, content_type: str = "text/html", final_url: str | None = None) -> Snapshot:
    content = body.encode() if isinstance(body, str) else body
    return Snapshot(url=url, final_url=final_url or url, fetched_at=NOW, status=200, content_type=content_type, body=content)


def listing(body: str, url: str = HERE, source: Source | None = None) -> Listing:
    return list_links(snapshot(body, url), source)


def addresses(found: Listing) -> list[str]:
    return [link.url for link in found.links]


def saved(name: str) -> tuple[bytes, dict[str, Any]]:
    expected = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    page = next(path for path in PAGES.glob(f"{name}.*") if path.suffix != ".json")
    return page.read_text(encoding="utf-8").encode(expected.get("encoding", "utf-8")), expected


@pytest.mark.parametrize("name", NAMES)
def test_the_page_gives_the_links_that_were_reviewed(name: str) -> None:
    body, expected = saved(name)
    found = list_links(snapshot(body, expected["url"]))
    assert [[link.url, link.title, link.day and link.day.isoformat()] for link in found.links] == expected["links"]
    assert found.next == expected["next"]
    assert found.family == expected["family"]


ITEM = '<li><a href="/xw/202508/t20250801_{0}.htm">海湾大桥第{0}次调度会召开</a></li>'


def test_links_are_bounded() -> None:
    body = "".join(ITEM.format(n) for n in range(100_000, 100_000 + LINKS_AT_MOST + 50))
    found = listing(f"<ul>{body}</ul>")
    assert len(found.links) == LINKS_AT_MOST == 500
    assert found.links[0].title == "海湾大桥第100000次调度会召开"


def test_an_article_that_is_named_twice_is_one_link_with_its_best_title() -> None:
    found = listing(
        """<ul><li><a href="/xw/202508/t20250801_7.htm"><img src="a.jpg"></a>
        <h3><a href="/xw/202508/t20250801_7.htm">城际铁路R1线全线铺轨完成</a></h3><p>8月1日，最后一组轨排落位。
        <a href="/xw/202508/t20250801_7.htm#more">[详情]</a></p><span>2025-08-01</span></li></ul>"""
    )
    assert [(link.title, link.day) for link in found.links] == [("城际铁路R1线全线铺轨完成", date(2025, 8, 1))]


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("2025-08-26", date(2025, 8, 26)),
        ("[2025/8/6]", date(2025, 8, 6)),
        ("（2025.08.26）", date(2025, 8, 26)),
        ("2025年8月26日", date(2025, 8, 26)),
        ("发布时间：2025-08-26 10:22:31", date(2025, 8, 26)),
        ("来源：海湾日报 2025-08-26 点击：31", date(2025, 8, 26)),
        ("20250826", date(2025, 8, 26)),
        ("25-08-06", date(2025, 8, 6)),
        ("08-26", date(2025, 8, 26)),
        ("8月6日", date(2025, 8, 6)),
        ("[8/6]", date(2025, 8, 6)),
        ("3/5", None),
        ("3.5", None),
        ("[12/30]", date(2024, 12, 30)),  # no year: the last such day before the fetch
        ("3天前", date(2025, 8, 24)),
        ("昨天 10:20", date(2025, 8, 26)),
        ("2025-13-41", None),
        ("2026-08-26", None),  # an article of next year was not published yet
        ("3.5万亩", None),
        ("阅读 2025", None),
    ],
)
def test_the_day_beside_a_link(shown: str, day: date | None) -> None:
    found = listing(f'<ul><li><a href="/xw/a/8812.html">海湾大桥建设取得重要进展</a><span>{shown}</span></li></ul>')
    assert [link.day for link in found.links] == [day]


@pytest.mark.parametrize(
    ("address", "shown", "day"),
    [
        ("202308/t20230826_7.htm", "[08-26]", date(2023, 8, 26)),  # not of this year: the address says so
        ("202308/t20230828_7.htm", "2023-08-26", date(2023, 8, 26)),
        ("2023-08-26/8812.html", "", date(2023, 8, 26)),
    ],
)
def test_the_day_beside_a_link_and_the_one_in_its_address(address: str, shown: str, day: date) -> None:
    found = listing(f'<ul><li><a href="/xw/{address}">海湾大桥建设取得重要进展</a><span>{shown}</span></li></ul>')
    assert [link.day for link in found.links] == [day]


def test_half_characters_do_not_get_in() -> None:
    found = listing('[{"url":"/a/\\ud800.html","title":"海湾大桥开工"},{"url":"/a/2.html","title":"海湾\\udc00大桥封顶"}]')
    assert [(link.url, link.title) for link in found.links] == [("http://www.haiwan.gov.cn/a/2.html", "海湾大桥封顶")]


def test_a_date_in_the_title_is_not_the_day_it_was_published() -> None:
    found = listing(
        """<ul><li><a href="/xw/a/8812.html">2025年6月30日海湾市空气质量日报</a><span>2025-07-02</span></li>
        <li><a href="/xw/a/8811.html">2025年6月29日空气质量日报发布</a></li></ul>"""
    )
    assert [(link.title, link.day) for link in found.links] == [
        ("2025年6月30日海湾市空气质量日报", date(2025, 7, 2)),
        ("2025年6月29日空气质量日报发布", None),
    ]


def test_a_date_in_a_summary_gives_way_to_the_one_that_stands_alone() -> None:
    found = listing(
        """<div class="item"><h3><a href="/xw/a/8812.html">海湾大桥建设取得重要进展</a></h3>
        <p>截至2025年6月30日，大桥累计完成投资12亿元。</p><span class="time">2025-07-02</span></div>"""
    )
    assert [link.day for link in found.links] == [date(2025, 7, 2)]


def test_the_day_of_the_page_is_not_the_last_link_s() -> None:
    rows = "".join(f'<a href="/xw/a/88{n}.html">海湾大桥建设取得重要进展之{n}</a><br>' for n in range(10, 16))
    assert {link.day for link in listing(f"<div>{rows}<p>更新日期：2025-08-02</p></div>").links} == {None}


def test_a_page_that_leaves_its_records_to_a_script_says_where_they_are() -> None:
    script = """<div id="7"></div><script>$("#7").jpage({proxyUrl:'/module/web/jpage/dataproxy.jsp', totalRecord:'41',
    ajaxParam:{webid:'67', path:'/', columnid:'77278', unitid:'303271', permissiontype:'0'}})</script>"""
    found = listing(f"<p>要闻</p>{script}")
    query = "page=1&webid=67&path=%2F&columnid=77278&unitid=303271&permissiontype=0"
    assert found == Listing(links=(), next=f"http://www.haiwan.gov.cn/module/web/jpage/dataproxy.jsp?{query}")


def test_the_address_gives_the_day_where_the_page_shows_none() -> None:
    found = listing('<ul><li><a href="./202508/t20250801_7.htm">城际铁路R1线全线铺轨完成</a></li></ul>')
    assert [link.day for link in found.links] == [date(2025, 8, 1)]


class TestWhoIsFollowed:
    body = """<ul><li><a href="https://www.haiwan.gov.cn/xw/a/1001.html">同一网站的另一协议地址</a></li>
    <li><a href="http://haiwan.gov.cn/xw/a/1002.html">同一网站不带前缀的地址</a></li>
    <li><a href="http://fgw.haiwan.gov.cn/xw/a/1003.html">发展改革委网站上的文章</a></li>
    <li><a href="http://www.haiwan.gov.cn:8080/xw/a/1004.html">同一主机另一端口的文章</a></li>
    <li><a href="http://user@www.haiwan.gov.cn/xw/a/1005.html">地址里带有用户名的文章</a></li>
    <li><a href="ftp://www.haiwan.gov.cn/xw/a/1006.html">用别的协议传送的文章</a></li>
    <li><a href="//www.haiwan.gov.cn/xw/a/1007.html">沿用页面协议的文章地址</a></li></ul>"""

    def test_only_the_own_host(self) -> None:
        assert [url[-9:-5] for url in addresses(listing(self.body))] == ["1001", "1002", "1007"]

    def test_and_the_hosts_that_the_watchlist_names(self) -> None:
        source = Source(id="s", name="s", listing=HERE, hosts=("fgw.haiwan.gov.cn", "haiwan.gov.cn:8080"))
        assert [url[-9:-5] for url in addresses(listing(self.body, source=source))] == ["1001", "1002", "1003", "1004", "1007"]

    def test_a_base_that_leads_elsewhere_leads_nowhere(self) -> None:
        body = '<base href="http://169.254.169.254/"><ul><li><a href="latest/10001.html">内部元数据服务的文章</a></li></ul>'
        assert listing(body).links == ()

    def test_the_next_page_is_on_the_own_hosts_too(self) -> None:
        assert listing(ITEM.format(7) + '<a href="http://10.0.0.1/2.html">下一页</a>').next is None

    def test_sessions_and_fragments_do_not_make_a_new_article(self) -> None:
        found = listing('<a href="/xw/a/1001.html;jsessionid=9F8E#top">会议地址里带有会话编号</a>')
        assert addresses(found) == ["http://www.haiwan.gov.cn/xw/a/1001.html"]


@pytest.mark.parametrize(
    ("pager", "following"),
    [
        ('<a href="index_2.html">下一页</a>', "index_2.html"),
        ('<a href="index_2.html">下一頁 &gt;</a>', "index_2.html"),
        ('<a href="?page=2">Next »</a>', "?page=2"),
        ('<div class="pagination"><a href="?page=2">›</a></div>', "?page=2"),
        ('<p><a href="?page=2">»</a></p>', None),  # an arrow outside of a pager is a bullet
        ('<a href="index_2.html"><img src="n.gif" alt="下一页"></a>', "index_2.html"),
        ('<a href="javascript:;">下一页</a>', None),
        ('<a href="/xw/">下一页</a>', None),  # the last page's points at itself
        ('<div class="page"><strong>3</strong><a href="index_4.html">4</a></div>', "index_4.html"),
        ('<div class="page"><a href="index_2.html">2</a><a href="index_3.html">3</a></div>', None),
        ('<script>createPageHTML(5, 4, "index", "html");</script>', None),
        ('<script>createPageHTML(5, 3, "index", "html");</script>', "index_4.html"),
        ("<script>createPage(3,0,'./list','shtml');</script>", "list_1.shtml"),
        ("<script>createPageHTML('page_div',8, 8,'list','shtml',118);</script>", None),
        ('<!-- createPageHTML(5, 3, "index", "html") --><script>createPageHTML(1, 0, "index", "html");</script>', None),
        ('<script>var m_nPageCount = 4; var m_nCurrPage = 0; var m_strPageName = "list"; var m_strPageExt = "htm";</script>',
         "list_1.htm"),
    ],
)  # fmt: skip
def test_the_next_page(pager: str, following: str | None) -> None:
    found = listing(f"<ul>{ITEM.format(7)}</ul>{pager}")
    assert found.next == (HERE + following if following else None)


class TestWhatIsNoArticle:
    @pytest.mark.parametrize(
        "text", ["首页", "更多>>", "上一页", "12", "设为首页", "网站地图", "RSS订阅", "闽ICP备12345678号-1"]
    )
    def test_words_of_navigation(self, text: str) -> None:
        assert listing(f'<ul>{ITEM.format(7)}<li><a href="/xw/202508/t20250801_8.htm">{text}</a></li></ul>').links[1:] == ()

    @pytest.mark.parametrize(
        "href", ["/upload/2025/08/1234567.jpg", "app.apk", "/video/20250801123.mp4", "../", "/", "#", "/xw/"]
    )
    def test_pictures_programs_and_columns(self, href: str) -> None:
        assert listing(f'<ul>{ITEM.format(7)}<li><a href="{href}">海湾大桥建设图片集锦欣赏</a></li></ul>').links[1:] == ()

    def test_a_directory_of_institutions(self) -> None:
        names = ("海湾市慈善总会", "海湾市建筑业协会", "海湾市科技馆", "海湾市教育基金会", "海湾市中心医院")
        rows = "".join(f'<dd><a href="/dh/2016-11-{n + 10}/39{n}.html">{name}</a></dd>' for n, name in enumerate(names))
        assert listing(f"<ul>{ITEM.format(7)}</ul><dl>{rows}</dl>").links[1:] == ()

    def test_news_whose_title_ends_like_an_institution_stays(self) -> None:
        rows = "".join(
            f'<li><a href="/xw/2025-08-1{n}/39{n}.html">{title}</a><span>2025-08-1{n}</span></li>'
            for n, title in enumerate(("市长走访市中心医院", "专家组进驻海湾大学", "捐建图书送到山区小学"))
        )
        assert len(listing(f"<ul>{rows}</ul>").links) == 3

    def test_long_names_in_a_menu(self) -> None:
        menu = '<div class="nav"><a href="/xxgk/zfxxgk.html">政府信息公开年度报告</a></div>'
        assert listing(f"{menu}<ul>{ITEM.format(7)}</ul>").links[1:] == ()


@pytest.mark.parametrize("body", ["<html><body><p>栏目正在更新</p></body></html>", "<html><head></head><body></body></html>"])
def test_an_empty_listing_has_no_links(body: str) -> None:
    assert listing(body) == Listing(links=())


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("blocked", "<html><title>访问被拦截</title><p>您的请求疑似攻击行为，已被网站防火墙拦截。</p></html>"),
        ("blocked", "<html><script>document.cookie='a=1';location.reload()</script></html>"),
        ("suspended", "<h1>Account Suspended</h1><p>Contact your hosting provider.</p>"),
        ("soft_404", "<h1>404 页面不存在</h1>"),
    ],
)
def test_a_refusal_is_told_by_its_kind(kind: str, body: str) -> None:
    with pytest.raises(ReadError) as refusal:
        listing(body)
    assert refusal.value.kind == kind


def test_a_listing_that_became_the_home_page_is_told() -> None:
    home = f"<ul>{ITEM.format(7)}</ul>"
    with pytest.raises(ReadError) as refusal:
        list_links(snapshot(home, url=HERE + "gzdt.html", final_url="http://www.haiwan.gov.cn/"))
    assert refusal.value.kind == "home_redirect"


def test_a_redirect_within_the_site_is_followed() -> None:
    found = list_links(snapshot(f"<ul>{ITEM.format(7)}</ul>", url=HERE, final_url="https://www.haiwan.gov.cn/zwgk/xw/"))
    assert addresses(found) == ["https://www.haiwan.gov.cn/xw/202508/t20250801_7.htm"]


HOSTILE: dict[str, str] = {
    "anchors without an end": "<a href=/1234.htm>标题" * 30_000,
    "one address everywhere": "<div>" + "<p><a href=/1234.htm></a></p>" * 30_000 + "</div>",
    "deep boxes": "<div>" * 50_000 + "<a href=/12345.htm>标题标题标题标题</a>",
    "open records": "<record>" * 200_000,
    "open comments": "<!--" * 300_000,
    "half a call": "f({})" + " " * 300_000 + "x",
    "deep JSON": "[" * 300_000,
    "objects in objects": '{"a":' * 50_000 + "1" + "}" * 50_000,
    "comments before a feed": "<?xml version='1.0'?>" + "<!-- a -->" * 50_000 + "<rss>",
    "a class of a megabyte": '<div class="' + "nav " * 250_000 + '"><a href=/12345.htm>标题标题标题标题</a></div>',
    "an address of a megabyte": '<a href="' + "a" * 1_000_000 + '">标题标题标题标题</a>',
    "calls without an end": "createPageHTML(" * 60_000,
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_cost_bounded_time(name: str) -> None:
    try:
        found = listing(HOSTILE[name])
    except ReadError:
        return
    assert len(found.links) <= 1

"""Feeds and sitemaps as listings: what they name, and that they cannot harm."""

from datetime import UTC, date, datetime

import pytest

from scrapers.listing import list_links
from scrapers.page import ReadError
from warehouse.records import Listing, Snapshot

HERE = "http://www.haiwan.gov.cn/rss.xml"


def listing(body: str | bytes, content_type: str = "application/xml", url: str = HERE) -> Listing:
    content = body.encode() if isinstance(body, str) else body
    now = datetime(2025, 8, 27, 1, 0, tzinfo=UTC)
    return list_links(Snapshot(url=url, final_url=url, fetched_at=now, status=200, content_type=content_type, body=content))


def rows(found: Listing) -> list[tuple[str, str, date | None]]:
    return [(link.url, link.title, link.day) for link in found.links]


RSS = """<?xml version="1.0" encoding="{encoding}"?>
<!-- made by hand --><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>海湾要闻</title>
<link>http://www.haiwan.gov.cn/</link>
<item><title><![CDATA[镕湾大桥 &amp; 接线工程<b>通车</b>]]></title><link>http://www.haiwan.gov.cn/xw/202508/t20250826_1.htm#a</link>
<pubDate>Mon, 25 Aug 2025 23:30:00 GMT</pubDate></item>
<item><title>产业园开工</title><link><![CDATA[/xw/202508/t20250825_2.htm]]></link><pubDate>2025-08-25 09:00:00</pubDate></item>
<item><title>别的网站</title><link>http://other.example/1.htm</link></item>
<item><title>只有标识</title><guid isPermaLink="true">http://www.haiwan.gov.cn/xw/3.htm</guid><dc:date>2025-08-24T08:00:00+08:00</dc:date></item>
<item><title>没有地址</title></item>
</channel></rss>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_rss_in_utf8_and_in_what_is_called_gb2312(encoding: str) -> None:
    found = listing(RSS.format(encoding=encoding).encode("gb18030" if encoding == "gb2312" else encoding), "text/html")
    assert rows(found) == [
        # half past eleven at night in Greenwich is the next morning in China
        ("http://www.haiwan.gov.cn/xw/202508/t20250826_1.htm", "镕湾大桥 & 接线工程通车", date(2025, 8, 26)),
        ("http://www.haiwan.gov.cn/xw/202508/t20250825_2.htm", "产业园开工", date(2025, 8, 25)),
        ("http://www.haiwan.gov.cn/xw/3.htm", "只有标识", date(2025, 8, 24)),
    ]
    assert (found.family, found.next) == ("feed", None)


def test_rss_1_and_its_items_beside_the_channel() -> None:
    found = listing(
        """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
        <channel rdf:about="http://www.haiwan.gov.cn/"><title>x</title></channel>
        <item rdf:about="http://www.haiwan.gov.cn/1.htm"><title>大桥合龙</title><link>http://www.haiwan.gov.cn/1.htm</link></item>
        </rdf:RDF>"""
    )
    assert rows(found) == [("http://www.haiwan.gov.cn/1.htm", "大桥合龙", None)]


def test_atom_with_several_links_an_entry_and_a_next_page() -> None:
    found = listing(
        """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/feed"/><link rel="next" href="/feed?page=2"/>
        <entry><title type="html">铺轨&lt;i&gt;完成&lt;/i&gt;</title><link rel="enclosure" href="/a.mp3"/>
        <link href="/xw/1.htm"/><updated>2025-08-26T02:00:00Z</updated><published>2025-08-20T02:00:00Z</published></entry></feed>"""
    )
    assert rows(found) == [("http://www.haiwan.gov.cn/xw/1.htm", "铺轨完成", date(2025, 8, 20))]
    assert found.next == "http://www.haiwan.gov.cn/feed?page=2"


def test_a_sitemap_gives_its_newest_pages_whatever_its_order() -> None:
    old = "".join(f"<url><loc>{HERE[:24]}/a/{n}.htm</loc><lastmod>2019-01-01</lastmod></url>" for n in range(700))
    found = listing(
        f"""<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{old}
        <url><loc>{HERE[:24]}/a/new.htm</loc><lastmod>2025-08-26T08:00:00+08:00</lastmod></url></urlset>"""
    )
    assert found.links[0].url == "http://www.haiwan.gov.cn/a/new.htm"
    assert len(found.links) == 500


def test_an_index_of_sitemaps_leads_to_the_newest() -> None:
    found = listing(
        """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <sitemap><loc>http://www.haiwan.gov.cn/sitemap-2.xml</loc><lastmod>2025-08-26</lastmod></sitemap>
        <sitemap><loc>http://www.haiwan.gov.cn/sitemap-1.xml</loc><lastmod>2024-01-01</lastmod></sitemap></sitemapindex>"""
    )
    assert found == Listing(links=(), next="http://www.haiwan.gov.cn/sitemap-2.xml", family="feed")


def test_an_index_of_sitemaps_does_not_lead_to_other_hosts() -> None:
    found = listing("<sitemapindex><sitemap><loc>http://10.0.0.1/s.xml</loc></sitemap></sitemapindex>")
    assert found.next is None


BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">{more}]><rss><channel><item>
<link>http://www.haiwan.gov.cn/1.htm</link><title>&z;</title></item></channel></rss>"""


@pytest.mark.parametrize(
    "more",
    [
        "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefghi", "bcdefghiz", strict=True)),
        '<!ENTITY z SYSTEM "file:///etc/passwd">',
        '<!ENTITY % p SYSTEM "http://10.0.0.1/x.dtd"> %p;',
    ],
)
def test_entities_are_refused_before_anything_is_parsed(more: str) -> None:
    with pytest.raises(ReadError) as refusal:
        listing(BOMB.format(more=more))
    assert refusal.value.kind == "layout"


def test_a_feed_that_is_cut_off_gives_what_came() -> None:
    whole = RSS.format(encoding="utf-8")
    assert len(listing(whole[: whole.index("别的网站")]).links) == 2


def test_a_page_about_feeds_is_a_page() -> None:
    found = listing(
        '<!DOCTYPE html><html><p>&lt;rss&gt;</p><ul><li><a href="/xw/a/1001.html">如何订阅本站的新闻推送</a></li></ul>'
    )
    assert (found.family, len(found.links)) == ("general", 1)


@pytest.mark.parametrize("body", ["<urlset:", "<rss:><item:/>", "<feed :a='1'><entry:>"])
def test_a_feed_of_broken_names_is_one_without_links(body: str) -> None:
    try:
        assert listing(body).links == ()
    except ReadError as refusal:
        assert refusal.kind == "layout"

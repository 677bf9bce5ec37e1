"""Broken and hostile pages by the thousand: each ends in an article, in links or in a ReadError, soon, without U+FFFD.

The test makes a few hundred; for longer runs: `python -m tests.scrapers.test_fuzz 600` (seconds).
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from scrapers.article import read_article
from scrapers.listing import list_links
from scrapers.page import ReadError
from scrapers.stories import signature
from scrapers.text.normalise import normalise
from tests.scrapers.files import pdf, word, workbook
from warehouse.records import Link, Snapshot

HERE = Path(__file__).parent
NOW = datetime(2025, 10, 1, 4, tzinfo=UTC)
PAGES = [file.read_bytes() for folder in ("pages", "listings") for file in sorted((HERE / folder).iterdir()) if file.suffix != ".json"]
FILES = [pdf("环湾快速路二期工程开工，总投资23.6亿元。"), pdf(), word("开工", ["投资", "2亿元"]), workbook(["项目", 2.5])]
SECONDS = 3.0  # a saved page takes milliseconds

FRAGMENTS = st.sampled_from(
    ["<div>", "</div>", "<p>", "</p>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<ul>", "<li>", "</ul>", "<a", "href='/a/1.html'>", "<a", 'href="http://[::1">', "</a>", "<h1>", "</h1>", "<title>", "</title>", "<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "]]>", "<br>", "</body>", "</html>", "<html>", "<body>", "<form>", "<option>", "<iframe", "src=x.pdf>", "<meta", "name=PubDate", "content='2025-09-03'>", "<meta", "name=ArticleTitle", "content=开工>", "<meta", "charset=gb2312>", "<base", "href='//x'>", "<svg>", "<template>", "<rss>", "<item>", "<link>http://a/1</link>", "</item>", "<urlset>", "<url>", "<loc>", "<record><![CDATA[<li>]]></record>", "<?xml", 'version="1.0"?>', "<!DOCTYPE", "html", "[", "<!ENTITY", "a", '"b">', "&a;", "&#0;", "&#xD800;", "&#x110000;", "&nbsp;", "&lt;", "\x00", "�", "\u200b", "。", "，", "：", "2025-09-03", "2025年9月3日", "09-27", "3天前", "2025-02-30", "9999年99月99日", "来源：江口日报", "来源：", "作者：陈立", "责任编辑：王越", "相关新闻", "上一篇", "下一篇", "下一页", "附件", "附件.pdf", "版权所有", "登录", "404", "著", "（zhì）", "(de", "1,2,3,456", '{"articleBody":"', '"content":"', "\\", '"', "'", "}", "]", '{"url":"/a/1.html","title":"开工"}', 'createPageHTML(3,0,"index","htm")', "环湾快速路二期工程开工，总投资23.6亿元。", "9月2日上午，项目正式开工建设，计划2027年底建成通车。"]
)
MARKUP = st.lists(st.one_of(FRAGMENTS, st.text(max_size=12)), max_size=60).map("".join)


@st.composite
def mangled(draw: st.DrawFn, bodies: list[bytes]) -> bytes:
    """A saved page with pieces cut out, doubled, moved, overwritten and put in."""
    body = draw(st.sampled_from(bodies))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(body)))
        end = min(len(body), at + draw(st.integers(0, 400)))
        kind = draw(st.sampled_from(("cut", "double", "move", "put in", "overwrite", "end")))
        if kind == "cut":
            body = body[:at] + body[end:]
        elif kind == "double":
            body = body[:end] + body[at:end] * draw(st.sampled_from((1, 2, 50))) + body[end:]
        elif kind == "move":
            to = draw(st.integers(0, len(body)))
            body = body[:to] + body[at:end] + body[to:]
        elif kind == "put in":
            body = body[:at] + draw(MARKUP).encode("utf-8", "surrogatepass") + body[at:]
        elif kind == "overwrite":
            body = body[:at] + draw(st.binary(max_size=40)) + body[end:]
        else:
            body = body[:at]
    return body


INPUTS = st.one_of(
    mangled(PAGES),
    mangled(FILES),
    MARKUP.map(lambda text: text.encode("utf-8", "surrogatepass")),
    MARKUP.map(lambda text: text.encode("gb18030", "replace")),
    st.binary(max_size=300),
)
ADDRESSES = st.sampled_from(
    ("http://a.cn/xw/202509/t20250903_1.htm", "http://a.cn/", "http://a.cn/s", "http://[broken", "", "x.html", "http://a.cn/art/2025/9/3/art_1_2.html")
)


def judge(body: bytes, address: str) -> None:
    page = Snapshot(url=address, final_url=address, fetched_at=NOW, status=200, content_type="text/html; charset=gbk", body=body)
    for link in (None, Link(url=address, title="环湾快速路二期开工", day=date(2025, 9, 3))):
        began = time.process_time()
        try:
            article = read_article(page, link)
        except ReadError:
            pass
        else:
            assert "\ufffd" not in article.text + article.title
            assert article.published is None or article.published.year > 1900
            clean = normalise(article.text)
            assert normalise(clean.text).text == clean.text
            signature(article.text)
        assert time.process_time() - began < SECONDS
    began = time.process_time()
    try:
        links = list_links(page).links
        assert len({one.url for one in links}) == len(links)
    except ReadError:
        pass
    assert time.process_time() - began < SECONDS


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(INPUTS, ADDRESSES)
def test_whatever_comes_ends_in_a_result_or_a_kind(body: bytes, address: str) -> None:
    judge(body, address)


def run(seconds: float) -> int:
    """Other examples until the time is up; each finding is printed once, smallest form. Returns how many there were."""
    examples, findings, until, number = 0, set(), time.monotonic() + seconds, int(time.time())

    def one(body: bytes, address: str) -> None:
        nonlocal examples
        examples += 1
        judge(body, address)

    while time.monotonic() < until:
        number += 1
        again = settings(
            max_examples=400, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False,
            phases=(Phase.generate, Phase.shrink),
        )(seed(number)(given(INPUTS, ADDRESSES)(one)))  # fmt: skip
        try:
            again()
        except BaseException as found:  # whatever it is, it is what we look for
            if isinstance(found, KeyboardInterrupt):
                raise
            import traceback

            where = traceback.extract_tb(found.__traceback__)[-1]
            key = (type(found).__name__, where.filename, where.lineno)
            if key not in findings:
                findings.add(key)
                print("FOUND", key, str(found)[:500], getattr(found, "__notes__", ""), flush=True)
    print(f"{examples} examples, {len(findings)} findings", flush=True)
    return len(findings)


if __name__ == "__main__":
    sys.exit(1 if run(float(sys.argv[1])) else 0)

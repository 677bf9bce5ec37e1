"""What a reader of articles may rely on beyond the saved pages: dates, doubts, refusals, documents, hostile input."""

import io
import time
import zipfile
from datetime import UTC, date, datetime

import pytest

from scrapers.article import read_article
from scrapers.attachments import attachments_to_read
from scrapers.page import MAX_BYTES, ReadError
from tests.scrapers.files import pdf, word, workbook
from warehouse.records import Article, Attachment, Link, Snapshot

NOW = datetime(2025, 10, 1, 4, tzinfo=UTC)
PROSE = (
    "<p>9月2日上午，环湾快速路二期工程在江口区正式开工，全长12.4公里，总投资23.6亿元。</p>"
    "<p>项目建成后，江口区至市中心的车程将由50分钟缩短到20分钟，计划2027年底通车。</p>"
)
URL = "https://www.jiangkou.example/xw/a.html"


def snapshot(body: str | bytes, url: str = URL, final: str | None = None) -> Snapshot:
    data = body.encode() if isinstance(body, str) else body
    return Snapshot(url=url, final_url=final or url, fetched_at=NOW, status=200, content_type="", body=data)


def page(under_title: str = "", head: str = "", body: str = PROSE, after: str = "") -> str:
    return (
        f"<html><head><title>环湾快速路二期工程开工_江口新闻</title>{head}</head><body><h1>环湾快速路二期工程开工</h1>"
        f"<div class='info'>{under_title}</div><div class='text'>{body}</div>{after}</body></html>"
    )


def read(*args: str, link: Link | None = None, url: str = URL, **kwargs: str) -> Article:
    return read_article(snapshot(page(*args, **kwargs), url), link)


def kind_of(body: str | bytes, **kwargs: str) -> str:
    with pytest.raises(ReadError) as refused:
        read_article(snapshot(body, **kwargs))
    return refused.value.kind


@pytest.mark.parametrize(
    ("shown", "iso"),
    [
        ("2025-09-03 08:15:20", "2025-09-03T08:15:20"),
        ("发布时间：2025年9月3日 8:15", "2025-09-03T08:15:00"),
        ("2025/09/03", "2025-09-03"),
        ("2025.09.03　来源：江口日报", "2025-09-03"),
        ("2025年9月3日 下午2:05", "2025-09-03T14:05:00"),
        ("来源：江口日报2025-09-03 03:15", "2025-09-03T03:15:00"),
        ("成文日期：2025-08-20 发布日期：2025-09-03", "2025-09-03"),
        ("今天是2025年10月1日 星期三</div><div>日期：2025-09-03", "2025-09-03"),
        ("更新时间：2025-09-05 10:20　发布时间：2025-09-03 10:20", "2025-09-03T10:20:00"),
        ("发布日期：[2025-09-03]　点击数：[99]", "2025-09-03"),
        ("时间：2025 - 09 - 03", "2025-09-03"),
        ("发布时间：25-09-03 10:20", "2025-09-03T10:20:00"),
        ("<span>2025</span><span>09/03</span><span>10:20:11</span>", "2025-09-03T10:20:11"),
        ("<table><tr><td>发布时间</td><td>2025-09-03</td><td>信息来源</td><td>江口日报</td></tr></table>", "2025-09-03"),
        ("<dl><dt>发布时间：</dt><dd>2025-09-03</dd><dt>来源：</dt><dd>江口日报</dd></dl>", "2025-09-03"),
    ],
)
def test_the_date_under_the_title_is_read(shown: str, iso: str) -> None:
    assert read(shown).published_at == iso


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://x.example/zw/202509/t20250903_88.htm", "2025-09-03"),
        ("https://x.example/art/2025/9/3/art_1_2.html", "2025-09-03"),
        ("https://x.example/gb/content/2025-09/03/content_1.htm", "2025-09-03"),
        ("https://x.example/cms/html/a/2025-09-03/1.html", "2025-09-03"),
        ("https://x.example/show/20251399/1.html", None),
    ],
)
def test_the_address_gives_the_date_when_the_page_does_not(url: str, day: str | None) -> None:
    article = read(url=url)
    assert article.published_at == day
    assert article.date_from == ("address" if day else None)


def test_a_date_inside_the_text_is_not_the_date_of_publication() -> None:
    assert read(body=PROSE + "<p>江口区人民政府</p><p>2025年8月1日</p>" + PROSE).published_at is None


def test_the_listing_fills_in_only_what_is_missing() -> None:
    link = Link(url=URL, title="列表里的题目", day=date(2025, 9, 4))
    without = read(link=link)
    assert (without.published_at, without.date_from) == ("2025-09-04", "listing")
    dated = read("2025-09-03 10:00", link=link)
    assert (dated.published_at, dated.date_from) == ("2025-09-03T10:00:00", "page")
    assert dated.title == "环湾快速路二期工程开工"
    nameless = "<html><head><title>江口新闻网</title></head><body><div>" + PROSE + "</div></body></html>"
    assert read_article(snapshot(nameless), link).title == "列表里的题目"


def test_dates_that_disagree_are_told() -> None:
    article = read("发布时间：2025-09-04 10:00", head='<meta name="PubDate" content="2025-09-03 09:00">')
    assert article.published_at == "2025-09-03T09:00:00"
    assert article.doubts == ("meta:pubdate says 2025-09-03, page 2025-09-04",)


def test_a_head_that_has_the_day_of_a_move_gives_way_to_the_date_shown() -> None:
    article = read("发布时间：2020-09-15 10:00", head='<meta name="PubDate" content="2022-10-14 10:16:14">')
    assert article.published_at == "2020-09-15T10:00:00"
    assert len(article.doubts) == 1


def test_a_date_after_the_fetch_is_not_believed_while_there_is_another() -> None:
    article = read("2025-09-25 10:00", head='<meta name="PubDate" content="2025-10-20">')
    assert article.published_at == "2025-09-25T10:00:00"
    assert article.doubts == ("page says 2025-09-25, meta:pubdate 2025-10-20",)
    only = read(head='<meta name="PubDate" content="2025-10-20">')
    assert (only.published_at, only.doubts) == ("2025-10-20", ("2025-10-20 lies after the fetch",))


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("新华社江口3月2日电", "2025-03-02"),
        ("新华社江口2023年3月2日电", "2023-03-02"),
        ("中新网江口11月2日电", "2024-11-02"),
        ("新华社江口9月2日电", None),
        ("新华社江口2月30日电", None),
    ],
)
def test_a_republished_copy_has_the_day_of_its_dateline(dateline: str, day: str | None) -> None:
    article = read("2025-09-03 10:00", body=f"<p>{dateline}，记者从省交通运输厅获悉，环湾快速路二期开工。</p>" + PROSE)
    if day is None:
        assert (article.published_at, article.doubts) == ("2025-09-03T10:00:00", ())
    else:
        assert (article.published_at, article.date_from) == (day, "text")
        assert article.doubts == (f"page says 2025-09-03, the text is dated {day}",)


def test_a_republished_copy_has_the_day_of_the_byline_that_it_copied() -> None:
    article = read("时间：2025-09-03 10:00</div><div>2025-03-02 08:30 来源：江口日报")
    assert (article.published_at, article.date_from, article.publisher) == ("2025-03-02", "text", "江口日报")
    assert article.doubts == ("page says 2025-09-03, the copied byline 2025-03-02",)


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("7个月前 (02-27)", "2025-02-27"),
        ("3天前", "2025-09-28"),
        ("09-27 14:00", "2025-09-27"),
        ("12-27 14:00", "2024-12-27"),
    ],
)
def test_a_relative_date_is_reckoned_from_the_fetch_and_marked(shown: str, day: str) -> None:
    article = read(shown)
    assert (article.published_at, article.date_from) == (day, "page:relative")
    assert article.doubts


def test_a_time_in_utc_is_told_in_the_readers_zone() -> None:
    article = read(head='<meta property="article:published_time" content="2025-09-02T18:30:00Z">')
    assert article.published_at == "2025-09-03T02:30:00"


def test_half_characters_do_not_get_in() -> None:
    data = '{"@type":"NewsArticle","headline":"开\\ud800工","author":{"name":"陈\\udc00立"},"publisher":{"name":"江\\udfff口网"}}'
    article = read(head=f'<script type="application/ld+json">{data}</script>')
    assert (article.author, article.publisher) == ("陈立", "江口网")
    assert read_article(snapshot(pdf("环湾快速路二期工程\udef4开工，总投资23.6亿元。"))).text == "环湾快速路二期工程开工，总投资23.6亿元。"


def test_json_ld_dates_and_names_are_used() -> None:
    data = '{"@graph":[{"@type":"NewsArticle","datePublished":"2025-09-03T10:00:00+08:00","author":{"name":"陈立"}}]}'
    article = read(head=f'<script type="application/ld+json">{data}</script>')
    assert (article.published_at, article.date_from, article.author) == ("2025-09-03T10:00:00", "jsonld", "陈立")


@pytest.mark.parametrize(
    ("shown", "publisher"),
    [
        ("2025-09-03 来源：江口日报 作者：陈立", "江口日报"),
        ("2025-09-03 来源：江口发布 浏览次数：12", "江口发布"),
        ("来源： 《江口日报》 2025-09-03", "江口日报"),
        ("稿源：江口区住建局　2025-09-03", "江口区住建局"),
        ("2025-09-03 来源：光明网-《光明日报》", "光明网-《光明日报》"),
        ("2025-09-03 10:00 来源江口网| 作者陈立", "江口网"),
        ("江口晚报2025-09-03 10:00", "江口晚报"),
        ("江口晚报 / 2025-09-03 / 作者：陈立 / 阅读：123", "江口晚报"),
        ("2025-09-03 来源：<a href=x>江口日报</a><a href=y>0条评论</a>", "江口日报"),
        ("2025-09-03 来源：<a href=x>江口日报</a>发布于：江口", "江口日报"),
        ("【来源：江口日报】【作者：陈立】【2025-09-03】", "江口日报"),
        ("<table><tr><td>发布时间</td><td>2025-09-03</td><td>信息来源</td><td>江口日报</td></tr></table>", "江口日报"),
        ("供稿：江口区住建局　2025-09-03　审核：林海", "江口区住建局"),
        ("供稿：陈立　2025-09-03", None),
        ("来源：　作者：　时间：2025-09-03", None),
        ("2025-09-03 10:00", None),
    ],
)
def test_the_publisher_is_the_name_alone(shown: str, publisher: str | None) -> None:
    assert read(shown).publisher == publisher


def test_a_placeholder_gives_way_to_the_source_named_at_the_end() -> None:
    assert read("2025-09-03 来源：转载文章", body=PROSE + "<p>来源：江口日报</p>").publisher == "江口日报"


def test_a_subtitle_that_reads_like_a_sentence_does_not_hide_the_line_under_it() -> None:
    article = read("副题：总投资23.6亿元，工期30个月</div><div>来源：江口日报　发布时间：2025-09-03")
    assert (article.published_at, article.publisher) == ("2025-09-03", "江口日报")
    assert article.text == read("2025-09-03").text


def test_dates_of_other_articles_are_not_the_date() -> None:
    rows = "".join(f"<tr><td><a href='/a/{n}.html'>江口区开展应急演练</a></td><td>2025-08-0{n} 10:00</td></tr>" for n in range(1, 4))
    assert read(after=f"<table>{rows}</table>").published_at is None


def test_the_day_of_signing_counts_only_where_no_other_is() -> None:
    signed = PROSE + "<p>江口区住建局</p><p>2025年9月2日</p>"
    assert read("2025-09-03", body=signed).published_at == "2025-09-03"
    only = read(body=signed)
    assert (only.published_at, only.date_from, len(only.doubts)) == ("2025-09-02", "page:signed", 1)


def test_the_sites_name_is_not_the_title_though_heading_and_head_agree_on_it() -> None:
    body = f"<h1>江口区住房和城乡建设局</h1><h2>工作动态</h2><div>环湾快速路二期工程开工</div><div>2025-09-03 来源：江口日报</div>{PROSE}"
    found = read_article(snapshot(f"<html><head><title>江口区住房和城乡建设局</title></head><body>{body}</body></html>"))
    assert found.title == "环湾快速路二期工程开工"


def test_invitations_after_the_last_sentence_are_not_the_text() -> None:
    tail = "<p>欢迎关注“江口发布”微信公众号，获取更多资讯</p><p>投稿邮箱：a@jiangkou.example　新闻热线：0590-12345</p>"
    assert read("2025-09-03", body=PROSE + tail) == read("2025-09-03")


def test_tips_in_scripts_are_not_the_text_of_a_short_page() -> None:
    tips = "<script>var t={'a':1,\"text\":\"您的浏览器版本过低，请升级浏览器后访问，以获得更好的体验，谢谢您的支持。\"}</script>"
    assert read("2025-09-03", body="<p>环湾快速路二期今日开工。</p>", after=tips).text == "环湾快速路二期今日开工。"


def test_other_stories_after_the_text_are_not_the_text() -> None:
    more = "<p>9月1日，记者从市教育局获悉，全市新建扩建学校23所，新增学位2.6万个，均已投入使用。</p>" * 8
    article = read("2025-09-03", after=f"<h3>相关新闻</h3><div class='list2'>{more}</div>")
    assert article.text.count("\n") == 1
    assert "学位" not in article.text


def test_a_short_text_before_long_other_stories_is_the_text() -> None:
    text = "环湾快速路二期今日开工，全长12.4公里，总投资23.6亿元，两年后建成通车。"
    more = "<p>9月1日，记者从市教育局获悉，全市新建扩建学校23所，新增学位2.6万个，均已投入使用。</p>" * 8
    after = f"<div><h3>相关新闻</h3><div><div class='list2'>{more}</div></div></div>"
    assert read("2025-09-03", body=f"<p>{text}</p>", after=after).text == text


COMMENTS = "".join(
    f"<div><b>网友{n}</b><p>希望早日建成通车，方便大家出行，也希望施工期间做好交通疏导，减少影响，谢谢。</p><i>2025-09-0{n} 10:00</i></div>"
    for n in range(1, 10)
)


def test_readers_comments_are_neither_the_text_nor_the_date_of_a_short_piece() -> None:
    for text in (PROSE, PROSE * 4):
        story = f"<div><h1>环湾快速路二期开工</h1><div>2025-09-03 来源：江口日报</div><div class='t'>{text}</div></div>"
        found = read_article(snapshot(f"<html><body><div>{story}</div><div class='z'>{COMMENTS}</div></body></html>"))
        assert found.text == read("2025-09-03", body=text).text
    assert read(after=f"<div class='z'>{COMMENTS}</div>", head="<script>var pubdate='2025-09-03 08:00'</script>").published_at == (
        "2025-09-03T08:00:00"
    )


@pytest.mark.parametrize("clock", ["", "<div>今天是2025年10月1日 星期三 农历八月初十</div>"])
def test_a_title_without_any_mark_is_found_below_a_long_sidebar(clock: str) -> None:
    side = "".join(f"<div><h4><a href='/x{n}.html'>市领导调研第{n}个项目</a></h4><p>会议强调，要压实责任，确保各项工作取得实效。</p></div>" for n in range(40))
    page = f"{clock}<div>{side}</div><div><p>环湾快速路二期工程开工</p><p>时间：2025-09-03 来源：</p>{PROSE}</div>"
    found = read_article(snapshot(f"<html><head><title>江口信息网</title></head><body>{page}</body></html>"))
    assert (found.title, found.published_at) == ("环湾快速路二期工程开工", "2025-09-03")
    assert found.text == read("2025-09-03").text


def test_small_print_under_the_text_is_not_the_text() -> None:
    small = "<p>版权声明：凡本网注明来源的稿件，未经授权，不得转载，违者本网将依法追究责任。</p>"
    assert read("2025-09-03", body=PROSE + small) == read("2025-09-03")


def test_an_article_that_a_script_shows_is_read_though_it_is_hidden() -> None:
    hidden = f"<title>环湾快速路二期工程开工_江口网</title><div style='display: none'>{PROSE}</div>"
    assert read_article(snapshot(hidden)).text == read("2025-09-03").text


def test_a_short_notice_is_read() -> None:
    assert read("2025-09-03", body="<p>环湾快速路二期今日开工。</p>").text == "环湾快速路二期今日开工。"


def test_the_pages_own_characters_stay() -> None:
    body = "<p>　　总投资１２．５亿元，品質(zhì)提升。\u3000其中　甲标段&nbsp;已完工。　</p>" + PROSE
    assert read(body=body).text.startswith("总投资１２．５亿元，品質(zhì)提升。\u3000其中　甲标段\u00a0已完工。\n")


def test_a_notice_that_is_only_a_file_has_its_attachment_and_says_so() -> None:
    article = read("2025-09-03", body="<a href='/f/plan.pdf'>环湾快速路实施方案.pdf</a>")
    assert article.text == ""
    assert [one.url for one in article.attachments] == ["https://www.jiangkou.example/f/plan.pdf"]
    assert "the text stands only in the attachments" in article.doubts


@pytest.mark.parametrize(
    ("markup", "address", "name"),
    [
        ("<a href='/f/plan.pdf?v=2'>实施方案</a>", "/f/plan.pdf?v=2", "实施方案"),
        ("<a href='/down.jsp?id=7'>环湾快速路实施方案.docx (120KB)</a>", "/down.jsp?id=7", "环湾快速路实施方案.docx (120KB)"),
        ("<a href='/module/download?i=9'>附件1：实施方案</a>", "/module/download?i=9", "附件1：实施方案"),
        ("<iframe src='/pdfjs/web/viewer.html?file=/f/plan.pdf'></iframe>", "/f/plan.pdf", "plan.pdf"),
        ("<embed src='/f/plan.pdf#view=fit'>", "/f/plan.pdf#view=fit", "plan.pdf#view=fit"),
    ],
)
def test_files_are_known_by_address_name_or_viewer(markup: str, address: str, name: str) -> None:
    article = read("2025-09-03", body=f"<p>现将实施方案予以公布。</p>{markup}")
    assert article.attachments == (Attachment(url=f"https://www.jiangkou.example{address}", name=name),)
    assert attachments_to_read(article) == article.attachments


def test_the_files_of_a_notice_that_speaks_itself_need_not_be_read() -> None:
    files = "<p><a href='/f/plan.pdf'>附件：实施方案.pdf</a></p><p><a href='/f/all.zip'>附件：全部材料.zip</a></p>"
    assert attachments_to_read(read("2025-09-03", body=PROSE * 3 + files)) == ()
    [only] = attachments_to_read(read("2025-09-03", body="<p>现予以公布。</p>" + files))
    assert only.url.endswith("/f/plan.pdf")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("blocked", "<title>访问被拦截</title><p>您的请求疑似攻击行为，已被网站防火墙拦截。</p>"),
        ("blocked", "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"),
        ("blocked", "<html><script>document.cookie='a=1';location.reload()</script></html>"),
        ("blocked", "<title>405</title><p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p>"),
        ("blocked", "<title>系统提示</title><p>您的操作过于频繁，请稍后再试！</p>"),
        ("blocked", "<title>访问验证</title><p>请拖动滑块完成验证</p>"),
        ("suspended", "<title>没有找到站点</title><p>您的请求在Web服务器中没有找到对应的站点！</p>"),
        ("suspended", "<title>恭喜，站点创建成功！</title><p>这是默认index.html，本页面由系统自动生成</p>"),
        ("suspended", "<title>域名出售</title><p>您正在访问的域名可以转让！</p>"),
        ("suspended", "<title>网站暂停服务</title><p>因系统升级维护，网站暂停服务，敬请谅解。</p>"),
        ("error_page", "<title>502 Bad Gateway</title><h1>502 Bad Gateway</h1><p>nginx/1.18</p>"),
        ("error_page", "<title>系统错误</title><p>系统发生错误，请联系管理员。</p>"),
        ("soft_404", "<title>信息提示</title><p>对不起，您所查看的信息已经被删除或未发布</p>"),
        ("soft_404", "<title>页面没有找到</title><p>抱歉！您要访问的页面没有找到，5秒后返回首页</p>"),
        ("empty", "<title>江口区人民政府</title><p><a href=1>首页</a><a href=2>政务公开</a></p><p>栏目建设中</p>"),
        ("suspended", "<title>Account Suspended</title><h1>This Account has been suspended.</h1>"),
        ("suspended", "<p>该网站已被关闭，请联系管理员。</p>"),
        ("login_wall", "<title>统一身份认证平台</title><p>请先登录后查看。</p>"),
        ("soft_404", "<title>提示信息</title><p>对不起，您访问的页面不存在或已被删除！</p>"),
        ("empty", "<html><head><title></title></head><body><div></div></body></html>"),
        ("layout", "<html><body><ul><li><a href=1>通知公告</a></li><li><a href=2>政策文件</a></li></ul></body></html>"),
    ],
)
def test_pages_that_are_no_articles_are_refused_by_kind(kind: str, body: str) -> None:
    assert kind_of(body) == kind


def test_an_article_about_such_things_is_not_refused() -> None:
    about = "<p>市网信办通报，部分网站已被关闭，违规文章已删除，访问被拦截的请求达百万次，登录后查看的页面一并整改。</p>"
    assert "网站已被关闭" in read("2025-09-03 10:00", head='<meta name="PubDate" content="2025-09-03">', body=about).text
    assert "网站已被关闭" in read("2025-09-03 10:00", body=about + PROSE * 4).text


@pytest.mark.parametrize(
    "said",
    [
        "9月2日，区应急局对商圈开展安全检查，发现隐患12处，已全部整改。",
        "招聘报名请登录市人社局网站查询，共招聘404名工作人员。",
        "因道路施工，环湾路部分公交站点暂停使用，共涉及网站公布的3条线路。",
        "市政务服务网完成改版，群众登录后即可查看办件进度，平均用时缩短3分钟。",
        "市公安局打击网络攻击行为专项行动启动，抓获嫌疑人5名。",
        "全市502个行政村完成污水管网建设，服务器等设备同步投用，数据库建设启动。",
        "因服务器异常，人事考试报名时间延长至9月5日，数据库已恢复正常。",
        "市网信办组织网络安全演练，对疑似黑客攻击和安全威胁及时拦截，云防御平台同步启用。",
        "市大数据局开展网站安全检测，对系统错误和异常及时整改，操作流程进一步简化。",
    ],
)
def test_a_short_piece_with_such_words_and_no_metas_is_read(said: str) -> None:
    assert read("2025-09-03 10:00", body=f"<p>{said}</p>").text == said


def test_an_article_that_led_to_the_home_page_is_refused() -> None:
    assert kind_of(page("2025-09-03"), final="https://www.jiangkou.example/index.html") == "home_redirect"


def test_a_pdf_is_read_whatever_its_address_says() -> None:
    body = pdf(
        "关于环湾快速路二期通车的公告",
        "环湾快速路二期工程已通过竣工验收，定于9月3日零时起通车，全长12.4公里，总投资",
        "23.6亿元。",
    )
    article = read_article(snapshot(body), Link(url=URL, title="通车公告", day=date(2025, 9, 3)))
    assert article.text == (
        "关于环湾快速路二期通车的公告\n环湾快速路二期工程已通过竣工验收，定于9月3日零时起通车，全长12.4公里，总投资23.6亿元。"
    )
    assert (article.title, article.published_at, article.family) == ("通车公告", "2025-09-03", "document")


def test_the_lines_that_a_pdf_broke_are_joined_across_pages_without_their_heads_and_numbers() -> None:
    lines = (
        "海湾市发展和改革委员会文件",
        "一、加快推进环湾快速路二期、东屿特大桥和江口枢纽等重大项目建设，确保年内完成投",
        "— 1 —",
    )
    found = read_article(snapshot(pdf(*lines, pages=4))).text
    assert found == "\n".join([lines[1]] * 4)


def test_a_scan_is_unread_and_never_empty() -> None:
    assert kind_of(pdf(pages=3)) == "unread_scan"


def test_a_word_file_is_read_with_its_tables_in_place() -> None:
    article = read_article(snapshot(word("关于环湾快速路二期开工的通知", ["总投资", "23.6亿元"], "请各单位遵照执行。")))
    assert article.text == "关于环湾快速路二期开工的通知\n总投资\t23.6亿元\n请各单位遵照执行。"
    assert article.title == "关于环湾快速路二期开工的通知"


def test_a_workbook_is_read_row_by_row() -> None:
    body = workbook(["项目", "投资（亿元）"], ["环湾快速路二期", 23.6])
    assert read_article(snapshot(body)).text == "项目\t投资（亿元）\n环湾快速路二期\t23.6"


def archive(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("unread_document", b"%PDF-1.7 broken"),
        ("unread_document", b"PK\x03\x04 broken"),
        ("unread_document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old .doc"),
        ("unread_document", b"{\\rtf1\\ansi old .doc}"),
        ("unread_document", pdf("\ue001\ue002\ue003\ue004\ue005" * 4 + "海湾市" * 5)),
        ("unread_document", archive("readme.txt", b"x")),
        ("too_large", archive("word/document.xml", b"\0" * 210 * 1024 * 1024)),
    ],
    ids=["pdf", "zip", "doc", "rtf", "fonts without a map", "other", "bomb"],
)
def test_files_that_cannot_be_read_say_why(kind: str, body: bytes) -> None:
    assert kind_of(body) == kind


HOSTILE = {
    "huge": "x" * (MAX_BYTES + 1),
    "nested": "<div>" * 100_000 + PROSE,
    "attribute": "<div class='" + "content " * 300_000 + "'>" + PROSE,
    "entities": "<p>&#0;&#xD800;&bogus;&#99999999999;" * 20_000,
    "nul": page("2025-09-03").replace("，", "\0，\0"),
    "brackets": '<script type="application/ld+json">' + "[" * 100_000 + "</script>" + PROSE,
    "graph": '<script type="application/ld+json">' + '{"@graph":' * 5_000 + "</script>" + PROSE,
    "script": "<script>" + "pubdate = '" * 300_000 + "</script>" + PROSE,
    "title": "<title>" + "项目-_|" * 300_000 + "</title>" + PROSE,
    "byline": "<p>" + "2025-01-01 来源：" * 200_000 + "</p>" + PROSE,
    "blanks": "<p>来" + " " * 1_000_000 + "源：</p><p>来源：" + "\u3000" * 500_000 + "</p>" + PROSE,
    "headings": "<h1>项目开工</h1>" * 50_000 + PROSE,
    "names": "<span class=source>x</span>" * 100_000 + PROSE,
    "links": "<a href='x.pdf'>附件附件附件附件附件</a><br>" * 50_000,
    "breaks": "<p>开工，通车<br>" * 80_000,
    "broken address": "<a href='http://[::1/x.pdf'>a</a>" + PROSE,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_in_bounded_time_with_an_article_or_a_kind(name: str) -> None:
    start = time.process_time()
    try:
        article = read_article(snapshot(HOSTILE[name]))
        assert "\ufffd" not in article.text
    except ReadError as refused:
        assert refused.kind in {"too_large", "empty", "layout"}
    assert time.process_time() - start < 5


@pytest.mark.parametrize("address", ["", "page.html", "http://[broken/a.htm", "/tmp/t20250903_1.html"])
def test_any_address_will_do(address: str) -> None:
    article = read("2025-09-03", url=address)
    assert article.published_at == "2025-09-03"
    assert "环湾快速路" in article.text

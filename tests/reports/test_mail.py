"""The mail as a mail program gets it: through a real SMTP server, parsed again by Python's email."""

from __future__ import annotations

import email
import email.policy
import re
import unicodedata
from email.message import EmailMessage
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from reports.deliver import SmtpSettings, deliver
from reports.digest import Digest
from reports.message import build_message
from reports.outbox import Outbox, file_name
from reports.render import render, render_page, to_text
from tests.reports.build import UNTIL, change, cite, digest_of, one_of_each
from tests.reports.ledger import MemoryLedger
from tests.reports.server import Script, certificate, serving
from tests.site.hostile import STRINGS

TAGS = {"html", "head", "meta", "title", "style", "body", "div", "table", "tbody", "tr", "td", "p", "h1", "h2", "span", "b"}
TAGS |= {"strong", "a"}
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</p></td></tr></table><h1>伪造的标题</h1>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)",
    "<!--",
    "-->",
    "<![CDATA[",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "{{ 7*7 }}",
    "{% include '/etc/passwd' %}",
    "{0.__class__} %s %(x)s",
    "=?utf-8?b?5Lyq6YCg?=",
    "换行\r\nBcc: all@evil.example",
    "换行\nSubject: 伪造\n\n<b>正文</b>",
    "\r\n.\r\nMAIL FROM:<evil@evil.example>",
    "NUL\x00字节\x07铃\x1b[31m",
    "反转\u202e文字\u2066夹\u2069",
    "零\u200b宽\u200d字\ufeff符",
    "\ud800孤立代理",
    "\U000e0041标签字符",
    "行分隔\u2028段分隔\u2029",
    "超长" * 2500,
    "a" * 5000,
    "e\u0301" * 50,
]
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/x",
    "http://county.example@evil.example/",
    "http://evil.example\\@county.example/",
    'http://a.example/"onmouseover="alert(1)',
    "http://a.example/\r\nX-Evil: 1",
    "http://a.example/\u202egpj.exe",
    "http://a.example/\ud800",
    "http://[::1",
    "http:///x",
    "https://a.example/" + "x" * 3000,
]


def mail_of(digest: Digest) -> EmailMessage:
    return build_message(
        render(digest),
        sender="regionwatch@sample.example",
        to="reader@sample.example",
        date=UNTIL,
        message_id="<haiwan-2025-W35.abc@sample.example>",
        list_id="haiwan.regionwatch.sample.example",
    )


def through_smtp(mail: EmailMessage, folder: Path) -> tuple[bytes, EmailMessage]:
    with Outbox(folder) as outbox:
        assert deliver(mail, outbox.settings, MemoryLedger(), sleep=lambda _: None).state == "sent"
    (written,) = folder.iterdir()
    raw = written.read_bytes()
    return raw, email.message_from_bytes(raw, policy=email.policy.default)


def parts(mail: EmailMessage) -> tuple[str, str]:
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None and html is not None  # a mail that lost a part fails here
    return plain.get_content(), html.get_content()


def test_round_trip_through_a_real_server(tmp_path: Path) -> None:
    digest = digest_of(one_of_each())
    _, got = through_smtp(mail_of(digest), tmp_path)
    assert got["Subject"] == digest.subject
    assert got["Message-ID"] == "<haiwan-2025-W35.abc@sample.example>"
    assert got["Date"].datetime == UNTIL
    assert "haiwan.regionwatch.sample.example" in got["List-Id"]
    assert got.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in got.iter_parts()] == ["text/plain", "text/html"]
    plain, html = parts(got)
    shown = BeautifulSoup(html, "lxml").get_text()
    for row in digest.rows:
        for form in (plain, shown):
            assert row.subject in form and row.what in form and row.quotes[0].text in form
            assert row.quotes[0].reference[:10] in form


def test_same_digest_same_bytes_on_the_wire(tmp_path: Path) -> None:
    first, _ = through_smtp(mail_of(digest_of(one_of_each())), tmp_path / "a")
    second, _ = through_smtp(mail_of(digest_of(one_of_each())), tmp_path / "b")
    assert first == second


def test_headers_are_plain_ascii_in_lines_that_every_server_takes(tmp_path: Path) -> None:
    raw, _ = through_smtp(mail_of(digest_of(one_of_each())), tmp_path)
    head = raw.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert max(len(line) for line in head.split(b"\r\n")) <= 78 + len("boundary")


def test_html_is_made_for_mail_programs() -> None:
    page = BeautifulSoup(parts(mail_of(digest_of(one_of_each())))[1], "lxml")
    assert page.html is not None and page.html["lang"] == "zh-CN"
    assert {tag.name for tag in page.find_all(True)} <= TAGS
    assert all(table.get("role") == "presentation" for table in page.find_all("table"))
    assert all(tag.get("style") for tag in page.select(".what, .quote, .from, .subject, .summary, h1, h2"))
    assert "prefers-color-scheme" in page.find("style").get_text()
    assert page.select_one(".preheader").get_text() == " ".join(digest_of(one_of_each()).summary[1:])
    assert not page.find_all(src=True)


def test_no_visible_text_under_13_pixels() -> None:
    page = BeautifulSoup(render(digest_of(one_of_each())).html, "lxml")
    sizes = [
        float(size)
        for tag in page.select("body *")
        if "preheader" not in tag.get("class", []) and tag.get_text(strip=True)
        for size in re.findall(r"font-size:\s*([\d.]+)px", str(tag.get("style", "")))
    ]
    assert sizes and min(sizes) >= 13


def test_text_part_is_written_for_reading() -> None:
    text = to_text(digest_of(one_of_each()))
    assert "<" not in text
    for line in text.splitlines():
        assert not line.lstrip().startswith("“") or line.startswith("   “")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("kind", ["stage_reached", "conflict_opened"])
def test_hostile_text_comes_out_harmless(text: str, kind: str, tmp_path: Path) -> None:
    cited = cite(f"前{text}后", text, where=(text, "https://county.example/a"))
    new = {"stage": "started", "milestone": text, "unit": text, "when_text": text, "claims": [{"stage": text}]}
    _, got = through_smtp(mail_of(digest_of([change(kind, text, cited, cited, new=new, place=text)])), tmp_path)
    assert got["Bcc"] is None and got["X-Evil"] is None and got.get_all("Subject") == [got["Subject"]]
    assert len(got["Subject"]) <= 150
    plain, html = parts(got)
    page = BeautifulSoup(html, "lxml")
    assert {tag.name for tag in page.find_all(True)} <= TAGS
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert len(page.find_all("h1")) == 1 and len(page.select("td.row")) == 1
    for form in (got["Subject"], plain, page.get_text()):
        assert not [c for c in form if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") and c not in "\r\n"]
    assert max(len(line) for line in plain.splitlines()) < 500


def test_hostile_strings_of_every_kind_stay_data_in_headers_and_both_parts() -> None:
    """The strings of tests/site/hostile.py, each as name, place, source, quotation, deciding word and milestone."""
    assert len({*HOSTILE, *STRINGS}) >= 60
    for text in STRINGS:
        cited = cite(f"前{text}后", text, where=(text, "https://county.example/a"))
        shown = change("stage_reached", text, cited, new={"stage": "started", "milestone": text, "unit": text}, place=text)
        mail = mail_of(digest_of([shown], region=text or "海湾"))
        got = email.message_from_bytes(mail.as_bytes(), policy=email.policy.default)
        assert set(got.keys()) == set(mail.keys()) and got.get_all("Subject") == [got["Subject"]]
        plain, html = parts(got)
        page = BeautifulSoup(html, "lxml")
        assert {tag.name for tag in page.find_all(True)} <= TAGS, text
        assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")], text
        assert not [c for c in plain if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") and c not in "\r\n"], text


def test_over_tls_and_back(tmp_path: Path) -> None:
    """What a reader's program gets after a real STARTTLS session is what was written, both parts and all headers."""
    context, trusted = certificate(tmp_path)
    script, digest = Script(), digest_of(one_of_each())
    with serving(script, tls_context=context, require_starttls=True) as port:
        smtp = SmtpSettings.parse(f"smtp://127.0.0.1:{port}?starttls=1&ca={trusted}")
        assert deliver(mail_of(digest), smtp, MemoryLedger(), sleep=lambda _: None).state == "sent"
    assert script.over_tls == [True]
    got = email.message_from_bytes(script.taken[0], policy=email.policy.default)
    written = render(digest)
    assert [part.replace("\r\n", "\n").strip() for part in parts(got)] == [written.text.strip(), written.html]
    assert got["Subject"] == written.subject and got["From"] == "海湾都市圈 Regionwatch <regionwatch@sample.example>"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_region_names_no_header(text: str) -> None:
    digest = digest_of(one_of_each(), region=text)
    mail = email.message_from_bytes(mail_of(digest).as_bytes(), policy=email.policy.default)
    assert mail.get_all("Subject") == [mail["Subject"]] and mail["Bcc"] is None
    assert mail["Message-ID"] == "<haiwan-2025-W35.abc@sample.example>"


@pytest.mark.parametrize("url", ADDRESSES, ids=range(len(ADDRESSES)))
def test_no_link_but_to_an_honest_web_address(url: str) -> None:
    digest = digest_of([change("stage_reached", "望海大桥", cite("望海大桥开工。", "开工", url=url))])
    for html in (render(digest).html, render_page(digest)):
        assert not BeautifulSoup(html, "lxml").find_all("a")
    assert "望海大桥开工。" in to_text(digest) and "evil" not in to_text(digest)


def test_addresses_with_chinese_and_queries_stay_links() -> None:
    url = "http://county.example/要闻/show.aspx?id=7&c=1"
    digest = digest_of([change("stage_reached", "望海大桥", cite("望海大桥开工。", url=url))])
    assert [a["href"] for a in BeautifulSoup(render(digest).html, "lxml").find_all("a")] == [url]


@pytest.mark.parametrize("field", ["sender", "to", "message_id", "list_id"])
def test_a_header_is_never_injected(field: str) -> None:
    fields = {"sender": "a@b.example", "to": "c@d.example", "message_id": "<a@b.example>", "list_id": "x.b.example"}
    fields[field] += "\r\nBcc: all@evil.example"
    with pytest.raises(ValueError):
        build_message(render(digest_of([])), date=UNTIL, **fields)


def test_two_thousand_changes_stay_under_100_kb_and_the_page_holds_them_all() -> None:
    quote = "望海大桥受台风影响，通车时间由年底推迟至2026年6月底前，" * 8
    kinds = [
        "promise_slipped",
        "stage_reached",
        "conflict_opened",
        "edited",
        "overdue",
        "promise_made",
        "money_changed",
        "new_name",
    ]
    many = [
        change(kind, f"项目{n}号{kind}" + "名" * 80, cite(quote, "2026年", url=f"https://c.example/{n}/" + "x" * 200))
        for n in range(250)
        for kind in kinds
    ]
    digest = digest_of(many)
    mail = mail_of(digest)
    assert len(mail.as_bytes()) < 100_000
    plain, html = parts(mail)
    page = BeautifulSoup(html, "lxml")
    hidden = sum(int(n) for n in re.findall(r"另有 (\d+) 条", page.get_text()))
    assert hidden > 0 and hidden + len(page.select("td.row:not(.more)")) == 2000
    assert sum(int(n) for n in re.findall(r"另有 (\d+) 条", plain)) == hidden
    assert len(BeautifulSoup(render_page(digest), "lxml").select("td.row")) == 2000


def test_file_of_a_mail_cannot_leave_its_folder() -> None:
    assert file_name(b"Message-ID: <../../etc/passwd@x>\r\n\r\n") == "etc-passwd"
    assert file_name(b"Message-ID: <..@x>\r\n\r\n") == "mail"
    assert file_name(b"\r\n") == "mail"

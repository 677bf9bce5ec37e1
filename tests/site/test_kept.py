"""A kept page is hostile: its words and their structure pass, and nothing that runs, loads, asks or covers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup

from reports.site_frame import frame
from reports.site_kept import Quoted, clean, paragraphs, render_kept
from reports.site_words import SiteCatalogue
from tests.site.hostile import STRINGS
from tests.site.region import hostile_book
from warehouse.records import KeptPage

ALLOWED = {
    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "div", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead",
    "tbody", "tfoot", "tr", "th", "td", "blockquote", "pre", "code", "b", "strong", "i", "em", "u", "sub", "sup", "small",
}  # fmt: skip


@pytest.mark.parametrize("text", STRINGS, ids=lambda text: ascii(text)[:40])
def test_only_harmless_tags_without_attributes_are_left(text: str) -> None:
    for html in (text, f"<div {text}>字</div>", f"<p>前{text}后</p>"):
        for tag in BeautifulSoup(str(clean(html)), "lxml").find_all(True):
            if tag.name in ("html", "body"):
                continue
            assert tag.name in ALLOWED, html
            assert set(tag.attrs) <= {"colspan", "rowspan"}, html


def test_words_tables_and_headings_stay() -> None:
    html = "<h2>进度</h2><script>x</script><table><tr><td colspan=2 style='x'>86%</td></tr></table><p>桥<font color=red>梁</font></p>"
    shown = str(clean(html))
    assert (
        "<h2>进度</h2>" in shown
        and '<td colspan="2">86%</td>' in shown
        and "<p>桥梁</p>" in shown
        and "x" not in shown.replace("colspan", "")
    )


def test_what_turns_the_direction_or_hides_is_dropped() -> None:
    assert str(clean("反\u202e转\u200b零\ufeff宽\x07")) == "反转零宽"


def test_quotations_are_marked_at_their_place_even_where_they_share_words() -> None:
    text = "大桥已合龙。大桥明年通车。\n大桥已合龙。"
    quoted = [
        Quoted(update_id="a", quote="大桥已合龙。", start=14, href="projects/b.html"),
        Quoted(update_id="b", quote="大桥已合龙。大桥明年通车。", start=0),
        Quoted(update_id="c", quote="大桥明年通车。", start=99),  # a place that is not right is looked up
    ]
    first, second = paragraphs(text, quoted)
    assert [(piece.text, piece.anchors) for piece in first] == [("大桥已合龙。", ("u-b",)), ("大桥明年通车。", ("u-c",))]
    assert [(piece.text, piece.anchors, piece.href) for piece in second] == [("大桥已合龙。", ("u-a",), "projects/b.html")]
    assert all(piece.quoted for piece in first)


def kept(body: bytes, html: str | None, quoted: list[Quoted], url: str = "https://gov.example/1.html") -> str:
    book = hostile_book()
    page = KeptPage(
        sha256="f" * 64, url=url, source_id="s", source_name="海湾要闻", captured_at=datetime(2025, 8, 26, 1, tzinfo=UTC),
        content_type="", body=body, title="大桥合龙", text="大桥已合龙。", published=date(2025, 8, 25),
    )  # fmt: skip
    return render_kept(page, html, quoted, frame(book, SiteCatalogue("zh")), book.zone).decode()


def test_a_banner_says_address_time_and_hash() -> None:
    shown = re.sub(r"\s+", " ", BeautifulSoup(kept(b"", "<p>字</p>", []), "lxml").get_text(" "))
    assert "https://gov.example/1.html" in shown and "2025-08-26 09:00 CST" in shown and "f" * 64 in shown


def test_an_address_that_leads_elsewhere_is_shown_and_not_linked() -> None:
    shown = BeautifulSoup(kept(b"", "<p>字</p>", [], url="javascript:alert(1)"), "lxml")
    assert "javascript:alert(1)" in shown.get_text()
    assert not [a for a in shown.select("a[href]") if "javascript" in str(a["href"])]


def test_a_document_shows_the_text_that_was_read() -> None:
    shown = kept(b"%PDF-1.7", None, [Quoted(update_id="a", quote="大桥已合龙。", start=0)])
    assert "大桥已合龙。" in shown and "<details" not in shown and "PDF" in shown


def test_a_quotation_that_todays_reading_does_not_hold_still_has_its_anchor() -> None:
    assert 'id="u-gone"' in kept(b"", "<p>字</p>", [Quoted(update_id="gone", quote="别的句子。", start=0)])

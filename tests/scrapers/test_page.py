"""Bytes to characters to a tree, on what servers really send and on what an attacker would."""

import time

import pytest

from scrapers.page import MAX_BYTES, MAX_TAGS, ReadError, decode, parse

CHINESE = "厦漳泉城际铁路R1线开工，镕、堃、㙍三地共建。"


@pytest.mark.parametrize(
    "label", ["", "text/html; charset=gb2312", "text/html; charset=utf-8", "text/html; charset=iso-8859-1"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_every_character_survives_whatever_the_label_says(encoding: str, label: str) -> None:
    page = f"<html><head><meta charset='gbk'></head><body>{CHINESE * 20}</body></html>"
    assert decode(page.encode(encoding), label) == page


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_known_by_its_mark(encoding: str) -> None:
    assert decode(("\ufeff" + CHINESE).encode(encoding)) == CHINESE


def test_big5_is_read_when_the_page_says_so() -> None:
    page = "<meta charset=big5>" + "廈門市重點專案進度公布，捷運三號線通車。" * 5
    assert decode(page.encode("big5")) == page


def test_a_latin_page_is_not_taken_for_chinese() -> None:
    assert decode("Le café était fermé à Besançon.".encode("cp1252")) == "Le café était fermé à Besançon."


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_stray_byte_costs_one_byte_and_not_the_page(encoding: str) -> None:
    half = CHINESE.encode(encoding) * 20
    text = decode(half + b"\xff" + b"<p>" + half)
    assert "\ufffd" not in text
    assert text.count("城际铁路R1线开工") == 40


def test_replacement_characters_of_the_page_itself_do_not_reach_the_text() -> None:
    assert decode("开\ufffd工".encode()) == "开工"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b" \r\n\0 ", "empty"),
        (b"a" * (MAX_BYTES + 1), "too_large"),
        (bytes(range(256)) * 40, "undecodable"),
        ("Москва Санкт-Петербург ".encode("koi8-r") * 30, "undecodable"),
    ],
)
def test_what_is_no_text_is_refused_by_name(body: bytes, kind: str) -> None:
    with pytest.raises(ReadError) as refused:
        decode(body)
    assert refused.value.kind == kind


def test_a_kind_that_nobody_counts_cannot_be_raised() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        ReadError("oops")


def test_an_end_tag_in_the_middle_does_not_hide_what_follows() -> None:
    tree = parse("<html><body><p>header</p></body></html><div id=a><p>article</p></div></body></html>")
    assert tree.xpath("string(//div[@id='a'])") == "article"


def test_references_to_no_character_leave_no_replacement_character() -> None:
    text = parse(
        "<p title='&#0;'>开&#0;&#xD800;&#xFFFD;&#65533;&#x110000;&#99999999999;工&#20013;&#x6587;&amp;</p>"
    ).text_content()
    assert text == "开工中文&"


def test_nul_bytes_do_not_cut_the_page() -> None:
    assert parse("<p>上\0海</p><p>下</p>").text_content() == "上海下"


@pytest.mark.parametrize("junk", ["", "\0", "<!-- only -->", "<<<>>>", "<?xml?>", "\x01\x02", "&#0;&#xD800;&bogus;"])
def test_junk_gives_a_tree(junk: str) -> None:
    assert parse(junk).tag == "html"


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 100_000,
        "<table><tr><td>" * 100_000,
        "<b><i>" * 100_000,
        "<a>" * 300_000,
        "<p>中" * 2 * MAX_TAGS,
        "<div class='" + "x" * 5_000_000 + "'>text</div>",
        "&#99999999999;&#xFFFFFF;" * 50_000,
    ],
    ids=["nested", "tables", "inline", "anchors", "tags", "attribute", "entities"],
)
def test_hostile_markup_costs_bounded_time(hostile: str) -> None:
    start = time.process_time()
    tree = parse(hostile)
    assert sum(1 for _ in tree.iter()) <= MAX_TAGS + 10
    assert time.process_time() - start < 5

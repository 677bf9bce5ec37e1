"""The English mail is English: no Chinese outside quotations and names, and every word of ours in both languages."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from reports import words
from reports.render import render
from tests.reports.build import change, cite, digest_of, one_of_each
from tests.reports.test_mail_browser import full
from warehouse.records import ChangeKind

HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def own_words(html: str) -> str:
    """The text without what is marked as Chinese: quotations and names."""
    page = BeautifulSoup(html, "lxml")
    for quoted in page.select("[lang=zh-CN], title, style, .preheader"):
        quoted.decompose()
    return page.get_text(" ")


def names(text: str) -> str:
    """Without the names that stand in sentences of ours."""
    for name in sorted(NAMES, key=len, reverse=True):
        text = text.replace(name, "")
    return text


NAMES = {row.subject for row in (*full().rows, *(full().due or full().sections[0]).rows)} | {
    "海湾都市圈",
    "海湾都市圈建设2025年行动方案",
    "临港县",
    "青湾区要闻",
    "海湾日报",
}


def test_no_chinese_label_remains_in_an_english_mail() -> None:
    for html in (render(full("en")).html, render(digest_of(one_of_each(), language="en", first=True)).html):
        assert not HAN.search(names(own_words(html))), HAN.findall(names(own_words(html)))
    text = re.sub(r"“[^”]*”", "", render(full("en")).text)
    text = re.sub(r"^     .*$", "", text, flags=re.MULTILINE)  # source names, addresses
    text = re.sub(r"\([^()]*[县区]\)", "", text)
    assert not HAN.search(names(text)), HAN.findall(names(text))


@pytest.mark.parametrize("kind", [kind for kind in ChangeKind if not kind.startswith("source")])
def test_no_kind_says_a_chinese_word_of_its_own(kind: ChangeKind) -> None:
    """Whatever values a change of this kind may hold, with Chinese words of the page among them."""
    values = {
        "stage": "construction", "milestone": "主体结构封顶", "when_start": "2025-08-21", "when_end": "2025-08-31",
        "when_text": "8月底前", "strength": "expected", "yuan": 1.5e9, "percent": 61.5, "value": 12.5, "unit": "万人次",
        "days": 31, "earlier": 3, "since": "2025-05-01", "promised": "2025-06-30", "late": 62, "modality": "actual",
        "claims": [{"stage": "in_service"}, {"stage": "construction"}], "path": {"goal": 30, "by": "2025-12-31", "share": 41.7, "elapsed": 66.7, "months_left": 4, "need": 4.4, "pace": 1.6},
        "expects": {"stage": "in_service", "when_end": "2025-10-31", "when_text": "10月底前", "strength": "expected"},
    }  # fmt: skip
    row = digest_of([change(kind, "X", cite("x。"), old=values, new=values | {"percent": 70})], language="en")
    for found in row.rows or ():
        said = " ".join((found.what, found.tag, found.note, found.label, *(q.label for q in found.quotes)))
        assert said.strip() and not HAN.search(said), said


def test_every_word_has_both_languages_with_the_same_places() -> None:
    pairs = [*words.WORDS.values(), *words.SENTENCES.values(), *words.STAGES.values(), *words.STRENGTHS.values()]
    pairs += [*words.FAILURES.values(), *(pair[:2] for pair in words.KINDS.values())]
    for chinese, english in pairs:
        assert not re.search(r"[\u4e00-\u9fff]", english), english
        holes = re.findall(r"\{(\w+)\}", english)
        assert set(re.findall(r"\{(\w+)\}", chinese)) <= set(holes) | {"n"}, chinese


def test_a_mail_says_its_language_and_that_of_what_it_quotes() -> None:
    page = BeautifulSoup(render(full("en")).html, "lxml")
    assert page.html["lang"] == "en"  # type: ignore[index]
    assert all(quote.select_one("[lang=zh-CN]") for quote in page.select(".quote"))
    assert not BeautifulSoup(render(full("zh")).html, "lxml").select("body [lang]")

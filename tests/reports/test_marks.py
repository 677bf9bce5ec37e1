"""Which words of a quotation are marked, and what stays of a long one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.marks import quotation
from tests.reports.build import cite

# Each: the sentence with «» around what a reader must see marked, the deciding words, the project's name in it.
MARKED = [
    # the promise of now, not the plan of then
    ("临江大桥原计划2025年底前建成通车，现调整为«2026年6月底前»«建成通车»。", ("建成通车", "2026年6月底前"), "临江大桥"),
    ("全长13.6公里的太康隧道«日前»«贯通»，太康隧道的贯通为无砟轨道施工奠定了基础。", ("贯通", "日前"), "太康隧道"),
    # the project's own state, not its neighbours'
    ("它北接拟建的恩施至来凤高速公路，南接张家界至花垣高速公路，顺接«拟建»的永顺至吉首高速公路。", ("拟建",), "顺接"),
    ("一号泊位已开工，二号泊位也于«9月2日»«开工»。", ("开工", "9月2日"), "二号泊位"),
    ("一号泊位已开工，二号泊位也已«开工»。", ("开工",), "二号泊位"),
    ("«开工»仪式上，临江大桥宣布正式开工。", ("开工",), "环湾快速路"),
    # a shorter word inside a longer one is no second mark
    ("总投资由15.2亿元调整为«15.25亿元»。", ("15.25亿元", "5亿元"), ""),
    ("大桥«2026年6月底前»通车。", ("2026年6月底前", "2026年"), ""),
    # no deciding word in the sentence: the name says at least whom it is about
    ("«高新厂区»今年总投资6000万元进行扩建。", (), "高新厂区"),
    ("«高新厂区»今年总投资6000万元进行扩建。", ("开工",), "高新厂区"),
    ("今年总投资6000万元进行扩建。", ("开工",), "临江大桥"),
]


@pytest.mark.parametrize(("wanted", "marks", "name"), MARKED)
def test_the_words_that_decided_are_marked_where_they_decide(wanted: str, marks: tuple[str, ...], name: str) -> None:
    sentence = wanted.replace("«", "").replace("»", "")
    pieces = quotation(replace(cite(sentence, *marks), mention=name), 160)
    assert "".join(f"«{piece}»" if mark else piece for piece, mark in pieces) == wanted


def _text(sentence: str, *marks: str, at_most: int = 160, name: str = "") -> str:
    return "".join(piece for piece, _ in quotation(replace(cite(sentence, *marks), mention=name), at_most))


def test_a_newspapers_opening_is_left_out_unless_a_word_of_it_decided() -> None:
    said = "本报讯（记者 苏蔚）昨日，临江大桥合龙。"
    assert _text("新华社北京8月29日电 大桥通车。", "通车") == "…大桥通车。"
    assert _text(said, "合龙") == "…昨日，临江大桥合龙。"
    assert _text(said, "苏蔚") == said
    assert _text("本报讯（记者 苏蔚）") == "本报讯（记者 苏蔚）"


@pytest.mark.parametrize("before", [0, 30, 200, 1000])
@pytest.mark.parametrize("between", [0, 60, 120])
@pytest.mark.parametrize("after", [0, 30, 500])
def test_a_long_sentence_is_cut_around_what_decided(before: int, between: int, after: int) -> None:
    sentence = "前" * before + "明年6月底前" + "中" * between + "建成通车" + "后" * after
    cut = _text(sentence, "建成通车", "明年6月底前")
    assert "明年6月底前" in cut and "建成通车" in cut
    assert len(cut.strip("…")) <= 160 and cut.strip("…") in sentence
    assert cut.startswith("…") == (not sentence.startswith(cut.strip("…")))
    assert cut.endswith("…") == (not sentence.endswith(cut.strip("…")))


def test_of_words_too_far_apart_the_first_stays() -> None:
    cut = _text("前" * 300 + "建成通车" + "中" * 400 + "2026年" + "后" * 300, "建成通车", "2026年")
    assert "建成通车" in cut and len(cut) <= 162

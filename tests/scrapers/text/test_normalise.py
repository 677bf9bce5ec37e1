"""What is cleaned, what is left alone, and that every cleaned position leads back to the page's own characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.text.normalise import normalise


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("高品質(zhì)建設(shè)", "高品质建设"),
        ("為深化“實(shí)干爭(zhēng)效”行動(dòng),推進(jìn)", "为深化“实干争效”行动，推进"),
        ("項(xiàng)目(de)進(jìn)展", "项目进展"),
        ("封頂?shù)標(biāo)準(zhǔn)", "封顶标准"),
        ("總投資１２．５億元，占地１０５畝", "总投资12.5亿元，占地105亩"),
        ("总投资12,345.6万元,已完成", "总投资12,345.6万元，已完成"),
        ("2025 年 8 月 18 日　上午", "2025年8月18日上午"),
        ("项\u200b目\ufeff开\u00ad工", "项目开工"),
        ("项\ud800目开工", "项目开工"),
        ("开工,,建设、、投产。。", "开工，建设、投产。"),
        ("开工，。", "开工。"),
        ("开工, ,建设", "开工，建设"),
        ("2\u200b,345万元", "2,345万元"),
        ("R1,324国道", "R1，324国道"),
        ("第2, 345页", "第2， 345页"),
        ("2025,2026年", "2025，2026年"),
        ("建设中。。。", "建设中。。。"),
        ("沿著海岸建設，成效顯著，名著", "沿着海岸建设，成效显著，名著"),
        ("二○一一年", "二〇一一年"),
        ("薴麻廠投產", "苎麻厂投产"),
        ("品質 (zhì)量", "品质量"),
        ("⼯程⽇前开⼯", "工程日前开工"),
        ("「十四五」期末", "“十四五”期末"),
        ("第一段\r\n第二段", "第一段\n第二段"),
        ("名称\t总投资\t进度", "名称\t总投资\t进度"),
        ("R1 线与 5 号泊位", "R1线与5号泊位"),
        ("Prefect server 10 20", "Prefect server 10 20"),
    ],
)
def test_cleaned(raw: str, clean: str) -> None:
    assert normalise(raw).text == clean


@pytest.mark.parametrize(
    "text", ["厦门（R）港", "（abc）项目", "方案(试行)印发".replace("(", "（").replace(")", "）"), "2008~2020年", "3.5亿元", ""]
)
def test_what_is_clean_stays(text: str) -> None:
    assert normalise(text).text == text


def test_a_latin_word_in_brackets_is_no_pinyin_on_a_page_without_tone_marks() -> None:
    assert normalise("中心(cbd)项目").text == "中心（cbd）项目"


def test_the_way_back_covers_the_pinyin_of_the_last_character() -> None:
    raw = "昨日工業(yè)園區(qū)開工，市長到場"
    clean = normalise(raw)
    at = clean.text.index("园区")
    assert raw[slice(*clean.raw_span(at, at + 2))] == "園區(qū)"
    assert raw[slice(*clean.raw_span(0, len(clean.text)))] == raw


def test_the_way_back_of_an_untouched_text_is_the_same_place() -> None:
    assert normalise("总投资5亿元").raw_span(3, 6) == (3, 6)


_DIRTY = st.text(alphabet="厦門質工程2025年,，。.、(（zhì)）)abc著薴　 \u200b\r\n\t「○５%亿", max_size=60)


@given(_DIRTY)
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    once = normalise(raw).text
    assert normalise(once).text == once


@given(_DIRTY, st.data())
def test_a_cleaned_slice_cleans_again_from_its_raw_slice(raw: str, data: st.DataObject) -> None:
    clean = normalise(raw)
    start = data.draw(st.integers(0, len(clean.text)))
    end = data.draw(st.integers(start, len(clean.text)))
    first, last = clean.raw_span(start, end)
    assert 0 <= first <= last <= len(raw)
    for position in range(start, end):
        here, there = clean.raw_span(position, position + 1)
        assert first <= here < there <= last

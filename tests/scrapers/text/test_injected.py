"""Pieces of a title inside other words go; what the text itself says stays; every position leads back to the raw text."""

import random
import time

import pytest

from scrapers.text.injected import without_injected
from scrapers.text.normalise import normalise

TITLE = "2024年厦漳泉都市圈办公室召开联席会议"
TEXT = (
    "厦门市与漳州市、泉州市近日召开会议，研究轨道建设。厦门市发改委表示，R1线厦门段建设进展顺利，漳州段建设已完成投资12亿元。"
    "会议指出，轨道建设要服务产业发展，厦门与泉州产业互补，产业协作潜力大。下一步，厦门将与漳州加快建设进度，力争2028年通车。"
)


def cleaned(text: str, title: str = TITLE) -> str:
    return without_injected(normalise(text), title).text


@pytest.mark.parametrize(
    ("piece", "inside"),
    [
        ("厦漳泉都市圈办公室", "厦|门将与漳州"),
        ("都市圈办公室", "加快建|设进度"),
        ("漳泉都市圈", "R1线厦|门段"),
        ("联席会议", "产|业互补"),
        ("办公室", "厦|门市发改委"),
    ],
)
def test_a_piece_inside_a_word_is_taken_out(piece: str, inside: str) -> None:
    whole = inside.replace("|", "")
    assert whole in TEXT
    assert cleaned(TEXT.replace(whole, inside.replace("|", piece))) == TEXT


def test_a_text_about_its_title_stays() -> None:
    natural = TEXT + "厦漳泉都市圈办公室召开联席会议。厦漳泉都市圈建设提速，都市圈办公室负责人出席联席会议并讲话。"
    assert cleaned(natural) == natural


def test_a_character_said_twice_parts_nothing() -> None:
    text = "市第二医院东屿院区正式启用，院区设床位800张，院区首日接诊1268人次。"
    assert cleaned(text, "市第二医院东屿院区今日启用") == text


def test_nothing_is_taken_out_without_a_title_or_by_a_foreign_one() -> None:
    broken = TEXT.replace("厦门将与", "厦办公室门将与")
    assert cleaned(broken, "") == broken
    assert cleaned(broken, "东屿特大桥主塔封顶") == broken


def test_the_way_back_covers_what_was_taken_out_and_what_cleaning_dropped() -> None:
    raw = TEXT.replace("厦门将与", "廈(xià)都市圈门将 与").replace("力争", "力\u200b争")
    clean = without_injected(normalise(raw), TITLE)
    assert clean.text == TEXT
    for piece, said in (("厦门将与", "廈(xià)都市圈门将 与"), ("力争", "力\u200b争"), ("厦门市与", "厦门市与")):
        at = clean.text.index(piece)
        assert raw[slice(*clean.raw_span(at, at + len(piece)))] == said
    assert raw[slice(*clean.raw_span(0, len(clean.text)))] == raw


def test_a_long_hostile_text_costs_little() -> None:
    chance = random.Random(1)
    start = time.process_time()
    for text in ("厦漳泉都市圈" * 20_000, "厦门" * 50_000, "".join(chance.choices(TITLE + "门市", k=100_000))):
        cleaned(text)
    assert time.process_time() - start < 5

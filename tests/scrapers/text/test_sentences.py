"""Where sentences and clauses begin and end."""

import pytest

from scrapers.text.sentences import clauses, sentences


def _sentences(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("项目开工。桥梁合龙！何时通车？年底。", ["项目开工。", "桥梁合龙！", "何时通车？", "年底。"]),
        ("一是开工；二是投产。", ["一是开工；", "二是投产。"]),
        ("标题\n正文一。正文二", ["标题", "正文一。", "正文二"]),
        ("总投资3.5亿元。", ["总投资3.5亿元。"]),
        ("该桥（一期。二期）开工。", ["该桥（一期。二期）开工。"]),
        ("他说：“已经开工。”随后离开。", ["他说：“已经开工。”", "随后离开。"]),
        ("任务：①开工R1线②建成大桥", ["任务：", "①开工R1线", "②建成大桥"]),
        ("", []),
        ("\n\n", []),
        ("  \n开工。\n", ["开工。"]),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert _sentences(text) == parts


def test_a_bracket_that_never_closes_does_not_swallow_the_paragraph() -> None:
    text = "该桥（一期开工。" + "项目继续建设。" * 40
    assert len(_sentences(text)) > 20


def test_paragraphs_are_counted_and_headings_guessed() -> None:
    spans = sentences("重点工程加快推进\n\n厦漳泉城际铁路R1线开工。项目顺利。\n下一步，")
    assert [(s.paragraph, s.heading) for s in spans] == [(0, True), (2, False), (2, False), (3, False)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("R1线开工，大桥合龙。", ["R1线开工", "大桥合龙。"]),
        ("记者获悉：R1线开工", ["记者获悉", "R1线开工"]),
        ("大桥（长3公里，双向六车道）合龙，通车", ["大桥（长3公里，双向六车道）合龙", "通车"]),
        ("上午9：30开工，举行仪式", ["上午9：30开工", "举行仪式"]),
        ("R1线\t727亿元\t在建", ["R1线", "727亿元", "在建"]),
        ("总投资12,345万元，开工", ["总投资12,345万元", "开工"]),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    [span] = sentences(text)
    assert [clause.of(text) for clause in clauses(text, span)] == parts

"""Statements of one kind become one update: with the sentence's day, and the word that it comes to."""

import pytest

from tests.scrapers.updates.reading import updates


@pytest.mark.parametrize(
    ("text", "milestone", "day"),
    [
        ("8月19日，随着最后一节钢箱梁精准就位，观澜大桥主桥顺利合龙。", "合龙", "2025-08-19"),
        ("记者昨日获悉，观澜大桥施工招标结果出炉，由远山建工集团有限公司中标。", "中标", "2025-08-19"),
    ],
)
def test_a_sentence_comes_to_its_point_at_its_end_and_has_one_day(text: str, milestone: str, day: str) -> None:
    [update] = updates(text, "观澜大桥", published="2025-08-20")
    assert (update.milestone, str(update.when_end)) == (milestone, day)

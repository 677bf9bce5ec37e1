"""Every form of a date means what its examples say."""

from datetime import date
from itertools import pairwise

import pytest

from scrapers.text.date_forms import FORMS, Example, Form
from scrapers.text.dates import find_dates
from scrapers.text.normalise import normalise

CASES = [(form, example) for form in FORMS for example in form.examples]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("form", "example"), CASES, ids=[f"{form.name}-{example[0]}" for form, example in CASES])
def test_example(form: Form, example: Example) -> None:
    text, published, first, last = example
    found = find_dates(normalise(text).text, _day(published))
    assert [(w.first, w.last) for w in found] == [(_day(first), _day(last))]


def _firsts(text: str, published: str | None = None) -> list[str | None]:
    return [w.first.isoformat() if w.first else None for w in find_dates(normalise(text).text, _day(published))]


@pytest.mark.parametrize(
    ("text", "published", "firsts"),
    [
        ("2020年开工；6月封顶", "2025-08-20", ["2020-01-01", "2020-06-01"]),
        ("2018年3月开工，12月封顶", None, ["2018-03-01", "2018-12-01"]),
        ("2023年11月开工，3月封顶", "2025-08-20", ["2023-11-01", "2024-03-01"]),
        ("去年8月开工，12月封顶", "2025-08-20", ["2024-08-01", "2024-12-01"]),
        ("2024年12月开工，8月18日通车", "2025-08-20", ["2024-12-01", "2025-08-18"]),
        ("2018年3月开工。6月封顶。", "2025-01-20", ["2018-03-01", "2018-06-01"]),
        ("2018年3月开工。8月18日，现场一片忙碌。", "2025-08-20", ["2018-03-01", "2025-08-18"]),
        ("2018年3月开工。\n6月封顶。", "2025-08-20", ["2018-03-01", "2025-06-01"]),
        ("2019年8月获批，次年3月开工", None, ["2019-08-01", "2020-03-01"]),
        ("2019年8月获批，当年开工", None, ["2019-08-01", "2019-01-01"]),
        ("8月18日开幕，20日闭幕", "2025-09-09", ["2025-08-18", "2025-08-20"]),
        ("2019年10月获批，同月开工", None, ["2019-10-01", "2019-10-01"]),
        ("8月18日开工，当天完成浇筑", "2025-09-09", ["2025-08-18", "2025-08-18"]),
        ("到2023年4月5个车站封顶", None, ["2023-04-01"]),
    ],
)
def test_a_date_takes_from_its_sentence_what_it_leaves_out(text: str, published: str | None, firsts: list[str]) -> None:
    assert _firsts(text, published) == firsts


@pytest.mark.parametrize(
    "text",
    [
        "全长12公里", "5个月", "3年多来", "每年6月", "第18号", "2月30日", "13月5日", "110国道", "3号线", "2025个",
        "比去年同期增长", "全年中国",
        "达产后年产值30亿元", "三年多的努力", "十年间", "百年大计", "8日本人",
        "12345热线", "2024.5公里", "一年级", "多年内涝", "“十四五”综合交通规划", "明天气温",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text, date(2025, 8, 26)) == []


@pytest.mark.parametrize(
    "text", ["2025年底前", "6月底前", "2025年以前", "春节前", "到2025年", "8月18日前", "不迟于2025年6月", "年底之前"]
)
def test_by_then(text: str) -> None:
    [when] = find_dates(text, date(2025, 1, 6))
    assert when.by
    assert when.text == text.removeprefix("到").removeprefix("不迟于")


@pytest.mark.parametrize("text", ["2025年底", "2020年前后", "推迟到2026年", "2025年前三季度", "从2023年到2025年"])
def test_not_by_then(text: str) -> None:
    assert not any(w.by for w in find_dates(text, date(2025, 1, 6)))


def test_a_heading_gives_the_year() -> None:
    [when] = find_dates("6月完成主体结构", None, context_year=2021)
    assert (when.first, when.last) == (date(2021, 6, 1), date(2021, 6, 30))


def test_what_is_counted_from_the_page_says_so() -> None:
    found = find_dates("2025年开工，今年6月封顶，“十五五”期间通车", date(2025, 8, 26))
    kinds = {w.text: (w.relative, w.year_said) for w in found}
    assert kinds == {"2025年": (False, True), "今年6月": (True, False), "“十五五”期间": (False, False)}


def test_spans_do_not_overlap_and_stand_in_the_text() -> None:
    text = "2025年8月18日至20日，今年1-10月、前三季度和“十四五”期末，年底前、明年春节前。" * 50
    found = find_dates(text, date(2025, 8, 26))
    assert len(found) == 6 * 50
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[w.start : w.end] == w.text for w in found)


@pytest.mark.parametrize("text", ["20□5年底通车", "计划□□□□年底前建成", "××年底通车", "202?年5月开工", "1?月18日开工", "二〇二□年五月开工"])
def test_a_date_that_lost_characters_is_none(text: str) -> None:
    assert find_dates(text, date(2025, 8, 20)) == []

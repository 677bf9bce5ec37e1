"""Every role and unit of a figure is what its examples say."""

import pytest

from scrapers.text.figure_roles import GROUP_EXAMPLES, MONEY_ROLES, SHARE_ROLES, Role
from scrapers.text.figures import find_figures
from scrapers.text.normalise import normalise
from scrapers.text.numerals import to_number
from scrapers.text.units import UNITS

CASES = [(role, text, value) for role in MONEY_ROLES + SHARE_ROLES for text, value in role.examples]
UNIT_CASES = [(unit.unit, *example) for unit in UNITS for example in unit.examples]


@pytest.mark.parametrize(("role", "text", "value"), CASES, ids=[text for _, text, _ in CASES])
def test_role(role: Role, text: str, value: float) -> None:
    figure = find_figures(normalise(text).text)[-1]
    assert (figure.role, figure.value) == (role.role, value)


@pytest.mark.parametrize(("unit", "text", "role", "value"), UNIT_CASES, ids=[text for _, text, _, _ in UNIT_CASES])
def test_unit(unit: str, text: str, role: str, value: float) -> None:
    figure = find_figures(normalise(text).text)[-1]
    assert (figure.unit, figure.role, figure.value) == (unit, role, value)


@pytest.mark.parametrize(("text", "group"), GROUP_EXAMPLES)
def test_money_of_many_projects_is_not_one_project_s(text: str, group: bool) -> None:
    [figure] = [f for f in find_figures(text) if f.unit == "yuan"]
    assert figure.role == ("group_investment" if group else "total_investment")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("总投资3.3亿美元", 3.3e8, "usd"),
        ("总投资7亿元新台币", 7e8, "twd"),
        ("投资港币5亿元", 5e8, "hkd"),
        ("投资人民币5亿元", 5e8, "yuan"),
    ],
)
def test_another_currency_is_not_taken_for_yuan(text: str, value: float, unit: str) -> None:
    [figure] = find_figures(text)
    assert (figure.value, figure.unit) == (value, unit)


def test_the_page_s_own_conversion_carries_the_role() -> None:
    usd, yuan = find_figures("总投资2亿美元（约合14亿元人民币）")
    assert (usd.role, usd.unit, yuan.role, yuan.value) == ("total_investment", "usd", "total_investment", 1.4e9)


@pytest.mark.parametrize(
    "text", ["总投资约5亿元", "总投资5亿多元", "总投资5亿余元", "总投资近5亿元", "总投资5亿元左右", "总投资3-5亿元"]
)
def test_what_is_said_roughly_is_marked(text: str) -> None:
    [figure] = find_figures(text)
    assert figure.approx


def test_a_range_keeps_both_ends() -> None:
    [figure] = find_figures("总投资30-40亿元")
    assert (figure.value, figure.upper) == (3e9, 4e9)


@pytest.mark.parametrize(
    "text", ["超序时进度14.9个百分点", "用电5.2亿人次", "全长", "3号线", "R1线", "A3标段", "GB50011-2010", "建成为主"]
)
def test_what_is_no_figure(text: str) -> None:
    assert find_figures(text) == []


def test_figures_stand_in_the_text_and_do_not_overlap() -> None:
    text = "项目总投资约12.98亿元，总建筑面积15.2万平方米，设床位700张，全长3.2公里，形象进度达65%，占年度计划52.3%。" * 20
    found = find_figures(text)
    assert [f.role for f in found[:6]] == ["total_investment", "floor_area", "beds", "length", "progress", "year_progress"]
    assert len(found) == 6 * 20
    assert all(text[f.start : f.end] == f.text for f in found)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十二", 12), ("三百零五", 305), ("二〇二五", 2025), ("1,234.5", 1234.5), ("1.2亿", 1.2e8), ("两", 2), ("三千五百万", 3.5e7),
        ("一百零八亿", 1.08e10), ("1.2万亿", 1.2e12), ("十", 10), ("二十", 20),
        ("3亿2000万", 3.2e8), ("5千万", 5e7), ("三亿二千万", 3.2e8),
    ],
)  # fmt: skip
def test_numeral(text: str, value: float) -> None:
    assert to_number(text) == value


@pytest.mark.parametrize("text", ["", "元", "十a", "约", ".", "万", "1.2.3", "5月", "9" * 50])
def test_what_is_no_numeral(text: str) -> None:
    assert to_number(text) is None

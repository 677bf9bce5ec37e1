"""Every role of a figure is what its examples say."""

import pytest

from scrapers.text.figure_roles import MONEY_ROLES, PROGRESS_ROLES, Role
from scrapers.text.figures import find_figures
from scrapers.text.numerals import to_number

CASES = [(role, text, value) for role in MONEY_ROLES + PROGRESS_ROLES for text, value in role.examples]


@pytest.mark.parametrize(("role", "text", "value"), CASES, ids=[text for _, text, _ in CASES])
def test_example(role: Role, text: str, value: float) -> None:
    figure = find_figures(text)[-1]
    assert (figure.role, figure.value) == (role.role, value)


def test_another_currency_is_not_taken_for_yuan() -> None:
    [figure] = find_figures("总投资3.3亿美元")
    assert (figure.value, figure.unit) == (3.3e8, "美元")


def test_percentage_points_are_no_share() -> None:
    assert find_figures("超序时进度14.9个百分点") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十二", 12),
        ("三百零五", 305),
        ("二〇二五", 2025),
        ("1,234.5", 1234.5),
        ("1.2亿", 1.2e8),
        ("两", 2),
        ("三千五百万", 3.5e7),
    ],
)
def test_numeral(text: str, value: float) -> None:
    assert to_number(text) == value


@pytest.mark.parametrize("text", ["", "元", "十a", "约"])
def test_what_is_no_numeral(text: str) -> None:
    assert to_number(text) is None

"""A reported number against its target and the path to it, worked out by hand from issue and programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.warehouse.build import START, WATCHLIST, House
from warehouse.records import Indicator, Modality, Strength, Target, Update

END = date(2025, 12, 31)


def path(house: House, value: float, unit: str, start: date | None, end: date | None, *targets: Target, **more: Any) -> Any:
    """What the warehouse says of the path of a number for this period."""
    output = Indicator(id="output", name="工业增加值", unit=unit, targets=targets)
    house.store.register(replace(WATCHLIST, indicators=(output,)), START)
    given: dict[str, Any] = {"modality": Modality.ACTUAL, "strength": Strength.DONE} | more
    house.publish(
        Update(indicator="output", value=value, unit=unit, when_start=start, when_end=end, evidence="数字。", start=0, end=3, **given),
        page=str(value),
    )
    [change] = house.changes()
    found = change.new.get("path")
    return found and {key: item for key, item in found.items() if item is not None}


def test_what_is_counted_on_from_january_has_a_path_of_months(house: House) -> None:
    found = path(house, 15.0, "亿元", date(2025, 1, 1), date(2025, 6, 30), Target(value=33, by=END))
    assert found == {
        "goal": 33.0, "by": "2025-12-31", "share": 45.5, "elapsed": 50.0, "months_left": 6, "need": 3.0, "pace": 2.5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "unit", "start", "end"),
    [
        (15.0, "亿元", date(2025, 4, 1), date(2025, 6, 30)),  # a quarter alone is no sum since January
        (33.0, "亿元", date(2025, 1, 1), date(2025, 12, 31)),  # the year is over
        (15.0, "亿元", date(2024, 1, 1), date(2024, 6, 30)),  # another year than the target's
        (15.0, "座", date(2025, 1, 1), date(2025, 6, 30)),  # a stock does not begin at nothing in January
        (15.0, "亿元", None, None),
    ],
)
def test_else_only_the_share_of_the_target_is_told(
    house: House, value: float, unit: str, start: date | None, end: date | None
) -> None:
    found = path(house, value, unit, start, end, Target(value=33, by=END))
    assert found == {"goal": 33.0, "by": "2025-12-31", "share": round(100 * value / 33, 1)}


def test_the_target_is_the_first_that_the_period_does_not_outlive_else_the_last(house: House) -> None:
    targets = (Target(value=40, by=date(2027, 12, 31)), Target(value=33, by=END), Target(value=20, by=date(2023, 12, 31)))
    assert path(house, 15, "座", date(2025, 6, 30), date(2025, 6, 30), *targets)["goal"] == 33
    house.wait(8)
    assert path(house, 38, "座", date(2029, 6, 30), date(2029, 6, 30), *targets)["goal"] == 40


def test_between_base_year_and_target_the_year_s_number_has_an_even_path(house: House) -> None:
    target = Target(value=200, by=END, base=100, base_year=2020)
    found = path(house, 150, "亿元", date(2023, 1, 1), date(2023, 12, 31), target)
    assert found == {"goal": 200.0, "by": "2025-12-31", "share": 75.0, "even": 160.0}


def test_where_less_is_the_aim_no_share_is_told(house: House) -> None:
    found = path(house, 12, "万吨", date(2025, 1, 1), date(2025, 6, 30), Target(value=10, by=END, base=14, base_year=2020))
    assert found == {"goal": 10.0, "by": "2025-12-31"}


def test_a_promised_number_and_one_without_a_target_have_none(house: House) -> None:
    assert path(house, 15, "亿元", date(2025, 1, 1), END, Target(value=33, by=END), modality=Modality.TARGET) is None
    house.wait(8)
    assert path(house, 16, "亿元", date(2025, 1, 1), date(2025, 6, 30)) is None

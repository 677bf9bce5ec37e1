"""Below the line: kept with all that it was found by, shown on request, and never reported."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.warehouse.build import DAY, START, House, fact
from warehouse.records import Modality, Stage, Strength, Update

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
DOUBT = {"confidence": 0.4, "rule": "in_service"}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "w.duckdb")


def kept(house: House, since: datetime = LONG_AGO, limit: int = 50) -> list[tuple[str, str | None, float]]:
    return [(d.name, d.stage, d.confidence) for d in house.store.review("bay", since, limit)]


def test_what_is_not_sure_is_kept_for_review_and_not_reported(house: House) -> None:
    house.publish(fact("bridge", Stage.IN_SERVICE, "力争早日通车。", **DOUBT), fact("rail", Stage.STARTED, "滨海铁路开工。"))
    told = {c.subject for c in house.store.changes("bay", START - DAY, START + DAY)}
    assert told == {"rail"}
    [doubtful] = house.store.review("bay", LONG_AGO, 50)
    assert (doubtful.subject, doubtful.name, doubtful.rule, doubtful.quotation) == (
        "bridge",
        "海湾大桥",
        "in_service",
        "力争早日通车。",
    )
    assert (doubtful.source, doubtful.url, doubtful.published) == ("海湾市政府", "https://gov.example/1", date(2025, 8, 4))
    assert house.store.dossier(doubtful.update).fields["confidence"] == 0.4


def test_a_number_below_the_line_is_kept_with_its_unit(house: House) -> None:
    number = Update(
        indicator="output", value=3.0, unit="亿元", modality=Modality.ACTUAL, strength=Strength.DONE,
        evidence="新增工业增加值3亿元。", start=0, end=11, rule="indicator", confidence=0.4,
    )  # fmt: skip
    house.publish(number)
    assert house.store.changes("bay", START - DAY, START + DAY) == []
    assert [(d.name, d.value, d.unit) for d in house.store.review("bay", LONG_AGO, 50)] == [("工业增加值", 3.0, "亿元")]


def test_what_is_surely_said_elsewhere_needs_no_review(house: House) -> None:
    house.publish(fact("bridge", Stage.IN_SERVICE, "或将通车。", **DOUBT))
    house.publish(fact("bridge", Stage.IN_SERVICE, "海湾大桥通车。"), page="2")
    assert kept(house) == []


def test_what_its_page_no_longer_says_needs_no_review(house: House) -> None:
    house.publish(fact("bridge", Stage.IN_SERVICE, "或将通车。", **DOUBT))
    house.today += DAY
    house.publish(fact("rail", Stage.STARTED, "滨海铁路开工。"))
    assert kept(house) == []


def test_the_newest_come_first_since_a_time_and_up_to_a_number(house: House) -> None:
    for number, stage in enumerate((Stage.TENDER, Stage.STARTED, Stage.IN_SERVICE)):
        house.publish(fact("bridge", stage, f"第{number}句。", **DOUBT), page=str(number))
        house.today += DAY
    assert [stage for _, stage, _ in kept(house)] == ["in_service", "started", "tender"]
    assert [stage for _, stage, _ in kept(house, limit=1)] == ["in_service"]
    assert [stage for _, stage, _ in kept(house, since=START + timedelta(hours=1))] == ["in_service", "started"]

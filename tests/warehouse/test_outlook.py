"""Where projects stand, what comes due, and which mails quoted a fact: as known at a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.warehouse.build import House, fact, promise
from warehouse.records import Modality, Stage, Strength
from warehouse.store import Store


def due(house: House, days: int = 28) -> list[tuple[str, str, str]]:
    return [(c.subject, c.new["stage"], c.new["when_end"]) for c in house.store.upcoming("bay", house.today, days)]


def test_a_promise_comes_due_in_its_last_weeks_and_not_before(house: House) -> None:
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2025, 9, 30), "海湾大桥计划9月底前通车。", when_text="9月底前"))
    assert due(house) == []  # 57 days before
    house.wait(35)
    assert due(house) == [("bridge", "in_service", "2025-09-30")]
    [told] = house.store.upcoming("bay", house.today)
    assert told.kind == "due" and told.citations[0].quote == "海湾大桥计划9月底前通车。" and told.sources == 1
    house.wait(30)
    assert due(house) == []  # its day has passed: that is overdue


def test_a_promise_that_was_met_moved_or_stopped_does_not_come_due(house: House) -> None:
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2025, 8, 31), "海湾大桥8月通车。"))
    house.publish(promise("rail", Stage.STARTED, date(2025, 8, 31), "滨海铁路8月开工。"), page="2")
    assert [subject for subject, _, _ in due(house)] == ["bridge", "rail"]
    house.wait(1)
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2026, 3, 31), "海湾大桥推迟到明年3月通车。"), page="3")
    house.publish(fact("rail", Stage.STARTED, "滨海铁路开工。"), page="4")
    assert due(house) == []


def test_what_was_learned_later_changes_no_past_outlook(house: House) -> None:
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2025, 8, 31), "海湾大桥8月通车。"))
    past = house.today
    house.wait(1)
    house.publish(fact("bridge", Stage.IN_SERVICE, "海湾大桥通车。"), page="2")
    assert [c.subject for c in house.store.upcoming("bay", past)] == ["bridge"]
    stood = {s.project: s.stage for s in house.store.standings("bay", past)}
    stands = {s.project: s.stage for s in house.store.standings("bay", house.today)}
    assert (stood["bridge"], stands["bridge"], stands["rail"]) == (None, "in_service", None)


def test_the_furthest_stage_stands_unless_work_stopped_since(house: House) -> None:
    house.publish(fact("rail", Stage.CONSTRUCTION, "滨海铁路在建。"), fact("rail", Stage.STARTED, "2021年开工。"))
    house.publish(
        fact("bridge", Stage.STARTED, "海湾大桥将开工。", modality=Modality.TARGET, strength=Strength.FIRM), page="9"
    )
    house.wait(3)
    assert {s.project: s.stage for s in house.store.standings("bay", house.today)} == {"rail": "construction", "bridge": None}
    house.publish(fact("rail", Stage.STOPPED, "滨海铁路停工。"), page="2")
    assert {s.project: s.stage for s in house.store.standings("bay", house.today)}["rail"] == "stopped"
    house.wait(3)
    house.publish(fact("rail", Stage.CONSTRUCTION, "滨海铁路复工。"), page="3")
    assert {s.project: s.stage for s in house.store.standings("bay", house.today)}["rail"] == "construction"


def test_an_opening_that_another_source_contradicts_is_not_counted_as_one(house: House) -> None:
    house.publish(fact("bridge", Stage.IN_SERVICE, "海湾大桥通车。"), source="paper")
    assert {s.project: s.stage for s in house.store.standings("bay", house.today)}["bridge"] == "in_service"
    house.wait(5)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "海湾大桥正在铺装桥面。"), page="2")
    assert {s.project: s.stage for s in house.store.standings("bay", house.today)}["bridge"] == "construction"
    house.wait(5)
    house.publish(fact("bridge", Stage.IN_SERVICE, "海湾大桥今日通车。"), page="3")
    assert {s.project: s.stage for s in house.store.standings("bay", house.today)}["bridge"] == "in_service"


@pytest.mark.parametrize("reader", ["a@bay.example", "b@bay.example"])
def test_the_mails_that_quoted_a_fact_are_those_that_reached_the_reader(house: House, reader: str) -> None:
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"))
    [change] = house.changes()
    store: Store = house.store
    until = house.today
    store.record_report("bay", "2025-W31", "a@bay.example", until, until, [change], "x", until, "zh")
    ledger = store.ledger("bay", "2025-W31", "a@bay.example", until, until)
    ledger.claim("<w31@bay.example>")
    ids = [citation.update_id for citation in change.citations]
    house.wait(7)
    assert store.quoted_in("bay", reader, ids, house.today) == []  # not sent yet
    ledger.sending()
    ledger.sent()
    found = [("2025-W31", "<w31@bay.example>")] if reader == "a@bay.example" else []
    assert store.quoted_in("bay", reader, ids, house.today) == found
    assert store.quoted_in("bay", reader, ["nothing"], house.today) == []


def test_which_planned_days_a_page_has_moved(house: House) -> None:
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2025, 10, 31), "10月底前通车。"))
    asked = {("bridge", "in_service"): date(2025, 9, 30), ("bridge", "started"): date(2025, 9, 30), ("rail", "in_service"): date(2025, 9, 30)}
    assert house.store.promised_later("bay", house.today, asked) == {("bridge", "in_service")}
    assert house.store.promised_later("bay", house.today, {("bridge", "in_service"): date(2025, 10, 31)}) == set()
    assert house.store.promised_later("bay", house.today - timedelta(days=1), asked) == set()
    assert house.store.promised_later("bay", house.today, {}) == set()


def test_a_later_day_that_its_page_took_back_moves_no_plan(house: House) -> None:
    asked = {("bridge", "in_service"): date(2025, 9, 30)}
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2025, 10, 31), "10月底前通车。"))
    house.wait(1)
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2025, 9, 20), "9月20日前通车。"))  # the same page, edited
    assert house.store.promised_later("bay", house.today - timedelta(days=1), asked) == {("bridge", "in_service")}
    assert house.store.promised_later("bay", house.today, asked) == set()

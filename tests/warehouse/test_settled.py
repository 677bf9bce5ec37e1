"""Contradictions that end, promises that are kept, and stages that go back only on evidence."""

from __future__ import annotations

from datetime import date

from tests.warehouse.build import House, fact, promise
from warehouse.records import Stage


def contradicted(house: House) -> None:
    """The paper has the bridge open; the government, which has not said so, still builds."""
    house.publish(fact("bridge", Stage.STARTED, "开工。", when_end=date(2021, 5, 1)), page="0")
    house.wait(7)
    house.publish(fact("bridge", Stage.IN_SERVICE, "大桥通车。"), source="paper", page="1")
    house.wait(1)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "大桥正在施工。"), page="1")
    assert house.told(3) == [("conflict_opened", "bridge")]
    house.wait(7)


def test_a_source_that_takes_its_opening_back_ends_the_conflict_and_the_true_opening_is_told(house: House) -> None:
    contradicted(house)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "更正:大桥尚在施工。"), source="paper", page="2")
    [change] = house.changes(3)
    assert (change.kind, change.old["stage"], change.new["stage"]) == ("conflict_settled", "in_service", "construction")
    assert [c.quote for c in change.citations] == ["更正:大桥尚在施工。", "大桥通车。"]
    house.wait(30)
    house.publish(fact("bridge", Stage.IN_SERVICE, "大桥今日正式通车。"), page="3")
    [change] = house.changes(3)
    assert (change.kind, change.old["stage"], change.new["stage"]) == ("stage_reached", "construction", "in_service")


def test_who_did_not_contradict_takes_nothing_back_by_a_background_sentence(house: House) -> None:
    house.publish(fact("bridge", Stage.IN_SERVICE, "大桥通车。"), page="1")
    house.wait(7)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "大桥建设期间克服了困难。"), page="2")
    assert house.told(3) == []
    house.wait(7)
    house.publish(fact("bridge", Stage.IN_SERVICE, "大桥通车两周。"), page="3")
    assert house.told(3) == []


def test_the_authority_ends_a_dispute_of_others(house: House) -> None:
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2025, 12, 31), "12月通车。"), source="paper")
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2026, 6, 30), "2026年6月通车。"), source="radio")
    assert house.told() == [("conflict_opened", "bridge")]
    house.wait(7)
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2026, 6, 30), "大桥2026年6月通车。"))
    [change] = house.changes(3)
    assert (change.kind, change.old["when_end"], change.new["when_end"]) == ("conflict_settled", "2025-12-31", "2026-06-30")
    house.wait(7)
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2026, 6, 30), "大桥仍定2026年6月通车。"), page="2")
    assert house.told(3) == []


def test_a_conflict_that_opens_and_ends_between_two_reports_is_none(house: House) -> None:
    house.publish(fact("bridge", Stage.IN_SERVICE, "大桥通车。"), page="1")
    house.wait(1)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "大桥正在施工。"), source="paper", page="1")
    house.wait(1)
    house.publish(fact("bridge", Stage.IN_SERVICE, "大桥已通车。"), source="paper", page="2")
    assert house.told() == [("stage_reached", "bridge")]


def test_a_promise_is_kept_by_its_last_day_and_not_a_day_later(house: House) -> None:
    for name in ("bridge", "rail"):
        house.publish(promise(name, Stage.STARTED, date(2025, 8, 13), f"{name} 8月13日前开工。"), page=name)
    house.wait(14)
    for name, day in (("bridge", date(2025, 8, 13)), ("rail", date(2025, 8, 14))):
        began = fact(name, Stage.STARTED, f"{name} 开工。", when_start=day, when_end=day, when_text=str(day))
        house.publish(began, page=f"{name}-2")
    kept = [c for c in house.changes(3) if c.kind == "promise_kept"]
    assert [(c.subject, c.new["early"]) for c in kept] == [("bridge", 0)]
    assert [c.quote for c in kept[0].citations] == ["bridge 开工。", "bridge 8月13日前开工。"]
    house.wait(7)
    house.publish(fact("bridge", Stage.STARTED, "bridge 已经开工。"), source="paper", page="3")
    assert house.told(3) == []


def test_a_slip_names_every_earlier_promise(house: House) -> None:
    for n, day in enumerate((date(2025, 10, 31), date(2025, 12, 31), date(2026, 6, 30))):
        house.publish(promise("bridge", Stage.IN_SERVICE, day, f"{day}通车。"), page=str(n))
        house.wait(7)
    [change] = house.changes(8)
    assert [(p["when_end"], p["said"]) for p in change.new["history"]] == [("2025-10-31", "2025-08-04"), ("2025-12-31", "2025-08-11")]


def test_given_up_for_good_is_told_after_a_stop_and_once(house: House) -> None:
    house.publish(fact("bridge", Stage.STOPPED, "大桥暂缓建设。", milestone="暂缓"), page="1")
    assert house.told() == [("stopped", "bridge")]
    house.wait(7)
    house.publish(fact("bridge", Stage.STOPPED, "大桥项目取消。", milestone="取消"), page="2")
    assert house.told(3) == [("cancelled", "bridge")]
    house.wait(7)
    house.publish(fact("bridge", Stage.STOPPED, "大桥项目终止。", milestone="终止"), page="3")
    assert house.told(3) == []

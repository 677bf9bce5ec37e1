"""Where pages disagree, or only seem to: one line with both quotations, once, and no slip that is none."""

from __future__ import annotations

from datetime import date

from tests.warehouse.build import START, House, fact, promise
from warehouse.records import Stage

DECEMBER, JUNE, NEXT = date(2025, 12, 31), date(2026, 6, 30), date(2026, 12, 31)


def open_dispute(house: House) -> None:
    """The government says December, the paper two days later June."""
    house.publish(promise("bridge", Stage.IN_SERVICE, DECEMBER, "12月通车。"), page="a")
    house.wait(2)
    house.publish(promise("bridge", Stage.IN_SERVICE, JUNE, "2026年6月通车。"), source="paper", page="a")


def test_a_dispute_is_told_once(house: House) -> None:
    open_dispute(house)
    assert house.told() == [("conflict_opened", "bridge")]
    house.wait(3)
    house.publish(promise("bridge", Stage.IN_SERVICE, JUNE, "大桥2026年6月通车。"), source="paper", page="b")
    assert house.told(2) == []


def test_an_old_dispute_does_not_mute_a_later_slip(house: House) -> None:
    open_dispute(house)
    house.wait(40)
    house.publish(promise("bridge", Stage.IN_SERVICE, NEXT, "2026年12月通车。"), page="b")
    [change] = house.changes(3)
    assert (change.kind, change.old["when_end"], change.new["when_end"]) == ("promise_slipped", "2026-06-30", "2026-12-31")


def test_both_quotations_of_a_dispute_are_of_the_two_sides(house: House) -> None:
    house.publish(promise("bridge", Stage.IN_SERVICE, JUNE, "政府:2026年6月。"), page="a")
    house.publish(promise("bridge", Stage.IN_SERVICE, DECEMBER, "报纸:2025年12月。"), source="paper", page="a")
    house.publish(promise("bridge", Stage.IN_SERVICE, JUNE, "报纸另文:2026年6月。"), source="paper", page="b")
    house.publish(promise("bridge", Stage.IN_SERVICE, NEXT, "广播:2026年12月。"), source="radio", page="a")
    [change] = [c for c in house.changes() if c.kind == "conflict_opened"]
    assert len({c.source_id for c in change.citations}) == 2
    ends = [claim["when_end"] for claim in change.new["claims"]]
    assert ends[0] < ends[1]


def test_a_source_that_moves_its_own_date_slips_although_another_still_says_the_old_one(house: House) -> None:
    house.publish(promise("bridge", Stage.IN_SERVICE, DECEMBER, "12月通车。"), page="a")
    house.wait(7)
    house.publish(promise("bridge", Stage.IN_SERVICE, JUNE, "2026年6月通车。"), page="b")
    house.wait(1)
    house.publish(promise("bridge", Stage.IN_SERVICE, DECEMBER, "据悉12月通车。"), source="paper", page="a")
    assert house.told(3) == [("promise_slipped", "bridge")]
    house.wait(7)
    house.publish(promise("bridge", Stage.IN_SERVICE, DECEMBER, "大桥12月通车。"), source="paper", page="b")
    assert house.told(3) == []


def opened(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "开工。", when_end=date(2021, 5, 1)), page="0")
    house.wait(7)
    today = house.today.date()
    house.publish(fact("bridge", Stage.IN_SERVICE, "今日通车。", when_start=today, when_end=today), page="a")
    house.wait(2)


def test_in_service_here_and_still_promised_there_is_a_conflict(house: House) -> None:
    opened(house)
    house.publish(promise("bridge", Stage.IN_SERVICE, JUNE, "大桥将于2026年6月通车。"), source="paper")
    assert house.told(3) == [("conflict_opened", "bridge")]


def test_a_page_that_builds_and_promises_is_told_once_with_the_promise_last(house: House) -> None:
    opened(house)
    house.publish(
        fact("bridge", Stage.CONSTRUCTION, "大桥仍在施工。"),
        promise("bridge", Stage.IN_SERVICE, JUNE, "将于2026年6月通车。"),
        source="paper",
    )
    [change] = house.changes(3)
    assert change.new["expects"]["when_end"] == str(JUNE)
    assert [c.quote for c in change.citations] == ["今日通车。", "大桥仍在施工。", "将于2026年6月通车。"]
    assert [claim["stage"] for claim in change.new["claims"]] == ["in_service", "construction"]


def test_background_and_acceptance_after_the_opening_contradict_nothing(house: House) -> None:
    opened(house)
    house.publish(fact("bridge", Stage.STARTED, "大桥开工建设以来备受关注。"), source="paper", page="a")
    house.publish(fact("bridge", Stage.CONSTRUCTION, "通过竣工验收。", milestone="竣工验收"), source="paper", page="b")
    assert house.told(3) == [("stage_reached", "bridge")]


def test_figures_do_not_go_to_and_fro_with_who_speaks(house: House) -> None:
    told = []
    for n in range(4):
        yuan, source = ((3e9, "gov"), (3.6e9, "paper"))[n % 2]
        house.publish(fact("bridge", Stage.CONSTRUCTION, f"第{n}次。", investment_yuan=yuan), source=source, page=str(n))
        told.append([kind for kind, _ in house.told(3)])
        house.wait(7)
    assert told == [["stage_reached"], ["money_changed"], [], []]


def test_a_lower_progress_of_another_source_is_none_and_of_the_same_source_is_told(house: House) -> None:
    house.publish(fact("bridge", Stage.CONSTRUCTION, "完成60%。", progress_percent=60.0), page="a")
    house.wait(7)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "完成40%。", progress_percent=40.0), source="paper", page="a")
    assert house.told(3) == []
    house.wait(7)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "完成61%。", progress_percent=61.0), source="paper", page="b")
    [change] = house.changes(3)
    assert (change.old, change.new) == ({"percent": 60.0}, {"percent": 61.0})
    house.wait(7)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "更正:完成58%。", progress_percent=58.0), source="paper", page="c")
    assert house.changes(3)[0].new == {"percent": 58.0}


def test_a_year_and_its_month_are_no_dispute(house: House) -> None:
    year = promise("bridge", Stage.IN_SERVICE, NEXT, "2026年通车。", when_start=date(2026, 1, 1))
    house.publish(year, page="a")
    house.publish(promise("bridge", Stage.IN_SERVICE, JUNE, "2026年6月通车。"), source="paper", page="a")
    assert "conflict_opened" not in {kind for kind, _ in house.told()}
    assert house.today == START

"""A project's course over weeks: stopped and resumed, milestones, promises that lapse, silence, pages edited or withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.warehouse.build import House, fact, promise
from warehouse.records import Modality, Stage, Strength, Update


def building(house: House) -> None:
    house.publish(fact("bridge", Stage.CONSTRUCTION, "大桥在建。", milestone="在建"), page="0")
    house.wait(7)


def test_stopped_resumed_and_stopped_again(house: House) -> None:
    building(house)
    house.publish(fact("bridge", Stage.STOPPED, "大桥停工。"), page="1")
    assert house.told(3) == [("stopped", "bridge")]
    house.wait(7)
    house.publish(fact("bridge", Stage.STOPPED, "大桥仍然停工。"), page="2")
    assert house.told(3) == []
    house.wait(7)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "大桥恢复施工。"), source="paper", page="3")
    [change] = house.changes(3)
    assert (change.kind, change.old, change.new["stage"]) == ("resumed", {"stage": "stopped"}, "construction")
    assert [c.quote for c in change.citations] == ["大桥恢复施工。", "大桥仍然停工。"]
    house.wait(7)
    house.publish(fact("bridge", Stage.STOPPED, "大桥再次停工。"), page="4")
    assert house.told(3) == [("stopped", "bridge")]


def test_a_lesser_source_that_only_says_work_goes_on_resumes_nothing(house: House) -> None:
    building(house)
    house.publish(fact("bridge", Stage.STOPPED, "大桥停工。"), page="1")
    house.wait(7)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "大桥正在建设。"), source="paper", page="2")
    assert house.told(3) == []


def test_background_of_a_stopped_project_resumes_nothing(house: House) -> None:
    building(house)
    house.publish(fact("bridge", Stage.STOPPED, "大桥停工。"), page="1")
    house.wait(7)
    house.publish(fact("bridge", Stage.STARTED, "大桥2021年5月开工。", when_end=date(2021, 5, 31)), page="2")
    assert house.told(3) == []


def test_a_new_stage_after_a_stop_is_told_once_from_the_stop(house: House) -> None:
    building(house)
    house.publish(fact("bridge", Stage.STOPPED, "大桥停工。"), page="1")
    house.wait(7)
    house.publish(fact("bridge", Stage.IN_SERVICE, "大桥通车。"), page="2")
    [change] = house.changes(3)
    assert (change.kind, change.old, change.new["stage"]) == ("stage_reached", {"stage": "stopped"}, "in_service")


def test_a_stopped_project_is_not_called_silent(house: House) -> None:
    building(house)
    house.publish(fact("bridge", Stage.STOPPED, "大桥停工。"), page="1")
    house.wait(95)
    assert house.told(14) == []


def test_a_milestone_is_told_once_whoever_repeats_it_and_however_it_is_written(house: House) -> None:
    building(house)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "主桥顺利合龙。", milestone="合龙"), page="1")
    [change] = house.changes(3)
    assert (change.kind, change.new["milestone"], change.citations[0].mark) == ("milestone", "合龙", ("合龙",))
    house.wait(7)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "大桥日前合拢。", milestone="合拢"), source="paper", page="2")
    house.publish(fact("bridge", Stage.CONSTRUCTION, "正在吊装。", milestone="吊装"), page="3")
    assert house.told(3) == []


def test_a_milestone_of_a_new_stage_stands_in_the_line_of_the_stage(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "开工。"), page="0")
    house.wait(7)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "合龙。", milestone="合龙"), page="1")
    assert house.told(3) == [("stage_reached", "bridge")]


def test_a_project_first_spoken_of_without_stage_or_date_is_a_first_mention(house: House) -> None:
    hope = fact("rail", Stage.STARTED, "力争尽快开工。", modality=Modality.TARGET, strength=Strength.HOPED)
    house.publish(hope)
    [change] = house.changes()
    assert (change.kind, change.citations[0].quote) == ("first_mention", "力争尽快开工。")
    house.wait(7)
    house.publish(replace(hope, evidence="仍力争开工。"), page="2")
    assert house.told(3) == []


def test_a_first_mention_that_another_line_tells_is_not_told_twice(house: House) -> None:
    house.publish(fact("rail", Stage.STARTED, "开工。"))
    assert house.told() == [("stage_reached", "rail")]


def test_a_stage_says_the_promise_that_it_keeps_or_missed(house: House) -> None:
    house.publish(promise("rail", Stage.STARTED, date(2025, 8, 13), "将于8月13日前开工。"), page="1")
    house.wait(14)
    day = date(2025, 8, 16)
    house.publish(fact("rail", Stage.STARTED, "8月16日开工。", when_start=day, when_end=day, when_text="8月16日"), page="2")
    [change] = [c for c in house.changes(3) if c.kind == "stage_reached"]
    assert (change.new["promised"], change.new["late"]) == ("2025-08-13", 3)


def test_a_promise_that_we_learn_of_after_its_day_is_overdue_then_unless_it_is_history(house: House) -> None:
    house.wait(20)
    house.publish(promise("rail", Stage.STARTED, date(2025, 8, 13), "8月13日前开工。"), on=date(2025, 8, 8))
    house.publish(promise("bridge", Stage.STARTED, date(2025, 6, 30), "6月底前开工。"), on=date(2025, 6, 1), page="2")
    assert house.told(3) == [("overdue", "rail")]
    house.wait(7)
    house.publish(promise("rail", Stage.STARTED, date(2025, 8, 13), "8月13日开工。"), on=date(2025, 8, 9), page="3")
    assert house.told(3) == []


def test_what_lapsed_early_in_a_long_window_is_told(house: House) -> None:
    house.publish(promise("rail", Stage.STARTED, date(2025, 8, 20), "8月20日前开工。"))
    house.wait(61)
    assert house.told(60) == [("overdue", "rail")]


def test_silence_has_one_id_however_late_it_is_told(house: House) -> None:
    building(house)
    house.wait(85)
    house.run("gov")
    early = [c.id for c in house.changes(7) if c.kind == "silent"]
    house.wait(5)
    late = [c.id for c in house.changes(14) if c.kind == "silent"]
    assert early == late and len(early) == 1


def test_an_edit_holds_like_against_like(house: House) -> None:
    money = fact("bridge", Stage.CONSTRUCTION, "总投资15亿元。", investment_yuan=1.5e9)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "完成72%。", progress_percent=72.0), money)
    house.wait(7)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "完成62%。", progress_percent=62.0), money)
    [change] = house.changes(3)
    assert (change.kind, change.old["percent"], change.new["percent"]) == ("edited", 72.0, 62.0)
    assert [c.quote for c in change.citations] == ["完成62%。", "完成72%。"]


def test_the_same_words_understood_otherwise_are_no_edit(house: House) -> None:
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2025, 10, 31), "大桥年内通车。"))
    house.wait(7)
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2025, 12, 31), "大桥年内通车。"), version="另有通知。")
    assert house.told(3) == []


def test_a_page_is_not_withdrawn_while_its_source_is_ill(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "开工。"))
    gone = [house.asked("gov", "https://gov.example/1", "failed", 404)]
    for _ in range(2):
        house.wait(7)
        house.run("gov", failure="listing_empty", fetches=[replace(gone[0], at=house.today)])
    assert "withdrawn" not in {kind for kind, _ in house.told(30)}


def test_an_indicator_that_is_corrected_says_the_number_before(house: House) -> None:
    def said(value: float, words: str) -> Update:
        return Update(
            indicator="output", modality=Modality.ACTUAL, strength=Strength.DONE, value=value, unit="亿元",
            when_start=date(2025, 1, 1), when_end=date(2025, 6, 30), evidence=words, start=0, end=len(words),
        )  # fmt: skip

    house.publish(said(15.0, "上半年15亿元。"), page="1")
    house.wait(7)
    house.publish(said(15.0, "上半年增加值15亿元。"), source="paper", page="2")
    assert house.told(3) == []
    house.wait(7)
    house.publish(said(14.2, "经核实为14.2亿元。"), page="3")
    [change] = house.changes(3)
    assert (change.old, change.new["value"]) == ({"value": 15.0}, 14.2)

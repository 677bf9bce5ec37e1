"""What a reader is told on Monday: each change once, each with its quotation, and nothing that is not so."""

from dataclasses import replace
from datetime import date

from tests.warehouse.build import House, fact, promise
from warehouse.records import Figure, Modality, Stage, Strength, Update


def test_a_stage_is_told_with_the_stage_before_it(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥8月1日开工。"))
    house.wait(7)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "海湾大桥首个主墩封顶。", milestone="封顶"), page="2")
    [change] = house.changes(3)
    assert (change.kind, change.subject_name) == ("stage_reached", "海湾大桥")
    assert (change.old, change.new["stage"]) == ({"stage": "started"}, "construction")
    assert change.citations[0].quote == "海湾大桥首个主墩封顶。"
    assert change.citations[0].mark == ("封顶",)
    assert change.citations[0].source_name == "海湾市政府"


def test_older_news_of_an_earlier_stage_moves_nothing(house: House) -> None:
    house.publish(fact("bridge", Stage.IN_SERVICE, "海湾大桥通车。"))
    house.wait(7)
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥2021年开工。", when_end=date(2021, 5, 1)), page="2")
    assert house.told(3) == []


def test_a_stage_told_last_week_is_not_told_again_by_a_copy(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"))
    house.wait(7)
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"), source="paper")
    assert house.told(3) == []


def test_a_promise_then_its_slip_in_days_with_both_quotations(house: House) -> None:
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2025, 12, 31), "海湾大桥计划2025年12月通车。"))
    assert house.told() == [("promise_made", "bridge")]
    house.wait(7)
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2026, 6, 30), "海湾大桥将于2026年6月通车。"), page="2")
    [change] = house.changes(3)
    assert change.kind == "promise_slipped"
    assert (change.new["days"], change.old["when_end"], change.new["when_end"]) == (181, "2025-12-31", "2026-06-30")
    assert [c.quote for c in change.citations] == ["海湾大桥将于2026年6月通车。", "海湾大桥计划2025年12月通车。"]


def test_a_slip_that_the_page_itself_states_needs_no_earlier_page(house: House) -> None:
    moved = promise("rail", Stage.IN_SERVICE, date(2026, 6, 30), "滨海铁路通车由2025年底推迟至2026年6月。")
    house.publish(replace(moved, previous_start=date(2025, 12, 1), previous_end=date(2025, 12, 31)))
    [change] = house.changes()
    assert (change.kind, change.new["days"]) == ("promise_slipped", 181)


def test_a_nearer_date_is_brought_forward(house: House) -> None:
    house.publish(promise("rail", Stage.IN_SERVICE, date(2026, 6, 30), "2026年6月通车。"))
    house.wait(7)
    house.publish(promise("rail", Stage.IN_SERVICE, date(2026, 3, 31), "2026年3月通车。"), page="2")
    assert house.told(3) == [("promise_forward", "rail")]


def test_the_same_year_said_more_exactly_is_no_slip(house: House) -> None:
    year = promise("rail", Stage.IN_SERVICE, date(2026, 12, 31), "2026年通车。", when_start=date(2026, 1, 1))
    house.publish(year)
    house.wait(7)
    house.publish(promise("rail", Stage.IN_SERVICE, date(2026, 6, 30), "2026年6月通车。"), page="2")
    assert house.told(3) == []


def test_a_weaker_word_for_the_same_date_is_told(house: House) -> None:
    house.publish(promise("rail", Stage.STARTED, date(2025, 12, 31), "将于12月开工。"))
    house.wait(7)
    house.publish(promise("rail", Stage.STARTED, date(2025, 12, 31), "力争12月开工。", strength=Strength.HOPED), page="2")
    assert house.told(3) == [("promise_weakened", "rail")]


def test_a_promise_of_a_stage_that_is_reached_is_no_news(house: House) -> None:
    house.publish(fact("rail", Stage.IN_SERVICE, "滨海铁路开通。"))
    house.wait(7)
    house.publish(promise("rail", Stage.STARTED, date(2025, 12, 31), "将于12月开工。"), page="2")
    assert house.told(3) == []


def test_an_old_page_with_a_lapsed_promise_is_no_promise(house: House) -> None:
    house.publish(promise("rail", Stage.STARTED, date(2019, 12, 31), "将于12月开工。"), on=date(2019, 3, 1))
    assert house.told(0) == []


def test_a_promise_whose_day_passed_is_overdue_once(house: House) -> None:
    house.publish(promise("rail", Stage.STARTED, date(2025, 8, 13), "将于8月13日前开工。"))
    house.wait(7)
    assert house.told(3) == []
    house.wait(7)
    assert house.told() == [("overdue", "rail")]
    house.wait(7)
    assert house.told() == []


def test_a_promise_that_was_kept_is_not_overdue(house: House) -> None:
    house.publish(promise("rail", Stage.STARTED, date(2025, 8, 13), "将于8月13日前开工。"))
    house.wait(7)
    house.publish(fact("rail", Stage.STARTED, "滨海铁路开工。"), page="2")
    house.wait(7)
    assert ("overdue", "rail") not in house.told()


def test_two_sources_with_two_dates_are_a_conflict_and_no_slip(house: House) -> None:
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2025, 12, 31), "2025年12月通车。"))
    house.wait(2)
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2026, 9, 30), "2026年9月通车。"), source="paper")
    [change] = house.changes()
    assert change.kind == "conflict_opened"
    assert {c.source_name for c in change.citations} == {"海湾市政府", "海湾日报"}


def test_in_service_here_and_under_construction_there_is_a_conflict(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"))
    house.wait(7)
    house.publish(fact("bridge", Stage.IN_SERVICE, "海湾大桥已通车。"), page="2")
    house.wait(1)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "海湾大桥正在加紧施工。"), source="paper")
    assert house.told(3) == [("conflict_opened", "bridge")]
    assert [c.source_name for c in house.changes(3)[0].citations] == ["海湾市政府", "海湾日报"]


def test_money_and_progress_move_from_old_to_new(house: House) -> None:
    house.publish(fact("bridge", Stage.CONSTRUCTION, "总投资30亿元,完成40%。", investment_yuan=3e9, progress_percent=40.0))
    house.wait(7)
    house.publish(
        fact("bridge", Stage.CONSTRUCTION, "总投资36亿元,完成55%。", investment_yuan=3.6e9, progress_percent=55.0),
        page="2",
    )
    assert [(c.kind, dict(c.old), dict(c.new)) for c in house.changes(3)] == [
        ("money_changed", {"yuan": 3e9}, {"yuan": 3.6e9}),
        ("progress_moved", {"percent": 40.0}, {"percent": 55.0}),
    ]


def test_a_stopped_project(house: House) -> None:
    house.publish(fact("bridge", Stage.STOPPED, "海湾大桥暂缓建设。"))
    assert house.told() == [("stopped", "bridge")]


def test_an_indicator_with_its_target(house: House) -> None:
    words = "上半年工业增加值15亿元。"
    house.publish(
        Update(indicator="output", modality=Modality.ACTUAL, strength=Strength.DONE, value=15.0, unit="亿元",
               when_start=date(2025, 1, 1), when_end=date(2025, 6, 30), evidence=words, start=0, end=len(words))
    )  # fmt: skip
    [change] = house.changes()
    assert (change.kind, change.new["value"]) == ("indicator_reported", 15.0)
    assert change.new["targets"] == [{"value": 33, "by": "2025-12-31"}]


def test_an_indicator_s_number_says_whether_it_counts_since_a_beginning_and_how_it_grew(house: House) -> None:
    words = "1-6月工业增加值15亿元，同比增长7.1%。"
    house.publish(
        Update(indicator="output", modality=Modality.ACTUAL, strength=Strength.DONE, value=15.0, unit="亿元", cumulative=True,
               scope="全市", figures=(Figure(role="growth", value=7.1, unit="percent", text="7.1%"),),
               when_start=date(2025, 1, 1), when_end=date(2025, 6, 30), evidence=words, start=0, end=len(words))
    )  # fmt: skip
    [change] = house.changes()
    assert (change.new["cumulative"], change.new["growth"]) == (True, 7.1)
    assert house.look("SELECT cumulative, scope FROM updates") == [(True, "全市")]


def test_an_edited_page_says_what_the_edit_changed(house: House) -> None:
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2025, 10, 31), "海湾大桥10月通车。"))
    house.wait(7)
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2025, 12, 31), "海湾大桥12月通车。"))
    kinds = house.told(3)
    assert ("edited", "bridge") in kinds
    edited = next(c for c in house.changes(3) if c.kind == "edited")
    assert (edited.old["when_end"], edited.new["when_end"]) == ("2025-10-31", "2025-12-31")
    assert [c.quote for c in edited.citations] == ["海湾大桥12月通车。", "海湾大桥10月通车。"]


def test_a_page_is_withdrawn_only_after_two_honest_answers_on_two_days(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"))
    url = "https://gov.example/1"
    house.wait(7)
    house.run("gov", fetches=[house.asked("gov", url, "failed", 500), house.asked("gov", url, "failed", 404)])
    assert house.told(3) == []
    house.wait(7)
    house.run("gov", fetches=[house.asked("gov", url, "failed", 404)])
    assert house.told(3) == [("withdrawn", "bridge")]
    house.wait(7)
    house.run("gov", fetches=[house.asked("gov", url, "failed", 404)])
    assert house.told(3) == []


def test_silence_is_told_when_the_usual_time_has_passed(house: House) -> None:
    house.publish(fact("bridge", Stage.CONSTRUCTION, "海湾大桥正在施工。"))
    house.wait(88)
    assert house.told() == []
    house.wait(5)
    assert house.told() == []  # nobody has listened since
    house.run("gov")
    assert house.told() == [("silent", "bridge")]
    house.wait(7)
    assert house.told() == []


def test_an_ill_source_is_told_once_and_its_recovery_once(house: House) -> None:
    house.run("gov")
    house.wait(7)
    house.run("gov", failure="server_error")
    assert house.told(3) == [("source_ill", "gov")]
    health = {h.source_id: h for h in house.store.health("bay", house.today)}
    assert (health["gov"].state, health["gov"].since) == ("ill", house.today)
    assert health["paper"].state == "new"
    house.wait(7)
    house.run("gov", failure="server_error")
    assert house.told(3) == []
    house.wait(7)
    house.run("gov")
    assert house.told(3) == [("source_well", "gov")]


def test_what_we_are_not_sure_of_moves_nothing(house: House) -> None:
    house.publish(fact("bridge", Stage.IN_SERVICE, "海湾大桥通车?", confidence=0.3))
    assert house.told() == []


def test_a_project_that_left_the_watchlist_is_not_told(house: House) -> None:
    house.publish(fact("tunnel", Stage.STARTED, "海湾隧道开工。"))
    assert house.told() == []


def test_the_same_window_gives_the_same_changes_with_the_same_ids(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"), fact("rail", Stage.TENDER, "滨海铁路招标。"))
    assert house.changes() == house.changes()
    assert len({c.id for c in house.changes()}) == 2

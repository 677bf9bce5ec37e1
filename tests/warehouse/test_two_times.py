"""When it is so, and when we learned it: any past week is told as it was known then, or as it is known now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.warehouse.build import DAY, START, WATCHLIST, House, fact, promise
from warehouse.records import Project, Stage

EVER = datetime(1970, 1, 1, tzinfo=UTC)


def renamed(house: House, name: str) -> None:
    bridge = Project(id="bridge", name=name)
    house.store.register(replace(WATCHLIST, name="新海湾", projects=(bridge, *WATCHLIST.projects[1:])), house.today)


def test_a_past_week_has_the_names_of_its_time(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "开工。"))
    before = house.changes()
    house.wait(7)
    renamed(house, "海湾跨海大桥")
    assert house.store.changes("bay", EVER, START) == before
    assert house.store.changes("bay", EVER, house.today)[0].subject_name == "海湾跨海大桥"
    was, now = house.store.watched("bay", START), house.store.watched("bay", house.today)
    assert was and now and (was.name, now.name, was.tracked) == ("海湾", "新海湾", 2)


def test_a_project_that_was_dropped_later_stays_in_the_weeks_before(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "开工。"))
    before = house.changes()
    house.wait(7)
    house.store.register(replace(WATCHLIST, projects=WATCHLIST.projects[1:]), house.today)
    assert house.store.changes("bay", EVER, START) == before
    assert house.store.changes("bay", EVER, house.today) == []


def test_registering_the_same_twice_remembers_it_once(house: House) -> None:
    house.wait(1)
    house.store.register(WATCHLIST, house.today)
    renamed(house, "甲桥")
    renamed(house, "乙桥")
    rows = house.look("SELECT name, known_at FROM watched WHERE id = 'bridge' ORDER BY known_at")
    assert rows == [("海湾大桥", START), ("乙桥", START + DAY)]


def test_what_a_page_said_then_and_we_learned_later_is_in_no_past_report_and_in_the_past_as_known_today(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "开工。"))
    house.wait(21)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "首墩封顶。", milestone="封顶"), source="paper", on=date(2025, 8, 8))
    since, until = START, START + 7 * DAY
    assert house.store.changes("bay", since, until) == []
    [change] = house.store.changes("bay", since, until, known=house.today)
    assert (change.kind, change.new["stage"]) == ("stage_reached", "construction")
    assert house.store.changes("bay", since, until, known=house.today - DAY) == []
    # and it is not told again in the week in which we learned it
    assert house.store.changes("bay", until, house.today, known=house.today + DAY) == []


def test_knowledge_ends_where_it_is_asked_to(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "开工。"))
    house.wait(3)
    house.publish(promise("rail", Stage.STARTED, date(2025, 12, 31), "12月开工。"), page="2")
    told = house.store.changes("bay", EVER, house.today, known=START + DAY)
    assert [change.kind for change in told] == ["stage_reached"]


def test_what_a_run_loads_after_a_report_was_begun_is_in_the_next_one(house: House) -> None:
    """A collect that began before the report and is slower than it must lose nothing."""
    collecting_since = house.today
    house.wait(1)
    until = house.today
    house.store.announce_report("bay", "2025-W32", "a@b.example", EVER, until, until)
    assert house.store.changes("bay", EVER, until) == []
    house.today = collecting_since
    house.publish(fact("bridge", Stage.STARTED, "开工。"))
    house.run("paper", failure="timeout")
    assert house.store.changes("bay", EVER, until) == []
    told = house.store.changes("bay", until, until + 7 * DAY)
    assert [change.kind for change in told] == ["stage_reached", "source_ill"]


def test_a_clock_that_jumps_back_a_little_loses_nothing(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "开工。"))
    until = house.today
    house.store.record_report("bay", "2025-W32", "a@b.example", EVER, until, house.changes(0), "", until)
    house.today -= timedelta(minutes=20)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "封顶。", milestone="封顶"), page="2")
    assert [c.kind for c in house.store.changes("bay", until, until + DAY)] == ["stage_reached"]

"""A listing is asked as often as it changes, within its owner's bounds, and never while its host wants to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.revisit import next_visit, time_between_changes
from warehouse.records import Every
from warehouse.visits import Visit

NOW = datetime(2025, 9, 1, 6, tzinfo=UTC)
DAY = timedelta(days=1)


def visits(every: timedelta, news: str, failure: str | None = None) -> list[Visit]:
    """Visits at a fixed pace, newest first; `news` has a letter each: + something new, . nothing."""
    return [
        Visit(at=NOW - n * every, listed=20, links_new=3 if said == "+" else 0, failure=failure if n == 0 else None)
        for n, said in enumerate(news)
    ]


def test_a_source_that_was_never_visited_may_be_asked_at_any_time() -> None:
    assert next_visit([], Every()) is None


@pytest.mark.parametrize("news", ["", "+", "...", "+++"])
def test_who_knows_little_of_a_listing_asks_it_whenever_it_may(news: str) -> None:
    found = next_visit(visits(DAY, news), Every(min_hours=2, max_hours=48))
    assert found is None or found - NOW == timedelta(hours=1.8)


def test_many_visits_within_an_hour_say_nothing_of_a_listing_s_habits() -> None:
    assert next_visit(visits(timedelta(minutes=5), "." * 12), Every(max_hours=100)) == NOW


def test_a_listing_that_changes_hourly_is_asked_more_often_than_one_that_changes_monthly() -> None:
    hourly, weekly, monthly = (
        next_visit(visits(timedelta(hours=3), "+" * 30), Every(max_hours=240)),
        next_visit(visits(DAY, "......+......+......"), Every(max_hours=240)),
        next_visit(visits(DAY, ".............." + "+" + "." * 14), Every(max_hours=240)),
    )
    assert hourly is not None and weekly is not None and monthly is not None  # None: ask at once, whatever it does
    assert hourly < NOW + timedelta(hours=6) < weekly < monthly
    assert timedelta(days=1) < weekly - NOW < timedelta(days=4.5)


def test_the_owner_s_bounds_hold() -> None:
    assert next_visit(visits(timedelta(hours=3), "+" * 30), Every(min_hours=10)) == NOW + timedelta(hours=9)
    assert next_visit(visits(DAY, "." * 20), Every(max_hours=48)) == NOW + timedelta(hours=43.2)


def test_with_the_usual_bounds_a_daily_collect_asks_every_source_each_day_even_if_it_starts_a_little_early() -> None:
    found = next_visit(visits(DAY, "." * 30), Every())
    assert found is not None and found < NOW + timedelta(hours=22)


def test_an_ill_source_is_asked_as_often_as_the_owner_allows() -> None:
    assert next_visit(visits(DAY, "." * 20, failure="timeout"), Every(min_hours=0, max_hours=48)) == NOW


def test_a_host_that_wants_to_be_left_alone_is_left_alone() -> None:
    held = Visit(at=NOW, failure="too_many_requests", hold_until=NOW + timedelta(hours=6))
    assert next_visit([held], Every()) == NOW + timedelta(hours=6)


def test_what_is_estimated_is_near_what_was() -> None:
    """Changes once in two visits' time on average: seen as one change in about 63 of 100 visits (1 - 1/e at rate 1)."""
    seen = visits(DAY, ("++.+.++." * 4)[:30])
    found = time_between_changes(seen)
    assert found is not None and timedelta(hours=18) < found < timedelta(hours=36)

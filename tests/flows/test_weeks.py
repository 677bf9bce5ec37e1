"""Which week a mail is named after, and up to when it tells."""

from datetime import UTC, datetime

import pytest

from flows.weeks import WeekError, edition, monday, read_known, read_now

ZONE = "Asia/Shanghai"
CLOCK = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "week", "name", "until"),
    [
        # Monday's scheduled mail tells of the week that has ended, with what Monday's collect found.
        ("2025-09-01T08:00", None, "2025-W35", "2025-09-01T08:00"),
        ("2025-09-01T11:59", None, "2025-W35", "2025-09-01T11:59"),
        # By hand in the middle of a week: an edition of its own, so that Monday's mail still goes out.
        ("2025-09-01T12:00", None, "2025-W36-0901", "2025-09-01T12:00"),
        ("2025-08-27T09:00", None, "2025-W35-0827", "2025-08-27T09:00"),
        # A week that is long past is told to its end and no further.
        ("2025-12-01T08:00", "2025-W35", "2025-W35", "2025-09-01T12:00"),
        ("2025-08-31T23:00", "2025-W35", "2025-W35-0831", "2025-08-31T23:00"),
        # The turn of the year belongs to the ISO year of its Thursday.
        ("2026-01-05T08:00", None, "2026-W01", "2026-01-05T08:00"),
        ("2024-12-30T13:00", None, "2025-W01-1230", "2024-12-30T13:00"),
    ],
)
def test_edition(now: str, week: str | None, name: str, until: str) -> None:
    found = edition(read_now(now, ZONE, CLOCK), ZONE, week)
    assert found.name == name
    assert f"{found.until:%Y-%m-%dT%H:%M}" == until


def test_a_server_in_another_zone_names_the_same_week() -> None:
    assert edition(read_now("2025-09-01T00:00:00+00:00", ZONE, CLOCK), ZONE).name == "2025-W35"


@pytest.mark.parametrize("week", ["2025-35", "2025-W54", "35", "", "2025-W00", "next"])
def test_a_week_that_is_none_is_refused_with_the_form(week: str) -> None:
    with pytest.raises(WeekError, match="2025-W35"):
        monday(week)


def test_a_week_to_come_is_refused() -> None:
    with pytest.raises(WeekError, match="has not begun"):
        edition(read_now("2025-08-01", ZONE, CLOCK), ZONE, "2025-W35")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        (None, "2030-01-01T00:00:00+00:00"),
        ("2025-09-01", "2025-08-31T16:00:00+00:00"),
        ("2025-09-01T08:00:00+08:00", "2025-09-01T00:00:00+00:00"),
        ("2025-09-01T08:00:00Z", "2025-09-01T08:00:00+00:00"),
    ],
)
def test_now(text: str | None, instant: str) -> None:
    assert read_now(text, ZONE, CLOCK).astimezone(UTC).isoformat() == instant


def test_a_time_that_is_none_is_refused_with_the_form() -> None:
    with pytest.raises(WeekError, match=r"--now 'yesterday'.*2025-09-01T08:00"):
        read_now("yesterday", ZONE, CLOCK)
    with pytest.raises(WeekError, match=r"--as-known-on '2025-08-99'.*2025-09-01T08:00"):
        read_known("2025-08-99", ZONE, edition(CLOCK, ZONE), CLOCK)

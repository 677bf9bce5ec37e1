"""Which week a report is about, and from when to when it looks.

A report week runs from Monday noon to Monday noon in the region's zone, so that what Monday morning's collect found is
in Monday morning's mail, and the mail is named after the ISO week that has just ended. A report asked for in the middle
of a week is a special edition: it is named after the week and the day, and the Monday mail still goes out, with what
became known since.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NOON = timedelta(hours=12)


class WeekError(ValueError):
    """A week or a time that cannot be read, or that has not begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One report: its name, and the end of the time that it tells of."""

    name: str  # 2025-W35, or 2025-W35-0827 in the middle of the week
    week: str  # 2025-W35
    until: datetime


def read_now(text: str | None, zone: str, clock: datetime, flag: str = "--now") -> datetime:
    """An ISO date or date-time; without an offset it is the region's own time. None gives `clock`, an aware time."""
    if text is None:
        return clock
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise WeekError(f"{flag} {text!r} is not an ISO time; write it like 2025-09-01T08:00:00+08:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def read_known(text: str | None, zone: str, about: Edition, now: datetime) -> datetime | None:
    """By the knowledge of which moment a report is told: `now`, an ISO time, or a day up to its end.

    None, or the very day on which the report's time ends: as it was known at that end.
    """
    if text is None:
        return None
    if text.strip() == "now":
        return now
    moment = read_now(text, zone, now, "--as-known-on")
    if len(text.strip()) > len("2025-03-10"):
        return moment
    if moment.date() == about.until.astimezone(ZoneInfo(zone)).date():
        return about.until
    return moment + timedelta(days=1) - timedelta(seconds=1)


def monday(week: str) -> date:
    """The Monday of an ISO week such as 2025-W35."""
    match = re.fullmatch(r"(\d{4})-?W(\d{1,2})", week.strip(), re.IGNORECASE)
    try:
        if match:
            return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        pass
    raise WeekError(f"--week {week!r} is not an ISO week; write it like 2025-W35")


def edition(now: datetime, zone: str, week: str | None = None) -> Edition:
    """The report that `now` asks for; with `week`, the report about that week, as far as it has passed."""
    local = now.astimezone(ZoneInfo(zone))
    first = monday(week) if week else _monday_of((local - NOON).date())
    start = datetime.combine(first, time(12), ZoneInfo(zone))
    end = start + timedelta(days=7)
    if week and local < start - NOON:
        raise WeekError(f"--week {week} has not begun at {local:%Y-%m-%d %H:%M}")
    year, number, _ = first.isocalendar()
    name = f"{year}-W{number:02d}"
    # The mail of Monday morning closes its week, although noon has not come.
    closed = local >= end - NOON
    return Edition(
        name=name if closed else f"{name}-{local:%m%d}",
        week=name,
        until=min(local, end),
    )


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())

"""Whole pages, as many regions and writers write them, give the facts that a careful reader takes from them, and no other."""

from __future__ import annotations

import calendar
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.scrapers.updates.reading import updates
from warehouse.records import Update

PAGES = yaml.safe_load(Path(__file__).with_name("told.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=[page["text"][:24] for page in PAGES])
def test_a_page_tells_its_facts_and_no_other(page: dict[str, Any]) -> None:
    wanted = [tuple(fact.split(" | ")) for fact in page["facts"]]
    found = {(u.project, u.stage, u.modality): u for u in updates(page["text"], *page["names"], published=str(page["day"])) if u.stage}
    assert set(found) == {fact[:3] for fact in wanted}
    wrong = [(fact, str(found[fact[:3]].when_end)) for fact in wanted if not _fits(found[fact[:3]], fact[3])]
    assert wrong == []


def _fits(update: Update, said: str) -> bool:
    """Does one of the two periods hold the other?"""
    if said in "?-":
        return said == "?" or update.when_end is None
    if update.when_start is None or update.when_end is None:
        return False
    parts = [_period(part) for part in said.split("..")]
    first, last = parts[0][0], parts[-1][1]
    within = first <= update.when_start and update.when_end <= last
    return within or (update.when_start <= first and last <= update.when_end)


def _period(said: str) -> tuple[date, date]:
    if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", said):
        year, end = int(quarter[1]), 3 * int(quarter[2])
        return date(year, end - 2, 1), date(year, end, calendar.monthrange(year, end)[1])
    numbers = [int(n) for n in said.split("-")]
    if len(numbers) == 3:
        return date(*numbers), date(*numbers)
    first, last = (numbers[1], numbers[1]) if len(numbers) == 2 else (1, 12)
    return date(numbers[0], first, 1), date(numbers[0], last, calendar.monthrange(numbers[0], last)[1])

"""The simulated year: every scripted change is told in its week, and no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.warehouse.year.script import READERS, WEEKS, YEAR, Play
from warehouse.records import Change
from warehouse.store import Store

SAID = {week: YEAR["weeks"].get(week, {}).get("told", []) for week in range(1, WEEKS + 1)}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[int, list[Change], dict[str, list[Change]]]]]:
    play = Play(Store(tmp_path_factory.mktemp("year") / "warehouse.duckdb"))
    yield list(play.weeks())


def held(change: Change, key: str) -> Any:
    """A value of the change: `was_…` of the old side, `was_end` for the old last day, `sources`, else of the new side."""
    if key == "sources":
        return change.sources
    if key == "was_end":
        return change.old.get("when_end")
    return change.old.get(key[4:]) if key.startswith("was_") else change.new.get(key)


def tells(change: Change, line: list[Any]) -> bool:
    kind, subject, values = line
    return (change.kind, change.subject) == (kind, subject) and all(
        held(change, key) == (value.isoformat() if isinstance(value, date) else value) for key, value in values.items()
    )


def unmatched(told: list[Change], script: list[list[Any]]) -> tuple[list[Change], list[list[Any]]]:
    """What was told and is not in the script, and what is in the script and was not told."""
    left = list(told)
    missing = []
    for line in script:
        found = next((change for change in left if tells(change, line)), None)
        left.remove(found) if found else missing.append(line)
    return left, missing


def test_precision_and_recall_are_one(year: list[Any]) -> None:
    told = sum(len(changes) for _, changes, _ in year)
    script = sum(len(lines) for lines in SAID.values())
    wrong = {w: unmatched(changes, SAID[w]) for w, changes, _ in year if unmatched(changes, SAID[w]) != ([], [])}
    spoken = {
        week: ([(str(c.kind), c.subject, dict(c.old), dict(c.new)) for c in extra], missing)
        for week, (extra, missing) in wrong.items()
    }
    assert spoken == {}
    right = told - sum(len(extra) for extra, _ in wrong.values())
    assert (right / told, right / script) == (1.0, 1.0)
    assert script >= 60


def test_nothing_is_told_twice_to_anybody(year: list[Any]) -> None:
    for reader in READERS:
        ids = Counter(change.id for _, _, mails in year for change in mails.get(reader, []))
        assert [ident for ident, times in ids.items() if times > 1] == []


def test_who_hears_once_a_month_hears_no_less_of_each_project(year: list[Any]) -> None:
    """Two steps in a month may be one line, but no subject is left out, apart from news that a week later was none."""
    weekly: set[tuple[int, str]] = set()
    for week, changes, mails in year:
        weekly |= {(week, change.subject) for change in changes if change.kind not in ("source_ill", "source_well")}
        if READERS[1] in mails:
            heard = {change.subject for change in mails[READERS[1]]}
            due = {subject for when, subject in weekly if week - 4 < when <= week}
            assert due - heard <= SHORT_LIVED.get(week, set()), week


# A dispute that opens and ends between two mails of one reader is told to that reader as the promise that stands.
SHORT_LIVED: dict[int, set[str]] = {}


def test_every_kind_of_change_is_in_the_script() -> None:
    from warehouse.records import ChangeKind

    assert {line[0] for lines in SAID.values() for line in lines} == {str(kind) for kind in ChangeKind if kind is not ChangeKind.DUE}


def test_every_line_has_its_quotation_and_a_conflict_two(year: list[Any]) -> None:
    for _, changes, _ in year:
        for change in changes:
            least = {"source_ill": 0, "source_well": 0, "conflict_opened": 2, "conflict_settled": 2, "promise_kept": 2}
            assert len(change.citations) >= least.get(change.kind, 1), change
            assert all(citation.quote for citation in change.citations)

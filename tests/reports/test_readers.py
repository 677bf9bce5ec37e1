"""Each reader is told what they follow, when it is their turn, and nothing that weighs less than they want."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reports.catalogue import Catalogue
from reports.readers import has_own_watch, is_due, standings_for, told_to, watch_names
from reports.words import KINDS
from tests.reports.build import STANDINGS, UNTIL, change, cite
from warehouse.records import ChangeKind, Indicator, Programme, Project, Reader, Watchlist

ANY = Reader(address="a@b.example")


def item(kind: str, subject: str, **about: str) -> object:
    return replace(change(kind, subject, cite(f"{subject}。")), subject=subject, **about)


CHANGES = [
    item("stage_reached", "bridge", place="临江县", sector="bridge", programme="plan"),
    item("promise_slipped", "rail", place="海湾市", sector="rail"),
    item("progress_moved", "rail", place="海湾市", sector="rail"),
    item("indicator_reported", "output", place="临江县", programme="plan"),
    item("new_name", "青屿大桥"),
    item("source_ill", "gov"),
]


@pytest.mark.parametrize(
    ("watch", "told"),
    [
        ({}, ["bridge", "rail", "rail", "output", "青屿大桥", "gov"]),
        ({"projects": ("bridge",)}, ["bridge", "gov"]),
        ({"places": ("临江县",)}, ["bridge", "output", "gov"]),
        ({"sectors": ("rail",)}, ["rail", "rail", "gov"]),
        ({"programmes": ("plan",)}, ["bridge", "output", "gov"]),
        ({"projects": ("bridge",), "sectors": ("rail",)}, ["bridge", "rail", "rail", "gov"]),
        ({"importance": "urgent"}, ["rail", "gov"]),
        ({"importance": "notable"}, ["bridge", "rail", "output", "gov"]),
        ({"sectors": ("rail",), "importance": "urgent"}, ["rail", "gov"]),
        ({"projects": ("nothing",)}, ["gov"]),
    ],
)
def test_a_watch_chooses(watch: dict[str, object], told: list[str]) -> None:
    """Any one of the four is enough; that a source is out of reach concerns everybody."""
    assert [c.subject for c in told_to(replace(ANY, **watch), CHANGES)] == told  # type: ignore[arg-type]


def test_every_kind_has_a_weight() -> None:
    assert {weight for _, _, weight in KINDS.values()} == {1, 2, 3}
    assert {str(kind) for kind in ChangeKind} == set(KINDS)
    assert KINDS["promise_slipped"][2] == KINDS["stopped"][2] == KINDS["corrected"][2] == 3


@pytest.mark.parametrize(
    ("frequency", "days", "due"),
    [
        ("every", 0, True), ("weekly", 7, True), ("weekly", 3, False), ("fortnightly", 7, False), ("fortnightly", 14, True),
        ("monthly", 21, False), ("monthly", 28, True),
    ],
)  # fmt: skip
def test_a_pace_is_kept_and_nobody_waits_longer(frequency: str, days: int, due: bool) -> None:
    reader = replace(ANY, frequency=frequency)
    late = UNTIL + timedelta(days=days) - timedelta(hours=2)  # this Monday's run began two hours earlier than that one's
    assert is_due(reader, UNTIL, late if days else UNTIL) is due
    assert is_due(reader, None, UNTIL)


def test_standings_and_names_are_those_of_the_watch() -> None:
    assert len(standings_for(ANY, STANDINGS)) == len(STANDINGS) and not has_own_watch(ANY)
    mine = replace(ANY, projects=("p1",))
    assert [s.project for s in standings_for(mine, STANDINGS)] == ["p1"] and has_own_watch(mine)
    watchlist = Watchlist(
        id="bay", name="海湾", projects=(Project(id="bridge", name="临江大桥"),), programmes=(Programme(id="plan", name="行动方案"),),
        indicators=(Indicator(id="output", name="增加值", unit="亿元"),),
    )  # fmt: skip
    follows = replace(ANY, projects=("bridge", "output"), places=("临江县",), sectors=("rail", "zoo"), programmes=("plan",))
    assert watch_names(follows, watchlist, Catalogue("zh")) == ("临江县", "轨道交通", "zoo", "行动方案", "临江大桥", "增加值")
    assert "rail" in watch_names(follows, watchlist, Catalogue("en"))

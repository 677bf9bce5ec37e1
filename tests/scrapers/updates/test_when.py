"""Which day a fact is given: its own, the page's for a state that goes on, none where the text gives none."""

from __future__ import annotations

import pytest

from tests.scrapers.updates.reading import updates
from warehouse.records import Project

BRIDGE = "青屿大桥"


def days(text: str, *names: str | Project, published: str | None = "2025-08-20") -> dict[tuple[str, str], str]:
    """(project, stage) → first day..last day, or "" without."""
    return {
        (u.project or "", u.stage.value): f"{u.when_start}..{u.when_end}" if u.when_end else ""
        for u in updates(text, *(names or (BRIDGE,)), published=published)
        if u.stage is not None
    }


def day(text: str, published: str | None = "2025-08-20") -> str:
    (only,) = days(text, published=published).values()
    return only


@pytest.mark.parametrize("state", ["正在铺设桥面", "主体已封顶", "建设进入扫尾阶段", "施工有序推进", "已停工两年"])
def test_an_undated_state_is_so_on_the_pages_own_day(state: str) -> None:
    assert day(f"{BRIDGE}{state}。") == "2025-08-20..2025-08-20"
    assert day(f"{BRIDGE}{state}。", published=None) == ""


def test_a_state_keeps_its_own_date() -> None:
    assert day(f"6月底，{BRIDGE}主体封顶。") == "2025-06-21..2025-06-30"
    assert day(f"6月底，{BRIDGE}主体封顶。{BRIDGE}施工有序推进。") == "2025-06-21..2025-06-30"


@pytest.mark.parametrize(
    "text",
    [f"东线接在建的{BRIDGE}。", f"近日，{BRIDGE}全线贯通。", f"在安徽南部，{BRIDGE}正加快施工。"],
    ids=["what a name is told by", "a time of its own that stays open", "an item of a roundup"],
)
def test_a_state_told_in_passing_has_no_day(text: str) -> None:
    assert day(text, published="2025-08-03") == ""


def test_the_states_of_a_roundup_have_no_day() -> None:
    names = ["东屿大桥", "西屿大桥", "南屿大桥", "北屿大桥", "中屿大桥"]
    told = days("".join(f"{name}正在铺设桥面。" for name in names), *names)
    assert told == {(name, "construction"): "" for name in names}
    assert set(days(f"{'、'.join(names)}正在铺设桥面。", *names).values()) == {"2025-08-20..2025-08-20"}

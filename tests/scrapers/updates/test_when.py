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


def test_what_follows_a_dated_opening_is_of_that_day() -> None:
    text = "县里重大项目集中开工。3月25日，开工仪式在东港区举行。此次开工的青屿大桥总投资3亿元。"
    assert day(text, published="2025-03-29") == "2025-03-25..2025-03-25"


def test_this_time_is_the_day_that_the_article_opens_with_and_not_that_of_its_byline() -> None:
    text = f"东港区项目集中开工\n发布时间：2025-03-29\n3月25日上午，东港区举行集中开工仪式。\n此次开工的{BRIDGE}总投资3亿元。"
    assert day(text, published="2025-03-29") == "2025-03-25..2025-03-25"


def test_a_promise_joined_to_another_has_its_date() -> None:
    text = f"{BRIDGE}有望2027年通过核准并开工。"
    assert days(text) == {(BRIDGE, s): "2027-01-01..2027-12-31" for s in ("preparation", "started")}


def test_what_a_progress_report_tells_happened_in_its_period() -> None:
    text = f"1至7月，全县重点项目完成投资52亿元。{BRIDGE}建成通车，西屿水库开工。东屿水库正在施工。"
    told = days(text, BRIDGE, "西屿水库", "东屿水库", published="2025-08-20")
    assert told == {
        (BRIDGE, "in_service"): "2025-01-01..2025-07-31",
        ("西屿水库", "started"): "2025-01-01..2025-07-31",
        ("东屿水库", "construction"): "2025-08-20..2025-08-20",
    }


def test_a_date_inside_the_stage_word_is_its_own() -> None:
    assert day(f"{BRIDGE}4月16日验收会上，首台机组2025年1月并网。") == "2025-01-01..2025-01-31"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"关于2024年计划的报告提出，今年将建成{BRIDGE}。", "2024-01-01..2024-12-31"),
        (f"2024年8月21日，{BRIDGE}沿线拆迁结束。{BRIDGE}预计明年下半年通车。", "2025-07-01..2025-12-31"),
        (f"6月3日，2025东港投资贸易洽谈会上，{BRIDGE}签约。", "2025-06-03..2025-06-03"),
        (f"9月30日，{BRIDGE}正式通车。大桥2021年3月开工，2024年8月合龙。", "2024-09-30..2024-09-30"),
        (f"1月18日，{BRIDGE}正式通车。大桥2021年3月开工，2024年11月合龙。", "2025-01-18..2025-01-18"),
    ],
    ids=["a plan's year", "a dated opening", "an event's year", "after the latest thing told", "in the year after it"],
)
def test_the_opening_of_a_page_without_a_day_can_give_its_year(text: str, expected: str) -> None:
    assert expected in days(text, published=None).values()


@pytest.mark.parametrize(
    "text",
    [
        f"9月30日，{BRIDGE}正式通车。",
        f"{BRIDGE}预计明年通车。",
        f"9月30日，{BRIDGE}正式通车。大桥2021年开工。",
        f"{BRIDGE}预计明年通车。东线2021年开工，西线2023年开工。",
        f"9月30日，{BRIDGE}正式通车。大桥2021年3月开工，2024年2月合龙。",
    ],
    ids=["no year at all", "next year of no year", "a year that may be any year before", "years that are not the opening's", "a gap of many months"],
)
def test_without_such_an_opening_nothing_is_dated(text: str) -> None:
    assert [d for (_, stage), d in days(text, published=None).items() if stage == "in_service"] == [""]

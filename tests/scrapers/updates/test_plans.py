"""Where a plan speaks, what is to be done is promised; where a reporter speaks, it is so."""

from __future__ import annotations

import pytest

from tests.scrapers.updates.reading import facts, updates

BRIDGE, LINE = "青屿大桥", "临江轻轨"


@pytest.mark.parametrize(
    "text",
    [
        "《行动方案》提出，加快建设青屿大桥。",
        "规划指出，完善路网布局，加快推进青屿大桥建设。",
        "会议部署，全市2025年将聚焦三大任务：\n一是补齐短板。\n加快建设青屿大桥。\n二是提升服务。",
        "为推进一体化，特制定本方案。一、主要任务。加快建设青屿大桥。",
        "规划指出前景广阔。\n1、完善交通。加快青屿大桥建设。",
    ],
)
def test_a_plan_promises(text: str) -> None:
    assert facts(text, BRIDGE) == {(BRIDGE, "construction", "target")}


@pytest.mark.parametrize(
    "text",
    [
        "青屿大桥正加快建设。",
        "方案提出，续建青屿大桥。",
        "方案提出优化路网。\n眼下，青屿大桥加快建设。",
        "方案明确，目前青屿大桥已加快建设。",
    ],
)
def test_what_goes_on_is_no_promise(text: str) -> None:
    assert facts(text, BRIDGE) == {(BRIDGE, "construction", "actual")}


def test_a_goal_says_for_when() -> None:
    text = "特制定本方案。(一)近期目标(2012年):1.青屿大桥建成。(二)“十二五”目标(2015年):1.临江轻轨建成。三、主要工作。推进青屿大桥、临江轻轨等项目建设。"
    promised = [
        (u.project, u.stage, u.when_end and u.when_end.year) for u in updates(text, BRIDGE, LINE, published="2011-08-19")
    ]
    assert promised == [
        (BRIDGE, "in_service", 2012), (LINE, "in_service", 2015), (LINE, "construction", None), (BRIDGE, "construction", None),
    ]  # fmt: skip


def test_what_is_built_is_named_behind_the_word_and_is_not_what_was_spoken_of() -> None:
    text = "青屿大桥已开工。将加快建设现代物流体系。"
    assert {stage for _, stage, _ in facts(text, BRIDGE)} == {"started"}

"""推进A、B等项目建设: a verb and the word of building, with the names between them."""

from __future__ import annotations

import pytest

from scrapers.updates.frames import FRAMES, NO_FRAMES, Frame
from scrapers.updates.shared import EXAMPLES as SHARED
from tests.scrapers.updates.reading import facts, matcher, updates

NAMES = ("青屿大桥", "临江水库", "东屿污水厂")
PLAN = "方案提出，"
SAID = [(frame, form, count) for frame in FRAMES for form, count in frame.examples]


@pytest.mark.parametrize(("frame", "form", "count"), SAID, ids=[form for _, form, _ in SAID])
def test_a_frame_says_its_stage_of_every_name_in_it(frame: Frame, form: str, count: int) -> None:
    text = (PLAN if frame.planned else "") + form.format(*NAMES[:count]) + "。"
    assert [(u.project, u.stage) for u in updates(text, *NAMES)] == [(name, frame.rule) for name in sorted(NAMES[:count])]


@pytest.mark.parametrize("form", NO_FRAMES)
def test_no_frame(form: str) -> None:
    assert [u.stage for u in updates(form.format(NAMES[0]) + "。", *NAMES) if u.stage == "construction"] == []


def test_building_alone_is_a_promise_only_where_a_plan_speaks() -> None:
    assert facts("记者看到，打造青屿大桥，是几代人的梦。", *NAMES) == set()
    assert facts("《行动方案》明确，打造青屿大桥。", *NAMES) == {("青屿大桥", "construction", "target")}


def test_a_name_that_ends_with_the_work_is_worked_on() -> None:
    assert facts("加快临江水库除险改造。", "临江水库除险改造") == {("临江水库除险改造", "construction", "actual")}


@pytest.mark.parametrize(("text", "wholes"), SHARED)
def test_names_that_share_their_end_are_all_found(text: str, wholes: tuple[str, ...]) -> None:
    assert {m.id for m in matcher(*wholes).mentions(text)} == set(wholes)


def test_a_name_that_only_might_be_made_of_two_is_none() -> None:
    assert [m.id for m in matcher("泉州云平台", "福州云中心").mentions("厦门、泉州云平台，福州、泉州云平台。")] == [
        "泉州云平台"
    ] * 2

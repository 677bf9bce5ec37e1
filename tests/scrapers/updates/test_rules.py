"""Every example of a rule is read by that rule and no other, and says what the rule says."""

from __future__ import annotations

import pytest

from scrapers.updates.modality import CUES, Cue, modality_of
from scrapers.updates.stage_rules import RULES, Rule
from tests.scrapers.updates.reading import updates
from warehouse.records import Modality

EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]
PROMISES = [(cue, example) for cue in CUES for example in cue.examples]
BRIDGE = "青屿大桥"


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r.name}-{e}" for r, e in EXAMPLES])
def test_an_example_is_read_by_its_own_rule(rule: Rule, example: str) -> None:
    found = [(u.project, u.rule, u.stage) for u in updates(f"{BRIDGE}{example}。", BRIDGE) if u.stage]
    assert found == [(BRIDGE, rule.name, rule.stage)]


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_every_rule_has_examples(rule: Rule) -> None:
    assert rule.examples


@pytest.mark.parametrize(("cue", "example"), PROMISES, ids=[e for _, e in PROMISES])
def test_a_cue_makes_a_promise_of_its_strength(cue: Cue, example: str) -> None:
    assert modality_of(example) == (Modality.TARGET, cue.strength)


def test_what_is_said_as_done_stays_done_beside_a_cue() -> None:
    assert modality_of("原计划年底完成，目前已")[0] is Modality.ACTUAL


@pytest.mark.parametrize("text", ["施工在即", "通车在即"])
def test_what_is_about_to_happen_is_a_promise(text: str) -> None:
    assert [u.modality for u in updates(f"{BRIDGE}{text}。", BRIDGE)] == [Modality.TARGET]


@pytest.mark.parametrize(
    "text",
    [
        "青屿大桥建成后，两岸车程缩短一半。",
        "青屿大桥通车后将成为第二条过江通道。",
        "青屿大桥并没有开工。",
        "青屿大桥何时开工？",
        "青屿大桥尚未开工。",
        "青屿大桥规划面积12公顷。",
        "青屿大桥的规划设计方案很好看。",
        "会议要求青屿大桥科学施工。",
    ],
)
def test_scope_denial_questions_and_wishes_are_no_stage(text: str) -> None:
    assert [u.rule for u in updates(text, BRIDGE) if u.stage] == []


@pytest.mark.parametrize("pause", ["春节期间停工放假", "受台风影响暂缓施工", "因高温停工两天"])
def test_a_pause_is_no_stop(pause: str) -> None:
    assert not [u for u in updates(f"{BRIDGE}{pause}。", BRIDGE) if u.rule == "stopped"]

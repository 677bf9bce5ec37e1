"""Every rule of stages and modality does what its examples say."""

import pytest

from scrapers.text.sentences import Span
from scrapers.updates.modality import CUES, Cue, modality_of
from scrapers.updates.stage_rules import RULES, Rule
from scrapers.updates.triggers import find_triggers
from warehouse.records import Modality

STAGES = [(rule, example) for rule in RULES for example in rule.examples]
STRENGTHS = [(cue, example) for cue in CUES for example in cue.examples]


@pytest.mark.parametrize(("rule", "example"), STAGES, ids=[f"{rule.name}-{example}" for rule, example in STAGES])
def test_a_stage_word_means_its_stage_and_no_other(rule: Rule, example: str) -> None:
    found = find_triggers(example, Span(0, len(example)), ())
    assert rule.name in {t.rule.name for t in found}
    assert {t.rule.stage for t in found} == {rule.stage}


@pytest.mark.parametrize(("cue", "example"), STRENGTHS, ids=[example for _, example in STRENGTHS])
def test_a_cue_makes_a_promise_of_its_strength(cue: Cue, example: str) -> None:
    assert modality_of(example[:-2], word=example[-2:]) == (Modality.TARGET, cue.strength)


@pytest.mark.parametrize(
    "scope",
    [
        "大桥建成后通行时间缩短。",  # what it will be good for
        "项目尚未开工。",
        "经验收合格后方可投入生产。",
        "未办理许可的，不得开工建设。",
        "可研未获得批复。",
        "距离投产还有很长的路。",
        "为开工建设创造条件。",
        "施工单位负责人介绍情况。",
        "加快推进高质量发展。",
        "建设单位的通车里程。",
    ],
)
def test_words_about_no_event_carry_no_stage(scope: str) -> None:
    assert [t for t in find_triggers(scope, Span(0, len(scope)), ()) if not t.later] == []


@pytest.mark.parametrize("pause", ["春节期间项目停工。", "受台风影响，工地停工。"])
def test_a_pause_that_ends_by_itself_is_no_stop(pause: str) -> None:
    assert {t.rule.name for t in find_triggers(pause, Span(0, len(pause)), ())} == {"goes_on"}


def test_a_stop_that_is_denied_is_none() -> None:
    sentence = "项目不会烂尾。"
    assert find_triggers(sentence, Span(0, len(sentence)), ()) == []

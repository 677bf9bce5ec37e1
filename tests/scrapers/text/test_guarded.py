"""A guarded expression finds what it finds unguarded."""

import random
import re

import pytest

from scrapers.text.guarded import guarded
from scrapers.updates.candidate_words import ENDS
from scrapers.updates.candidate_words import EXAMPLES as NAMED
from scrapers.updates.frames import FRAMES
from scrapers.updates.modality import CUES
from scrapers.updates.stage_rules import RULES

GUARDED = [ENDS, *(rule.pattern for rule in RULES), *(cue.pattern for cue in CUES), *(frame.verb for frame in FRAMES)]
SAID = [*(text for rule in RULES for text in rule.examples), *(text for cue in CUES for text in cue.examples), *(text for text, _ in NAMED)]


def matches(form: re.Pattern[str], text: str) -> list[tuple[tuple[int, int], tuple[str | None, ...]]]:
    return [(m.span(), m.groups()) for start in (0, 3) for m in form.finditer(text, start, len(text) - start)]


@pytest.mark.parametrize("pattern", GUARDED)
def test_a_rule_finds_the_same(pattern: str) -> None:
    form, plain = guarded(pattern), re.compile(pattern)
    assert form.pattern.startswith("(?=[")
    chance = random.Random(1)
    pieces = re.findall(r"[\u4e00-\u9fff]{1,3}|\d|[，。；]", pattern + "".join(SAID))
    texts = SAID + ["".join(chance.choices(pieces, k=40)) for _ in range(100)]
    assert [matches(form, text) for text in texts] == [matches(plain, text) for text in texts]


@pytest.mark.parametrize(
    ("pattern", "first"),
    [
        ("开工|动工", "动开"),
        ("(?:正式)?(?:开工|动工)", "动开正"),
        ("(?<=于)(?P<n>[今明]年)", "今明"),
        ("(?:全|已)+通车", "全已"),
        (r"[一-三\d]+个", r"\d一-三"),
        ("[-^]5", r"\-\^"),
    ],
)
def test_what_it_looks_for(pattern: str, first: str) -> None:
    assert guarded(pattern).pattern == f"(?=[{first}])(?:{pattern})"


@pytest.mark.parametrize("pattern", ["[^，]{2}开工", ".工", "(?:开工)?", r"\w工", "开工|$", r"(?:的|\s)开工"])
def test_what_may_begin_with_anything_or_be_empty_stays_as_it_is(pattern: str) -> None:
    assert guarded(pattern).pattern == pattern


def test_where_python_hides_its_parser_a_rule_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrapers.text.guarded.parser", None)
    assert guarded("开工|动工").pattern == "开工|动工"

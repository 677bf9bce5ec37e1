"""One text and its copies fold into one story; forms filled in anew, sister notices and later reports do not."""

import random
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from scrapers.folding import Folding
from scrapers.stories import Stories, same_story, signature
from tests.scrapers.retelling import COPIES, a_year_later, numbers

TEXTS = yaml.safe_load((Path(__file__).parent / "stories.yaml").read_text(encoding="utf-8"))
TOLD = [entry["text"] for entry in TEXTS]
OTHERS = [(entry["text"], other) for entry in TEXTS for other in entry["others"]]


def same(one: str, other: str) -> bool:
    assert same_story(signature(one), signature(other)) == same_story(signature(other), signature(one))
    return same_story(signature(one), signature(other))


@pytest.mark.parametrize("kind", COPIES)
@pytest.mark.parametrize("number", range(len(TOLD)))
def test_a_copy_is_the_same_story(number: int, kind: str) -> None:
    for seed in range(3):
        assert same(TOLD[number], COPIES[kind](TOLD[number], random.Random(seed)))


@pytest.mark.parametrize("number", range(len(OTHERS)))
def test_a_text_of_the_same_form_or_on_the_same_matter_is_another_story(number: int) -> None:
    assert not same(*OTHERS[number])


@pytest.mark.parametrize("number", [n for n, text in enumerate(TOLD) if numbers(text) >= 6])
def test_a_form_with_another_years_figures_is_another_story(number: int) -> None:
    for seed in range(5):
        assert not same(TOLD[number], a_year_later(TOLD[number], random.Random(seed)))


def test_texts_of_different_matter_are_different_stories() -> None:
    assert not [pair for pair in combinations(TOLD, 2) if same(*pair)]


def test_two_copies_are_the_same_story_though_neither_is_the_original() -> None:
    for text in TOLD:
        spun, converted = (COPIES[kind](text, random.Random(1)) for kind in ("spun", "converted"))
        assert same(spun, converted)


def test_a_roundup_is_no_copy_of_what_stands_in_its_middle() -> None:
    assert not same(TOLD[3], "一周要闻回顾\n" + TOLD[5] + TOLD[3] + TOLD[7])


def test_a_short_text_is_nobodys_copy() -> None:
    assert signature("环湾快速路二期开工。") == b""
    assert not same_story(b"", b"")
    assert not same_story(b"", signature(TOLD[0]))


def test_a_signature_of_an_earlier_version_is_not_compared() -> None:
    old = b"\0" * 512
    stories = Stories([("a", "story-a", old)])
    assert stories.fold("b", signature(TOLD[0])) != "story-a"
    assert stories.fold("a", signature(TOLD[0])) == "story-a"


def test_a_copy_joins_the_story_that_is_known_and_a_new_text_begins_its_own() -> None:
    stories = Stories([(f"a{n}", f"s{n}", signature(text)) for n, text in enumerate(TOLD[:4])])
    assert stories.fold("copy", signature(COPIES["reposted"](TOLD[2], random.Random(2)))) == "s2"
    first = stories.fold("new", signature(TOLD[5]))
    assert first not in {"s0", "s1", "s2", "s3"}
    assert stories.fold("its copy", signature(COPIES["spun"](TOLD[5], random.Random(2)))) == first


def test_a_story_that_was_given_stays_whatever_comes_later() -> None:
    stories = Stories()
    first = stories.fold("a", signature(TOLD[0]))
    assert stories.fold("b", signature(TOLD[1])) != first
    assert stories.fold("a", signature(TOLD[1])) == first


def test_stories_do_not_depend_on_the_order_of_what_is_known() -> None:
    known = [(f"a{n}", f"s{n}", signature(text)) for n, text in enumerate(TOLD)]
    copies = [COPIES["truncated"](text, random.Random(n)) for n, text in enumerate(TOLD)]
    there = [Stories(known).story_of(signature(copy)) for copy in copies]
    back = [Stories(known[::-1]).story_of(signature(copy)) for copy in copies]
    assert there == back == [f"s{n}" for n in range(len(TOLD))]


def test_what_is_known_is_asked_for_once_a_run() -> None:
    asked = 0

    def known() -> list[tuple[str, str, bytes]]:
        nonlocal asked
        asked += 1
        return [("a0", "s0", signature(TOLD[0]))]

    folding = Folding()

    def fold(article: str, text: str) -> str:
        return folding({article: signature(text)}, known)[article]

    assert folding({}, known) == {}
    assert asked == 0
    assert fold("b", COPIES["spun"](TOLD[0], random.Random(1))) == "s0"
    story = fold("c", TOLD[1])
    assert fold("d", COPIES["reposted"](TOLD[1], random.Random(1))) == story
    assert asked == 1

"""What a second reader is asked, and what of its answer is believed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scrapers.updates.find import find_updates
from scrapers.updates.match import Matcher
from scrapers.updates.second import NAMED, RULE, UNNAMED, Question, believed, question, request
from warehouse.records import REPORTABLE, Article, Project, Update

MATCHER = Matcher((Project(id="bridge", name="青屿大桥"), Project(id="port", name="东屿港")))
OPEN = "青屿大桥于8月10日首次受电。"
TEXT = f"东屿港开工建设。{OPEN}天气晴好。"
FACT = {"sentence": 1, "project": "bridge", "stage": "construction", "modality": "actual",
        "when_start": "2025-08-10", "when_end": "2025-08-10", "quote": "青屿大桥于8月10日首次受电"}  # fmt: skip


def article(text: str = TEXT) -> Article:
    return Article(url="page", title="海湾要闻", text=text, published_at="2025-08-15")


def asked(text: str = TEXT) -> Question:
    found = question(article(text), MATCHER)
    assert found, "the rules are sure of this text: nothing is asked"
    return found


def believe(*facts: dict[str, Any], text: str = TEXT, known: tuple[Update, ...] = ()) -> list[Update]:
    return believed(json.dumps({"facts": facts}, ensure_ascii=False), article(text), asked(text), known)


def test_only_what_the_rules_leave_open_is_asked() -> None:
    assert [s.sentence for s in asked().sentences] == [OPEN]
    assert question(article("东屿港开工建设。天气晴好。"), MATCHER) is None
    assert question(article("8月10日，金屿大桥首次受电。"), MATCHER) is None  # nobody that we track


def test_what_the_rules_doubt_is_asked() -> None:
    far = "青屿大桥开工建设。" + "会议听取了汇报。" * 8 + "要求力争项目早日建成投产。"
    assert [s.sentence for s in asked(far).sentences] == ["要求力争项目早日建成投产。"]


def test_the_request_holds_the_page_s_words_as_data_and_the_names() -> None:
    body = request("small", article(), asked(), 500)
    assert (body["model"], body["temperature"], body["max_tokens"]) == ("small", 0, 500)
    page = json.loads(body["messages"][1]["content"])
    assert page["sentences"] == [{"n": 1, "text": OPEN}]
    assert {p["id"]: p["name"] for p in page["projects"]} == {"port": "东屿港", "bridge": "青屿大桥"}
    assert body["messages"][0]["role"] == "system"


def test_a_fact_that_the_page_bears_out_becomes_an_update_that_says_who_read_it() -> None:
    [update] = believe(FACT)
    assert (update.project, update.stage, update.modality) == ("bridge", "construction", "actual")
    assert (update.rule, update.confidence, update.mention) == (RULE, NAMED, "青屿大桥")
    assert TEXT[update.start : update.end] == update.evidence == "青屿大桥于8月10日首次受电"
    assert (str(update.when_start), str(update.when_end), update.when_text) == ("2025-08-10", "2025-08-10", "8月10日")


def test_its_updates_are_less_sure_than_any_rule_s_and_below_the_line_without_the_name() -> None:
    rules = find_updates(article("青屿大桥开工建设。"), MATCHER)
    assert min(u.confidence for u in rules) > NAMED >= REPORTABLE > UNNAMED
    [update] = believe(FACT | {"quote": "首次受电"})
    assert update.confidence == UNNAMED


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "青屿大桥于8月10日通车"},  # does not stand in the page
        {"quote": "东屿港开工建设。"},  # stands in the page, but not in the sentence that was asked about
        {"quote": "受电"},
        {"quote": None},
        {"project": "tunnel"},
        {"stage": "finished"},
        {"modality": "maybe"},
        {"sentence": 2},
        {"sentence": "1"},
    ],
)
def test_what_the_page_does_not_bear_out_is_dropped(change: dict[str, Any]) -> None:
    assert believe(FACT | change) == []


@pytest.mark.parametrize("when", [("2025-09-10", "2025-09-10"), ("2030-01-01", "2030-12-31"), ("soon", "soon"), (None, None)])
def test_a_date_that_the_quotation_does_not_say_is_none(when: tuple[str | None, str | None]) -> None:
    [update] = believe(FACT | {"when_start": when[0], "when_end": when[1]})
    assert (update.when_start, update.when_end) == (None, None)


def test_what_the_rules_surely_state_already_is_not_said_twice() -> None:
    text = "青屿大桥正在建设。" + OPEN
    known = tuple(find_updates(article(text), MATCHER))
    assert believe(FACT, text=text, known=known) == []
    assert believe(FACT, FACT, text=text) == believe(FACT, text=text)


@pytest.mark.parametrize("answer", ["", "no", "[]", '{"facts": 3}', '{"other": []}', "[" * 100_000])
def test_an_answer_of_another_form_is_refused(answer: str) -> None:
    with pytest.raises(ValueError, match="no list of facts"):
        believed(answer, article(), asked())


def test_a_fence_around_json_and_odd_facts_are_no_harm() -> None:
    answer = "```json\n" + json.dumps({"facts": [1, None, FACT]}, ensure_ascii=False) + "\n```"
    assert [u.project for u in believed(answer, article(), asked())] == ["bridge"]


def test_a_quotation_is_looked_for_in_the_page_s_own_characters() -> None:
    text = "東嶼港開工建設。青嶼大橋(qiáo)於8月10日首次受電。"
    [update] = believe(FACT | {"quote": "青嶼大橋(qiáo)於8月10日首次受電"}, text=text)
    assert update.evidence == "青嶼大橋(qiáo)於8月10日首次受電" and update.confidence == NAMED

"""Why an update is there, or is not: sentence by sentence, with the rule that saw it."""

from __future__ import annotations

from scrapers.updates.explain import Seen, explain
from scrapers.updates.find import find_updates
from scrapers.updates.match import Matcher
from tests.seeds.excerpts import article, watchlist
from warehouse.records import Article, Indicator, Project

BRIDGE = Project(id="bridge", name="青屿大桥", aliases=("青屿跨海大桥",))
OUTPUT = Indicator(id="output", name="规上工业增加值", unit="亿元", place="海湾")
MATCHER = Matcher((BRIDGE,), (OUTPUT,))


def seen(text: str, title: str = "", published: str | None = "2025-08-15") -> list[Seen]:
    return explain(Article(url="page", title=title, text=text, published_at=published), MATCHER)


def test_every_sentence_is_there_in_order_and_cut_from_the_page() -> None:
    text = "青屿大桥8月1日开工。\n天气晴好。总投资12亿元；预计2027年通车。"
    found = seen(text)
    assert [s.sentence for s in found] == ["青屿大桥8月1日开工。", "天气晴好。", "总投资12亿元；", "预计2027年通车。"]
    assert all(text[s.start : s.end] == s.sentence for s in found)


def test_an_update_is_told_with_its_name_word_rule_date_and_figure() -> None:
    [told] = seen("青屿跨海大桥总投资12亿元，预计2027年通车。")
    assert [(n.id, n.form, n.how) for n in told.names] == [("bridge", "青屿跨海大桥", "own")]
    [word] = told.words
    assert (word.word, word.rule, word.stage, word.projects) == ("通车", "in_service", "in_service", ("bridge",))
    assert (word.modality, word.strength, word.when_text, word.confidence, word.why) == (
        "target",
        "expected",
        "2027年",
        0.8,
        "",
    )
    assert [(d.text, str(d.first), str(d.last)) for d in told.days] == [("2027年", "2027-01-01", "2027-12-31")]
    assert [(a.text, a.role, a.value) for a in told.amounts] == [("12亿元", "total_investment", 1.2e9)]
    [update] = told.updates
    assert (update.stage, update.investment_yuan, update.rule) == ("in_service", 1.2e9, "in_service")


def why(text: str) -> list[tuple[str, str]]:
    return [(w.word, w.why) for s in seen(text) for w in s.words if w.why]


def test_a_word_that_became_nothing_says_why() -> None:
    assert why("青屿大桥尚未开工。") == [("开工", "denied, conditional or only meant: what stands before takes it away")]
    assert why("青屿大桥通车条件良好。") == [
        ("通车", "part of another word: what follows is an office, a thing or a condition")
    ]
    [(word, reason)] = why("东屿隧道已经通车。")
    assert word == "通车" and reason.startswith("of nobody that we track")
    [(word, reason)] = why("全市集中开工20个重大项目。")
    assert word.endswith("开工") and reason.startswith("of a batch")


def test_a_word_that_was_joined_into_another_says_so() -> None:
    said = why("青屿大桥开工。\n8月1日，青屿大桥开工。")
    assert len(said) == 1 and said[0][1].startswith("joined into another update")


def test_a_number_says_its_value_or_why_it_has_none() -> None:
    [told] = seen("海湾规上工业增加值33亿元，海湾市临江区规上工业增加值4亿元，海湾规上工业增加值增长6%。")
    assert [(n.value, n.why) for n in told.numbers] == [
        (33, ""), (None, "not of 海湾: elsewhere, or narrower"), (None, "no number in 亿元 right beside it"),
    ]  # fmt: skip


def test_names_not_tracked_and_plans_are_shown() -> None:
    told = seen("《行动方案》明确，打造青屿大桥。古雷疏港高速公路开工。")
    assert (told[0].planned, told[1].planned) == (True, True)
    assert [s.candidates for s in told] == [(), ("古雷疏港高速公路",)]


def test_what_is_explained_is_what_is_found() -> None:
    for programme in ("xzq-2025", "tongcheng-2011", "qz-parks-2024", "ojk-145", "haicang-taishang"):
        region = watchlist(programme)
        matcher = Matcher(region.projects, region.indicators)
        page = article(programme)
        told = [u for s in explain(page, matcher) for u in s.updates]
        assert set(told) == set(find_updates(page, matcher))
        heard = {(w.word, p) for s in explain(page, matcher) for w in s.words if not w.why for p in w.projects}
        assert {(u.milestone, u.project) for u in told if u.project and u.milestone} <= heard

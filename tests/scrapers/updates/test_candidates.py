"""Which names on a page look like projects that nobody tracks yet."""

from collections.abc import Sequence

import pytest

from scrapers.text.normalise import Clean, normalise
from scrapers.text.sentences import sentences
from scrapers.updates.candidate_words import EXAMPLES
from scrapers.updates.candidates import AT_MOST, candidates_in
from scrapers.updates.find import find_all, find_candidates
from scrapers.updates.match import Matcher, Mention
from warehouse.records import Article, Candidate, Project


def candidates(clean: Clean, tracked: Sequence[Mention] = ()) -> list[Candidate]:
    return candidates_in(clean, sentences(clean.text), tracked)


@pytest.mark.parametrize(("text", "names"), EXAMPLES, ids=[text for text, _ in EXAMPLES])
def test_example(text: str, names: tuple[str, ...]) -> None:
    assert tuple(c.name for c in candidates(normalise(text))) == names


def test_what_is_tracked_is_no_candidate() -> None:
    clean = normalise("瓯江北口大桥合龙，古雷疏港高速公路开工。")
    tracked = [Mention(0, 6, "bridge", "瓯江北口大桥")]
    assert [c.name for c in candidates(clean, tracked)] == ["古雷疏港高速公路"]


def test_a_candidate_is_quoted_as_the_page_has_it() -> None:
    raw = "快訊。甌江北口大橋(qiáo)今日合龍。"
    [candidate] = candidates(normalise(raw))
    assert (candidate.name, candidate.evidence) == ("瓯江北口大桥", "甌江北口大橋(qiáo)今日合龍。")
    assert raw[candidate.start : candidate.end] == candidate.evidence


def test_a_candidate_says_where_it_is() -> None:
    tracked = Matcher((Project(id="p", name="南安芯谷", place="南安市"), Project(id="q", name="洛秀园", place="泉州台商投资区")))
    text = "德化彭村水库开工。泉州台商投资区的百崎湖大桥开工。青屿跨海大桥开工。"
    page = Article(url="page", title="", text=text)
    found = find_candidates(page, tracked)
    assert find_all(page, tracked)[1] == found
    assert [(c.name, c.place) for c in found] == [("德化彭村水库", "德化县"), ("百崎湖大桥", "泉州台商投资区"), ("青屿跨海大桥", None)]


def test_a_name_counts_once_and_pages_are_bounded() -> None:
    digits = "甲乙丙丁戊己庚辛壬癸"
    text = "".join(f"{a}{b}山水库开工。" * 2 for a in digits for b in digits)
    assert len({c.name for c in candidates(normalise(text))}) == AT_MOST

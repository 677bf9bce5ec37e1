"""What a reader is told: every change, in words that hold, with its quotation."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.catalogue import COUNTS, KINDS, SECTIONS, Catalogue
from reports.digest import build_digest
from reports.render import render, to_text
from tests.reports.build import CONFLICT, HEALTH, SINCE, SLIP, UNTIL, change, cite, digest_of, one_of_each
from warehouse.records import Change, ChangeKind, SourceHealth

TOLD = [kind for kind in ChangeKind if kind not in (ChangeKind.SOURCE_ILL, ChangeKind.SOURCE_WELL)]


@pytest.mark.parametrize("kind", TOLD)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_is_told_and_counted(kind: ChangeKind, language: str) -> None:
    digest = digest_of([change(kind, "望海大桥", cite("望海大桥有了变化。"))], language=language)
    assert [row.subject for row in digest.rows] == ["望海大桥"]
    assert "没有变化" not in digest.subject and "nothing changed" not in digest.subject
    assert "1" in digest.subject.rpartition("：" if language == "zh" else ": ")[2]


def test_catalogue_knows_every_kind() -> None:
    assert set(KINDS) == {str(kind) for kind in ChangeKind}
    assert set(COUNTS) == {str(kind) for kind in TOLD}
    assert sorted(kind for _, _, kinds in SECTIONS for kind in kinds) == sorted(str(kind) for kind in TOLD)


def test_every_row_has_its_quotation_with_the_deciding_words_marked() -> None:
    rows = digest_of(one_of_each()).rows
    assert len(rows) == 15
    for row in rows:
        assert row.quotes and row.quotes[0].text and row.quotes[0].reference
        assert any(mark for _, mark in row.quotes[0].pieces), row.subject


def test_what_changed_reads_as_a_person_would_say_it() -> None:
    said = {row.kind: row.what for row in digest_of(one_of_each()).rows}
    assert said["stage_reached"] == "前期 → 开工（2025年8月26日）"  # the milestone 开工 says no more
    assert said["stopped"] == "停工或取消，“暂缓”"
    assert said["promise_slipped"] == "建成投用：2025年 → 2026年6月30日，推迟 181 天，此前 2 次提法"
    assert said["promise_forward"] == "建成投用：2025年12月 → 2025年10月，提前 61 天"
    assert said["money_changed"] == "18.6亿元 → 19.8亿元"
    assert said["progress_moved"] == "65% → 72%"
    assert said["indicator_reported"] == "报告 2025年上半年 15.2 亿元，目标 33 亿元（2025），为目标的 46.1%"
    assert said["conflict_opened"] == "开工 ⇄ 前期"
    assert said["edited"] == "建成投用：2025年12月 → 2026年3月"
    assert said["silent"] == "2025年5月28日 以来 96 天没有消息（开工）"


def test_an_edit_names_only_what_it_changed() -> None:
    both = {"stage": "construction", "modality": "actual", "when_start": "2025-08-10", "when_end": "2025-08-10", "yuan": 1.58e9}
    edited = change(
        "edited", "3号泊位", cite("达62%。"), cite("达72%。"), old=both | {"percent": 72}, new=both | {"percent": 62}
    )
    assert digest_of([edited]).rows[0].what == "在建：72% → 62%"


@pytest.mark.parametrize(
    ("start", "end", "chinese", "english"),
    [
        ("2025-08-26", "2025-08-26", "2025年8月26日", "26 Aug 2025"),
        ("2025-01-01", "2025-07-31", "2025年1—7月", "Jan to Jul 2025"),
        ("2025-01-01", "2025-06-30", "2025年上半年", "first half of 2025"),
        ("2025-07-01", "2025-09-30", "2025年三季度", "Q3 2025"),
        ("2024-02-01", "2024-02-29", "2024年2月", "Feb 2024"),
        ("2025-01-01", "2025-12-31", "2025年", "2025"),
        ("2025-12-20", "2026-01-10", "2025年12月20日至2026年1月10日", "20 Dec 2025 to 10 Jan 2026"),
    ],
)
def test_a_period_is_said_as_people_say_it(start: str, end: str, chinese: str, english: str) -> None:
    period = date.fromisoformat(start), date.fromisoformat(end)
    assert (Catalogue("zh").period(*period), Catalogue("en").period(*period)) == (chinese, english)


def test_summary_has_three_lines_about_different_projects_when_there_is_so_much_to_tell() -> None:
    reached = [change("stage_reached", name, cite(f"{name}开工。"), new={"stage": "started"}) for name in ("甲大桥", "乙大桥")]
    made = change("promise_made", "甲大桥", cite("甲大桥计划明年通车。"), new={"stage": "in_service"})
    weak = change("promise_weakened", "丙大桥", cite("丙大桥力争通车。"), new={"strength": "hoped"})
    assert [line.partition("：")[0] for line in digest_of([*reached, made, weak]).summary[1:]] == ["甲大桥", "丙大桥"]
    assert len(digest_of([SLIP, CONFLICT]).summary) == 3
    assert len(digest_of([SLIP]).summary) == 2


def test_silence_of_a_project_whose_stage_nobody_told_names_no_stage() -> None:
    row = digest_of([change("silent", "环湾绿道", cite("环湾绿道。"), new={"since": "2025-03-01", "days": 184})]).rows[0]
    assert row.what == "2025年3月1日 以来 184 天没有消息"


def test_conflict_quotes_both_sides_and_a_slip_the_earlier_page() -> None:
    rows = digest_of([SLIP, CONFLICT]).rows
    assert [[quote.label for quote in row.quotes] for row in rows] == [["", "此前"], ["", "另一说"]]
    assert rows[1].quotes[1].text == "望海大桥南延线尚在办理用地手续，未开工建设。"


def test_dates_are_those_of_the_region() -> None:
    """Known on the 27th at 22:00 in London is the 28th in Shanghai."""
    rows = digest_of([change("new_name", "东屿风电项目", cite("东屿风电项目。", day=None))]).rows
    assert rows[0].quotes[0].day == "2025年8月28日 获知"


def test_subject_and_summary_count_what_matters() -> None:
    digest = digest_of([SLIP, CONFLICT])
    assert digest.subject == "海湾都市圈 2025年第35周：1项推迟，1处说法不一"
    assert digest.summary[0] == "跟踪 12 个项目，本期 2 条：1项推迟，1处说法不一。"
    assert digest_of([SLIP, CONFLICT], language="en").subject == "海湾都市圈 2025 week 35: 1 slipped, 1 conflict"
    assert len(digest_of(one_of_each()).summary) == 3


def test_nothing_changed_is_a_report_too() -> None:
    digest = digest_of([])
    assert digest.subject == "海湾都市圈 2025年第35周：没有变化"
    assert "本期没有变化。" in to_text(digest) and "本期没有变化。" in render(digest).html


def test_ill_source_is_named_with_its_illness_and_since_when() -> None:
    assert digest_of([]).health == ("有 1 个来源失联，它们报道的项目可能有遗漏：青湾区要闻（被防火墙拦截，自 2025年8月28日）。")


def test_a_source_that_was_never_visited_is_not_called_well() -> None:
    new = SourceHealth(source_id="n", name="新来源", state="new")
    assert digest_of([], health=[new]).health == "有 1 个来源尚未采集过。"
    assert digest_of([], health=HEALTH[:1]).health == "全部 1 个来源正常。"


def test_first_report_says_so() -> None:
    assert digest_of([], first=True).window == "首份周报：截至 2025年9月1日 已知的情况"


@pytest.mark.parametrize(
    ("edition", "said"), [("2025-W35", "2025年第35周"), ("2025-W35-0827", "2025年第35周（至8月27日）"), ("adhoc", "adhoc")]
)
def test_edition_is_named(edition: str, said: str) -> None:
    digest = build_digest([], [], region_name="海湾", edition=edition, since=SINCE, until=UNTIL, tracked=0)
    assert digest.subject.startswith(f"海湾 {said}：")


_KEYS = ("stage", "when_start", "when_end", "when_text", "strength", "yuan", "percent", "value", "unit", "days", "earlier",
         "since", "milestone", "modality", "claims", "targets", "name")  # fmt: skip
_PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["x", "started", "2025-02-30", "2025-08-26"])
_VALUES = st.dictionaries(
    st.sampled_from(_KEYS),
    _PLAIN | st.lists(_PLAIN | st.dictionaries(st.sampled_from([*_KEYS, "by"]), _PLAIN, max_size=3), max_size=3),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@example(kind=ChangeKind.MONEY_CHANGED, old={}, new={"yuan": "x"}, language="zh")
@example(kind=ChangeKind.PROGRESS_MOVED, old={"percent": None}, new={"percent": None}, language="zh")
@example(kind=ChangeKind.INDICATOR_REPORTED, old={}, new={"value": 3, "targets": [{"by": "2025-12-31"}]}, language="zh")
@example(kind=ChangeKind.CONFLICT_OPENED, old={}, new={"claims": ["x"]}, language="zh")
@example(kind=ChangeKind.STAGE_REACHED, old={}, new={"stage": [None]}, language="en")
@given(kind=st.sampled_from(TOLD), old=_VALUES, new=_VALUES, language=st.sampled_from(["zh", "en"]))
def test_missing_or_odd_values_never_crash_and_never_print_none(
    kind: ChangeKind, old: dict[str, Any], new: dict[str, Any], language: str
) -> None:
    text = to_text(digest_of([change(kind, "甲", cite("甲。"), old=old, new=new)], language=language))
    assert not any(word in text for word in ("None", "nan", "inf", "{", "}"))


def test_same_changes_same_digest() -> None:
    def again() -> list[Change]:
        return one_of_each()

    assert render(digest_of(again())) == render(digest_of(again()))


def test_old_news_that_we_learn_only_now_is_called_so() -> None:
    def said(published: date) -> str:
        news = change("stage_reached", "海湾大桥", cite("8月1日大桥开工。", day=published), new={"stage": "started"})
        return digest_of([news]).rows[0].what

    assert "旧闻" in said(date(2011, 4, 19))
    assert "旧闻" not in said(date(2025, 8, 26))

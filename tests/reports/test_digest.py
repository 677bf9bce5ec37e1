"""What a reader is told: every change, in words that hold, with its quotation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.catalogue import Catalogue
from reports.digest import Digest, build_digest
from reports.render import render, to_text
from reports.sections import SECTIONS
from reports.words import COUNTS, KINDS
from tests.reports.build import CONFLICT, COUNTY, DAILY, HEALTH, SINCE, SLIP, UNTIL, change, cite, digest_of, one_of_each
from warehouse.records import Change, ChangeKind, SourceHealth

TOLD = [kind for kind in ChangeKind if kind not in (ChangeKind.SOURCE_ILL, ChangeKind.SOURCE_WELL, ChangeKind.DUE)]


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
    said = {row.kind: (row.what, row.tag) for row in digest_of(one_of_each()).rows}
    assert said["stage_reached"] == ("前期 → 开工（8月26日）", "")  # the milestone 开工 says no more
    assert said["stopped"] == ("暂缓", "停工、暂缓")
    assert said["promise_slipped"] == ("建成投用 2025年内 → 2026年6月底前（第 2 次改期）", "推迟 181 天")
    assert said["promise_forward"] == ("建成投用 2025年12月 → 2025年10月（首次改期）", "提前 61 天")
    assert said["promise_made"] == ("计划2026年上半年建成投用", "")
    assert said["promise_weakened"] == ("在建：计划 → 力争", "口气变弱")
    assert said["overdue"] == ("承诺2025年8月底前建成投用，至今未见兑现", "逾期 1 天")
    assert said["money_changed"] == ("总投资 18.6亿元 → 19.8亿元", "+1.2亿元，+6.5%")
    assert said["progress_moved"] == ("进度 65% → 72%", "+7 个百分点")
    assert said["indicator_reported"] == ("2025年上半年 15.2亿元，达到2025年目标 33亿元的 46.1%", "落后时间进度 3.9 个百分点")
    assert said["conflict_opened"] == ("一说开工；另一说前期", "")
    assert said["edited"] == ("建成投用：2025年12月 → 2026年3月", "网页改动")
    assert said["silent"] == ("最后消息 5月28日（开工）", "96 天没有消息")


def test_the_same_in_english() -> None:
    said = {row.kind: (row.what, row.tag) for row in digest_of(one_of_each(), language="en").rows}
    assert said["stage_reached"] == ("in preparation → started (26 Aug)", "")
    assert said["promise_slipped"] == (
        "in service within 2025 → by the end of Jun 2026 (moved 2 times so far)", "181 days later",
    )  # fmt: skip
    assert said["overdue"] == (
        "promised in service by the end of Aug 2025; nothing says that it was met", "1 day overdue",
    )  # fmt: skip
    assert said["money_changed"] == ("total investment CNY 1.86 bn → CNY 1.98 bn", "+CNY 120 m, +6.5%")
    assert said["indicator_reported"][0] == "first half of 2025: CNY 1.52 bn, 46.1% of the 2025 target CNY 3.3 bn"


def test_a_stage_says_whether_its_promise_was_kept() -> None:
    def tag(**new: Any) -> str:
        return digest_of([change("stage_reached", "大桥", cite("大桥通车。"), new={"stage": "in_service", **new})]).rows[0].tag

    assert tag(promised="2025-08-31", late=-3) == "按期兑现"
    assert tag(promised="2025-08-31", when_end="2025-09-20") == "晚于承诺 20 天"
    assert tag(promised="2025-12-31", late=-124) == "早于承诺 124 天"
    assert tag() == ""


def test_a_promise_that_was_kept_is_told_with_the_stage_that_keeps_it() -> None:
    opened = cite("8月28日，医院正式启用。", "正式启用")
    promised = cite("医院计划8月底前启用。", "8月底前", where=DAILY)
    old = {"stage": "in_service", "when_start": "2025-08-21", "when_end": "2025-08-31", "when_text": "8月底前"}
    new = {"stage": "in_service", "when_start": "2025-08-28", "when_end": "2025-08-28"}
    kept = change("promise_kept", "医院", opened, promised, old=old, new=new | {"early": 3})
    reached = change("stage_reached", "医院", opened, old={"stage": "construction"}, new=new)
    digest = digest_of([reached, kept])
    [row] = digest.rows
    assert (row.what, row.tag, len(row.quotes)) == ("在建 → 建成投用（8月28日）", "按期兑现", 2)
    assert row.quotes[1].label == "此前" and "兑现" not in digest.subject
    [alone] = digest_of([kept]).rows
    assert (alone.what, alone.tag) == ("承诺2025年8月底前建成投用，8月28日兑现", "按期兑现")


def test_a_slip_names_every_date_that_was_promised_before() -> None:
    history = [{"when_end": "2024-12-31"}, {"when_end": "2025-06-30"}, {"when_end": "2025-12-31"}]
    moved = replace(SLIP, new={**SLIP.new, "earlier": 3, "history": history})
    row = digest_of([moved]).rows[0]
    assert row.note == "历次期限：2024年12月31日前 → 2025年6月30日前 → 2025年12月31日前 → 2026年6月底前"
    assert "第 3 次改期" in row.what and digest_of([SLIP]).rows[0].note == ""


def test_lately_is_no_span_of_days() -> None:
    def said(start: str) -> str:
        new = {"stage": "started", "when_start": start, "when_end": "2025-08-26"}
        return digest_of([change("stage_reached", "大桥", cite("大桥日前开工。", day=date(2025, 8, 26)), new=new)]).rows[0].what

    assert said("2025-08-12") == "开工"
    assert said("2025-08-26") == "开工（8月26日）"


def test_a_settled_contradiction_says_what_stands() -> None:
    settled = change(
        "conflict_settled",
        "产业园",
        cite("产业园已投用。"),
        cite("产业园在建。"),
        old={"stage": "construction"},
        new={"stage": "in_service"},
    )
    row = digest_of([settled]).rows[0]
    assert row.what == "各方说法已一致：建成投用" and [quote.label for quote in row.quotes] == ["", "另一说"]


def test_a_correction_says_what_was_told_and_what_is_so() -> None:
    stage, later = {"stage": "started", "modality": "actual"}, {"stage": "tender", "modality": "actual"}
    found = change("corrected", "甲大桥", cite("甲大桥招标。"), cite("甲大桥将开工。"), old=stage, new=later)
    lost = change("corrected", "乙大桥", cite("乙大桥附近一工程开工。"), old=stage)
    missed = change("corrected", "丙大桥", cite("丙大桥通车。"), new={"kind": "stage_reached", "stage": "in_service"})
    digest = digest_of([found, lost, missed])
    said = {row.subject: (row.what, row.tag, [quote.label for quote in row.quotes]) for row in digest.rows}
    assert said["甲大桥"] == ("开工 → 招标签约", "更正", ["现据", "此前所据"])
    assert said["乙大桥"] == ("撤回此前所报：开工", "更正", ["此前所据"])
    assert said["丙大桥"] == ("补报：建成投用", "更正", ["现据"])
    assert digest.subject == "海湾都市圈第35周：3处更正"


def test_all_of_one_project_stands_together_and_one_quotation_is_told_once() -> None:
    same = cite("截至8月10日，3号泊位形象进度达72%。", "72%")
    stage = change("stage_reached", "3号泊位", same, new={"stage": "construction"})
    progress = change("progress_moved", "3号泊位", same, new={"percent": 72})
    money = change("money_changed", "3号泊位", cite("总投资15.8亿元。"), new={"yuan": 1.58e9})
    other = change("stage_reached", "大桥", cite("大桥开工。"), new={"stage": "started"})
    [section] = digest_of([stage, other, progress, money], first=True).sections
    assert section.name == "各项目现状" and section.count == 2
    assert [(row.subject, row.what, row.continues) for row in section.rows] == [
        ("3号泊位", "在建；进度 72%", False),
        ("3号泊位", "总投资 15.8亿元", True),
        ("大桥", "开工", False),
    ]


def test_figures_that_decided_are_marked_in_both_quotations() -> None:
    old, new = cite("概算总投资286亿元。", where=COUNTY), cite("总投资由286亿元调整为302.5亿元。")
    row = digest_of([change("money_changed", "S1线", new, old, old={"yuan": 2.86e10}, new={"yuan": 3.025e10})]).rows[0]
    assert [[piece for piece, mark in quote.pieces if mark] for quote in row.quotes] == [["302.5亿元"], ["286亿元"]]


def test_a_newspapers_opening_is_left_out_of_a_quotation_and_the_cut_is_shown() -> None:
    said = "本报讯（记者 苏蔚 通讯员 郑帆）昨日，临江大桥主桥顺利合龙。"
    row = digest_of([change("milestone", "临江大桥", cite(said, "合龙"), new={"milestone": "合龙"})]).rows[0]
    assert row.quotes[0].text == "…昨日，临江大桥主桥顺利合龙。"


EXPECTS = {"stage": "in_service", "strength": "expected", "when_end": "2025-10-31", "when_text": "10月底前"}
CLAIMS = [
    {"stage": "in_service", "modality": "actual", "when_end": "2025-08-22", "when_start": "2025-08-22"},
    {"stage": "construction", "modality": "actual", "when_end": "2025-08-29", "when_start": "2025-08-29"},
]


@pytest.mark.parametrize(
    ("planned", "note"),
    [
        (date(2025, 9, 30), "若按另一说，比《行动方案》所定的2025年9月底前晚 31 天"),
        (date(2025, 10, 31), ""),
        (date(2025, 12, 31), ""),
        (None, ""),
    ],
)
def test_a_conflict_tells_what_its_second_side_expects_and_how_that_stands_to_the_plan(planned: date | None, note: str) -> None:
    cited = [cite("二期已投用。", "投用"), cite("二期正在施工。", "施工"), cite("二期预计10月底前投用。", "10月底前")]
    conflict = replace(
        change("conflict_opened", "二期", *cited, new={"about": "stage", "claims": CLAIMS, "expects": EXPECTS}), programme="plan"
    )
    digest = build_digest(
        [conflict], [], region_name="海湾", edition="2025-W35", since=SINCE, until=UNTIL, tracked=1,
        programmes=[("plan", "行动方案")], planned={(conflict.subject, "in_service"): planned} if planned else {},
    )  # fmt: skip
    [row] = digest.rows
    assert (row.what, row.note) == ("一说建成投用（8月22日）；另一说在建（8月29日），预计2025年10月底前建成投用", note)
    assert [(quote.label, quote.text) for quote in row.quotes] == [
        ("一说", "二期已投用。"), ("另一说", "二期正在施工。"), ("其预期", "二期预计10月底前投用。"),
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "old"), [("promise_made", {}), ("promise_slipped", {"stage": "in_service", "when_end": "2025-10-01"})])
def test_a_promise_that_is_later_than_the_plan_says_so(kind: str, old: dict[str, str]) -> None:
    made = change(kind, "二期", cite("二期预计10月底前投用。", "10月底前"), old=old, new=EXPECTS)

    def note(planned: date) -> str:
        return build_digest(
            [made], [], region_name="海湾", edition="2025-W35", since=SINCE, until=UNTIL, tracked=1,
            planned={(made.subject, "in_service"): planned},
        ).rows[0].note  # fmt: skip

    assert note(date(2025, 9, 30)) == "比规划所定的2025年9月底前晚 31 天"
    assert note(date(2025, 11, 30)) == ""
    if old:
        assert note(date(2025, 10, 1)) == ""  # the very date that it moves: the tag has said how far


def test_of_a_promise_that_became_weaker_the_words_that_say_so_are_marked() -> None:
    now, then = cite("大桥力争年内开工建设。", "开工建设", "年内"), cite("大桥计划年内开工建设。", "开工建设", "年内", where=DAILY)
    values = {"stage": "started", "when_end": "2025-12-31", "when_text": "年内"}
    weaker = change("promise_weakened", "大桥", now, then, old=values | {"strength": "firm"}, new=values | {"strength": "hoped"})
    marks = [[piece for piece, mark in quote.pieces if mark] for quote in digest_of([weaker]).rows[0].quotes]
    assert marks == [["力争", "年内", "开工建设"], ["计划", "年内", "开工建设"]]


def test_an_edit_names_only_what_it_changed() -> None:
    both = {"stage": "construction", "modality": "actual", "when_start": "2025-08-10", "when_end": "2025-08-10", "yuan": 1.58e9}
    edited = change(
        "edited", "3号泊位", cite("达62%。"), cite("达72%。"), old=both | {"percent": 72}, new=both | {"percent": 62}
    )
    assert digest_of([edited]).rows[0].what == "进度 72% → 62%"


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
    assert (row.what, row.tag) == ("最后消息 3月1日", "184 天没有消息")


def test_conflict_quotes_both_sides_and_a_slip_the_earlier_page() -> None:
    rows = digest_of([SLIP, CONFLICT]).rows
    assert [[quote.label for quote in row.quotes] for row in rows] == [["", "此前"], ["一说", "另一说"]]
    assert rows[1].quotes[1].text == "望海大桥南延线尚在办理用地手续，未开工建设。"


def test_dates_are_those_of_the_region() -> None:
    """Known on the 27th at 22:00 in London is the 28th in Shanghai."""
    rows = digest_of([change("new_name", "东屿风电项目", cite("东屿风电项目。", day=None))]).rows
    assert rows[0].quotes[0].day == "8月28日获知"


def test_subject_and_summary_count_what_matters() -> None:
    digest = digest_of([SLIP, CONFLICT])
    assert digest.subject == "海湾都市圈第35周：1项推迟，1处说法不一"
    assert digest.summary[0] == "跟踪的 12 个项目中 2 个有变化：1项推迟，1处说法不一。"
    assert digest_of([SLIP, CONFLICT], language="en").subject == "海湾都市圈 week 35: 1 slipped, 1 conflict"
    assert len(digest_of(one_of_each()).summary) == 3


def test_nothing_changed_is_a_report_too() -> None:
    digest = digest_of([])
    assert digest.subject == "海湾都市圈第35周：没有变化"
    assert "本期没有变化。" in to_text(digest) and "本期没有变化。" in render(digest).html


def test_ill_source_is_named_with_its_illness_and_since_when() -> None:
    assert digest_of([]).health == "1 个来源失联，它报道的项目可能有遗漏：青湾区要闻（被防火墙拦截，自8月28日）。"


def test_a_source_that_was_never_visited_is_not_called_well() -> None:
    new = SourceHealth(source_id="n", name="新来源", state="new")
    assert digest_of([], health=[new]).health == "1 个来源尚未采集过。"
    assert digest_of([], health=HEALTH[:1]).health == "全部 1 个来源正常。"


def test_first_report_says_so() -> None:
    assert digest_of([], first=True).window == "首份周报：截至2025年9月1日已知的情况"


@pytest.mark.parametrize(
    ("edition", "said"), [("2025-W35", "第35周"), ("2025-W35-0827", "第35周（至8月27日）"), ("adhoc", " adhoc")]
)
def test_edition_is_named(edition: str, said: str) -> None:
    digest = build_digest([], [], region_name="海湾", edition=edition, since=SINCE, until=UNTIL, tracked=0)
    assert digest.subject.startswith(f"海湾{said}：")


_KEYS = ("stage", "when_start", "when_end", "when_text", "strength", "yuan", "percent", "value", "unit", "days", "earlier",
         "since", "milestone", "modality", "claims", "path", "expects", "goal", "share", "name")  # fmt: skip
_PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["x", "started", "2025-02-30", "2025-08-26"])
_VALUES = st.dictionaries(
    st.sampled_from(_KEYS),
    _PLAIN | st.lists(_PLAIN | st.dictionaries(st.sampled_from([*_KEYS, "by"]), _PLAIN, max_size=3), max_size=3),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@example(kind=ChangeKind.MONEY_CHANGED, old={}, new={"yuan": "x"}, language="zh")
@example(kind=ChangeKind.PROGRESS_MOVED, old={"percent": None}, new={"percent": None}, language="zh")
@example(kind=ChangeKind.INDICATOR_REPORTED, old={}, new={"value": 3, "path": {"goal": "x", "by": "2025-12-31"}}, language="zh")
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


def test_old_news_that_we_learn_only_now_stands_apart_and_is_counted_apart() -> None:
    def said(published: date, *, first: bool = False) -> Digest:
        news = change("stage_reached", "海湾大桥", cite("8月1日大桥开工。", day=published), new={"stage": "started"})
        return digest_of([news, SLIP], first=first)

    old = said(date(2011, 4, 19))
    assert [section.name for section in old.sections] == ["承诺改期", "补记旧闻"]
    assert old.subject == "海湾都市圈第35周：1项推迟"
    assert old.summary[0] == "跟踪的 12 个项目中 1 个有变化：1项推迟，补记 1 条旧闻。"
    assert "海湾大桥" not in "".join(old.summary)
    assert [section.id for section in said(date(2025, 8, 26)).sections] == ["stages", "slips"]
    assert [section.id for section in said(date(2011, 4, 19), first=True).sections] == ["standing"]  # all is new to a new reader
    alone = digest_of([change("stage_reached", "大桥", cite("开工。", day=date(2011, 4, 19)), new={"stage": "started"})])
    assert alone.subject == "海湾都市圈第35周：补记 1 条旧闻" and "没有变化" not in alone.summary[0]


def test_what_was_given_up_or_settled_is_told_in_words() -> None:
    claim = {"about": "date", "stage": "in_service", "when_start": "2026-06-01", "when_end": "2026-06-30"}
    rows = digest_of(
        [
            change("conflict_settled", "丙", cite("6月通车。"), new=claim),
            change("cancelled", "丁", cite("终止实施。"), new={"stage": "stopped"}),
        ]
    ).rows
    assert {row.subject: row.what for row in rows} == {"丙": "各方说法已一致：建成投用（2026年6月）", "丁": "取消"}


@pytest.mark.parametrize(
    ("growth", "chinese", "english"),
    [(7.1, "2025年上半年 累计 15.2亿元，增长 7.1%", ", up 7.1%"), (-3.2, "2025年上半年 累计 15.2亿元，下降 3.2%", ", down 3.2%")],
)
def test_a_number_that_counts_since_a_beginning_says_so_and_how_it_grew(growth: float, chinese: str, english: str) -> None:
    [told] = [c for c in one_of_each() if c.kind == "indicator_reported"]
    told = replace(told, new=dict(told.new) | {"cumulative": True, "growth": growth})
    said = {language: digest_of([told], language=language).rows[0].what for language in ("zh", "en")}
    assert said["zh"].startswith(chinese)
    assert "cumulative CNY 1.52 bn" in said["en"] and english in said["en"]


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "目标出自《海湾行动方案》"), ("en", "Target set by 海湾行动方案")]
)
def test_a_target_names_the_programme_that_set_it(language: str, said: str) -> None:
    [output] = [c for c in one_of_each() if c.kind is ChangeKind.INDICATOR_REPORTED]
    digest = build_digest(
        [replace(output, programme="plan")], HEALTH, region_name="海湾", edition="2025-W35", since=SINCE, until=UNTIL, tracked=1,
        language=language, programmes=[("plan", "海湾行动方案")],
    )  # fmt: skip
    assert digest.rows[0].note.endswith(said)
    assert said in render(digest).text and said in render(digest).html
    assert said not in render(digest_of([output], language=language)).text  # whose programme nobody named

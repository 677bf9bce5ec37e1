"""Each fact belongs to its own project: names, brackets, lists, roundups, what refers back."""

from __future__ import annotations

from scrapers.text.normalise import normalise
from tests.scrapers.updates.reading import facts, matcher, updates
from warehouse.records import Project


def named(text: str, *names: str | Project) -> list[str]:
    clean = normalise(text)
    return [m.id for m in matcher(*names).mentions(clean.text, clean)]


def test_the_longest_name_wins() -> None:
    assert named("东港产业园二期开工。", "东港产业园", "东港产业园二期") == ["东港产业园二期"]


def test_a_line_number_is_not_part_of_a_longer_one() -> None:
    assert named("R12线开工，R1线招标。", "R1线", "R12线") == ["R12线", "R1线"]
    assert named("R12线开工。", "R1线") == []


def test_a_phase_that_is_not_tracked_is_not_its_parent() -> None:
    assert named("东港产业园二期开工。", "东港产业园") == []


def test_a_name_that_two_share_is_theirs_whose_spelling_the_page_uses() -> None:
    assert named("東嶼大橋開工。", "东屿大桥", "東嶼大橋") == ["東嶼大橋"]
    assert named("东屿大桥开工。", "东屿大桥", "東嶼大橋") == ["东屿大桥"]


def test_a_short_name_that_two_share_needs_one_of_them_on_the_page() -> None:
    first = Project(id="a", name="海湾东屿大桥", aliases=("跨海桥",))
    second = Project(id="b", name="临江西屿大桥", aliases=("跨海桥",))
    assert named("跨海桥开工。", first, second) == []
    assert named("海湾东屿大桥开工。跨海桥全长3公里。", first, second) == ["a", "a"]


def test_a_status_in_brackets_is_of_the_name_before_it() -> None:
    text = "沿线有东屿机场（在建）、西屿枢纽（规划）、南屿码头（运营）。"
    assert facts(text, "东屿机场", "西屿枢纽", "南屿码头") == {
        ("东屿机场", "construction", "actual"),
        ("西屿枢纽", "proposed", "actual"),
        ("南屿码头", "in_service", "actual"),
    }


def test_a_roundup_gives_its_stage_to_the_names_of_the_next_sentence_and_each_its_own_money() -> None:
    text = "8月18日，全县集中开工12个项目，总投资90亿元。其中东屿水库总投资5亿元，西屿码头总投资7亿元。"
    found = {u.project: u for u in updates(text, "东屿水库", "西屿码头", published="2025-08-19") if u.stage}
    assert {name: (u.stage, u.investment_yuan, str(u.when_start)) for name, u in found.items()} == {
        "东屿水库": ("started", 5e8, "2025-08-18"),
        "西屿码头": ("started", 7e8, "2025-08-18"),
    }
    assert all(u.evidence in text and "集中开工" in u.evidence and (u.project or "") in u.evidence for u in found.values())


def test_three_projects_are_the_three_before() -> None:
    text = "东屿大桥开工。西屿大桥开工。南屿大桥开工。三个项目均预计2028年建成通车。"
    names = ("东屿大桥", "西屿大桥", "南屿大桥")
    assert {f for f in facts(text, *names) if f[1] == "in_service"} == {(n, "in_service", "target") for n in names}


def test_a_kind_refers_to_the_last_name_of_that_kind() -> None:
    text = "东屿通道西屿大桥正在架设主缆。通道全长24公里，预计2028年建成通车。"
    assert ("东屿通道", "in_service", "target") in facts(text, "东屿通道", "西屿大桥")


def test_a_promise_carries_over_the_clauses_that_go_on_with_a_date() -> None:
    text = "东屿电厂预计今年下半年开工，2013年完工投产。"
    assert facts(text, "东屿电厂", published="2011-06-20") == {
        ("东屿电厂", "started", "target"),
        ("东屿电厂", "in_service", "target"),
    }


def test_accepted_is_built_unless_its_opening_is_still_promised() -> None:
    assert facts("东屿医院已通过竣工验收。", "东屿医院") == {("东屿医院", "in_service", "actual")}
    assert facts("东屿医院已通过竣工验收，计划8月底前启用。", "东屿医院", published="2025-08-16") == {
        ("东屿医院", "construction", "actual"),
        ("东屿医院", "in_service", "target"),
    }


def test_lately_is_dated_by_the_page_and_not_at_all_without_its_day() -> None:
    dated = updates("近日，东屿大桥开工。", "东屿大桥", published="2025-08-20")
    assert [(str(u.when_start), str(u.when_end)) for u in dated] == [("2025-08-06", "2025-08-20")]
    assert [u.when_end for u in updates("近日，东屿大桥开工。", "东屿大桥")] == [None]


def test_money_of_a_project_without_a_stage_is_kept_without_one() -> None:
    (only,) = updates("东屿水库项目总投资3.5亿元。", "东屿水库")
    assert (only.stage, only.investment_yuan, only.evidence) == (None, 3.5e8, "东屿水库项目总投资3.5亿元。")


def test_a_short_name_that_opens_a_clause_is_another_thing() -> None:
    assert facts("青屿大桥昨日开工。\n东屿隧道已经通车。", "青屿大桥") == {("青屿大桥", "started", "actual")}
    assert facts("青屿大桥昨日开工。该桥预计2027年通车。", "青屿大桥") == {
        ("青屿大桥", "started", "actual"), ("青屿大桥", "in_service", "target"),
    }  # fmt: skip


def test_a_page_goes_on_with_the_end_of_a_name() -> None:
    text = "东港市域铁路S9线进入铺轨阶段。S9线全长63公里。明年试运行的是S9线，东港湾大桥年底通车，湾大桥一词不算。"
    assert named(text, "东港市域铁路S9线", "东港湾大桥") == ["东港市域铁路S9线"] * 3 + ["东港湾大桥"]


def test_the_end_of_a_name_counts_only_after_the_whole_and_only_for_one() -> None:
    assert named("S9线进入铺轨阶段。", "东港市域铁路S9线") == []
    text = "东港会展中心站和西港会展中心站均已封顶。会展中心站明年启用。"
    assert named(text, "东港会展中心站", "西港会展中心站") == ["东港会展中心站", "西港会展中心站"]


def test_the_place_that_names_begin_with_may_be_left_out_but_not_exchanged() -> None:
    names = ("东港第二西通道", "东港第三医院", "东港台商投资区")
    assert named("第二西通道正式通车。", *names) == ["东港第二西通道"]
    assert named("西港台商投资区集中开工。", *names) == []


def test_one_thing_under_two_names_is_told_once() -> None:
    text = "石湾5-6号泊位（即石湾作业区五六泊位）水工主体已完成。"
    assert facts(text, "石湾5-6号泊位", "石湾作业区五六泊位") == {("石湾5-6号泊位", "construction", "actual")}


def test_what_is_asked_is_no_news_and_what_is_answered_is() -> None:
    text = "问：据说东屿大桥已经停工？\n答：该项目正在架设主缆，预计2028年建成通车。"
    assert facts(text, "东屿大桥") == {("东屿大桥", "construction", "actual"), ("东屿大桥", "in_service", "target")}


def test_a_page_about_one_project_comes_back_to_it() -> None:
    text = "东屿大桥将开工\n东屿大桥今日开工。\n沿线另有西屿互通立交工程，采用双向四车道标准。项目概算投资45亿元。"
    found = updates(text, "东屿大桥", published="2025-08-20")
    assert {u.investment_yuan for u in found if u.investment_yuan} == {45e8}


def test_the_price_of_a_contract_is_no_total_investment() -> None:
    found = updates("东屿公司近日中标东屿大桥，总造价约1.74亿元。", "东屿大桥")
    assert [u.investment_yuan for u in found] == [None]
    assert [(f.role, f.value) for u in found for f in u.figures] == [("contract_price", 1.74e8)]


def test_every_figure_of_a_project_that_moves_is_kept_with_its_sentence() -> None:
    text = "东屿大桥全长3.2公里，今日开工。今年计划投资9.8亿元，已完成投资5.13亿元。"
    found = updates(text, "东屿大桥", published="2025-08-20")
    told = {(f.role, f.value): text[u.start : u.end] for u in found for f in u.figures}
    first, second = text.split("。")[:2]
    assert told == {("length", 3.2): f"{first}。", ("year_plan", 9.8e8): f"{second}。", ("spent", 5.13e8): f"{second}。"}


def test_a_project_that_is_only_described_is_no_news() -> None:
    assert updates("东屿大桥全长3.2公里，双向六车道。", "东屿大桥", published="2025-08-20") == []


def test_an_alias_that_others_bear_counts_where_a_word_of_its_own_stands_near() -> None:
    road = Project(id="road", name="东港至临江疏港公路", aliases=("疏港路",), near=(("疏港路", ("东港", "临江")),))
    far = "全市交通建设大会今日召开，会议通报了上半年各项工作的完成情况，部署了下一步的任务，并要求各地各部门抓紧抓实。" * 2
    assert facts("疏港路今日开工。", road) == set()
    assert facts(f"东港传来消息。{far}疏港路今日开工。", road) == set()
    assert facts("东港传来消息，疏港路今日开工。", road) == {("road", "started", "actual")}
    assert facts("东港至临江疏港公路今日开工。", road) == {("road", "started", "actual")}


def test_a_name_that_others_bear_counts_beside_a_word_of_its_context() -> None:
    bridge = Project(id="bridge", name="跨海大桥", context=("东港", "东港湾"))
    assert facts("跨海大桥今日开工。", bridge) == set()
    assert facts("跨海大桥今日开工。", bridge, title="西港的跨海大桥开工") == set()
    assert facts("东港消息：跨海大桥今日开工。", bridge) == {("bridge", "started", "actual")}
    assert facts("跨海大桥今日开工。", bridge, title="东港重大项目开工") == {("bridge", "started", "actual")}

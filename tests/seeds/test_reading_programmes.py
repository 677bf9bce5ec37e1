"""Reading each of the five documents with its own watchlist yields its stages, targets and figures."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from scrapers.updates.find import find_updates
from scrapers.updates.match import Matcher
from tests.seeds.excerpts import PROGRAMMES, article, watchlist
from warehouse.records import REPORTABLE, Modality, Strength, Update


@cache
def read(programme: str) -> tuple[Update, ...]:
    region = watchlist(programme)
    found = find_updates(article(programme), Matcher(region.projects, region.indicators))
    return tuple(u for u in found if u.confidence >= REPORTABLE)


def stages(programme: str) -> dict[str, set[str]]:
    """project → what is said of it, as stage, modality and the last day when one is said."""
    found: dict[str, set[str]] = {}
    for update in read(programme):
        if update.project and update.stage:
            said = f"{update.stage} {update.modality}" + (f" {update.when_end}" if update.when_end else "")
            found.setdefault(update.project, set()).add(said)
    return found


def numbers(programme: str) -> dict[str, tuple[float | None, str | None, str, str | None]]:
    return {
        u.indicator: (u.value, u.unit, u.modality.value, u.when_end.isoformat() if u.when_end else None)
        for u in read(programme)
        if u.indicator
    }


def says(found: Mapping[str, set[str]], wanted: str, projects: str) -> None:
    assert {p: found.get(p) for p in projects.split()} == {p: {wanted} for p in projects.split()}


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_quotation_is_the_page_s_own(programme: str) -> None:
    page = article(programme)
    assert read(programme)
    assert all(u.evidence and page.text[u.start : u.end] == u.evidence for u in read(programme))


def test_haicang_promises_roads_the_r1_extension_and_five_sites() -> None:
    found = stages("haicang-taishang")
    says(found, "construction target", "g324-fengshan zong2-taishang longjiang-east dongfu-west r1-jiaomei")
    says(found, "construction target", "haicang-semiconductor wuzhai-park longjiang-park shetou-park wantai-kairui")
    says(found, "construction target", "taishang-bus-hub")
    says(found, "proposed target", "two-zone-logistics two-zone-energy two-zone-park")
    assert numbers("haicang-taishang") == {"hub-minutes": (15, "分钟", "target", "2025-12-31")}


def test_haicang_says_nothing_of_building_for_its_schools_and_hospitals() -> None:
    assert not [p for p in stages("haicang-taishang") if p.startswith(("school-", "hospital-"))]


def test_what_the_region_shall_reach_in_2025() -> None:
    found = stages("xzq-2025")
    says(found, "started target 2025-12-31", "r1")
    says(found, "construction actual", "xiajin-bridge")
    says(found, "preparation target 2025-12-31", "xiangan-berths-1-5 weitou-berths-11-12 xiaan-railway")
    says(found, "preparation target 2025-12-31", "quanjin-expressway jintong-expressway")
    says(found, "construction target 2025-12-31", "xiangan-nanyi-corridor xmu-park-nanan")
    says(found, "construction target 2025-12-31", "fxq-corridor carbon-sink-centre imaging-cloud outfalls")
    assert numbers("xzq-2025") == {"xzq-key-tasks": (26, "项", "target", "2025-12-31")}


def test_r1_is_only_hoped_for() -> None:
    [r1] = [u for u in read("xzq-2025") if u.project == "r1"]
    assert (r1.strength, r1.milestone, r1.when_text) == (Strength.HOPED, "开工建设", "年内")
    assert r1.evidence.startswith("力争年内开工建设厦漳泉城际铁路R1线")


def test_document_190_has_goals_for_2012_and_2015() -> None:
    found = stages("tongcheng-2011")
    says(found, "construction target 2012-12-31", "xm-airport xm-port-union xz-tunnel")
    says(found, "in_service target 2012-12-31", "health-records elder-platform tech-market")
    says(found, "in_service target 2015-12-31", "digital-city social-security-system jobs-platform labour-platform")


def test_document_190_sets_the_tasks_of_its_projects() -> None:
    found = stages("tongcheng-2011")
    assert found["xm-metro-1"] == found["qz-metro-1"] == {"preparation target", "started target"}
    says(found, "proposed target", "zz-metro zz-airport")
    says(found, "preparation target", "xzq-intercity")
    says(found, "construction target", "xzq-ring shenhai-2 qxz-union haicang-tianbao tianbao-pinghe xz-sea-bridge")
    says(found, "construction target", "jinjiang-shishi nanan-shijing qz-bay-bridge anxi-xiamen xzq-fast-road coastal-corridor")
    says(found, "construction target", "gaoqi-airport jinjiang-airport xm-cloud qz-cloud torch-zz minnan-culture")
    says(found, "started target", "transit-card")
    assert not [p for p in found if p.endswith("-cluster")]  # they are to be fostered: no stage of a project


def test_a_plan_states_nothing_as_done() -> None:
    for programme in ("haicang-taishang", "tongcheng-2011", "ojk-145"):
        assert {u.modality for u in read(programme)} == {Modality.TARGET}, programme


def test_quanzhou_s_rolling_list_is_counted_as_of_february() -> None:
    assert numbers("qz-parks-2024") == {
        "qz-rewards": (2.1, "亿元", "actual", None),
        "qz-rolling": (100, "个", "actual", None),
        "qz-new-in-use": (7, "个", "actual", "2024-02-29"),
        "qz-planned": (10, "个", "actual", "2024-02-29"),
        "qz-begun": (5, "个", "actual", "2024-02-29"),
        "qz-building": (42, "个", "actual", "2024-02-29"),
        "qz-in-use": (43, "个", "actual", "2024-02-29"),
        "qz-invested": (68.99, "亿元", "actual", "2024-02-29"),
        "qz-floor": (131.52, "万平方米", "actual", "2024-02-29"),
    }
    cumulative = {u.indicator for u in read("qz-parks-2024") if u.cumulative}
    assert cumulative == {"qz-planned", "qz-begun", "qz-building", "qz-in-use", "qz-invested", "qz-floor"}


def test_quanzhou_s_parks_have_the_stages_that_the_report_gives_them() -> None:
    found = stages("qz-parks-2024")
    found.pop("guyang-park", None)  # its 27 firms are in production; the report does not say whether the park is
    assert found == {
        "licheng-kechuang": {"in_service actual"},
        "jomoo-shishi": {"in_service actual"},
        "baihong-chem": {"proposed actual"},
        "yuji": {"proposed actual"},
    }


def test_a_park_s_figures_stand_beside_its_stage() -> None:
    [jomoo] = [u for u in read("qz-parks-2024") if u.project == "jomoo-shishi"]
    assert [(f.role, f.value, f.unit) for f in jomoo.figures] == [("output", 3e9, "yuan")]


def test_oujiangkou_s_targets_for_2025() -> None:
    wanted = {
        "ojk-industrial-output": 250, "ojk-output": 33, "ojk-revenue": 58, "ojk-budget-revenue": 39, "ojk-local-tax": 35,
        "ojk-trade": 140, "ojk-investment": 2000, "ojk-top-firms": 15, "ojk-listed": 10, "ojk-area": 20, "ojk-population": 10,
        "ojk-output-times": 4, "ojk-investment-times": 4, "ojk-revenue-times": 8, "ojk-tax-times": 8, "ojk-entities-times": 2,
    }  # fmt: skip
    units = {i.id: i.unit for i in watchlist("ojk-145").indicators}
    assert numbers("ojk-145") == {id_: (value, units[id_], "target", "2025-12-31") for id_, value in wanted.items()}


def test_the_targets_read_are_the_targets_watched() -> None:
    for programme in PROGRAMMES:
        read_targets = {u.indicator: u.value for u in read(programme) if u.indicator and u.modality is Modality.TARGET}
        watched = {i.id: i.targets[0].value for i in watchlist(programme).indicators if i.targets}
        assert read_targets == watched, programme


def test_oujiangkou_s_zones() -> None:
    found = stages("ojk-145")
    says(found, "construction target 2025-12-31", "ojk-hundred")
    says(found, "construction target", "lingkun-port ojk-digital")

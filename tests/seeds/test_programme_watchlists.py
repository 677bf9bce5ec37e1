"""Each of the five programmes is a whole watchlist, and what it says of the document stands in the document."""

from __future__ import annotations

import re

import pytest

from scrapers.text.normalise import normalise
from tests.seeds.excerpts import PROGRAMMES, article, watchlist
from warehouse.records import Project, Task, Watchlist


def quotes(region: Watchlist) -> list[tuple[str, str]]:
    found = [(p.id, q) for p in region.projects for q in [p.quote, *(m.quote for m in p.promised)]]
    return [*found, *((i.id, i.quote) for i in region.indicators), *((t.id, t.quote) for t in region.tasks)]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_quotation_stands_in_the_document(programme: str) -> None:
    document = normalise(article(programme).text).text
    missing = [(id_, quote) for id_, quote in quotes(watchlist(programme)) if normalise(quote).text not in document]
    assert missing == []


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_everything_is_placed_sorted_cited_and_quoted(programme: str) -> None:
    region = watchlist(programme)
    assert [p.id for p in region.programmes] == [programme] == [region.id]
    assert region.programmes[0].citation and region.programmes[0].until
    for project in region.projects:
        assert project.place and project.sector and project.programme == programme, project.id
        assert project.quote or project.promised, project.id
    for indicator in region.indicators:
        assert indicator.place and indicator.quote and indicator.programme == programme, indicator.id
    for task in region.tasks:
        assert task.quote and task.programme == programme, task.id


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_project_belongs_to_a_task(programme: str) -> None:
    region = watchlist(programme)
    assigned = {id_ for task in region.tasks for id_ in (*task.projects, *task.partners)}
    assert {p.id for p in region.projects} - assigned == set()


def of(programme: str) -> tuple[dict[str, Project], dict[str, Task]]:
    region = watchlist(programme)
    return {p.id: p for p in region.projects}, {t.id: t for t in region.tasks}


def test_haicang_and_the_taiwanese_zone_pair_schools_and_hospitals() -> None:
    projects, tasks = of("haicang-taishang")

    def names(ids: tuple[str, ...]) -> list[str]:
        return [projects[id_].name for id_ in ids]

    assert names(tasks["ht-3-primary"].projects) == [
        "漳州台商投资区实验小学", "漳州台商投资区第三实验小学", "角美中心小学", "角美第二中心小学", "金山中心小学", "东美中心小学",
    ]  # fmt: skip
    assert names(tasks["ht-3-primary"].partners) == ["华中师范大学海沧附属小学", "东师理想厦门海沧东孚实验小学"]
    assert names(tasks["ht-3-hospitals"].projects) == ["厦门长庚医院", "海沧医院"]
    assert names(tasks["ht-3-hospitals"].partners) == ["漳州市第五医院", "龙池医院"]
    assert len(tasks["ht-2-sites"].projects) == 5 and len(tasks["ht-1-roads"].projects) == 4


def test_the_region_of_2025_has_three_mechanisms_and_four_circles() -> None:
    _, tasks = of("xzq-2025")
    below = {parent: [t.name for t in tasks.values() if t.parent == parent] for parent in ("x-mechanisms", "x-26")}
    assert [name[:4] for name in below["x-mechanisms"]] == ["联席会议", "日常办事", "协调推进"]
    assert [n for n in below["x-26"] if n.endswith("圈”")] == ["“通勤圈”", "“产业圈”", "“生活圈”", "“生态圈”"]


def test_document_190_of_2011_names_departments_for_each_task_that_has_them() -> None:
    _, tasks = of("tongcheng-2011")
    document = normalise(article("tongcheng-2011").text).text
    said = re.findall(r"（省直配合单位：([^）]+)）", document)
    supported = [t for t in tasks.values() if t.departments]
    assert len(said) == len(supported) == 10
    for names, task in zip(said, supported, strict=True):
        assert [d.removeprefix("省") for d in task.departments] == [n.removeprefix("省") for n in names.split("、")]
    assert {t.by.year for t in tasks.values() if t.by} == {2012, 2015}
    assert [t.name for t in tasks.values() if t.parent == "t-1-1"] == [
        "推进轨道交通规划与建设", "加快完善高速公路和城际干线路网", "统筹布局建设综合运输枢纽", "推进公共交通同城化",
    ]  # fmt: skip


def test_quanzhou_names_its_parks_county_by_county() -> None:
    projects, tasks = of("qz-parks-2024")
    counties = [t for t in tasks.values() if t.parent == "q-counties"]
    assert len(counties) == 13
    for task in counties:
        [county] = {projects[id_].place for id_ in task.projects}
        assert county and task.name.startswith(county)


def test_oujiangkou_starts_from_2020_where_it_promises_multiples() -> None:
    targets = {i.name: i.targets[0] for i in watchlist("ojk-145").indicators if i.unit == "倍"}
    assert {name: target.value for name, target in targets.items()} == {
        "规上工业总产值": 4, "投资总量": 4, "财政收入": 8, "地方税收": 8, "市场主体数": 2,
    }  # fmt: skip
    assert {(t.base, t.base_year, t.by.year) for t in targets.values()} == {(1, 2020, 2025)}

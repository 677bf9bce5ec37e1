"""The watchlists that come with the project."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from pathlib import Path

import pytest

from scrapers.families import FAMILIES
from warehouse.records import Promise, Stage, Target, Watchlist
from warehouse.watchlist import json_schema, load_watchlist, read_watchlist

FOLDER = Path(__file__).parents[2] / "watchlists"
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.fixture(scope="module")
def region() -> Watchlist:
    return load_watchlist(FOLDER / "xiazhangquan.yaml")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_loads_without_a_word_and_says_where_its_schema_is(file: Path) -> None:
    watchlist, warnings = read_watchlist(file)
    assert warnings == ()
    assert watchlist.id == file.stem
    assert file.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=schema.json\n")
    known = {family.id for family in FAMILIES}
    assert {source.family for source in watchlist.sources if source.family} <= known


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_programme_is_cited_and_every_promise_quoted(file: Path) -> None:
    watchlist = load_watchlist(file)
    assert all(programme.citation and programme.until for programme in watchlist.programmes)
    for project in watchlist.projects:
        for promise in project.promised:
            assert promise.by is not None and len(promise.quote) >= 4, project.id
            assert project.programme is not None, project.id


def test_the_region_watches_its_cities_the_province_and_wenzhou(region: Watchlist) -> None:
    assert len(region.sources) == 15
    assert {s.place for s in region.sources} == {"厦门市", "泉州市", "漳州市", "福建省", "温州市"}
    assert {s.family for s in region.sources} == {"trs", "ylcms", "newspaper", "jpage"}


@pytest.mark.parametrize(
    ("programme", "names"),
    [
        ("haicang-taishang", ["国道324线（纵二线）凤山至厦漳界段", "厦漳泉城际铁路R1线漳州（角美）延伸段", "海沧半导体产业基地",
                              "吴宅智能制造产业园", "社头高新技术产业园", "双十中学漳州分校", "漳州市第五医院"]),
        ("xzq-2025", ["厦漳泉城际铁路R1线", "厦金大桥", "泉金高速", "晋同高速", "厦门港翔安港区1#-5#集装箱泊位工程",
                      "泉州港围头湾港区11-12号泊位工程", "厦安铁路", "厦门大学科技园泉州南安园区"]),
        ("tongcheng-2011", ["厦门市城市轨道交通一期工程", "厦漳跨海大桥", "泉州湾跨海大桥", "厦漳海底隧道", "厦门新机场",
                            "漳州军民合用机场", "漳州古雷石化产业基地"]),
        ("qz-parks-2024", ["永佳智能装备产业园", "南安芯谷半导体科技产业港", "鲤城高新区科创中心", "九牧卫浴智慧产业园",
                           "德化县古洋工业园区", "安溪芯园"]),
        ("ojk-145", ["灵昆港区", "柳白分区", "洞头大小门分区"]),
    ],
)  # fmt: skip
def test_the_projects_that_a_programme_names_are_tracked(region: Watchlist, programme: str, names: list[str]) -> None:
    assert set(names) <= {p.name for p in region.projects if p.programme == programme}


def test_what_the_programmes_promised_by_a_date(region: Watchlist) -> None:
    promised = {p.id: p.promised for p in region.projects}
    by = date(2025, 12, 31)
    assert promised["r1"] == (Promise(stage=Stage.STARTED, by=by, quote="力争年内开工建设厦漳泉城际铁路R1线"),)
    assert promised["xiajin-bridge"] == (Promise(stage=Stage.CONSTRUCTION, by=by, quote="续建厦金大桥"),)
    assert {p.id for p in region.projects if any(m.stage is Stage.PREPARATION and m.by == by for m in p.promised)} == {
        "quanjin-expressway", "jintong-expressway", "xiangan-berths-1-5", "weitou-berths-11-12", "xiaan-railway",
    }  # fmt: skip


def test_the_targets_of_oujiangkou(region: Watchlist) -> None:
    targets = {i.name: (i.targets, i.unit) for i in region.indicators if i.programme == "ojk-145"}
    wanted = {
        "工业总产值": (250, "亿元"),
        "规上工业增加值": (33, "亿元"),
        "财政总收入": (58, "亿元"),
        "一般公共预算收入": (39, "亿元"),
        "地方税收收入": (35, "亿元"),
        "进出口贸易额": (140, "亿元"),
        "五年固定资产总投资": (2000, "亿元"),
        "上市公司": (10, "家"),
        "新增开发建设面积": (20, "平方公里"),
        "常住人口": (10, "万人"),
    }
    for name, (value, unit) in wanted.items():
        assert targets[name] == ((Target(value=value, by=date(2025, 12, 31)),), unit)


def test_the_rolling_list_of_quanzhou_is_counted(region: Watchlist) -> None:
    units = {i.name: i.unit for i in region.indicators if i.programme == "qz-parks-2024"}
    assert units == {
        "四个一批滚动管理项目": "个",
        "谋划项目": "个",
        "开工项目": "个",
        "在建项目": "个",
        "投用及部分投用项目": "个",
        "新增在建转投用或部分投用项目": "个",
        "累计完成投资额": "亿元",
        "封顶的标准厂房及配套用房": "万平方米",
        "兑现奖补资金": "亿元",
    }


@pytest.mark.parametrize("page", ["add-a-source.md", "add-a-project.md"])
def test_the_example_in_the_docs_loads_without_a_word(page: str, tmp_path: Path) -> None:
    text = (FOLDER.parent / "docs" / page).read_text(encoding="utf-8")
    [example] = re.findall(r"^ *```yaml\n(.*?)^ *```$", text, re.S | re.M)
    file = tmp_path / "haiwan.yaml"
    file.write_text(textwrap.dedent(example), encoding="utf-8")
    watchlist, warnings = read_watchlist(file)
    assert (watchlist.id, warnings) == ("haiwan", ())


def test_the_docs_name_every_key_of_a_source() -> None:
    text = (FOLDER.parent / "docs" / "add-a-source.md").read_text(encoding="utf-8")
    keys = json_schema()["$defs"]["SourceForm"]["properties"].keys()
    assert {key for key in keys if f"`{key}`" not in text} == set()

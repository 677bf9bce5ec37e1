"""A watchlist loads whole, or every mistake in it is told with file, line, key and mend."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest

from warehouse.records import Expectations, Promise, Stage, Target, Watchlist
from warehouse.watchlist import BYTES_AT_MOST, Problem, WatchlistError, json_schema, load_watchlist, read_watchlist

SMALLEST = """\
region: {id: shore, name: 海湾都市圈}
sources:
  - {id: yaowen, name: 海湾要闻, listing: "https://www.haiwan.example/xwdt/yw/"}
projects:
  - {id: s1, name: 海湾城际铁路S1线, aliases: [S1线, 城际铁路S1线]}
indicators:
  - {id: output, name: 规上工业增加值, place: 临江, unit: 亿元, targets: [{value: 33, by: 2025-12-31}]}
"""


def load(folder: Path, text: str, *, whole: bool = True) -> tuple[Watchlist, tuple[Problem, ...]]:
    file = folder / "w.yaml"
    file.write_text(text, encoding="utf-8")
    return read_watchlist(file, whole=whole)


def mistakes(folder: Path, text: str, *, whole: bool = True) -> list[tuple[int, str, str, str]]:
    with pytest.raises(WatchlistError) as caught:
        load(folder, text, whole=whole)
    assert all(p.file == str(folder / "w.yaml") for p in caught.value.problems)
    return [(p.line, p.key, p.what, p.mend) for p in caught.value.problems]


def test_the_smallest_watchlist_loads(tmp_path: Path) -> None:
    watchlist, warnings = load(tmp_path, SMALLEST)
    assert (watchlist.id, watchlist.name, watchlist.timezone) == ("shore", "海湾都市圈", "Asia/Shanghai")
    assert watchlist.sources[0].listing == "https://www.haiwan.example/xwdt/yw/"
    assert watchlist.projects[0].aliases == ("S1线", "城际铁路S1线")
    assert watchlist.indicators[0].targets == (Target(value=33.0, by=date(2025, 12, 31)),)
    assert warnings == ()


def test_every_key_arrives(tmp_path: Path) -> None:
    watchlist, warnings = load(
        tmp_path,
        """
region: {id: shore, name: 海湾, timezone: Asia/Urumqi, language: en, readers: [a@b.example]}
sources:
  - id: s
    name: 要闻
    listing: http://127.0.0.1:8951/xwdt/
    kind: mirror
    place: 海湾市
    trust: 1
    family: trs
    hosts: [img.b.example, "b.example:8080"]
    pages: 2
    delay: 0
    expect: {links_min: 3, links_max: 60, fresh_days: 14, read_share: 0.9}
programmes:
  - {id: plan, name: 行动方案, citation: 海政〔2025〕3号, until: 2027-12-31,
     page: "https://a.example/zwgk/3.htm"}
projects:
  - id: bridge
    name: 临江大桥
    aliases: [临江大橋, 临江大橋]
    place: 临江县
    sector: bridge
    programme: plan
    context: [临江]
    promised: [{stage: in_service, by: 2025-12-31, quote: 临江大桥2025年底前建成通车。}]
    note: 双塔斜拉桥
indicators:
  - {id: gdp, name: 生产总值, unit: 亿元, programme: plan, aliases: [GDP],
     targets: [{value: 5, by: 2025-12-31, base: 1.5, base_year: 2020}]}
""",
    )
    assert warnings == ()
    assert (watchlist.timezone, watchlist.language, watchlist.readers) == ("Asia/Urumqi", "en", ("a@b.example",))
    source = watchlist.sources[0]
    assert (source.kind, source.place, source.trust, source.family) == ("mirror", "海湾市", 1, "trs")
    assert (source.hosts, source.pages, source.delay) == (("img.b.example", "b.example:8080"), 2, 0)
    assert source.expect == Expectations(links_min=3, links_max=60, fresh_days=14, read_share=0.9)
    assert (watchlist.programmes[0].citation, watchlist.programmes[0].until) == ("海政〔2025〕3号", date(2027, 12, 31))
    assert watchlist.programmes[0].page == "https://a.example/zwgk/3.htm"
    project = watchlist.projects[0]
    assert project.aliases == ("临江大橋",)
    assert project.promised == (Promise(stage=Stage.IN_SERVICE, by=date(2025, 12, 31), quote="临江大桥2025年底前建成通车。"),)
    assert (project.place, project.sector, project.programme, project.context, project.note) == (
        "临江县", "bridge", "plan", ("临江",), "双塔斜拉桥",
    )  # fmt: skip
    assert watchlist.indicators[0].targets[0] == Target(value=5, by=date(2025, 12, 31), base=1.5, base_year=2020)


@pytest.mark.parametrize("text", ["projects:\n- {id: a, name: 某项目}\n", "indicators: [{id: a, name: 某, unit: 家}]"])
def test_projects_or_indicators_alone_load_where_no_region_is_needed(tmp_path: Path, text: str) -> None:
    watchlist, _ = load(tmp_path, text, whole=False)
    assert watchlist.id == "w" and len(watchlist.projects) + len(watchlist.indicators) == 1
    keys = [what for _, _, what, _ in mistakes(tmp_path, text)]
    assert keys == ["region is missing", "no sources"]


def test_json_is_a_watchlist_too_and_its_mistakes_have_lines(tmp_path: Path) -> None:
    rows = [{"id": f"p{n}", "name": f"海湾项目第{n}号", "aliases": []} for n in range(3)]
    watchlist, _ = load(tmp_path, json.dumps({"projects": rows}, ensure_ascii=False, indent=1), whole=False)
    assert [p.id for p in watchlist.projects] == ["p0", "p1", "p2"]
    rows[2]["alias"] = ["某"]
    text = json.dumps({"projects": rows}, ensure_ascii=False, indent=1)
    line = 1 + text[: text.index('"alias"')].count("\n")
    assert mistakes(tmp_path, text, whole=False)[0][:2] == (line, "projects[2].alias")


def test_all_mistakes_are_told_at_once_each_with_line_key_and_mend(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        """\
region: {id: shore, name: 海湾, timezon: Asia/Shanghai}
sources:
  - {id: a, name: 324, url: "https://a.example/"}
  - {id: a, name: 某网, listing: "ftp://a.example/"}
projects:
  - id: s1
    name: S1线
    aliases: S1
    programme: plan25
    promised: [{stage: in_servce, by: 2025}]
programmes: [{id: plan2025, name: 方案}]
""",
    )
    by_key = {key: (line, what, mend) for line, key, what, mend in found}
    assert by_key["region.timezon"][0] == 1 and "did you mean 'timezone'?" in by_key["region.timezon"][2]
    assert by_key["sources[0].name"] == (3, "324 is not text to YAML", "put it in quotes")
    assert by_key["sources[0].url"][0] == 3 and "did you mean 'listing'?" in by_key["sources[0].url"][2]
    assert by_key["sources[0].listing"][:2] == (3, "listing is missing")
    assert by_key["sources[1].id"][:2] == (4, "the id 'a' is that of sources[0] already")
    assert by_key["sources[1].listing"][:2] == (4, "'ftp://a.example/' is no http(s) address")
    assert by_key["projects[0].aliases"][:2] == (8, "must be a list, not text")
    assert by_key["projects[0].programme"][0] == 9 and "did you mean 'plan2025'?" in by_key["projects[0].programme"][2]
    assert by_key["projects[0].promised[0].stage"][0] == 10
    assert "did you mean 'in_service'?" in by_key["projects[0].promised[0].stage"][2]
    assert by_key["projects[0].promised[0].by"][1:] == (
        "2025 is no day", "write the last day of the period, such as 2025-12-31",
    )  # fmt: skip
    assert len(found) == 10
    assert [line for line, *_ in found] == sorted(line for line, *_ in found)


def test_an_alias_may_ask_for_words_near_it(tmp_path: Path) -> None:
    text = SMALLEST.replace("[S1线,", "[{name: 疏港路, near: [海湾, 临港]}, S1线,")
    watchlist, warnings = load(tmp_path, text)
    project = watchlist.projects[0]
    assert project.aliases[:2] == ("疏港路", "S1线") and project.near == (("疏港路", ("海湾", "临港")),)
    assert warnings == ()
    found = {key: (line, what, mend) for line, key, what, mend in mistakes(tmp_path, text.replace("near: [", "neer: ["))}
    line, what, mend = found["projects[0].aliases[0].neer"]
    assert (line, what) == (5, "unknown key 'neer'") and "'near'" in mend


def test_the_message_is_what_a_user_needs(tmp_path: Path) -> None:
    with pytest.raises(WatchlistError) as caught:
        load(tmp_path, SMALLEST.replace("unit: 亿元", "units: 亿元"))
    lines = str(caught.value).splitlines()
    assert lines[1].startswith(f"{tmp_path / 'w.yaml'}:7: indicators[0].units: unknown key 'units'. Mend: did you mean 'unit'?")


@pytest.mark.parametrize(
    ("change", "line", "key", "what"),
    [
        (("id: shore", "id: 海湾"), 1, "region.id", "'海湾' cannot be an id"),
        (("id: s1", "id: a b"), 5, "projects[0].id", "'a b' cannot be an id"),
        (("name: 海湾要闻", "name: ''"), 3, "sources[0].name", "is empty"),
        (("2025-12-31", "2025-02-30"), 7, "", "'2025-02-30' is no timestamp"),
        (("value: 33", "value: .inf"), 7, "indicators[0].targets[0].value", "inf: input should be a finite number"),
        (("id: yaowen", "id: no"), 3, "sources[0].id", "False is not text to YAML"),
        (('"https://www', '"https://user:word@www'), 3, "sources[0].listing",
         "an address must not hold a user name or password"),
        (('"https://www', '"https://w<b>ww'), 3, "sources[0].listing",
         "'https://w<b>ww.haiwan.example/xwdt/yw/' holds <"),
        (("id: yaowen,", "id: yaowen, trust: 9,"), 3, "sources[0].trust", "9: input should be less than or equal to 5"),
        (("id: yaowen,", "id: yaowen, expect: {links_min: 9, links_max: 2},"), 3, "sources[0].expect.links_min",
         "links_min 9 is more than links_max 2"),
        (("id: output", "id: s1"), 7, "indicators[0].id", "the id 's1' is that of a project too"),
        (("id: shore,", "id: shore, readers: ['a@b, c@d'],"), 1, "region.readers[0]", "'a@b, c@d' is no e-mail address"),
        (("projects:", "region: {id: x, name: y}\nprojects:"), 4, "region", "this key stands twice"),
        (("id: shore,", "id: shore, timezone: Asia/Atlantis,"), 1, "region.timezone", "no time zone 'Asia/Atlantis'"),
        (("[S1线,", "[\"S1\\n线\","), 5, "projects[0].aliases[0]", "holds a line break or control character"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_stands(tmp_path: Path, change: tuple[str, str], line: int, key: str, what: str) -> None:
    assert SMALLEST.count(change[0]) >= 1
    assert (line, key, what) in [m[:3] for m in mistakes(tmp_path, SMALLEST.replace(*change, 1))]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("region: {id: a\nname: b}\n  - c: [", 2, "not YAML"),
        ("a: b\n\tc: d\n", 2, "not YAML"),
        ("", 1, "no watchlist"),
        ("- a\n- b\n", 1, "no watchlist"),
        ("region: !!python/object/apply:os.system ['true']\n", 1, "the tag 'tag:yaml.org,2002:python/object/apply"),
        ("region: !!binary aGk=\n", 1, "'aGk=' has a meaning to YAML"),
        ("{'a': 1}: 2\n", 1, "a key must be a word"),
        ("a: 1\0", 1, "not YAML"),
        ("a: &a [*a]\n", 1, "nested deeper than 20"),
        ("- " * 5000 + "a", 1, "not YAML: exceeded maximum nesting depth"),
        ("[" * 100_000, 1, "not YAML: exceeded maximum nesting depth"),
        ('{"a": ' * 100_000, 1, "not YAML: exceeded maximum nesting depth"),
    ],
)
def test_text_that_is_no_watchlist_is_told(tmp_path: Path, text: str, line: int, what: str) -> None:
    [found] = mistakes(tmp_path, text)
    assert found[0] == line and found[2].startswith(what), found


def test_a_small_file_that_grows_without_end_is_stopped(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 15)
    )
    began = time.monotonic()
    [found] = mistakes(tmp_path, bomb)
    assert found[2] == "more than 3,000,000 values"
    assert time.monotonic() - began < 20


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "w.yaml"
    with file.open("wb") as opened:
        opened.truncate(BYTES_AT_MOST + 1)
    with pytest.raises(WatchlistError, match="larger than 32,000,000 bytes"):
        load_watchlist(file)


def test_bytes_that_are_not_utf8_are_told_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "w.yaml"
    file.write_bytes("a: b\nregion: 海湾\n".encode("gb18030"))
    with pytest.raises(WatchlistError, match=r"w\.yaml:2: not UTF-8\. Mend: save the file as UTF-8"):
        load_watchlist(file)
    with pytest.raises(WatchlistError, match="cannot be read"):
        load_watchlist(tmp_path / "nowhere.yaml")


def test_names_that_overlap_are_worth_a_look_but_load(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    text = """\
projects:
  - {id: a, name: 临江大桥, aliases: [大桥]}
  - {id: b, name: 临江二桥, aliases: [临江大桥, 通道]}
  - {id: c, name: 实验小学, place: 甲县}
  - {id: d, name: 实验小学, place: 乙县}
"""
    watchlist, warnings = load(tmp_path, text, whole=False)
    assert len(watchlist.projects) == 4
    assert [(w.line, w.key, w.what) for w in warnings] == [
        (2, "projects[0].aliases[0]", "'大桥' can stand for anything"),
        (3, "projects[1].aliases[0]", "'临江大桥' names projects[0] (临江大桥) too"),
    ]
    load_watchlist(tmp_path / "w.yaml", whole=False)
    assert "can stand for anything" in caplog.text


def test_ten_thousand_projects_load_quickly(tmp_path: Path) -> None:
    rows = [{"id": f"p{n}", "name": f"海湾第{n}号工程", "aliases": [f"{n}号工程", f"工程{n}号"]} for n in range(10_000)]
    began = time.process_time()
    watchlist, warnings = load(tmp_path, json.dumps({"projects": rows}, ensure_ascii=False), whole=False)
    assert len(watchlist.projects) == 10_000 and warnings == ()
    assert time.process_time() - began < 2  # 0.2 s seen


def test_the_schema_for_editors_is_current() -> None:
    committed = Path(__file__).parents[2] / "watchlists" / "schema.json"
    assert json.loads(committed.read_text(encoding="utf-8")) == json_schema(), (
        "write it anew: regionwatch schema > watchlists/schema.json"
    )


def test_the_schema_knows_the_keys_and_refuses_others() -> None:
    schema = json_schema()
    assert schema["required"] == ["region"] and schema["additionalProperties"] is False
    source = schema["$defs"]["SourceForm"]
    assert source["required"] == ["id", "name", "listing"] and source["additionalProperties"] is False
    assert source["properties"]["kind"]["enum"] == ["government", "newspaper", "portal", "mirror"]
    assert schema["$defs"]["Stage"]["enum"] == [stage.value for stage in Stage]

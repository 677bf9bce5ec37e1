"""Which numbers of a page belong to a tracked indicator, and for which period."""

import pytest

from scrapers.updates.find import find_updates
from scrapers.updates.indicator_forms import UNIT_EXAMPLES, VARIANT_EXAMPLES, VARIANTS, convert, other_names
from scrapers.updates.match import Matcher
from warehouse.records import REPORTABLE, Article, Indicator, Update

OUTPUT = Indicator(id="output", name="规上工业增加值", unit="亿元")
TOTAL = Indicator(id="total", name="工业总产值", unit="亿元")
FOREIGN = Indicator(id="foreign", name="实际利用外资", unit="亿美元")
PEOPLE = Indicator(id="people", name="常住人口", unit="万人")
LISTED = Indicator(id="listed", name="上市公司", unit="家")
BUILDING = Indicator(id="building", name="在建项目", unit="个")
INVESTED = Indicator(id="invested", name="累计完成投资", unit="亿元", aliases=("累计完成投资额",))
FOREST = Indicator(id="forest", name="森林覆盖率", unit="%")
LAND = Indicator(id="land", name="新增建设用地", unit="平方公里")
ALL = (OUTPUT, TOTAL, FOREIGN, PEOPLE, LISTED, BUILDING, INVESTED, FOREST, LAND)


def _updates(
    text: str, published: str | None = "2024-03-20", title: str = "", indicators: tuple[Indicator, ...] = ALL
) -> list[Update]:
    return find_updates(Article(url="page", title=title, text=text, published_at=published), Matcher((), indicators))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("规上工业增加值完成33.5亿元。", {"output": 33.5}),
        ("规模以上工业增加值到达33亿元。", {"output": 33}),
        ("1-10月实际利用外资3.8亿美元，增长210.8%，完成年度目标98.2%。", {"foreign": 3.8}),
        ("全年规上工业增加值增长6.5%，达到33亿元。", {"output": 33}),
        ("规上工业增加值同比增长6.5%。", {}),
        ("规上工业增加值比上年增加3亿元。", {}),
        ("规上工业增加值由25亿元提高到33亿元。", {"output": 33}),
        ("实际利用外资3.8亿元。", {}),
        ("规上工业增加值330,000万元。", {"output": 33}),
        ("常住人口达98000人。", {"people": 9.8}),
        ("常住人口10万人左右。", {"people": 10}),
        ("上市公司力求新增10家以上。", {"listed": 10}),
        ("全市有42个在建项目。", {"building": 42}),
        ("工业总产值和规上工业增加值分别达到250亿元和33亿元。", {"total": 250, "output": 33}),
        ("工业总产值、规上工业增加值分别完成250亿元。", {}),
        ("森林覆盖率达66.8%。", {"forest": 66.8}),
        ("新增建设用地3000亩。", {"land": 2}),
        ("工业总产值占全市的12%。", {}),
        ("工业总产值（现价）250亿元。", {"total": 250}),
        ("福建省规上工业增加值1.8万亿元。", {}),
        ("全国规上工业增加值40万亿元。", {}),
        ("全区规上工业增加值33亿元。", {"output": 33}),
        ("规上工业增加值是衡量一个地区的重要指标，去年全区投资33亿元。", {}),
    ],
)
def test_the_value_of_an_indicator(text: str, values: dict[str, float]) -> None:
    assert {u.indicator: u.value for u in _updates(text)} == values


@pytest.mark.parametrize(
    ("text", "value", "modality"),
    [
        ("规上工业增加值：33亿元。", 33, "actual"),
        ("规上工业增加值达33.5亿，同比增7.1%。", 33.5, "actual"),
        ("规上工业增加值三十三亿元。", 33, "actual"),
        ("规上工业增加值达30—33亿元。", 30, "actual"),
        ("规上工业增加值不低于33亿元。", 33, "target"),
        ("规上工业增加值33亿元的目标。", 33, "target"),
        ("原定规上工业增加值33亿元的目标调整为30亿元。", 30, "target"),
        ("规上工业增加值比2020年翻一番，达到33亿元。", 33, "actual"),
        ("规上工业增加值排名全省第三，达33亿元。", 33, "actual"),
        ("完成规上工业增加值33亿元、固定资产投资120亿元。", 33, "actual"),
    ],
)
def test_ways_to_write_a_number(text: str, value: float, modality: str) -> None:
    [update] = _updates(text)
    assert (update.indicator, update.value, update.modality) == ("output", value, modality)


@pytest.mark.parametrize(
    ("text", "published", "first", "last", "modality", "strength"),
    [
        ("1月—2月累计完成投资额68.99亿元。", "2024-03-28", "2024-01-01", "2024-02-29", "actual", "done"),
        ("截至2月底，在建项目42个。", "2024-03-28", "2024-02-21", "2024-02-29", "actual", "done"),
        ("到2025年，力争规上工业增加值达到33亿元。", "2022-12-28", "2025-01-01", "2025-12-31", "target", "hoped"),
        ("到2025年，力争规上工业增加值达到33亿元。", None, "2025-01-01", "2025-12-31", "target", "hoped"),
        ("到2025年，规上工业增加值达到33亿元。", "2022-12-28", "2025-01-01", "2025-12-31", "target", "firm"),
        ("2023年，规上工业增加值达到33亿元。", "2024-03-28", "2023-01-01", "2023-12-31", "actual", "done"),
        ("2023年规上工业增加值比2020年增长20%，达到33亿元。", "2024-03-28", "2023-01-01", "2023-12-31", "actual", "done"),
        ("去年出台政策，目前累计完成投资2.1亿元。", "2024-03-28", None, None, "actual", "done"),
        ("预计全年规上工业增加值33亿元。", "2024-03-28", None, None, "target", "expected"),
        ("规上工业增加值33亿元（2023年）。", "2024-03-28", "2023-01-01", "2023-12-31", "actual", "done"),
    ],
)
def test_period_and_modality(
    text: str, published: str | None, first: str | None, last: str | None, modality: str, strength: str
) -> None:
    [update] = _updates(text, published)
    days = tuple(day.isoformat() if day else None for day in (update.when_start, update.when_end))
    assert (days, update.modality.value, update.strength.value) == ((first, last), modality, strength)


def test_what_opened_the_sentence_holds_for_its_parts_and_the_quotation_begins_there() -> None:
    text = "瓯江口规划提出目标。到2025年，争夺全区工业总产值到达250亿元；规上工业增加值到达33亿元；常住人口到达10万人。"
    updates = _updates(text, "2022-12-28")
    assert [(u.indicator, u.value, u.strength.value) for u in updates] == [
        ("total", 250, "hoped"),
        ("output", 33, "hoped"),
        ("people", 10, "hoped"),
    ]
    assert {u.when_end.isoformat() for u in updates if u.when_end} == {"2025-12-31"}
    assert all(u.evidence.startswith("到2025年") and u.evidence == text[u.start : u.end] for u in updates)


def test_growth_and_share_of_the_year_stand_beside_the_value() -> None:
    [update] = _updates("1-10月实际利用外资3.8亿美元，增长210.8%，完成年度目标98.2%。", "2023-11-20")
    assert [(f.role, f.value) for f in update.figures] == [("growth", 210.8), ("year_progress", 98.2)]
    [fallen] = _updates("1-10月实际利用外资3.8亿美元，同比下降12.5%。", "2023-11-20")
    assert [(f.role, f.value) for f in fallen.figures] == [("growth", -12.5)]


def test_cumulative_numbers_say_so() -> None:
    [month] = _updates("3月份实际利用外资0.8亿美元。", "2023-04-20")
    [sofar] = _updates("1-3月实际利用外资1.8亿美元。", "2023-04-20")
    assert (month.cumulative, sofar.cumulative) == (False, True)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("全市规上工业增加值33亿元。", "全市"),
        ("我区累计完成规上工业增加值33亿元。", "我区"),
        ("海湾市前三季度规上工业增加值33亿元。", "海湾"),
        ("规上工业增加值33亿元。", ""),
    ],
)
def test_whose_number_it_is(text: str, scope: str) -> None:
    [update] = _updates(text, title="海湾要闻", indicators=BAY)
    assert update.scope == scope


def test_a_place_must_be_named_on_the_page_or_in_its_title() -> None:
    here = (Indicator(id="output", name="规上工业增加值", unit="亿元", place="瓯江口"),)
    assert not _updates("规上工业增加值33亿元。", indicators=here)
    assert _updates("规上工业增加值33亿元。", title="瓯江口快讯", indicators=here)
    assert _updates("瓯江口规上工业增加值33亿元。", indicators=here)


def test_the_same_number_said_twice_counts_once() -> None:
    assert len(_updates("2023年规上工业增加值33亿元\n2023年规上工业增加值33亿元，再创新高。")) == 1


def test_dirty_pages_are_quoted_as_they_are() -> None:
    text = "截至2月底,在建項(xiàng)目42個(gè)。1月—2月累計(jì)完成投資額68.99億元。"
    updates = _updates(text)
    assert [(u.indicator, u.value) for u in updates] == [("building", 42), ("invested", 68.99)]
    assert [u.evidence for u in updates] == ["截至2月底,在建項(xiàng)目42個(gè)。", "1月—2月累計(jì)完成投資額68.99億元。"]


@pytest.mark.parametrize(("name", "other"), VARIANT_EXAMPLES)
def test_other_words_for_a_name(name: str, other: str) -> None:
    assert other in other_names(name)


def test_every_variant_differs() -> None:
    assert all(one != other for one, other in VARIANTS)


@pytest.mark.parametrize(("number", "scale", "unit", "wanted", "value"), UNIT_EXAMPLES)
def test_units_convert_only_within_what_they_measure(
    number: str, scale: str, unit: str, wanted: str, value: float | None
) -> None:
    assert convert(float(number), scale, unit, wanted) == value


BAY = tuple(Indicator(id=i.id, name=i.name, unit=i.unit, place="海湾") for i in ALL)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("海湾市临江区规上工业增加值45亿元。", {}),
        ("某县规上工业增加值45亿元，而海湾市区为300亿元。", {}),
        ("海湾市高新区规上工业增加值3亿元。", {"output": 3}),
        ("海湾都市圈规上工业增加值3亿元。", {"output": 3}),
        ("海湾市农村常住人口12万人，城镇常住人口41万人。", {}),
        ("海湾市人均工业总产值15万元。", {}),
        ("海湾市去年工业总产值首次突破5000亿元大关。", {"total": 5000}),
        ("海湾市工业总产值从2020年的120亿元增长到2024年的195亿元，年均增长12.9%。", {"total": 195}),
        ("海湾市规上工业增加值增速居全省第3位，比全省高1.2个百分点。", {}),
        ("会议指出，海湾市要确保工业总产值增长8%以上。", {}),
        ("海湾市上市公司海湾重工拟投资5亿元。", {}),
    ],
)
def test_another_place_s_or_a_narrower_number_is_not_the_indicator_s(text: str, values: dict[str, float]) -> None:
    assert {u.indicator: u.value for u in _updates(text, indicators=BAY)} == values


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("海湾市新增上市公司2家。", False),
        ("海湾市上市公司新增2家，累计达23家。", False),
        ("3家上市公司落户海湾市。", False),
        ("海湾市上市公司达23家。", True),
        ("到2025年，海湾市上市公司力求新增10家以上。", True),
        ("海湾市42个在建项目全部复工。", True),
    ],
)
def test_some_more_of_them_are_kept_for_review(text: str, sure: bool) -> None:
    [update] = _updates(text, indicators=BAY)
    assert (update.confidence >= REPORTABLE) is sure


def test_growths_of_several_are_nobody_s() -> None:
    updates = _updates("工业总产值250亿元，规上工业增加值33亿元，分别增长4.5%和6.8%。")
    assert [(u.indicator, u.figures) for u in updates] == [("total", ()), ("output", ())]


@pytest.mark.parametrize(
    ("text", "published", "value", "modality", "last"),
    [
        ("截至2月底，在建项目42个。", None, 42, "actual", None),
        ("“十四五”末，常住人口由2020年的510万人增加到540万人。", "2025-08-20", 540, "target", "2025-12-31"),
        ("纳入2024年专项行动的在建项目有100个。", "2024-03-20", 100, "actual", None),
    ],
)
def test_up_to_a_day_is_no_promise_and_a_plan_s_end_is_one(
    text: str, published: str | None, value: float, modality: str, last: str | None
) -> None:
    [update] = _updates(text, published)
    assert (update.value, update.modality) == (value, modality)
    if last or "专项行动" in text:
        assert (update.when_end and update.when_end.isoformat()) == last


@pytest.mark.parametrize(
    ("text", "value"),
    [("市场主体数翻一番", 2), ("市场主体数和地方税收翻三番", 8), ("市场主体数翻番", 2), ("市场主体数增长到2.5倍", 2.5)],
)
def test_multiples_of_what_was(text: str, value: float) -> None:
    indicator = Indicator(id="entities", name="市场主体数", unit="倍")
    [update] = _updates(f"力争到2025年，{text}。", "2022-12-28", indicators=(indicator,))
    assert (update.value, update.unit, update.modality) == (value, "倍", "target")

"""Which number of a sentence is an indicator's, in the watchlist's unit; and whether the name is the indicator's at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scrapers.text.normalise import normalise
from scrapers.text.numerals import to_number
from scrapers.text.sentences import Span
from scrapers.text.units import SCALE
from scrapers.updates.indicator_forms import UNIT_WORDS, convert
from scrapers.updates.match import Mention
from warehouse.records import Indicator

_NUMBER = r"\d[\d,]{0,17}(?:\.\d{1,6})?"
_HAN = r"[一二两三四五六七八九十百千][一二两三四五六七八九十百千零〇]{0,8}"
_SCALED = r"(?<=[亿万])(?=[，。；、）左以的]|$)"  # 33.5亿: of whatever the indicator counts
_VALUE = (
    rf"(?P<n>{_NUMBER}|{_HAN}(?=[亿万多余]))(?:[-~—至]{_NUMBER})?(?:余|多)?(?P<scale>{SCALE})?(?:余|多)?"
    rf"(?P<unit>{UNIT_WORDS}|{_SCALED})(?!百分点|月|%)"
)
# Between a name and its figure stand only words like these.
_WORDS = (
    r"不低于|不少于|至少|接近|首次|再次|成功|总量|总额|总数|规模|数量|额|数|值|累计|已经?|预计|将|力争|争取|力求|争夺|确保|计划|目标|可|要|完成|实现|达成|达到?|到达|突破|超过?|超出|高达|近|约|"
    r"增至|升至|降至|(?:增加|增长|提高|提升|扩大|上升|跃升|减少|下降|压减)(?:到|至)|为|是|逾|有|共|合计|总计|新增|建成|保持|稳定|维持|控制|在|了|到|至|全年|年均|比例|：|以上"
)
_GROWTH = (
    r"，?(?:同比|(?:比|较)(?:上年|去年|前年|20\d\d年)(?:同期|底|末)?|年均|名义)*(?:增长|下降|提高|增)(?:了|约|达)?"
    rf"{_NUMBER}%(?:左右|以上)?，?"
)
_DATE = r"20\d\d年底?的?|\d{1,2}月底?的?"
_RANKED = r"，?(?:总量)?(?:排名|排|位居|位列|居)[^，。；\d]{2,10}，"
_DOUBLED = rf"(?:比|较)20\d\d年(?:底|末)?(?:翻[一二两三四]?番|增长{_NUMBER}倍)，?"
_FROM = rf"(?:由|从)[^，。；]{{0,12}}?{_NUMBER}(?:{SCALE})?(?:{UNIT_WORDS})(?:的)?"
_AFTER = re.compile(rf"(?:{_FROM}|{_GROWTH}|{_DOUBLED}|{_RANKED}|{_DATE}|（[^（）]{{1,16}}）|{_WORDS}){{0,10}}?{_VALUE}")
_BEFORE = re.compile(rf"{_VALUE}(?:左右|以上)?的?$")
_RESPECTIVELY = re.compile(
    r"[^。；]{0,40}?分别(?:将|力争|预计|已)*(?:达到?|到达|为|实现|完成|突破|超过?|增至|提高到|：)*(?P<values>[^。；]{2,80})"
)
_AIMED = re.compile(r"(?:左右|以上)?的?(?:预期|年度|全年|奋斗)?目标(?!的?\d)")
_FLOOR = re.compile(r"不低于|不少于")
_MOVED = re.compile(rf"(?:左右|以上)?的?[^，。；\d]{{0,8}}?(?:调整|下调|上调|修订|修正)(?:为|至|到){_VALUE}")  # 33亿元的目标调整为30亿元
_LIST = re.compile(r"[、和与及]")
# 财政收入和地方税收翻三番, 增长到2.5倍: a multiple, for an indicator whose unit is 倍.
_TIMES = re.compile(
    rf"(?:[、和与及][\u4e00-\u9fff]{{2,10}}?)?(?:{_WORDS}|比20\d\d年|较20\d\d年)*(?:翻(?P<doublings>[一二两三四五])?番|(?P<n>{_NUMBER})倍)"
)
_DOUBLINGS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
# 全国规上工业增加值, 福建省 …: the number of another place. 全市 and 我市 are the page's own.
_OTHER_PLACE = re.compile(
    r"(?:全国|全省|我国|我省|[\u4e00-\u9fff]{1,4}(?<![全我本该各在])(?:省|市|县|区|州|镇))(?:的|规上|实现|完成|累计)*$"
)
# 海湾市临江区: a part of the place; 海湾市高新区 and 瓯江口产业集聚区 too may be the place itself.
_PART_OF_PLACE = re.compile(r"[市县区省州镇]?[\u4e00-\u9fff]{1,4}(?<![全我本该各在业新发聚保园技都城地片社景街])(?:市|县|区|镇|街道|乡)")
# 人均, 农村, 民间: what stands right before a name and makes it another, narrower one.
_WHOSE = re.compile(r"(?:全|我|本)(?:省|市|县|区|州|镇|域)")
_NARROWER = re.compile(
    r"(?:人均|亩均|单位|户均|城镇|农村|乡村|民间|民营|国有|外资|制造业|服务业|房地产|高技术|高新技术|战略性新兴|第?[一二三]产业?|外来|流动|户籍|非公|技改|工业)$"
)
# 新增高新技术企业100家, 3家上市公司落户: some more of them, not how many there are.
_ADDED = re.compile(r"(?:新增|净增|新培育|新认定|新设立?|新引进|新签约|引进|新开工|又有)(?:了)?$")
_COUNTED_AS_WHOLE = re.compile(r"[，。；、：（）的]|$|已|均|全部|正|中，|总|开|建|有")
@dataclass(frozen=True, slots=True)
class Value:
    start: int
    end: int
    value: float
    rule: str
    doubtful: bool = False  # it may count something near to the indicator
    aimed: bool = False  # 33亿元的目标: a promise by its own words


def in_place(text: str, title: str, span: Span, mention: Mention, indicator: Indicator) -> bool:
    place = normalise(indicator.place).text if indicator.place else ""
    if place and place not in text and place not in title:
        return False
    before = text[max(span.start, mention.start - 16) : mention.start]
    if _NARROWER.search(before):
        return False
    if place and place in text[span.start : mention.start]:
        return _PART_OF_PLACE.match(text, text.rindex(place, span.start, mention.start) + len(place), mention.start) is None
    return _OTHER_PLACE.search(before) is None


def scope_of(text: str, span: Span, mention: Mention, indicator: Indicator) -> str:
    """Whose number it is, as the words before the name have it; "" when they do not say."""
    before = text[max(span.start, mention.start - 40) : mention.start]
    if own := _WHOSE.search(before[-12:]):
        return own[0]
    place = normalise(indicator.place).text if indicator.place else ""
    return place if place and place in before else ""


def value_of(text: str, span: Span, mention: Mention, indicator: Indicator) -> Value | None:
    if indicator.unit == "倍":
        times = _TIMES.match(text, mention.end, span.end)
        return Value(times.start(), times.end(), _multiple(times), "indicator times") if times else None
    if (after := _AFTER.match(text, mention.end, span.end)) and (value := _in_unit(after, indicator)) is not None:
        added = _ADDED.search(text, max(span.start, mention.start - 6), mention.start) is not None
        added = added or _ADDED.search(text, mention.end, after.start("n")) is not None
        if (moved := _MOVED.match(text, after.end(), span.end)) and (new := _in_unit(moved, indicator)) is not None:
            return Value(moved.start("n"), moved.end(), new, "indicator", aimed=True)
        aimed = _AIMED.match(text, after.end(), span.end) is not None or _FLOOR.search(after[0]) is not None
        return Value(after.start("n"), after.end(), value, "indicator", doubtful=added, aimed=aimed)
    if listed := _RESPECTIVELY.match(text, mention.end, span.end):
        return _listed(text, span, mention, indicator, listed)
    before = _BEFORE.search(text, max(span.start, mention.start - 24), mention.start)
    if before and (value := _in_unit(before, indicator)) is not None:
        whole = _COUNTED_AS_WHOLE.match(text, mention.end) and not _ADDED.search(text, span.start, before.start("n"))
        return Value(before.start("n"), mention.end, value, "indicator before", doubtful=not whole)
    return None


def _multiple(times: re.Match[str]) -> float:
    """翻番 is twice, 翻两番 four times."""
    return float(times["n"].replace(",", "")) if times["n"] else 2.0 ** _DOUBLINGS.get(times["doublings"] or "一", 1)


def _in_unit(match: re.Match[str], indicator: Indicator) -> float | None:
    number, wanted = to_number(match["n"]), normalise(indicator.unit).text
    if number is None or not (match["unit"] or wanted[:1] in "亿万"):
        return None
    return convert(number, match["scale"] or "", match["unit"] or wanted[1:].removeprefix("亿"), wanted)


def _listed(text: str, span: Span, mention: Mention, indicator: Indicator, listed: re.Match[str]) -> Value | None:
    """A和B分别达到1亿元和2亿元: as many values as names, in order."""
    opening = max(text.rfind("，", span.start, mention.start), text.rfind("：", span.start, mention.start), span.start - 1) + 1
    names = _LIST.split(text[opening : text.index("分别", mention.end)])
    values = list(re.finditer(_VALUE, listed["values"]))
    at = len(_LIST.split(text[opening : mention.end])) - 1
    if len(names) != len(values) or at >= len(values):
        return None
    value = _in_unit(values[at], indicator)
    start = listed.start("values") + values[at].start()
    return None if value is None else Value(start, listed.start("values") + values[at].end(), value, "indicator respectively")

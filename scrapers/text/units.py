"""Units of figures, as data: how a page writes them, what we call them, and the role that words before or after give.

Values are given in the unit named: km, m, m2, m3, MW, kWh, t, and plain counts. Examples are (text, role, value).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

SCALES: Final = {
    "万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "十亿": 1e9, "亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4, "千": 1e3, "百": 1e2,
}  # fmt: skip
SCALE: Final = "万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百"

# Currencies other than yuan keep their own name: nothing is converted at a rate that the page does not state.
CURRENCIES: Final = {
    "美元": "usd", "美金": "usd", "港元": "hkd", "港币": "hkd", "欧元": "eur", "日元": "jpy", "英镑": "gbp", "新台币": "twd",
    "台币": "twd", "澳门元": "mop", "新加坡元": "sgd", "新元": "sgd", "澳元": "aud", "加元": "cad", "瑞士法郎": "chf", "韩元": "krw",
}  # fmt: skip

Example = tuple[str, str, float]


@dataclass(frozen=True)
class Unit:
    """A physical unit. `names` is a regular expression; without a role's words around it a figure has the role ""."""

    names: str
    unit: str
    factor: float
    roles: tuple[tuple[str, str, str], ...]  # (role, words before the figure, words after it), the first that fits
    examples: tuple[Example, ...]

    @cached_property
    def forms(self) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
        return tuple(
            (role, re.compile(rf"(?:{before}){_GAP}" if before else ""), re.compile(after))
            for role, before, after in self.roles
        )

    def role(self, before: str, after: str) -> str:
        return next((role for role, left, right in self.forms if left.search(before) and right.match(after)), "")


_GAP = r"(?:长度|面积|规模|能力|为|达到?|约|近|超过?|共|计|是|：|有|了|将|至|逾|至少|不少于|不低于)*$"
_LENGTH = r"全长|总长|线路|路线|里程|主线|正线|桥长|隧长|干线|长度?|延伸|贯通|新建|改建|路段"
_FLOOR = r"建筑(?:总)?面积|建面|厂房(?:及配套用房)?|计容(?:面积)?|标准厂房|用房"
_LAND = r"占地(?:总?面积)?|用地(?:总?面积)?|征地|供地|规划(?:总?面积)|土地|围垦|征收"

UNITS: Final[tuple[Unit, ...]] = (
    Unit("公里|千米|km|㎞", "km", 1, (("length", _LENGTH, ""),), (("全长175.13公里", "length", 175.13), ("线路总长约63.63km", "length", 63.63))),
    Unit("米(?!级)", "m", 1, (("length", r"全长|总长|桥长|隧长|主跨|长度?|岸线", ""),), (("桥长324米", "length", 324),)),
    Unit("平方公里|平方千米|k㎡", "m2", 1e6, (("floor_area", _FLOOR, ""), ("land_area", _LAND, ""), ("area", "面积", "")),
         (("规划面积20平方公里", "land_area", 2e7),)),
    Unit("平方米|㎡|平米|m2|平(?=[，。、；])", "m2", 1, (("floor_area", _FLOOR, ""), ("land_area", _LAND, ""), ("area", "面积", "")),
         (("总建筑面积15.2万平方米", "floor_area", 152000), ("占地面积约3,000平方米", "land_area", 3000), ("总建筑面积8万㎡", "floor_area", 8e4))),
    Unit("公顷", "m2", 1e4, (("land_area", _LAND, ""), ("area", "面积", "")), (("用地面积12.5公顷", "land_area", 125000),)),
    Unit("亩(?!均)", "m2", 10000 / 15, (("land_area", rf"{_LAND}|面积", ""), ("land_area", "", "(?:用|土)?地")),
         (("占地105亩", "land_area", 70000), ("用地面积约1500亩", "land_area", 1e6))),
    Unit("千瓦时|度(?=[，。、；电的]|$)", "kWh", 1, (("energy", "发电量?|电量|上网电量|供电|发电", ""), ("energy", "", "电")),
         (("年发电量20亿千瓦时", "energy", 2e9),)),
    Unit("千瓦(?!时)", "MW", 1e-3, (("capacity", "装机(?:总?容量)?|容量|规模|机组", ""),), (("总装机容量120万千瓦", "capacity", 1200),)),
    Unit("兆瓦(?!时)|MW", "MW", 1, (("capacity", "装机(?:总?容量)?|容量|规模", ""),), (("装机容量300兆瓦", "capacity", 300),)),
    Unit("吉瓦|GW", "MW", 1e3, (("capacity", "装机(?:总?容量)?|容量|产能", ""),), (("装机容量1.2GW", "capacity", 1200),)),
    Unit("立方米|m³|方(?=[，。、；/])", "m3", 1, (("reservoir", "库容", ""), ("capacity", "日供水|供水|处理(?:能力|规模)|引水量?|日处理|供气", "")),
         (("总库容5.44亿立方米", "reservoir", 5.44e8), ("日供水能力10万立方米", "capacity", 1e5))),
    Unit("吨(?!级)", "t", 1, (("capacity", "年产(?:能)?|产能|通过能力|吞吐(?:量|能力)|处理(?:能力|规模)|生产能力|日处理", ""),),
         (("年产33万吨", "capacity", 33e4), ("设计年通过能力150万吨", "capacity", 1.5e6))),
    Unit("吨级", "t", 1, (("berth", "", "(?:的?(?:集装箱|通用|多用途|散货|油|液体|滚装)?(?:船|码头|泊位))?"),), (("5万吨级泊位", "berth", 5e4),)),
    Unit("标箱|TEU|标准箱", "teu", 1, (("capacity", "通过能力|吞吐(?:量|能力)|能力", ""),), (("年吞吐能力80万标箱", "capacity", 8e5),)),
    Unit("张(?=床|病床|[，。、；]|$)", "beds", 1, (("beds", "床位|病床", ""), ("beds", "", "床|病床")), (("设床位700张", "beds", 700), ("500张床位", "beds", 500))),
    Unit("个(?=学位|[，。、；]|$)", "places", 1, (("places", "学位", ""), ("places", "", "学位")), (("新增学位1800个", "places", 1800), ("提供2,700个学位", "places", 2700))),
    Unit("(?:座|个)?(?:车站|站)|座(?=[，。、；（]|$)", "stations", 1, (("stations", "设(?:车)?站|车站|站点", ""), ("stations", "设|新建|共|公里、|全线", "(?![台点房长前])")),
         (("设站30座", "stations", 30), ("设15座车站", "stations", 15), ("全长63.63公里、20站", "stations", 20))),
    Unit("车道", "lanes", 1, (("lanes", "双向|单向", ""),), (("双向8车道", "lanes", 8), ("双向六车道", "lanes", 6))),
)  # fmt: skip

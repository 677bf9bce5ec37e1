"""Whom a sentence without a tracked name speaks of: the last one, the title's, or a stranger."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrapers.updates.match import Mention

# 该项目, 大桥, 其中 …: the sentence goes on about its predecessor's project.
REFERS = re.compile(
    r"^(?:据(?:了解|悉|介绍)，?|目前，?|其中，?|同时，?|此外，?|下一步，?|截至[^，]{0,12}，)*(?:该|本|此|这(?:一|个|条|座)?|整个|整条|上述)?"
    r"(?:项目|工程|大桥|桥梁|铁路|高铁|高速|公路|线路|隧道|机场|航站楼|园区|产业园|医院|学校|码头|泊位|水库|电站|主体|全线|全桥|一期|二期|建设|总投资|路线)"
)
# A name of something that we do not track: its news is not our project's.
_STRANGER = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9（）]{3,}?(?:大桥|特大桥|隧道|高速公路|高速|铁路|高铁|城际|地铁|轻轨|机场|港区|码头|泊位|产业园|工业园|科技园|园区|项目|工程|医院|学校|小学|中学|"
    r"大学|水库|水电站|电站|核电|枢纽|中心|基地|公园|广场|体育馆|博物馆|号线|快速路|大道|公路|立交|互通)"
)
_GENERIC = re.compile(
    r"(?:该|本|此|这|整个|全部|各|多个|一批|重大|重点|省|市|县|区|首个|个|有关|相关|配套|附属|主体|建设|单体|土建|桩基|安装|装修|道路|基础|控制性|关键|节点|其他|先行|"
    r"施工|总|子|分部|分项|民生|交通|基础设施|在建|续建|新建)(?:建设)?(?:项目|工程|中心|线路|路段)$"
)


# What may stand before the subject of a clause: a date, a connective.
_OPENING = re.compile(r"^(?:[^，]{0,12}?[年月日]|目前|同时|此外|另外|其中|而|并|且|[、，])+")
# 按一级公路标准: a standard and no name.
_MEASURE = re.compile(
    r"^(?:按|采用|设计|双向|连接|途经|穿越|起于|起自|始于|终于|止于|位于|包括|主要|建设|新建|总|全|设|为|是|由|与|和|将|已|共)"
)


# 桥面铺装完成31%: one kind of work; the whole project is elsewhere.
PART_OF_WORK = re.compile(
    r"(?:铺装|桩基|路面|桥面|桥墩|承台|箱梁|隧道开挖|掘进|架设|架梁|铺轨|征迁|征收|征地|拆迁|安置|移民|安装|装修|绿化|钢结构|幕墙|防波堤|护岸|疏浚|吹填|填方|土石方|"
    r"管网|招商|招聘|签约|入驻|设计|地质|勘探|基坑|围堰|围护)[\u4e00-\u9fff]{0,8}(?:已|累计|总体|基本)*(?:完成|达到?|进度)?[^，。]{0,6}$"
)


def names_stranger(text: str) -> bool:
    """Does this clause begin with the name of a project of its own?"""
    found = _STRANGER.match(_OPENING.sub("", text))
    return found is not None and len(found[0]) >= 5 and not _GENERIC.search(found[0]) and not _MEASURE.search(found[0])


def refers_back(text: str) -> bool:
    return REFERS.match(text) is not None


# 三个项目均, 两线分别: so many of the names before. 通道全长…: the last name that ends in that word.
_COUNTED = re.compile(
    r"^(?:[^，]{0,12}?[年月日]起?|目前|预计|其中|，)*(?:这|上述|该)?(?P<n>[两二三四五六七八九]|\d{1,2})(?:个|条|座|大|项)?(?:项目|工程|线路|线|机组|大桥|桥|路|高铁|铁路|码头|泊位|医院|学校|园区)(?=[\u4e00-\u9fff])"
)
_KIND = re.compile(
    r"^(?:目前，?|据(?:了解|悉|介绍)，?)*(?P<kind>(?:跨海|跨江)?大桥|通道|机场|隧道|高铁|铁路|高速公路|高速|电站|水库|码头|医院|学校|园区|枢纽|基地|大道|航站楼)(?!站|区|局|办)"
)
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def named_by(text: str, earlier: Sequence[Mention]) -> tuple[str, ...]:
    """The projects that a sentence without names speaks of by number or by kind; () when it does neither."""
    ids = list(dict.fromkeys(m.id for m in reversed(earlier)))
    if counted := _COUNTED.match(text):
        many = _NUMBERS.get(counted["n"]) or int(counted["n"])
        return tuple(ids[:many]) if 1 < many <= len(ids) else ()
    if kind := _KIND.match(text):
        return next(((m.id,) for m in reversed(earlier) if m.form.rstrip("）").endswith(kind["kind"])), ())
    return ()

"""The forms under which a page may name a tracked project: the watchlist's own, and shorter ones made from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from scrapers.text.normalise import normalise
from scrapers.text.numerals import to_han, to_number
from warehouse.records import Project

_SUFFIX = re.compile(r"(?:建设)?(?:项目|工程)(?:建设)?$")
_BRACKETS = re.compile(r"（[^（）]{1,30}）")
_CITY = re.compile(r"^[\u4e00-\u9fff]{2,3}(?:省|市|县|区)(?=[\u4e00-\u9fff]{4})")
_NEW = re.compile(r"^(?:新建|改建|扩建)(?=[\u4e00-\u9fff]{5})")
# 福州至厦门高速铁路 is 福厦高铁 in every newspaper.
_LINE = re.compile(
    r"^(?:新建)?(?P<a>[\u4e00-\u9fff]{2,4}?)(?:市|县)?(?:至|到|—|-|~)(?P<b>[\u4e00-\u9fff]{2,4}?)(?:市|县)?"
    r"(?P<kind>高速铁路|高铁|城际铁路|铁路|高速公路|高速)$"
)
_SHORT_KIND = {"高速铁路": "高铁", "高速公路": "高速"}
_GENERIC = re.compile(
    r"^(?:该|本|此|其|这)?(?:项目|工程|大桥|铁路|高速|高速公路|公路|隧道|机场|园区|产业园|工业园|一期|二期|三期|主体|全线|线路|港区|码头|医院|"
    r"学校|地铁|水库|核电|电站|厂房|小学|中学|公园|泊位|通道|轨道交通|快速路|体育馆|图书馆|博物馆)(?:工程|项目)?$"
)
# 城市轨道交通, 国际机场: a place in front makes it a name, without one it is anybody's.
_ANYBODY = re.compile(
    r"^(?:城市|城际|新|老|第[一二三四五六]|综合|中心|人民|公共|客运|货运|一期|二期|三期|主线|跨海|跨江|绕城|环城|环岛|市域|海底|国际|国家|滨海|沿海|重点|高新|经济|"
    r"工业|产业|物流|科技|创新|职业|实验|中医|妇幼|保健|开发|建设|及|配套|设施|轨道|交通|技术|开发区|枢纽|基地|港口|园|区|站|线|段|路|桥|厂|场|馆|院|校|信息|共享|平台|系统|网络|数据|服务|管理|应用|数字|智能|智慧|便民|社会|保障|资源|库|"
    r"铁路|高铁|高速|公路|大桥|隧道|机场|医院|学校|小学|中学|码头|港区|泊位|项目|工程|改造|提升|扩建|快速|通道|大道)+$"
)
_KIND = re.compile(r"(?<=[\u4e00-\u9fff]{4})(?:公路|铁路)$")  # 疏港高速公路 is called 疏港高速
_TAIL, _TAIL_NUMBERED = 4, 3
_SHORTEST, _WITHOUT_PLACE = 3, 5
_PLACE, _OFTEN = 2, 3  # characters of a place's name; so many names that begin with it make it one


def places_of(projects: Iterable[Project]) -> frozenset[str]:
    """What many names of a watchlist begin with is a place (厦门, 泉州), which its pages leave out."""
    begun = Counter(normalise(project.name).text[:_PLACE] for project in projects)
    return frozenset(place for place, often in begun.items() if often >= _OFTEN)


def forms_of(project: Project, places: Collection[str] = ()) -> Iterable[tuple[str, str, bool]]:
    """(form as cleaned, as the watchlist writes it, is it the watchlist's own?) for each name and what can be made of it."""
    conditional = {alias for alias, _ in project.near}
    for name in (project.name, *project.aliases):
        clean = normalise(name).text.strip()
        if not clean:
            continue
        yield clean, name.strip(), True
        if name in conditional:  # nothing is made of a name that counts only beside other words
            continue
        for short in dict.fromkeys([*_shorter(clean), *_without_place(clean, places)]):
            if short != clean and len(short) >= _SHORTEST and not _GENERIC.match(short) and not _ANYBODY.match(short):
                yield short, "", False


def _without_place(clean: str, places: Collection[str]) -> Iterable[str]:
    for name in (clean, _SUFFIX.sub("", _BRACKETS.sub("", clean))):
        rest = name[_PLACE:]
        if name[:_PLACE] in places and len(rest) >= _WITHOUT_PLACE and not rest[0].isdigit():
            yield rest


def tails_of(name: str) -> Iterable[str]:
    """How a page that has named a project in full goes on to call it: the end of its name, longest first."""
    bare = _KIND.sub("", _SUFFIX.sub("", _BRACKETS.sub("", name)))
    for whole in dict.fromkeys((_SUFFIX.sub("", _BRACKETS.sub("", name)), bare)):
        for at in range(1, len(whole) - 2):
            tail = whole[at:]
            shortest = _TAIL_NUMBERED if any(c.isascii() and c.isalnum() for c in tail) else _TAIL
            if len(tail) >= shortest and not tail[0].isdigit() and not _GENERIC.match(tail) and not _ANYBODY.match(tail):
                yield tail


_NUMBERED = re.compile(r"(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})(?=[号期]|标段)")


def _renumbered(clean: str) -> str:
    """4号机组 is 四号机组, and the other way round."""
    return _NUMBERED.sub(lambda m: to_han(int(m["n"])) if m["n"].isdigit() else f"{to_number(m['n']) or 0:.0f}", clean)


def _shorter(clean: str) -> Iterable[str]:
    bare = _BRACKETS.sub("", clean)
    without = _SUFFIX.sub("", bare)
    yield from (_SUFFIX.sub("", clean), bare, without, _CITY.sub("", clean), _CITY.sub("", without))
    yield from (_NEW.sub("", without), _renumbered(clean), _renumbered(without))
    if line := _LINE.match(without):
        yield line["a"][0] + line["b"][0] + _SHORT_KIND.get(line["kind"], line["kind"])

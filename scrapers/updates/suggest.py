"""A name that pages have → what a watchlist could say of it: place, kind, and the tracked project that it may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import LCSseq

from scrapers.text.places import place_of, provinces_of
from warehouse.records import Project, Watchlist, stable_id

# What a name ends with, and so what kind of thing it is. The first that fits counts.
SECTORS: Final = (
    ("rail", r"铁路|高铁|城际|轨道交通|地铁|轻轨|客运专线|号线", "厦门地铁6号线"),
    ("airport", r"机场|航站", "漳州机场迁建工程"),
    ("port", r"港区|码头|泊位|航道|作业区|港口", "古雷港区3号泊位"),
    ("energy", r"电站|电厂|核电|风电|光伏|储能|变电|热电|水电", "小岞风电场"),
    ("water", r"水库|水利|引水|供水|调水|灌区|水资源|防洪|排涝|水厂|污水|泵站|海水淡化", "德化彭村水库"),
    ("health", r"医院|院区|卫生院|疾控|康养|养老", "惠安县中医院新院区"),
    ("education", r"学校|小学|中学|大学|学院|校区|幼儿园", "晋江职校新校区"),
    ("bridge", r"大桥|特大桥|跨海通道|过江通道", "瓯江北口大桥"),
    ("road", r"高速|公路|大道|快速路|隧道|国道|省道|立交|互通", "古雷疏港高速公路"),
    ("culture", r"博物馆|体育|图书馆|文化|会展|剧院|旅游|文旅|公园", "泉州海丝博物馆"),
    ("housing", r"安置|保障房|保障性住房|小区|棚改|片区改造", "东海安置房项目"),
    ("industrial", r"产业园|工业园|科技园|园区|基地|生产线|厂|制造|中心|项目", "泰维新材料产业园"),
)  # fmt: skip
_SECTORS = tuple((sector, re.compile(words)) for sector, words, _ in SECTORS)
_ALIKE = 0.5  # a name that holds all of the other's characters, in order, and is at most twice as long
_WORK = re.compile(r"(?:建设|改扩建|扩建|改造)?(?:项目|工程)$")


@dataclass(frozen=True, slots=True)
class Suggestion:
    id: str
    name: str
    place: str | None = None
    sector: str | None = None
    like: str | None = None  # id of a tracked project of which this may be another name


def suggest(name: str, sentence: str, watchlist: Watchlist, near: str | None = None) -> Suggestion:
    """`sentence` is where the name stands; `near` the place of the source, when nothing nearer is said."""
    places = [p for p in (*(s.place for s in watchlist.sources), *(p.place for p in watchlist.projects)) if p]
    sector = next((kind for kind, words in _SECTORS if words.search(name)), None)
    return Suggestion(
        id=f"{sector or 'project'}-{stable_id(name)[:6]}",
        name=name,
        place=place_of(name, sentence, provinces_of(places), tuple(dict.fromkeys(places))) or near,
        sector=sector,
        like=_like(name, watchlist.projects),
    )


def _like(name: str, projects: Sequence[Project]) -> str | None:
    """青屿跨海大桥 where 青屿大桥 is tracked; digits and Latin letters must be the same."""
    best: tuple[float, str] | None = None
    bare = _WORK.sub("", name)
    for project in projects:
        for form in (project.name, *project.aliases):
            other = _WORK.sub("", form)
            if _exact(bare) != _exact(other) or bare[-1:] != other[-1:] or min(len(bare), len(other)) < 4:
                continue
            shared, longest = LCSseq.similarity(bare, other), max(len(bare), len(other))
            share = shared / longest
            if shared == min(len(bare), len(other)) and share >= _ALIKE and (best is None or share > best[0]):
                best = (share, project.id)
    return best[1] if best else None


def _exact(name: str) -> str:
    return "".join(c for c in name if c.isascii() and c.isalnum())

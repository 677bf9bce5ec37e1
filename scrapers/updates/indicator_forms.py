"""What pages write for an indicator: other words for its name, and its units. Data, with examples that are tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scrapers.text.units import SCALES

# Other words for a part of a name: the official short forms, and what synonym-spinning mirrors make of it.
VARIANTS: Final[tuple[tuple[str, str], ...]] = (
    ("规模以上", "规上"), ("地区生产总值", "GDP"), ("地区生产总值", "生产总值"), ("财政", "财务"), ("贸易", "交易"), ("投资", "出资"), ("地方", "当地"),
    ("行业", "职业"), ("总额", "额"), ("总量", "量"), ("产业", "工业"), ("面积", "总面积"), ("实际利用外资", "实际使用外资"),
    ("城镇化率", "城市化率"), ("居民人均可支配收入", "人均可支配收入"),
)  # fmt: skip
VARIANT_EXAMPLES: Final = (
    ("规模以上工业增加值", "规上工业增加值"), ("财政总收入", "财务总收入"), ("进出口贸易额", "进出口交易额"), ("五年固定资产总投资", "五年固定资产总出资"),
    ("地方税收收入", "当地税收收入"),
)  # fmt: skip
_SHORTEST = 3


def other_names(name: str) -> Iterator[str]:
    """Names that say the same, each one step of wording away from this; the name itself is not among them."""
    for one, other in VARIANTS:
        for here, there in ((one, other), (other, one)):
            if here in name and (there not in name or len(there) < len(here)):
                form = name.replace(here, there, 1)
                if len(form) >= _SHORTEST and form != name:
                    yield form


# What is measured, and how much of it one unit is. Units of one row convert into each other.
KINDS: Final[tuple[dict[str, float], ...]] = (
    {"元": 1, "元人民币": 1, "人民币": 1},
    {"美元": 1, "美金": 1},
    {"港元": 1, "港币": 1},
    {"欧元": 1},
    {"人": 1, "人口": 1, "名": 1},
    {"人次": 1},
    {"个": 1, "家": 1, "项": 1, "件": 1, "户": 1, "所": 1, "座": 1, "处": 1, "套": 1, "宗": 1, "条": 1, "只": 1},
    {"平方米": 1, "㎡": 1, "平": 1, "平方公里": 1e6, "平方千米": 1e6, "公顷": 1e4, "亩": 10000 / 15},
    {"米": 1, "公里": 1e3, "千米": 1e3},
    {"吨": 1, "公斤": 1e-3},
    {"立方米": 1, "方": 1},
    {"标箱": 1, "TEU": 1, "标准箱": 1},
    {"千瓦": 1, "兆瓦": 1e3, "MW": 1e3},
    {"千瓦时": 1, "度": 1},
    {"张": 1, "床": 1},
    {"%": 1, "％": 1},
    {"分钟": 1, "小时": 60},
    {"辆": 1, "台": 1},
    {"元/平方米": 1},
)  # fmt: skip
UNIT_WORDS: Final = "|".join(sorted({re.escape(word) for kind in KINDS for word in kind}, key=len, reverse=True))
_UNIT = re.compile(rf"(?P<scale>{'|'.join(SCALES)})?(?P<unit>{UNIT_WORDS})")
UNIT_EXAMPLES: Final = (
    ("250", "亿", "元", "亿元", 250.0), ("25000", "万", "元", "亿元", 2.5), ("10", "万", "人", "万人", 10.0), ("98000", "", "人", "万人", 9.8),
    ("20", "", "平方公里", "平方公里", 20.0), ("3000", "", "亩", "平方公里", 2.0), ("15", "", "个", "家", 15.0), ("3.8", "亿", "美元", "亿元", None),
    ("98.2", "", "%", "亿元", None), ("5", "", "人次", "人", None),
)  # fmt: skip


def convert(value: float, scale: str, unit: str, wanted: str) -> float | None:
    """A figure in the unit of the watchlist; None when it measures something else (亿美元 is not 亿元)."""
    match = _UNIT.fullmatch(wanted)
    own_scale, own = (match["scale"] or "", match["unit"]) if match else ("", wanted)
    kind = next((k for k in KINDS if own in k), {own: 1.0})
    if unit not in kind:
        return None
    factor = SCALES.get(scale, 1.0) * kind[unit] / (SCALES.get(own_scale, 1.0) * kind[own])
    return float(f"{value * factor:.10g}")

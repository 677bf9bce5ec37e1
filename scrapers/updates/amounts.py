"""Money and progress of a clause: what is the project's own, and what is a part's or a batch's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrapers.text.figures import Found
from scrapers.text.sentences import Span
from scrapers.updates.stage_rules import WORKS
from warehouse.records import Figure

# 桥面铺装完成31%: one kind of work; a figure for the whole goes before it.
_PART = re.compile(WORKS + r"[\u4e00-\u9fff]{0,8}(?:已|累计|总体|基本)*(?:完成|达到?|进度)?[^，。]{0,6}$")
# No progress of building at all.
_OTHER = re.compile(r"(?:招商|招聘|签约|入驻|设计|征迁|征收|征地|拆迁|返岗|到岗|资金|铺装|绿化|装修)[^，。]{0,8}$")
# 16个项目总投资25亿元: the sum of a batch.
_BATCH = re.compile(
    r"(?:\d+|[一二三四五六七八九十百]+|一批|这批|全部|合计|总共|共)(?:余)?(?:个|项)[^，。；]{0,16}$|"
    r"(?:合计|全市|全县|全区|全省)[^，。；]{0,10}$"
)

Amounts = tuple[float | None, float | None, tuple[Figure, ...]]


def amounts_of(text: str, figures: Sequence[Found], clause: Span) -> Amounts:
    """(total investment in yuan, completion in percent, all figures that have a role).

    Completion is physical; only where the clause tells none, the share of the total investment that is spent.
    """
    here = [f for f in figures if clause.start <= f.start < clause.end]
    if not here:
        return None, None, ()
    yuan = [f for f in here if f.unit == "yuan" and not _BATCH.search(text[clause.start : f.start])]
    now = [f for f in yuan if f.role == "total_investment_now"] or [f for f in yuan if f.role == "total_investment"]
    done = [f for f in here if f.role == "progress"] or [f for f in here if f.role == "investment_progress"]
    whole = [f for f in done if not _PART.search(text[clause.start : f.start])] or [
        f for f in done if not _OTHER.search(text[clause.start : f.start])
    ]
    return (
        now[0].value if now else None,
        whole[0].value if whole else None,
        tuple(Figure(role=f.role, value=f.value, unit=f.unit, text=f.text) for f in here if f.role),
    )

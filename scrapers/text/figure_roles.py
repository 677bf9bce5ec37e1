"""Which words make a figure what it is. Data: a role, the words before and after, and examples that are tests.

The first role that fits counts. `before` must end near the figure, `after` must begin at it. An example is (text, value).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Role:
    role: str
    before: str = ""  # a regular expression, searched in the characters before the figure
    after: str = ""  # and one matched right after it
    examples: tuple[tuple[str, float], ...] = ()

    @cached_property
    def _forms(self) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
        return (re.compile(self.before) if self.before else None, re.compile(self.after) if self.after else None)

    def fits(self, before: str, after: str) -> bool:
        left, right = self._forms
        return (left is None or left.search(before) is not None) and (right is None or right.match(after) is not None)


_GAP = r"[^，。；、]{0,6}$"

MONEY_ROLES: tuple[Role, ...] = (
    Role(
        "contract_price",
        rf"(?:中标(?:价|金额)|合同(?:价|额|金额|总价)|投标(?:报)?价|招标控制价|成交价){_GAP}",
        examples=(("中标价3.2亿元", 3.2e8), ("合同金额约1.5亿元", 1.5e8)),
    ),
    Role(
        "year_plan",
        rf"(?:年度|今年|当年|本年度?|明年|20\d\d年)(?:内)?(?:计划|安排|拟|预计)?(?:完成|安排)?(?:年度)?(?:计划)?(?:完成)?投资{_GAP}",
        examples=(("今年计划投资9.8亿元", 9.8e8), ("年度计划投资3亿元", 3e8), ("2025年计划完成投资20亿元", 2e9)),
    ),
    Role(
        "spent",
        rf"(?:累计完成|已完成|完成)(?:固定资产|投资|产值|年度)*(?:投资|产值|投资额){_GAP}",
        examples=(("累计完成投资12亿元", 1.2e9), ("今年已完成投资5.13亿元", 5.13e8)),
    ),
    Role(
        "annual_output",
        rf"(?:产值|营收|营业收入|销售(?:额|收入)?|利润|税收|收入|年产|进出口(?:总)?额|贷款|补助|资金|奖补){_GAP}",
        examples=(("预计年产值30亿元", 3e9), ("已兑现奖补资金2.1亿元", 2.1e8)),
    ),
    Role(
        "total_investment_now",
        r"(?:投资|概算|估算|造价)[^。；]{0,30}(?:调整|增加|增|变更|修正|提高|上调|追加|核定|调增|调减)(?:为|至|到)(?:约)?$",
        examples=(("总投资由3亿元调整为3.5亿元", 3.5e8),),
    ),
    Role(
        "total_investment",
        rf"(?:总投资|总投入|投资总额|总概算|概算|估算|总造价|造价|投资规模|计划投资|项目投资|投资额){_GAP}",
        examples=(
            ("总投资约727亿元", 7.27e10),
            ("概算总投资6.1亿元", 6.1e8),
            ("总投资超12亿元", 1.2e9),
            ("总投资三点六亿元", 3.6e8),
        ),
    ),
    Role(
        "total_investment",
        r"(?<!完成)(?<!引进)投资[^，。；、]{0,4}$",
        examples=(("投资约48亿元", 4.8e9), ("投资7852万元", 7.852e7)),
    ),
    Role(
        "total_investment",
        "",
        r"(?:投资)?(?:建设)?的(?!产值)(?=.{0,6}(?:项目|工程|大桥|医院|园))",
        examples=(("30亿元的产业园项目", 3e9),),
    ),
)

PROGRESS_ROLES: tuple[Role, ...] = (
    Role("year_progress", r"(?:年度|全年|今年|当年)(?:投资|建设|目标|任务|计划|总)*(?:的|进度|完成率|目标|任务|计划)[^，。；]{0,8}$|占年度.{0,6}$",
         examples=(("完成年度计划的52.3%", 52.3), ("占年度计划52.3%", 52.3), ("完成年度目标98.2%", 98.2))),
    Role("growth", r"(?:增长|下降|增幅|同比|环比|上升|提高|减少|增速|占比|占|利用率|入驻率|出租率|绿化率|合格率|股份?|坡度|超)[^，。；]{0,6}$",
         examples=(("增长210.8%", 210.8),)),
    Role("progress", r"(?:形象进度|总体进度|工程进度|建设进度|整体进度|施工进度|进度|完成(?:总)?(?:工程)?(?:总)?(?:量|率|度|比例)?|完工率|进展)[^，。；]{0,10}$",
         examples=(("形象进度达65%", 65), ("工程总体进度已完成80%", 80), ("完成总工程量的43%", 43))),
    Role("progress", r"(?:已|累计|总体|整体|主体)[^，。；]{0,8}完成[^，。；]{0,6}$", examples=(("主体结构已完成90%", 90),)),
    Role("progress", "", r"(?:的)?(?:工程量|总工程量|建设任务|施工任务|进度)",
         examples=(("完成75%的工程量", 75),)),
)  # fmt: skip

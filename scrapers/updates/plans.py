"""Where a page tells what a plan says: there, 加快建设A is a promise, unless the words say that it is done.

A plan speaks from 方案提出 to the end of its paragraph; from the colon before 一是 … to the last of these; and from a plan's own
opening (特制定本方案, 主要目标) to the end of the page. A heading such as 近期目标（2012年） also says for when.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scrapers.text.dates import When
from scrapers.updates.modality import DONE

_PLAN = r"(?:方案|规划|纲要|实施意见|行动计划|工作计划|要点|清单|蓝图|政府工作报告|工作报告|计划)》?”?"
# 方案明确, 《规划》指出, 按照计划: who speaks is the plan.
_SAYS = re.compile(rf"{_PLAN}(?:中|还|也|同时|进一步|征求意见稿|（征求意见稿）)*(?:提出|明确|指出|要求|强调|确定|部署|安排)(?:，|：|了)?")
# The plan itself.
_ITSELF = re.compile(r"特制定本?(?:工作|实施|行动)?(?:方案|规划|意见|计划)|(?:^|[。\n])[一二三]、(?:主要目标|总体目标|发展目标|工作目标|主要任务|重点任务)")
_FIRST = re.compile(r"(?:^|[\n。；])(?:一是|第一，)")
_LIST = re.compile(r"(?:^|[\n。；])[一二三四五六七八九十]是")
# 1、…, 到2025年，…: the paragraphs in which a report goes on to tell the plan's parts.
_ITEM = re.compile(
    r"(?<=\n)[ \t]*(?:\d{1,2}[、．.](?!\d)|[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十\d]{1,2}）|"
    r"(?:力争|争取|力求)?到20\d\d年)"
)
_ANNOUNCES = re.compile(r"(?:将|要|计划|部署|聚焦)[^。\n]{2,120}：$")
# （一）近期目标（2012年）：
_GOAL = re.compile(r"目标（(?P<when>[^（）]{2,12})）")
_NEXT_PART = re.compile(r"。[一二三四五六七八九]、[\u4e00-\u9fff]{2,14}(?=（|[一二三四五六七八九1]|[\n。])")
# A plan's own sentences begin with what is to be done, and name no subject: 加快建设A, 在园区内谋划B.
_TO_DO = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、．.]?|[①-⑳])?(?:同时|此外|另外|并|还|在[^，。；]{1,12}[内上中]|[一二三四五六七八九十]是)*"
    r"(?:要|将|应)?(?:进一步|重点|大力|积极|着力|尽快|全面|抓紧|科学|协调|超前|联合|共同|扎实|有序|持续|稳步|统一|逐步)*"
    r"(?:加快|加速|加强|抓好|促|推进|推动|统筹|启动|建设|新建|改造|开工|建成|打造|实现|完成|谋划|策划|规划|研究|编制|报批|开通|开展|实施|完善|构建|共建|共谋|组织|建立|搭建|"
    r"争取|支持|引进|培育|做大|发展|布局|提升|创新|深化|拓展|探索)"
)
# What a plan finds as it is: it goes on, and is not promised.
_STATE = re.compile(r"在建|续建|不停工|复工")


@dataclass(frozen=True, slots=True)
class Plan:
    start: int
    end: int
    when: When | None = None
    goal: bool = False  # states what will be, whatever the sentence begins with


def plans_in(text: str, dates: Sequence[When]) -> tuple[Plan, ...]:
    """The stretches in which a plan speaks, in order of where they begin."""
    found = [Plan(m.start(), _line_end(text, m.end())) for m in _SAYS.finditer(text)]
    if found:
        for item in _ITEM.finditer(text, found[0].end):
            when = next((d for d in dates if item.start() <= d.start and d.end <= item.end() + 1 and d.first), None)
            found.append(Plan(item.start(), _line_end(text, item.end()), when, goal=when is not None))
    if itself := _ITSELF.search(text):
        found.append(Plan(itself.start(), len(text)))
    if (first := _FIRST.search(text)) and (said := _ANNOUNCES.search(text[: first.start()].rstrip())):
        last = [m.end() for m in _LIST.finditer(text)][-1]
        opening = text.rfind("\n", 0, said.start()) + 1
        year = [d for d in dates if opening <= d.start < said.end() and d.kind == "year" and d.first]
        found.append(Plan(first.start(), _line_end(text, _line_end(text, last) + 2), year[-1] if year else None))
    return tuple(sorted([*found, *_goals(text, dates)], key=lambda plan: plan.start))


def plan_at(plans: Sequence[Plan], start: int, end: int) -> Plan | None:
    """The plan that speaks in a stretch, the one that says for when before others."""
    here = [plan for plan in plans if plan.start < end and start < plan.end]
    return next((plan for plan in here if plan.when), here[0] if here else None)


def is_promised(plan: Plan | None, clause: str, word: str) -> bool:
    """Does a plan promise here what a stage word says? `clause` holds the words from its clause's beginning to its end."""
    if plan is None or _STATE.search(word) or DONE.search(clause):
        return False
    parts = clause.split("、")
    return plan.goal or any(_TO_DO.match(part) for part in (parts[0], parts[-1]))


def _goals(text: str, dates: Sequence[When]) -> list[Plan]:
    goals = list(_GOAL.finditer(text))
    found = []
    for number, goal in enumerate(goals):
        when = next((d for d in dates if goal.start("when") <= d.start and d.end <= goal.end("when") and d.first), None)
        end = goals[number + 1].start() if number + 1 < len(goals) else len(text)
        part = _NEXT_PART.search(text, goal.end(), end)
        if when:
            found.append(Plan(goal.start(), part.start() if part else end, when, goal=True))
    return found


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end

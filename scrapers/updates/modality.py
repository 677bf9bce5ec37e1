"""Has it happened, or is it promised, and how strongly: the words, as data with examples."""

from __future__ import annotations

import re
from dataclasses import dataclass

from warehouse.records import Modality, Strength


@dataclass(frozen=True, slots=True)
class Cue:
    strength: Strength
    pattern: str
    examples: tuple[str, ...] = ()


# The weakest cue of a clause decides: 计划力争 is a hope.
CUES: tuple[Cue, ...] = (
    Cue(Strength.HOPED, r"力争|争取|有望|可望|力求|希望|或将|争夺|尽早|早日|尽快|努力", ("力争年底通车", "有望明年开工")),
    Cue(Strength.EXPECTED, r"预计|预期|预估|估计|料将|最快|最早|大约|约于", ("预计2026年建成",)),
    Cue(
        Strength.FIRM,
        r"将(?!军|来|近|于?已|上述|其|原|成为|该)|计划(?!投资|总投资|单列|的|书|批复)|拟(?!建设项目|建项目)|即将|确保|目标|提出|部署|要(?!求|素|点|闻|道|件|塞)|准备|定于|明年|下一步|"
        r"接下来|下阶段|今后|未来|届时|待[^，。]{2,12}后|安排|部署|(?:实现|到)20\d\d年|以期|应(?=于|在)|须|需(?=在|于)",
        ("将于明年开工", "计划2026年底通车", "确保年内投用", "拟于6月招标"),
    ),
)
_CUES = tuple((cue.strength, re.compile(cue.pattern)) for cue in CUES)
# What says that it is so, even beside a cue: 已, 了, 正在 …
_DONE = re.compile(
    r"已经?|目前|正在|现已|业已|顺利|日前|近日|昨日|昨天|今日|今天|刚刚|正式(?=[^，。]{0,4}$)|完成了|了$|(?:如期|成功|圆满)"
)
# 通车在即: said after the word.
_SOON = re.compile(r"(?:[^，。；]{0,6})(?:延期|推迟|顺延|延至|延后)|在即|在望|指日可待|(?:的)?(?:倒计时|目标|条件尚未)")


def modality_of(before: str, after: str = "") -> tuple[Modality, Strength]:
    """What the words before a stage word (of the same clause), and those right after it, make of it."""
    if _SOON.match(after):
        return Modality.TARGET, Strength.FIRM
    found = [strength for strength, cue in _CUES if cue.search(before)]
    if not found:
        return Modality.ACTUAL, Strength.DONE
    last_done = max((m.end() for m in _DONE.finditer(before)), default=-1)
    last_cue = max(m.end() for strength, cue in _CUES for m in cue.finditer(before))
    if last_done > last_cue:
        return Modality.ACTUAL, Strength.DONE
    return Modality.TARGET, found[0]


_GOES_ON = re.compile(r"^(?:并|并且|同时|争取|[^，]{0,4}?(?:20\d\d年|明年|后年|年底|次年|\d{1,2}月))")


def carried_promise(earlier: str, clause: str) -> str:
    """What a clause hands on to the next of its sentence: 预计下半年开工，2013年投产. "" when nothing is promised."""
    modality, _ = modality_of(clause)
    if modality is Modality.TARGET:
        cues = [m for _, cue in _CUES for m in cue.finditer(clause)]
        return max(cues, key=lambda m: m.end())[0] if cues else earlier
    return earlier if earlier and not _DONE.search(clause) else ""


def goes_on(clause: str) -> bool:
    """Does this clause continue its predecessor's promise (with 并 or with a date of its own)?"""
    return _GOES_ON.match(clause) is not None

"""Has it happened, or is it promised, and how strongly: the words, as data with examples."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scrapers.text.guarded import guarded
from warehouse.records import Modality, Strength


@dataclass(frozen=True, slots=True)
class Cue:
    strength: Strength
    pattern: str
    examples: tuple[str, ...] = ()


# The weakest cue of a clause decides: 计划力争 is a hope.
CUES: tuple[Cue, ...] = (
    Cue(Strength.HOPED, r"力争|争取|有望|可望|力求|希望|或将|争夺|尽早|早日|尽快|努力|冲刺\d",
        ("力争年底通车", "有望明年开工")),
    Cue(Strength.EXPECTED, r"预计(?!总?投资|产值|年产|可实现|年)|预计(?=年[底内末初])|预期|预估|估计|料将|最快|最早|大约|约于",
        ("预计2026年建成", "预计年底通车")),
    Cue(Strength.FIRM,
        r"将(?!军|来(?!将)|近|于?已|上述|其|原|成为|该|有|为[\u4e00-\u9fff]{0,12}提供)|计划(?!总?投资|单列|的|书|批复)|拟(?!建设项目|建项目)|即将|确保|目标|(?<![重主需首必概摘纪])要(?!求|素|点|闻|道|件|塞|的)|准备|"
        r"定于|下一步|接下来|下阶段|今后|未来|届时|待[^，。]{2,12}后|安排|以期|应(?=于|在)|须|需(?=在|于)|务必|可(?=竣工|建成|通车|投产|投用|完工|开工|实现|完成|全线|全面|正式)|方能|才能|"
        r"提出(?=加快|推进|抓|要|建设)|有待|转到明年|推迟到?至?|延期至|改为|调整(?:为|至|到)|必须",
        ("将于明年开工", "计划2026年底通车", "确保年内投用", "拟于6月招标", "年底可通车")),
)  # fmt: skip
_CUES = tuple((cue.strength, guarded(cue.pattern)) for cue in CUES)
# What says that it is so, even beside a cue: 已, 了, 正在 …
DONE = guarded(
    r"(?<!将)(?<!或)(?:已经?|均已)|目前|眼下|正在|现已|业已|顺利|(?<!于)日前|(?<!于)近日|昨日|昨天|今日|今天(?!起)|刚刚|完成了|了$|如期|成功|圆满|"
    r"^在(?=建)|(?<![将拟于日])开始"
)
_AFTER = re.compile(
    r"^(?:目标|在即|进入倒计时|指日可待|(?:时间)?(?:预计|计划|将|拟|力争|推迟|延期|延后)(?=[于在到至为\d]|明年|今年|年底)|有望)"
)


def modality_of(before: str, after: str = "", word: str = "") -> tuple[Modality, Strength]:
    """What the words before a stage word (of the same clause), and those right after it, make of it."""
    whole = before + word
    found = [(m.end(), strength) for strength, cue in _CUES for m in cue.finditer(whole) if m.end() <= len(before)]
    if after and _AFTER.match(after):
        return Modality.TARGET, Strength.FIRM
    if not found:
        return Modality.ACTUAL, Strength.DONE
    last_done = max((m.end() for m in DONE.finditer(before)), default=-1)
    last_cue = max(end for end, _ in found)
    if last_done > last_cue:
        return Modality.ACTUAL, Strength.DONE
    order = list(Strength)
    return Modality.TARGET, max((s for end, s in found if end > last_done), key=order.index)

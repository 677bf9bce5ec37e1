"""推进A、B等项目建设: a verb before a list of names and the word of building behind it, which together carry a stage.

Between them stand the names, so that neither word alone says enough: 推进 may be of a meeting, 建设 of anything. Data; the
examples are tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from scrapers.text.guarded import guarded
from scrapers.text.sentences import Span

# After the last name: 等25个重点项目建设, 等工程的规划建设.
_SO_ON: Final = r"(?:（[^（）]{1,16}）)?(?:等[^，。；、]{0,14}?)?(?:重点|重大)?(?:项目|工程)?的?"
_SO_ON_THINGS: Final = r"(?:等(?:[^，。；、]{0,10}?(?:平台|项目|工程|园区|基地|中心|设施|通道|线路|医院|学校))?)?"
_NOT_OF: Final = (
    r"(?!用地|资金|者|单位|标准|规划|方案|经验|模式|体系|能力|需求|需要|条件|环境|水平|成果|步伐|问题|管理|许可|指挥|周期|期间|后|前|时)"
)


@dataclass(frozen=True, slots=True)
class Frame:
    rule: str  # the stage rule that it counts as
    verb: str
    work: str
    examples: tuple[tuple[str, int], ...] = ()  # with {} for each name; how many names it is said of
    planned: bool = False  # counts only where a plan speaks
    so_on: str = _SO_ON


FRAMES: Final = (
    Frame("construction",
          r"(?:加快|加速|抓紧|抓好|推进|推动|统筹|重点|大力|扎实|有序|持续|着力|力促|加强|积极)+(?:实施|做好)?",
          r"(?:开发|规划|提级|扩能|升级)?(?P<work>建设|施工|改造|扩建|改扩建|建造)" + _NOT_OF,
          (("重点推进{}、{}等项目建设", 2), ("加快{}等25个项目建设", 1), ("加快{}扩能改造", 1), ("推进{}、{}，{}等项目建设", 3))),
    Frame("proposed",
          r"(?:研究|谋划|策划|论证)+",
          r"(?:规划|开发)?(?P<work>建设|新建|扩建)(?:问题|可行性)?(?!用地|资金|者|单位|标准|方案|经验|模式)",
          (("研究{}建设问题", 1), ("谋划{}、{}等项目建设", 2))),
    Frame("proposed",
          r"(?:推动|推进|促进|加快|促成|力促)+",
          r"(?P<work>落地)(?!见效|生效|后|的)",
          (("推动{}、{}等项目落地", 2),)),
    Frame("construction",
          r"(?:(?<=将)|(?<=计划)|(?<=拟))(?:重点|着力|陆续|全面|集中|规划|加快)+(?:建设|新建|打造|实施)",
          r"(?P<work>)(?=[，。；”\n]|$)",
          (("将重点建设{}、{}、{}", 3), ("计划陆续建设{}", 1)), so_on=_SO_ON_THINGS),
    Frame("construction",
          r"(?:(?<=[，。；：、”\n])|^)(?:联合|共同|逐步|统一|高质量|高标准|并)*(?:建设|新建|搭建|打造|建立|共建|构建|兴建)",
          r"(?P<work>)(?=[，。；”\n]|$|、(?:推进|推动|打造|建设|加强|开展|建立))",
          (("打造{}", 1), ("建设{}等", 1)), planned=True, so_on=_SO_ON_THINGS),
)  # fmt: skip
# A name that itself ends with the work: 加快A扩能改造.
_WORK_IN_NAME = re.compile(r"(?:改造|扩建|整治|治理|提升)(?:工程|项目)?$")
# No frame: talk of it (就加快A建设交换意见), and 建设 that only begins another word.
NO_FRAMES: Final = ("双方就加快{}建设交换意见", "推进{}建设用地报批", "推进会议在{}召开", "加强{}建设管理")

_FORMS = tuple((f, guarded(f.verb), re.compile(f.so_on + f.work)) for f in FRAMES)
_TOPIC = re.compile(r"(?:就|关于|围绕|对|针对|为|听取)[^，。；]{0,4}$")
_FILLER = re.compile(r"[^，。；、批报编]{0,10}")  # between the verb and the first name: 加快海沧区的A建设
_LIST = re.compile(r"[、和及与，]|以及")
_SAID = re.compile(r"[的将已在为使获]|建设|编制|报批|研究|推进|加快|规划|完成|启动")  # in between of a list's names: it is none
_LONGEST_GAP = 40


def frames(text: str, span: Span, names: Sequence[tuple[int, int]], *, planned: bool = False) -> Iterator[tuple[int, int, str]]:
    """(start, end, rule) of the words that carry a stage: the verb, and the work where a comma parts it from the verb."""
    if not names:
        return
    for frame, opens, closes in _FORMS:
        if frame.planned and not planned:
            continue
        at = span.start
        for verb in opens.finditer(text, span.start, span.end):
            if verb.start() < at or _TOPIC.search(text, max(span.start, verb.start() - 6), verb.start()):
                continue
            if (work := _closing(text, verb.end(), span, names, closes)) is not None:
                yield verb.start(), verb.end(), frame.rule
                if work[1] > work[0] and "，" in text[verb.end() : work[0]]:
                    yield *work, frame.rule
                at = work[1]


def _closing(
    text: str, opened: int, span: Span, names: Sequence[tuple[int, int]], closes: re.Pattern[str]
) -> tuple[int, int] | None:
    """Where the work stands: behind the first name after a verb, or behind the list that begins with it."""
    last: int | None = None
    for start, end in sorted(names):
        if start < opened or start >= span.end:
            continue
        if last is None and not _FILLER.fullmatch(text, opened, start):
            return None
        if last is not None and not _joined(text[last:start]):
            return None
        if work := closes.match(text, end, span.end):
            return work.span("work")
        if _WORK_IN_NAME.search(text[start:end]):
            return end, end
        last = end
    return None


def _joined(between: str) -> bool:
    """Does this stand between two names of one list? It may hold other names, but says nothing."""
    return len(between) <= _LONGEST_GAP and _LIST.search(between) is not None and _SAID.search(between) is None

"""Stage words of a sentence, those that mean nothing left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scrapers.text.guarded import guarded
from scrapers.text.sentences import Span
from scrapers.updates.frames import frames
from scrapers.updates.stage_rules import (
    COUNTED,
    LATER,
    NEGATED_STOP,
    NOT_AFTER,
    NOT_BEFORE,
    NOT_YET,
    PAUSE,
    PURPOSE,
    PURPOSE_OF,
    RULES,
    SLOGAN,
    TOLD_BY,
    WORKS,
    Rule,
)  # fmt: skip
from warehouse.records import Stage

_FORMS = tuple((rule, guarded(rule.pattern)) for rule in RULES)
_BY_NAME = {rule.name: rule for rule in RULES}
_NOT_AFTER, _LATER, _NOT_BEFORE = re.compile(NOT_AFTER), re.compile(LATER), guarded(NOT_BEFORE)
_SURVEY = re.compile(r"初测|定测|外业|勘察|设计")
# 为推动项目早日复工，…: what a clause says it is for, unless it says until when.
_IN_ORDER_TO = re.compile(r"为(?:了|推动|推进|加快|确保|促进|保障|保证|尽快|早日|争取|尽早|顺利)")
_OWN_DAY = re.compile(r"\d|年[底内初末中]|[今明后]年")
_ISSUED = re.compile(r"》")  # 《关于…可行性研究报告的批复》: the title ends with what was done
_LAW = re.compile(r"第[一二三四五六七八九十百\d]+条(?:第[一二三四五六七八九十]+款)?(?:的?规定|，)")
_MADE_INTO = re.compile(r"[把将][^，。；]{1,12}$")
_DATED = re.compile(r"(?:\d{4}|[今明后])年(?:底|内|初|\d{1,2}月|[上下]半年)?(?:底|前)?(?:建成)?$")
_HEARSAY = re.compile(r"(?:网传|谣传|误传|传言|传闻)[^，。；]{0,16}$")
_HEARSAY_AFTER = re.compile(r"”?的?(?:说法|传言|传闻|谣言|消息不实)")
# 一期已有7个项目投产: of things within it.
_COUNTED_BEFORE = guarded(
    r"(?:\d+|[一二两三四五六七八九十]+)(?:余|多)?(?:个|家)[^，。；]{0,6}?(?:项目|企业|商户|品牌)(?:已经?|均|全部|陆续|相继|先后|顺利|建成)*$"
)
# 贵阳至荔波段先期开通: a section of what is named.
_OF_SECTION = re.compile(
    r"[^，。；]{0,12}?(?:[\u4e00-\u9fff]{2,}(?<![全本该])段|(?:工程|项目|园区)[一二三四五]期)(?:道路|线路|工程)?(?:已经?|将|拟|于|有序|正式|顺利|率先|先期|先行|全面|[\d年月日零时起今昨明天底初中旬前]|预计|计划|力争|有望|可)*"
)
_TOLD_BY = re.compile(TOLD_BY)
_NOT_YET, _COUNTED = re.compile(NOT_YET), re.compile(COUNTED)
_PURPOSE, _PURPOSE_OF = re.compile(PURPOSE), re.compile(PURPOSE_OF)
_PAUSE, _NEGATED_STOP, _SLOGAN = re.compile(PAUSE), re.compile(NEGATED_STOP), re.compile(SLOGAN)
_PART_BEFORE = re.compile(
    WORKS + r"(?:工程|施工|建设|部分|等)*(?:已经|已|均|全部|全面|基本|顺利|提前|如期|正式|日前|近日|成功|也)*$"
)
_CLAUSE_END = re.compile(r"[，。；]")
_ENDS = re.compile(r"完工|竣工|建成|落成|完成|验收")


@dataclass(frozen=True, slots=True)
class Trigger:
    start: int
    end: int
    rule: Rule
    word: str
    later: bool = False  # 通车后: counts only with a date of its own
    batch: bool = False  # 开工20个项目: of many at once


def find_triggers(
    text: str,
    span: Span,
    masked: Sequence[tuple[int, int]],
    *,
    planned: bool = False,
    left_out: list[tuple[Trigger, str]] | None = None,
) -> list[Trigger]:
    """Stage words of a sentence in order; none inside `masked` (names); of overlapping ones the earlier rule's.

    `planned`: a plan speaks here, so that 建设A alone is a promise. `left_out` receives the words that mean nothing here, and
    why (for `explain`).
    """
    out = left_out if left_out is not None else []
    found: list[Trigger] = []
    for rule, form in _FORMS:
        if (first := form.search(text, span.start, span.end)) is None:  # as most do
            continue
        for match in _beside(form, first, text, span, masked):
            start, end = match.span()
            if any(start < t.end and t.start < end for t in found):
                continue
            trigger = Trigger(start, end, rule, match[0])
            if why := _objection(text, trigger, span, masked):
                out.append((trigger, why))
            else:
                found.append(_judged(text, trigger, span, masked))
    for start, end, name in frames(text, span, masked, planned=planned):
        if not any(start < t.end and t.start < end for t in found):
            found.append(Trigger(start, end, _BY_NAME[name], text[start:end]))
    found.sort(key=lambda t: t.start)
    nexts: list[Trigger | None] = [*found[1:], *([None] if found else [])]
    kept = [t for t, following in zip(found, nexts, strict=True) if not _is_help(text, t, following, masked)]
    return [t for t in kept if t.rule.name != "moved" or not _has_stage(text, t, kept)]


def _beside(
    form: re.Pattern[str], match: re.Match[str] | None, text: str, span: Span, masked: Sequence[tuple[int, int]]
) -> Iterator[re.Match[str]]:
    """The matches of a form, from this first one on, that touch no name; one that runs into a name may be shorter or begin
    behind it."""
    while match:
        touched = next(((s, e) for s, e in masked if s < match.end() and match.start() < e), None)
        if touched is None:
            yield match
            at = max(match.end(), match.start() + 1)
        else:
            at = touched[1] if touched[0] <= match.start() else match.start() + 1
        match = form.search(text, at, span.end)


def _in_title(text: str, span: Span, at: int) -> bool:
    """《关于加快建设A的建议》: what a document is called is no news."""
    opened = text.rfind("《", span.start, at)
    return opened >= 0 and text.find("》", opened, at) < 0 and text.find("》", at, span.end) >= 0


def _objection(text: str, trigger: Trigger, span: Span, masked: Sequence[tuple[int, int]]) -> str:
    """What in its surroundings takes a stage word's meaning away; "" when nothing does."""
    start, end, rule = trigger.start, trigger.end, trigger.rule
    before, after = text[max(span.start, start - 12) : start], text[end : end + 8]
    if _HEARSAY_AFTER.match(text, end) or _HEARSAY.search(text, max(span.start, start - 24), start):
        return "hearsay: what is only said to be so"
    if _LAW.search(text, span.start, span.end):
        return "the wording of a law"
    if trigger.word == "建成" and _MADE_INTO.search(before) and "\u4e00" <= after[:1] <= "\u9fff":
        return "what it shall be made into"
    if _in_title(text, span, start) and not _ISSUED.match(text, end):
        return "in the title of a document"
    if rule.stage in (Stage.STOPPED, Stage.PREPARATION) and _TOLD_BY.match(text, end) and end not in (s for s, _ in masked):
        return "what a thing is told by"
    if rule.stage is Stage.STOPPED:
        return "a stop that is denied" if not _pauses(text, trigger, span) and _NEGATED_STOP.search(before) else ""
    if after.startswith("目标") and _DATED.search(before):
        return ""  # 2026年通车目标
    if _NOT_AFTER.match(after):
        return "part of another word: what follows is an office, a thing or a condition"
    clause = text[max(span.start, *(text.rfind(mark, span.start, start) + 1 for mark in "，：；。")) : start]
    if _IN_ORDER_TO.match(clause) and not _OWN_DAY.search(clause):
        return "a purpose, not a fact"
    if _NOT_BEFORE.search(before):
        return "denied, conditional or only meant: what stands before takes it away"
    if _NOT_YET.match(after):
        return "not yet: denied by what follows"
    meant = _PURPOSE.search(before)
    if meant and _PURPOSE_OF.match(after) and not _OWN_DAY.search(meant[0]):
        return "a purpose, not a fact"
    if rule.name in ("construction", "started", "preparation") and _SLOGAN.search(trigger.word + after[:4]):
        return "of a campaign, not of a project"
    return ""


def _judged(text: str, trigger: Trigger, span: Span, masked: Sequence[tuple[int, int]]) -> Trigger:
    """The trigger as its surroundings leave it."""
    start, end, rule = trigger.start, trigger.end, trigger.rule
    opening = max([span.start, *(e for _, e in masked if e <= start), text.rfind("，", span.start, start) + 1])
    if rule.stage is Stage.STOPPED:
        return replace(trigger, rule=_BY_NAME["goes_on"]) if _pauses(text, trigger, span) else trigger
    if rule.name == "accepted" and _SURVEY.search(trigger.word):
        return replace(trigger, rule=_BY_NAME["preparation"])
    if rule.name == "in_service" and _OF_SECTION.fullmatch(text[opening:start]):
        trigger = replace(trigger, rule=_BY_NAME["first_part_opens"])
    if rule.name in ("in_service", "accepted") and _ENDS.search(trigger.word) and _PART_BEFORE.search(text[opening:start]):
        trigger = replace(trigger, rule=_BY_NAME["part_done"])
    opened = rule.stage in (Stage.IN_SERVICE, Stage.PARTIAL)
    if _COUNTED.match(text, end) or (opened and _COUNTED_BEFORE.search(text, opening, start)):
        return replace(trigger, batch=True)
    if _LATER.match(text, end):
        return replace(trigger, later=True)
    return trigger


def _pauses(text: str, trigger: Trigger, span: Span) -> bool:
    return _PAUSE.search(text[max(span.start, trigger.start - 24) : trigger.end + 10]) is not None


def _has_stage(text: str, moved: Trigger, others: Sequence[Trigger]) -> bool:
    """开工时间推迟至明年: the clause says what was moved."""
    return any(
        t is not moved and not _CLAUSE_END.search(text, min(t.end, moved.end), max(t.start, moved.start)) for t in others
    )


def _is_help(text: str, trigger: Trigger, following: Trigger | None, masked: Sequence[tuple[int, int]]) -> bool:
    """加快推进初步设计审批: the first word only says how the second goes on."""
    if following is None or trigger.rule.name != "construction" or following.rule.stage.rank not in (0, 1, 2):
        return False
    between = text[trigger.end : following.start]
    for start, end in reversed(masked):
        if trigger.end <= start and end <= following.start:  # 加快推进A、B等项目前期工作
            between = between[: start - trigger.end].rstrip("、和及") + between[end - trigger.end :]
    return len(between) <= 14 and not any(mark in between for mark in "，。；、）")

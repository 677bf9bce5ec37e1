"""Stage words of a clause, those that mean nothing left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scrapers.text.sentences import Span
from scrapers.updates.stage_rules import ASKED, DENIED, NEGATED_STOP, NOT_AFTER, NOT_BEFORE, PAUSE, RULES, Rule
from warehouse.records import Stage

_FORMS = tuple((rule, re.compile(rule.pattern)) for rule in RULES)
_SLOGAN = re.compile(
    r"高质量|竞争力|营商环境|生态文明|精神文明|思想|党建|队伍|制度|机制|作风|体系|能力|平安|法治|文化强|命运共同体|合作|关系|乡村振兴"
)


@dataclass(frozen=True, slots=True)
class Trigger:
    start: int
    end: int
    rule: Rule
    word: str


def find_triggers(text: str, clause: Span) -> list[Trigger]:
    """Stage words in order; of overlapping ones the earlier rule's."""
    part = clause.of(text)
    found: list[Trigger] = []
    for rule, form in _FORMS:
        for match in form.finditer(part):
            start, end = clause.start + match.start(), clause.start + match.end()
            if any(start < t.end and t.start < end for t in found) or _void(text, start, end, rule, clause):
                continue
            found.append(Trigger(start, end, rule, match[0]))
    found.sort(key=lambda t: t.start)
    nexts: list[Trigger | None] = [*found[1:], None]
    return [t for t, following in zip(found, nexts, strict=False) if not _is_help(text, t, following)]


def _is_help(text: str, trigger: Trigger, following: Trigger | None) -> bool:
    """加快推进初步设计审批: the first word only says how the second goes on."""
    if following is None or trigger.rule.name != "construction" or following.rule.stage.rank not in (0, 1, 2):
        return False
    between = text[trigger.end : following.start]
    return len(between) <= 14 and not any(mark in between for mark in "，。；）")


def _void(text: str, start: int, end: int, rule: Rule, clause: Span) -> bool:
    after, before = text[end : end + 6], text[max(clause.start, start - 10) : start]
    if NOT_AFTER.match(after) or NOT_BEFORE.search(before):
        return True
    if rule.stage is Stage.STOPPED:
        return bool(PAUSE.search(text[max(0, start - 20) : end + 10]) or NEGATED_STOP.search(before))
    if DENIED.search(before):
        return True
    if rule.name == "construction" and ASKED.search(text[max(text.rfind("。", 0, start), start - 40, 0) : start]):
        return True
    return rule.name == "construction" and _SLOGAN.search(text[start : end + 2]) is not None

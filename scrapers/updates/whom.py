"""Which projects of a clause a stage word speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrapers.text.sentences import Span
from scrapers.updates.match import Mention
from scrapers.updates.reference import OBLIQUE
from scrapers.updates.triggers import Trigger

_ATTRIBUTE = re.compile(
    r"^(?:通车|投用|运营|使用|建设|阶段|状态)?的(?:项目|工程)?(?:还?有|包括|是|为)?[^，。；]{0,14}$|"
    r"^(?:项目|工程)?(?:还?有|包括)[^，。；]{0,6}$"
)
_JOIN = re.compile(r"[、和及与暨]|以及")
_NEAR, _FAR = 4, 14


def whom(text: str, trigger: Trigger, triggers: Sequence[Trigger], mine: Sequence[Mention], clause: Span) -> tuple[str, ...]:
    """Projects in the order of the text; empty when the clause names none for this word."""
    if (bracketed := _bracketed(text, trigger, mine)) is not None:
        return bracketed
    following = min((t.start for t in triggers if t.start >= trigger.end), default=clause.end)
    before = [m for m in mine if m.end <= trigger.start + 1]
    after = [m for m in mine if trigger.end <= m.start < max(following, trigger.end + 1)]
    gap = text[trigger.end : after[0].start] if after else ""
    if after and _ATTRIBUTE.match(gap):
        return run(text, after, triggers, forward=True)
    free = not before or _taken(text, before[-1], trigger, triggers)
    if after and trigger.rule.object_follows and len(gap) <= _FAR and free:
        return run(text, after, triggers, forward=True)
    if before:
        straight = [m for m in before if not is_oblique(text, m)]
        return run(text, straight or before, triggers, forward=False) if straight or not trigger.rule.object_follows else ()
    if after and len(gap) <= _NEAR:
        return run(text, after, triggers, forward=True)
    return ()


def run(text: str, mentions: Sequence[Mention], triggers: Sequence[Trigger], *, forward: bool) -> tuple[str, ...]:
    """The list A、B和C that the first (or last) of these names belongs to."""
    order = list(mentions) if forward else list(mentions)[::-1]
    members = [order[0]]
    for mention in order[1:]:
        left, right = (members[-1], mention) if forward else (mention, members[-1])
        if not joined(text, left.end, right.start, triggers):
            break
        members.append(mention)
    return tuple(dict.fromkeys(m.id for m in (members if forward else members[::-1])))


def joined(text: str, start: int, end: int, triggers: Sequence[Trigger]) -> bool:
    between = text[start:end]
    return len(between) <= 40 and _JOIN.search(between) is not None and not any(start <= t.start < end for t in triggers)


def is_oblique(text: str, mention: Mention) -> bool:
    """Is it only a place on the way (起自A, 接B, 继C之后)?"""
    return OBLIQUE.search(text[max(0, mention.start - 14) : mention.start]) is not None


_COUNT = re.compile(r"(?P<n>\d+|[两二三四五六七八九十])(?:余)?(?:个|座|条|项|家|大)[^，。；等]{0,10}$")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}


def is_of_many(text: str, trigger: Trigger, mine: Sequence[Mention], named: Sequence[str]) -> bool:
    """温州港五座码头集中开工: the stage of more things than are named, and no list of them."""
    before = [m for m in mine if m.end <= trigger.start]
    if not before or "集中" not in trigger.word:
        return False
    count = _COUNT.search(text, before[-1].end, trigger.start)
    if count is None or "等" in text[before[-1].end : trigger.start]:
        return False
    number = int(count["n"]) if count["n"].isdigit() else _DIGITS[count["n"]]
    return number > len(named)


def _bracketed(text: str, trigger: Trigger, mine: Sequence[Mention]) -> tuple[str, ...] | None:
    """翔安机场（在建）: a status in brackets is that of the name before them."""
    opened = text.rfind("（", max(0, trigger.start - 12), trigger.start)
    if opened < 0 or "）" in text[opened : trigger.start]:
        return None
    owner = [m for m in mine if m.end == opened]
    return (owner[-1].id,) if owner else None


def _taken(text: str, mention: Mention, trigger: Trigger, triggers: Sequence[Trigger]) -> bool:
    """Has the name before the word its own stage already, or is it no subject?"""
    return is_oblique(text, mention) or any(mention.end <= t.start < trigger.start for t in triggers)

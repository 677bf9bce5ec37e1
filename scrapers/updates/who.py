"""Whom a stage word of a clause speaks of: the names before it, the objects after it, lists, brackets."""

from __future__ import annotations

from collections.abc import Sequence

from scrapers.text.sentences import Span
from scrapers.updates.match import Mention
from scrapers.updates.triggers import Trigger


def whom(text: str, trigger: Trigger, mine: Sequence[Mention], clause: Span, following: int) -> tuple[str, ...]:
    """The projects of a clause that a stage word speaks of."""
    bracket = text.rfind("（", clause.start, trigger.start)
    if bracket >= 0 and "）" not in text[bracket : trigger.start] and text.find("）", trigger.end, trigger.end + 12) >= 0:
        named = [m for m in mine if m.end == bracket]
        if named:
            return (named[0].id,)  # 翔安机场（在建）: a status in brackets is of the name right before it
    before = [m for m in mine if m.end <= trigger.start + 1]
    after = [m for m in mine if trigger.end <= m.start < following]
    if after and trigger.rule.object_follows:
        gap = after[0].start - trigger.end
        if not before or gap <= 8:
            return run_of(text, after, forward=True)
    if before:
        return run_of(text, before, forward=False)
    inside = [m for m in mine if trigger.start <= m.start and m.end <= trigger.end]
    if inside:
        return tuple(dict.fromkeys(m.id for m in inside))
    if after and after[0].start - trigger.end <= 4:
        return run_of(text, after, forward=True)
    return ()


def run_of(text: str, mentions: Sequence[Mention], *, forward: bool) -> tuple[str, ...]:
    """The list A、B和C that the first (or last) of these names belongs to."""
    order = list(mentions) if forward else list(mentions)[::-1]
    run = [order[0]]
    for mention in order[1:]:
        left, right = (run[-1], mention) if forward else (mention, run[-1])
        between = text[left.end : right.start]
        if len(between) <= 40 and _joins(between):
            run.append(mention)
        else:
            break
    return tuple(dict.fromkeys(m.id for m in (run if forward else run[::-1])))


def _joins(between: str) -> bool:
    return any(j in between for j in "、和及与") and not any(
        w in between for w in ("已", "将", "正在", "开工", "通车", "建成", "投用")
    )


def listed(text: str, mentions: Sequence[Mention]) -> bool:
    return len(run_of(text, mentions, forward=True)) == len({m.id for m in mentions})


def within(mentions: Sequence[Mention], span: Span) -> list[Mention]:
    return [m for m in mentions if span.start <= m.start < span.end]

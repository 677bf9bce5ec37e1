"""What a change says, in a few words: old → new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any

from reports.catalogue import Catalogue, plain
from reports.quotes import clip
from warehouse.records import Change, ChangeKind


def what_changed(change: Change, words: Catalogue) -> str:
    """Tolerant: a key that is missing leaves its words out, and never prints None."""
    kind, old, new = change.kind, change.old, change.new
    if kind in (ChangeKind.STAGE_REACHED, ChangeKind.STOPPED, ChangeKind.RESUMED, ChangeKind.MILESTONE):
        stages = [stage for values in (old, new) if (stage := words.stage(values.get("stage")))]
        return f"{words.say('arrow').join(stages) or words.kind(kind)}{_when(new, words)}{_milestone(new, words)}"
    if kind in (ChangeKind.PROMISE_SLIPPED, ChangeKind.PROMISE_FORWARD):
        return _moved(old, new, words)
    if kind in (ChangeKind.PROMISE_WEAKENED, ChangeKind.PROMISE_STRENGTHENED):
        change_of_word = f"{words.strength(old.get('strength'))}{words.say('arrow')}{words.strength(new.get('strength'))}"
        return f"{_of_stage(new, words)}{change_of_word}"
    if kind in (ChangeKind.PROMISE_MADE, ChangeKind.PROMISE_KEPT):
        strength = words.strength(new.get("strength"))
        tail = f"{words.say('comma')}{strength}" if strength else ""
        return f"{_of_stage(new, words)}{_period(new, words)}{tail}"
    if kind is ChangeKind.OVERDUE:
        return words.say("overdue_by", when=_period(new, words), stage=words.stage(new.get("stage")))
    if kind is ChangeKind.SILENT:
        return _silence(new, words)
    if kind is ChangeKind.MONEY_CHANGED:
        return f"{_money(old, words)}{words.say('arrow')}{_money(new, words)}"
    if kind is ChangeKind.PROGRESS_MOVED:
        percents = _number(old, "percent"), _number(new, "percent")
        return words.say("arrow").join(f"{plain(p)}%" for p in percents if p is not None) or words.kind(kind)
    if kind is ChangeKind.INDICATOR_REPORTED:
        return _indicator(new, words)
    if kind is ChangeKind.CONFLICT_OPENED:
        claims = [_claim(claim, words) for claim in _maps(new, "claims")]
        return " ⇄ ".join(claim for claim in claims if claim) or words.kind(kind)
    if kind is ChangeKind.EDITED:
        return _edit(old, new, words) or words.kind(kind)
    if kind is ChangeKind.WITHDRAWN:
        return words.say("withdrawn")
    if kind is ChangeKind.NEW_NAME:
        return words.say("new_name_in", n=change.sources)
    return words.kind(kind)


def _moved(old: Mapping[str, Any], new: Mapping[str, Any], words: Catalogue) -> str:
    said = f"{_of_stage(new, words)}{_period(old, words)}{words.say('arrow')}{_period(new, words)}"
    days, earlier = _number(new, "days"), _number(new, "earlier")
    if days:
        said += words.say("comma") + words.say("days_later" if days > 0 else "days_earlier", n=plain(abs(days)))
    if earlier and earlier > 1:
        said += words.say("comma") + words.say("earlier_slips", n=plain(earlier))
    return said


def _of_stage(values: Mapping[str, Any], words: Catalogue) -> str:
    stage = words.stage(values.get("stage"))
    return stage + words.say("colon") if stage else ""


def _claim(claim: Mapping[str, Any], words: Catalogue) -> str:
    """One side of a contradiction or of an edit."""
    parts = [stage] if (stage := words.stage(claim.get("stage"))) else []
    if _date(claim.get("when_end")):
        parts.append(_period(claim, words))
    yuan, percent, value = (_number(claim, key) for key in ("yuan", "percent", "value"))
    if yuan is not None:
        parts.append(words.money(yuan))
    if percent is not None:
        parts.append(f"{plain(percent)}%")
    if value is not None:
        parts.append(plain(value))
    return " ".join(parts)


def _edit(old: Mapping[str, Any], new: Mapping[str, Any], words: Catalogue) -> str:
    """What the edit changed, and of which stage; what both versions say is left out."""
    same = {key for key in old if old[key] == new.get(key)}
    if {"when_start", "when_end"} - same:
        same -= {"when_start", "when_end"}
    sides = [_claim({k: v for k, v in values.items() if k not in same}, words) for values in (old, new)]
    lead = _of_stage(new, words) if "stage" in same else ""
    return lead + words.say("arrow").join(side for side in sides if side)


def _indicator(new: Mapping[str, Any], words: Catalogue) -> str:
    value, unit = _number(new, "value"), _text(new, "unit")
    promised = new.get("modality") == "target"
    said = words.say("promised_value" if promised else "reported_value")
    end = _date(new.get("when_end"))
    if end:
        said += f" {_period(new, words)}"
    if value is None:
        return said
    said += f" {plain(value)} {unit}".rstrip()
    dated = [(_date(target.get("by")), _number(target, "value")) for target in _maps(new, "targets")]
    targets = [(by, goal) for by, goal in dated if by and goal is not None]
    fitting = [t for t in targets if end is None or t[0] >= end] or targets[-1:]
    if fitting and not promised:
        by, goal = fitting[0]
        said += words.say("comma") + words.say("target", value=plain(goal), unit=unit, by=by.year)
        if goal:
            said += words.say("comma") + words.say("share", n=plain(round(100 * value / goal, 1)))
    return said


def _silence(new: Mapping[str, Any], words: Catalogue) -> str:
    since, days = _date(new.get("since")), _number(new, "days")
    said = words.say("silent_long")
    if since and days is not None:
        said = words.say("silent_for", since=words.day(since), n=plain(days))
    stage = words.stage(new.get("stage"))
    return said + (words.say("stage_so_far", stage=stage) if stage else "")


def _when(new: Mapping[str, Any], words: Catalogue) -> str:
    return words.say("happened", when=_period(new, words)) if _date(new.get("when_end")) else ""


def _milestone(new: Mapping[str, Any], words: Catalogue) -> str:
    word = _text(new, "milestone")
    repeats = word in Catalogue("zh").stage(new.get("stage"))
    return f"{words.say('comma')}“{word}”" if word and not repeats else ""


def _period(values: Mapping[str, Any], words: Catalogue) -> str:
    return words.period(_date(values.get("when_start")), _date(values.get("when_end")))


def _money(values: Mapping[str, Any], words: Catalogue) -> str:
    yuan = _number(values, "yuan")
    return words.money(yuan) if yuan is not None else "?"


def _number(values: Mapping[str, Any], key: str) -> float | None:
    value = values.get(key)
    return value if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) else None


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    return clip(value, 20) if isinstance(value, str) else ""


def _maps(values: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = values.get(key)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list | tuple) else []


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None

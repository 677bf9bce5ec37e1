"""What a change says, in a few words: old → new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from reports.catalogue import Catalogue, plain
from reports.quotes import clip
from warehouse.records import Change, ChangeKind


def what_changed(change: Change, words: Catalogue) -> str:
    """Tolerant: a key that is missing leaves its words out, and never prints None."""
    kind, old, new = change.kind, change.old, change.new
    if kind in (ChangeKind.STAGE_REACHED, ChangeKind.STOPPED, ChangeKind.RESUMED, ChangeKind.MILESTONE):
        before = words.stage(old.get("stage")) + words.say("arrow") if old.get("stage") else ""
        return f"{before}{words.stage(new.get('stage'))}{_when(new, words)}{_milestone(new, words)}"
    if kind in (ChangeKind.PROMISE_SLIPPED, ChangeKind.PROMISE_FORWARD):
        return _moved(old, new, words)
    if kind in (ChangeKind.PROMISE_WEAKENED, ChangeKind.PROMISE_STRENGTHENED):
        change_of_word = f"{words.strength(old.get('strength'))}{words.say('arrow')}{words.strength(new.get('strength'))}"
        return f"{words.stage(new.get('stage'))}{words.say('colon')}{change_of_word}"
    if kind in (ChangeKind.PROMISE_MADE, ChangeKind.PROMISE_KEPT):
        strength = words.strength(new.get("strength"))
        tail = f"{words.say('comma')}{strength}" if strength else ""
        return f"{words.stage(new.get('stage'))}{words.say('colon')}{_period(new, words)}{tail}"
    if kind is ChangeKind.OVERDUE:
        return words.say("overdue_by", when=_period(new, words), stage=words.stage(new.get("stage")))
    if kind is ChangeKind.SILENT:
        since = _date(new.get("since"))
        return words.say(
            "silent_for", since=words.day(since) if since else "?", n=new.get("days", "?"), stage=words.stage(new.get("stage"))
        )
    if kind is ChangeKind.MONEY_CHANGED:
        return f"{_money(old, words)}{words.say('arrow')}{_money(new, words)}"
    if kind is ChangeKind.PROGRESS_MOVED:
        before = f"{plain(old['percent'])}%{words.say('arrow')}" if "percent" in old else ""
        return f"{before}{plain(new['percent'])}%" if "percent" in new else before
    if kind is ChangeKind.INDICATOR_REPORTED:
        return _indicator(new, words)
    if kind is ChangeKind.CONFLICT_OPENED:
        claims = [_claim(claim, words) for claim in new.get("claims", [])]
        return f" {'⇄'} ".join(claims)
    if kind is ChangeKind.EDITED:
        return f"{_claim(old, words)}{words.say('arrow')}{_claim(new, words)}"
    if kind is ChangeKind.WITHDRAWN:
        return words.say("withdrawn")
    if kind is ChangeKind.NEW_NAME:
        return words.say("new_name_in", n=change.sources)
    return words.kind(kind)


def _moved(old: Mapping[str, Any], new: Mapping[str, Any], words: Catalogue) -> str:
    said = f"{words.stage(new.get('stage'))}{words.say('colon')}{_period(old, words)}{words.say('arrow')}{_period(new, words)}"
    days = new.get("days")
    if isinstance(days, int) and days:
        said += words.say("comma") + words.say("days_later" if days > 0 else "days_earlier", n=abs(days))
    if isinstance(new.get("earlier"), int) and new["earlier"] > 1:
        said += words.say("comma") + words.say("earlier_slips", n=new["earlier"])
    return said


def _claim(claim: Mapping[str, Any], words: Catalogue) -> str:
    """One side of a contradiction or of an edit."""
    parts = [words.stage(claim["stage"])] if claim.get("stage") else []
    if claim.get("when_end"):
        parts.append(_period(claim, words))
    if claim.get("yuan") is not None:
        parts.append(words.money(claim["yuan"]))
    if claim.get("percent") is not None:
        parts.append(f"{plain(claim['percent'])}%")
    if claim.get("value") is not None:
        parts.append(plain(claim["value"]))
    return " ".join(parts)


def _indicator(new: Mapping[str, Any], words: Catalogue) -> str:
    value, unit = new.get("value"), clip(str(new.get("unit") or ""), 20)
    promised = new.get("modality") == "target"
    said = words.say("promised_value" if promised else "reported_value")
    if new.get("when_end"):
        said += f" {_period(new, words)}"
    said += f" {plain(value)} {unit}" if isinstance(value, int | float) else ""
    end = _date(new.get("when_end"))
    targets = [t for t in new.get("targets", []) if isinstance(t, Mapping) and _date(t.get("by"))]
    fitting = [t for t in targets if end is None or (_date(t["by"]) or end) >= end] or targets[-1:]
    if fitting and not promised and isinstance(value, int | float):
        target, by = fitting[0], _date(fitting[0]["by"])
        said += words.say("comma") + words.say("target", value=plain(target["value"]), unit=unit, by=by.year if by else "?")
        if target["value"]:
            said += words.say("comma") + words.say("share", n=plain(round(100 * value / target["value"], 1)))
    return said


def _when(new: Mapping[str, Any], words: Catalogue) -> str:
    return words.say("happened", when=_period(new, words)) if new.get("when_end") else ""


def _milestone(new: Mapping[str, Any], words: Catalogue) -> str:
    word = clip(str(new.get("milestone") or ""), 20)
    return f"{words.say('comma')}“{word}”" if word else ""


def _period(values: Mapping[str, Any], words: Catalogue) -> str:
    return words.period(_date(values.get("when_start")), _date(values.get("when_end")))


def _money(values: Mapping[str, Any], words: Catalogue) -> str:
    return words.money(values["yuan"]) if values.get("yuan") is not None else "?"


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None

"""What a change says, in a few words: old → new, how much that is, and what its small chart shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from reports.catalogue import Catalogue, plain, signed
from reports.charts import Bar, Path, path_bars, path_to_target
from reports.phrases import happened, milestone_said, of_stage, one_claim, promise_day, promise_sentence
from reports.values import Values, day, mapping, maps, number, text
from warehouse.records import Change, ChangeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A row's words. `tag` is the difference in a word or two; `tone` colours it and is never alone in saying so."""

    what: str
    tag: str = ""
    tone: str = "plain"  # plain | good | bad | warn
    note: str = ""  # a second line
    bars: tuple[Bar, ...] = ()
    sides: tuple[str, ...] = ()  # of a contradiction: what each quotation claims


def what_changed(change: Change, words: Catalogue) -> str:
    """A row's words on one line, as of the day on which the change became known."""
    said = say_change(change, words, change.known_at.date())
    return said.what + (words.say("in_brackets", tag=said.tag) if said.tag else "")


def say_change(change: Change, words: Catalogue, today: date) -> Said:
    """Tolerant: a key that is missing leaves its words out, and never prints None."""
    said = _BY_KIND[change.kind](change, words, today) if change.kind in _BY_KIND else Said(what="")
    return said if said.what else replace(said, what=words.kind(change.kind))


def _stage(change: Change, words: Catalogue, today: date) -> Said:
    old, new = change.old, change.new
    stages = [stage for values in (old, new) if (stage := words.stage(values.get("stage")))]
    what = words.say("arrow").join(stages) + happened(change, words) + milestone_said(new, words)
    tag, tone = _kept(new, words) if change.kind is ChangeKind.STAGE_REACHED else (words.kind(change.kind), "plain")
    if change.kind in (ChangeKind.STOPPED, ChangeKind.CANCELLED):
        event = words.milestone(text(new, "milestone"))
        before = words.stage(old.get("stage"))
        what = (before + words.say("arrow") if before else "") + (event or tag) + happened(change, words)
        return Said(what=what, tag=tag if event and event != tag else "", tone="bad")
    return Said(what=what, tag=tag, tone="good" if change.kind is ChangeKind.RESUMED else tone)


def _kept(new: Values, words: Catalogue) -> tuple[str, str]:
    """How a stage that was reached stands to its promise."""
    late, promised, end = number(new, "late"), day(new, "promised"), day(new, "when_end")
    if late is None and promised and end:
        late = (end - promised).days
    if late is None:
        return "", "plain"
    if late > 0:
        return words.say("late", n=plain(late)), "bad"
    return (words.say("early", n=plain(-late)) if late < -31 else words.say("on_time")), "good"


def _milestone(change: Change, words: Catalogue, today: date) -> Said:
    event = words.milestone(text(change.new, "milestone"))
    return Said(what=(event or words.stage(change.new.get("stage"))) + happened(change, words))


def _moved(change: Change, words: Catalogue, today: date) -> Said:
    old, new = change.old, change.new
    what = f"{words.stage(new.get('stage'))} {promise_day(old, words)}{words.say('arrow')}{promise_day(new, words)}".strip()
    days, earlier = number(new, "days"), number(new, "earlier")
    if earlier is not None:
        often = words.say("moved_first") if earlier <= 1 else words.say("moved_often", n=plain(earlier))
        what += words.say("open") + often + words.say("close")
    note = _history(new, words)
    if not days:
        return Said(what=what, note=note)
    tag = words.say("days_later" if days > 0 else "days_earlier", n=plain(abs(days)))
    return Said(what=what, tag=tag, tone="bad" if days > 0 else "good", note=note)


def _history(new: Values, words: Catalogue) -> str:
    """Every date that was promised before, where there were several."""
    steps = [promise_day(values, words) for values in maps(new, "history") if day(values, "when_end")]
    steps = [step for n, step in enumerate(steps) if n == 0 or step != steps[n - 1]]
    if len(steps) < 2:
        return ""
    return words.say("history", steps=words.say("arrow").join([*steps[-6:], promise_day(new, words)]))


def _reworded(change: Change, words: Catalogue, today: date) -> Said:
    old, new = words.strength(change.old.get("strength")), words.strength(change.new.get("strength"))
    when = promise_day(change.new, words) + words.say("comma") if day(change.new, "when_end") else ""
    weaker = change.kind is ChangeKind.PROMISE_WEAKENED
    what = f"{of_stage(change.new, words)}{when}{old}{words.say('arrow')}{new}"
    return Said(what=what, tag=words.kind(change.kind), tone="warn" if weaker else "good")


def _made(change: Change, words: Catalogue, today: date) -> Said:
    return Said(what=promise_sentence(change.new, words))


def _kept_promise(change: Change, words: Catalogue, today: date) -> Said:
    promise, end = promise_sentence(change.old, words), day(change.new, "when_end")
    early = number(change.new, "early")
    what = (
        words.say("kept_by", promise=promise, when=words.day(end)) if promise and end else promise_sentence(change.new, words)
    )
    tag = words.say("early", n=plain(early)) if early is not None and early > 31 else words.say("on_time")
    return Said(what=what, tag=tag, tone="good")


def _overdue(change: Change, words: Catalogue, today: date) -> Said:
    end = day(change.new, "when_end")
    promise = promise_sentence({k: v for k, v in change.new.items() if k != "strength"}, words)
    days = (today - end).days if end else 0
    tag = words.say("overdue_days", n=days) if days > 0 else words.say("overdue")
    return Said(what=words.say("unmet", promise=promise), tag=tag, tone="bad")


def _due(change: Change, words: Catalogue, today: date) -> Said:
    end = day(change.new, "when_end")
    days = (end - today).days if end else 0
    tag = words.say("due_days", n=days) if days > 0 else words.say("due_today")
    return Said(what=promise_sentence(change.new, words), tag=tag, tone="warn" if days <= 7 else "plain")


def _silent(change: Change, words: Catalogue, today: date) -> Said:
    since, days, stage = day(change.new, "since"), number(change.new, "days"), words.stage(change.new.get("stage"))
    if not since or days is None:
        return Said(what=words.say("silent_long"), tone="warn")
    so_far = words.say("stage_so_far", stage=stage) if stage else ""
    what = words.say("last_news", since=words.day(since), stage=so_far)
    return Said(what=what, tag=words.say("silent_for", n=plain(days)), tone="warn")


def _money(change: Change, words: Catalogue, today: date) -> Said:
    old, new = number(change.old, "yuan"), number(change.new, "yuan")
    what = words.say("arrow").join(words.money(yuan) for yuan in (old, new) if yuan is not None)
    if not what or old is None or new is None or not old:
        return Said(what=words.say("total") + what if what else "")
    more = ("+" if new > old else "−") + words.money(abs(new - old))
    share = signed(round(100 * (new - old) / old, 1))
    return Said(what=words.say("total") + what, tag=f"{more}{words.say('comma')}{share}%")


def _progress(change: Change, words: Catalogue, today: date) -> Said:
    old, new = number(change.old, "percent"), number(change.new, "percent")
    what = words.say("arrow").join(f"{plain(p)}%" for p in (old, new) if p is not None)
    if not what:
        return Said(what="")
    tag = "" if old is None or new is None else words.say("points", n=signed(round(new - old, 2)))
    back = old is not None and new is not None and new < old
    return Said(what=words.say("progress") + what, tag=tag, tone="warn" if back else "plain")


def _indicator(change: Change, words: Catalogue, today: date) -> Said:
    new = change.new
    value, unit = number(new, "value"), text(new, "unit")
    if value is None:
        return Said(what="")
    when = words.period(day(new, "when_start"), day(new, "when_end")) if day(new, "when_end") else ""
    said = words.amount(value, unit)
    if new.get("modality") == "target":
        return Said(what=words.say("promised_value", when=when, value=said))
    since = words.say("cumulative") if new.get("cumulative") else ""
    what = words.say("reported_value", when=when, value=since + said).strip(" :")
    if growth := number(new, "growth"):
        what += words.say("grows" if growth > 0 else "falls", n=plain(abs(growth)))
    before = number(change.old, "value")
    if before is not None and before != value:
        what += words.say("replaces", value=words.amount(before, unit))
    path = path_to_target(new)
    if path is None:
        return Said(what=what)
    goal = words.amount(path.goal, unit)
    if path.share is None:
        return Said(what=what + words.say("comma") + words.say("target", value=goal, by=path.by.year))
    what += words.say("comma") + words.say("share", value=goal, n=plain(path.share), by=path.by.year)
    tag, tone, note = _on_path(path, unit, words)
    return Said(what=what, tag=tag, tone=tone, note=note, bars=path_bars(path, words))


def _on_path(path: Path, unit: str, words: Catalogue) -> tuple[str, str, str]:
    if path.reached:
        return words.say("reached"), "good", ""
    if path.even is not None:
        return "", "plain", words.say("even", value=words.amount(path.even, unit))
    if path.elapsed is None or path.share is None:
        return "", "plain", ""
    ahead = round(path.share - path.elapsed, 1)
    tag = words.say("on_path") if abs(ahead) < 0.1 else words.say("ahead" if ahead > 0 else "behind", n=plain(abs(ahead)))
    need, pace = (words.amount(amount, unit) for amount in (path.need, path.pace))
    note = words.say("need", months=path.months_left, need=need, pace=pace)
    return tag, "warn" if ahead < 0 else "good", note


def _conflict(change: Change, words: Catalogue, today: date) -> Said:
    claims = [claim for values in maps(change.new, "claims")[:2] if (claim := one_claim(values, words))]
    if len(claims) < 2:
        return Said(what="".join(claims), tone="warn")
    said = [words.say(side, claim=claim) for side, claim in zip(("side_a", "side_b"), claims, strict=True)]
    what = words.say("semicolon").join(said)
    sides: tuple[str, ...] = (words.say("one_side"), words.say("against"))
    expects = mapping(change.new, "expects")
    if day(expects, "when_end"):
        what += words.say("comma") + promise_sentence(expects, words)
        sides = (*sides, words.say("it_expects"))
    return Said(what=what, tone="warn", sides=sides)


def _settled(change: Change, words: Catalogue, today: date) -> Said:
    claim = one_claim(change.new, words)
    return Said(what=words.say("settled", claim=claim) if claim else "", tone="good", sides=("", words.say("against")))


def _edited(change: Change, words: Catalogue, today: date) -> Said:
    """What the edit changed, and of which stage; what both versions say is left out."""
    old, new = change.old, change.new
    same = {key for key in old if old[key] == new.get(key)}
    if {"when_start", "when_end"} - same:
        same -= {"when_start", "when_end"}
    sides = [{k: v for k, v in values.items() if k not in same} for values in (old, new)]
    if all(number(side, "percent") is not None for side in sides):
        lead = words.say("progress")
    elif all(number(side, "yuan") is not None for side in sides):
        lead = words.say("total")
    else:
        lead = of_stage(new, words) if "stage" in same else ""
    what = words.say("arrow").join(claim for side in sides if (claim := one_claim(side, words)))
    return Said(what=lead + what if what else "", tag=words.kind(change.kind), tone="warn")


def _corrected(change: Change, words: Catalogue, today: date) -> Said:
    """What a better reader sees otherwise: the fact and what stands in its place, nothing, or a fact that was not seen."""
    tag = words.kind(change.kind)
    kind = next((k for k in _BY_KIND if k == change.new.get("kind") and k is not ChangeKind.CORRECTED), None)
    if kind:
        seen = say_change(replace(change, kind=kind), words, today)
        return Said(what=words.say("seen_late", what=seen.what), tag=tag, tone="warn")
    if not change.new:
        claim = one_claim(change.old, words) or text(change.old, "name", 40)
        return Said(what=words.say("taken_back", what=claim) if claim else "", tag=tag, tone="warn")
    return replace(_edited(change, words, today), tag=tag)


def _withdrawn(change: Change, words: Catalogue, today: date) -> Said:
    return Said(what=words.say("withdrawn"), tone="warn")


def _new_name(change: Change, words: Catalogue, today: date) -> Said:
    return Said(what=words.say("new_name_in", n=change.sources))


def _first(change: Change, words: Catalogue, today: date) -> Said:
    promised = change.new.get("modality") == "target"
    stage = promise_sentence({"strength": "firm", **change.new}, words) if promised else words.stage(change.new.get("stage"))
    return Said(what=words.say("said", what=stage) if words.stage(change.new.get("stage")) else "")


_BY_KIND = {
    ChangeKind.STAGE_REACHED: _stage, ChangeKind.STOPPED: _stage, ChangeKind.CANCELLED: _stage,
    ChangeKind.RESUMED: _stage,
    ChangeKind.MILESTONE: _milestone, ChangeKind.PROMISE_SLIPPED: _moved, ChangeKind.PROMISE_FORWARD: _moved,
    ChangeKind.PROMISE_WEAKENED: _reworded, ChangeKind.PROMISE_STRENGTHENED: _reworded, ChangeKind.PROMISE_MADE: _made,
    ChangeKind.PROMISE_KEPT: _kept_promise, ChangeKind.OVERDUE: _overdue, ChangeKind.DUE: _due, ChangeKind.SILENT: _silent,
    ChangeKind.MONEY_CHANGED: _money, ChangeKind.PROGRESS_MOVED: _progress, ChangeKind.INDICATOR_REPORTED: _indicator,
    ChangeKind.CONFLICT_OPENED: _conflict, ChangeKind.CONFLICT_SETTLED: _settled, ChangeKind.EDITED: _edited,
    ChangeKind.CORRECTED: _corrected, ChangeKind.WITHDRAWN: _withdrawn, ChangeKind.NEW_NAME: _new_name,
    ChangeKind.FIRST_MENTION: _first,
}  # fmt: skip

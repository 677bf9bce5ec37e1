"""What stands above the sections: the subject line and a summary of three lines in plain words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reports.catalogue import Catalogue
from reports.quotes import clip
from reports.rows import Row
from reports.words import COUNTS
from warehouse.records import Change, ChangeKind

# A line each, and what is told in it, the first that there is; then whatever else weighs most.
_FIRST = ("corrected", "cancelled", "stopped", "promise_slipped", "overdue", "conflict_opened")
_NO_PROJECT = (ChangeKind.INDICATOR_REPORTED, ChangeKind.NEW_NAME, ChangeKind.SOURCE_ILL, ChangeKind.SOURCE_WELL)


def subject_line(region: str, edition: str, changes: Sequence[Change], old: int, first: bool, words: Catalogue) -> str:
    """`old` is the number of items that are no news of the week."""
    said = counts(changes, words)[:4] or _old(old, words)
    tail = words.say("comma").join(said) if said else words.say("nothing_subject")
    if said and first:
        tail = words.say("first_subject", m=_projects(changes))
    name = edition_name(edition, words, year=False)
    gap = "" if name.startswith("第") else " "
    return clip(f"{clip(region, 60)}{gap}{name}{words.say('colon')}{tail}", 120)


def edition_name(edition: str, words: Catalogue, *, year: bool = True) -> str:
    """2025-W35 → 2025年第35周; 2025-W35-0827 → 2025年第35周（至8月27日）; the year may be left out."""
    said, _, rest = edition.partition("-W")
    week, _, day = rest.partition("-")
    if not rest:
        return edition
    if words.language == "en":
        return (f"{said} " if year else "") + f"week {int(week)}" + (f" (to {int(day[2:])}/{int(day[:2])})" if day else "")
    return (f"{said}年" if year else "") + f"第{int(week)}周" + (f"（至{int(day[:2])}月{int(day[2:])}日）" if day else "")


def counts(changes: Sequence[Change], words: Catalogue) -> list[str]:
    """2项推迟, 1处说法不一 …: what matters most first."""
    reached = {c.subject for c in changes if c.kind == ChangeKind.STAGE_REACHED}
    # a stage that was reached as promised is one thing, and counted once
    numbers = Counter(str(c.kind) for c in changes if not (c.kind == ChangeKind.PROMISE_KEPT and c.subject in reached))
    return [words.count(kind, numbers[kind]) for kind in COUNTS if numbers[kind]]


def summary_lines(
    changes: Sequence[Change], old: int, rows: Sequence[Row], due: Sequence[Row], tracked: int, first: bool, words: Catalogue
) -> tuple[str, ...]:
    """The counts, then what weighs most in a sentence each; or that nothing changed, and what is to come."""
    numbers = counts(changes, words)
    if not numbers and not old:
        return _quiet(due, tracked, words)
    if first:
        lines = [words.say("first_line", n=tracked, m=_projects(changes)), *_stages(changes, words)]
    else:
        said = words.say("comma").join(numbers[:6]) + (words.say("and_more") if len(numbers) > 6 else "")
        said = words.say("comma").join(part for part in (said, *_old(old, words)) if part)
        projects = _projects(changes)
        lines = [words.say("tracked" if projects else "tracked_none", n=tracked, m=projects, counts=said)]
    rest = tuple(kind for kind in COUNTS if kind != "stage_reached")
    told: list[Row] = []
    for kinds in (("due",), rest, rest) if first else (_FIRST, ("stage_reached",), ("due",), rest, rest):
        taken = {row.subject for row in told}
        fitting = [row for row in (*rows, *due) if row.subject not in taken and not row.old]
        told += [row for kind in kinds for row in fitting if row.kind == kind][:1]
    return (*lines, *(_tell(row, words) for row in told))[:3]


def _old(number: int, words: Catalogue) -> list[str]:
    return [words.say("old_count", n=number)] if number else []


def _projects(changes: Sequence[Change]) -> int:
    return len({change.subject for change in changes if change.kind not in _NO_PROJECT})


def _stages(changes: Sequence[Change], words: Catalogue) -> list[str]:
    """在建 6 个，开工 1 个。"""
    reached = Counter(words.stage(c.new.get("stage")) for c in changes if c.kind == ChangeKind.STAGE_REACHED)
    said = [words.say("at_stage", stage=stage, n=n) for stage, n in reached.most_common() if stage]
    return [words.say("comma").join(said) + words.say("stop")] if said else []


def _quiet(due: Sequence[Row], tracked: int, words: Catalogue) -> tuple[str, ...]:
    gap = " " if words.language == "en" else ""
    nothing = words.say("nothing") + gap + words.say("nothing_more", n=tracked)
    if not due:
        return nothing, words.say("nothing_due")
    return nothing, words.say("due_count", n=len(due)), _tell(due[0], words)


def _tell(row: Row, words: Catalogue) -> str:
    return words.sentence(row.kind, name=row.subject, what=row.what, tag=row.tag)

"""Views → the plain values that templates print. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from reports.catalogue import plain
from reports.quotes import clip
from reports.site_lines import quote_line
from reports.site_model import Batch, IndicatorView, ProjectView, Promised
from reports.site_paths import programme_page, project_page, slug
from reports.site_words import SiteCatalogue
from warehouse.records import Modality, Stage, Target, Task, Watchlist

_DEEPEST = 6  # parts of parts of tasks
_MOVES_SHOWN = 5  # lines of the picture of a promise


def project_row(view: ProjectView, words: SiteCatalogue) -> dict[str, Any]:
    promise = view.next_promise
    return {
        "name": clip(view.project.name, 120),
        "href": project_page(view.project.id),
        "place": clip(view.project.place or "", 30),
        "stage": stage_said(view.stage, words),
        "promise": promise_said(promise, words) if promise else "",
        "lapsed": promise is not None and promise.outcome == "lapsed",
        "disputed": words.kind("conflict_opened") if view.disputed else "",
        "news": words.day(view.last_news) if view.last_news else "",
    }


def batch_rows(batches: Sequence[Batch], words: SiteCatalogue) -> list[dict[str, Any]]:
    return [{"id": b.id, "rows": [project_row(view, words) for view in b.projects]} for b in batches]


def stage_said(stage: Stage | None, words: SiteCatalogue) -> str:
    return words.stage(stage) or words.tell("unknown_stage")


def promise_said(promise: Promised, words: SiteCatalogue) -> str:
    when = words.promised(promise.start, promise.by, promise.written)
    return f"{words.stage(promise.stage)}{words.say('comma')}{when}"


def ladder(view: ProjectView, words: SiteCatalogue) -> list[dict[str, Any]]:
    """The way to service: what was reported, and where the project stands."""
    last = view.stage.rank if view.stage else -1
    return [
        {
            "name": words.stage(step.stage),
            "state": "here" if step.stage is view.stage else "done" if step.fact or step.stage.rank < last else "",
            "day": words.day(step.fact.happened) if step.fact else "",
            "href": f"#u-{step.fact.citation.update_id}" if step.fact else "",
        }
        for step in view.steps
    ]


def promise_rows(view: ProjectView, words: SiteCatalogue) -> list[dict[str, Any]]:
    rows = []
    for promise in view.promises:
        moved = ""
        if promise.days:
            moved = words.say("days_later" if promise.days > 0 else "days_earlier", n=abs(promise.days))
        told = promise.fact and promise.said
        rows.append(
            {
                "said": words.day(promise.said) if promise.said else words.tell("programme") if not promise.fact else "—",
                "stage": words.stage(promise.stage),
                "by": words.promised(promise.start, promise.by, promise.written),
                "href": f"#u-{promise.fact.citation.update_id}" if told and promise.fact else "",
                "strength": words.strength(promise.strength),
                "moved": moved,
                "standing": promise.standing,
                "outcome": promise.outcome,
            }
        )
    return rows


def drift(promises: Sequence[Promised], words: SiteCatalogue) -> dict[str, Any] | None:
    """A picture of how the date of the furthest stage moved: one dot each time another date was said, later is higher."""
    stages = [p.stage for p in promises]
    chain = [p for p in promises if stages.count(p.stage) > 1]
    if not chain:
        return None
    furthest = max((p.stage for p in chain), key=lambda stage: stage.rank)
    dots = [p for p in chain if p.stage is furthest][-_MOVES_SHOWN:]
    days = sorted({p.by for p in dots})
    if len(days) < 2:
        return None
    height = 60 + 44 * (len(days) - 1)
    rows = {day: height - 42 - 44 * n for n, day in enumerate(days)}
    step = 160 / (len(dots) - 1)
    places = [(round(124 + step * n), rows[p.by]) for n, p in enumerate(dots)]
    said = [words.day(p.said) if p.said else words.tell("programme") for p in dots]
    return {
        "height": height,
        "label": words.say("arrow").join(words.day(p.by) for p in dots),
        "lines": [(rows[day], _short(day)) for day in days],
        "points": " ".join(f"{x},{y}" for x, y in places),
        "dots": [
            (x, y, f"{said[n]}{words.say('colon')}{words.day(dots[n].by)}", n == len(dots) - 1)
            for n, (x, y) in enumerate(places)
        ],
        "feet": [(places[0][0], said[0], "middle"), (places[-1][0], said[-1], "middle")],
    }


def _short(day: date) -> str:
    return f"{day.year}-{day.month:02d}-{day.day:02d}"


def task_rows(tasks: Sequence[Task], watchlist: Watchlist, words: SiteCatalogue) -> list[dict[str, Any]]:
    """A programme's tasks in its order, parts under what they are parts of, with who answers for them and what is tracked."""
    projects = {p.id: p.name for p in watchlist.projects}
    known = {task.id for task in tasks}
    programmes = {p.id for p in watchlist.programmes}
    parts: dict[str, list[Task]] = {}
    for task in tasks:
        parts.setdefault(task.parent if task.parent and task.parent in known else "", []).append(task)
    out: list[dict[str, Any]] = []

    def add(task: Task, depth: int) -> None:
        out.append(
            {
                "id": f"t-{slug(task.id)}",
                "href": f"{programme_page(task.programme)}#t-{slug(task.id)}"
                if task.programme and task.programme in programmes
                else "",
                "name": clip(task.name, 200),
                "depth": min(depth, 3),
                "by": words.day(task.by) if task.by else "",
                "departments": clip("、".join(task.departments), 300),
                "partners": clip("、".join(task.partners), 300),
                "quote": clip(task.quote, 400),
                "projects": [(project_page(p), clip(projects[p], 120)) for p in task.projects if p in projects],
            }
        )
        if depth < _DEEPEST:  # a circle of parents would not end
            for part in parts.get(task.id, ()):
                add(part, depth + 1)

    for task in parts.get("", ()):
        add(task, 0)
    return out


def indicator_block(view: IndicatorView, words: SiteCatalogue, zone: ZoneInfo) -> dict[str, Any]:
    indicator, unit = view.indicator, view.indicator.unit
    reported = [g.first for g in view.values if g.first.update.modality is Modality.ACTUAL and g.first.stands]
    rows = []
    for group in view.values:
        fact = group.first
        value, end = fact.update.value, fact.update.when_end
        goal = _goal(indicator.targets, end)
        share = f"{plain(round(100 * value / goal.value, 1))}%" if value is not None and goal and goal.value else ""
        rows.append(
            {
                "period": words.period(fact.update.when_start, end) if end else "",
                "value": words.amount(value, clip(fact.update.unit or unit, 20)) if value is not None else "",
                "kind": words.tell("said_promised" if fact.update.modality is Modality.TARGET else "said_reported"),
                "share": share if fact.update.modality is Modality.ACTUAL else "",
                "quote": quote_line(fact.citation, "", words, zone),
            }
        )
    return {
        "slug": slug(indicator.id),
        "name": clip(indicator.name, 80),
        "place": clip(indicator.place or "", 30),
        "targets": [_target(target, unit, reported, words) for target in indicator.targets],
        "rows": rows,
    }


def _goal(targets: Sequence[Target], end: date | None) -> Target | None:
    """The first target that is due no earlier than the period ends."""
    due = sorted(targets, key=lambda t: t.by)
    return next((t for t in due if end is None or t.by >= end), due[-1] if due else None)


def _target(target: Target, unit: str, reported: Sequence[Any], words: SiteCatalogue) -> dict[str, Any]:
    latest = next((f for f in reported if f.update.when_end and f.update.when_end.year == target.by.year), None)
    share = round(100 * latest.update.value / target.value, 1) if latest and target.value else None
    path = ""
    if target.base is not None and target.base_year:
        path = words.tell("base") + " " + words.tell("base_in", value=words.amount(target.base, unit), year=target.base_year)
        years = target.by.year - target.base_year
        if years > 1 and target.base > 0 and target.value > 0:  # the even path: the same growth each year
            next_year = target.base_year + 1
            due = target.base * (target.value / target.base) ** (1 / years)
            path += words.say("comma") + words.tell("path", year=next_year, value=words.amount(round(due, 1), unit))
    return {
        "said": f"{words.amount(target.value, unit)}{words.say('comma')}{words.day(target.by)}",
        "path": path,
        "share": plain(share) if share is not None else None,
        "width": max(0, min(100, round(share))) if share is not None else 0,
    }

"""Many statements → one update a project, stage and modality."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from warehouse.records import Figure, Modality, Stage, Strength, Update

UNNAMED = 0.6  # below: a stage that was said of a batch, not of the project
_ENDINGS = ("落成", "竣工", "完工", "建成")
_APPROVAL = re.compile(r"批|核准|立项")

Key = tuple[str | None, Stage | None, Modality]


def merge(found: Sequence[Update], headings: Sequence[Update] = ()) -> list[Update]:
    """`found`: statements of the text; `headings`: those of its title, which count only where the text is silent."""
    kept: dict[Key, Update] = {}
    for update in found:
        _keep(kept, update)
    told = {(key[0], key[1]) for key in kept}
    for update in headings:
        if update.stage is not None and (update.project, update.stage) not in told:
            _keep(kept, update)
    for update in found:
        if update.stage is None:
            _join(kept, update)
    kept = _without_background(_before_opening(kept))
    facts = _with_figures([*kept.values(), *_with_own_words(found, kept)], found)
    return sorted(facts, key=lambda u: (u.start, u.end, u.project or "", u.stage or "", u.modality))


def _keep(kept: dict[Key, Update], update: Update) -> None:
    if update.stage is None:
        return
    key = (update.project, update.stage, update.modality)
    kept[key] = update if (known := kept.get(key)) is None else _later(known, update)


def _later(known: Update, update: Update) -> Update:
    """Of two statements of one kind: the later one; what the other alone knows joins it."""
    held, told = _said_day(known), _said_day(update)
    surer = update.confidence > known.confidence + 0.1 or (told is not None and held is None)
    # 8月19日，随着最后一节钢箱梁就位，大桥合龙 and 招标结果出炉，由甲公司中标: a sentence comes to its point at its end, and has one
    # day, whichever of its words stands beside that.
    together = (known.start, known.end) == (update.start, update.end)
    ends = together and known.rule == update.rule and known.confidence <= update.confidence + 0.1
    newer = told > held or (told == held and ends) if held and told else surer or ends
    best, other = (update, known) if newer else (known, update)
    day = other if together and other.when_text and not best.when_text else best
    return _changed(
        best,
        when_start=day.when_start or other.when_start,
        when_end=day.when_end or other.when_end,
        when_text=day.when_text,
        confidence=max(best.confidence, other.confidence) if together else best.confidence,
        investment_yuan=best.investment_yuan if best.investment_yuan is not None else other.investment_yuan,
        progress_percent=best.progress_percent if best.progress_percent is not None else other.progress_percent,
    )


def _changed(update: Update, **known: Any) -> Update:
    """The update with these fields: most often it has them all, and making another costs more than all else here."""
    new = {name: value for name, value in known.items() if getattr(update, name) is not value}
    return replace(update, **new) if new else update


def _said_day(update: Update) -> date | None:
    """Its date, when the text gives one; the page's own day is none."""
    return update.when_end if update.when_text else None


def _join(kept: dict[Key, Update], update: Update) -> None:
    """What a page says of money and progress belongs to where the project stands now."""
    mine = [k for k in kept if k[0] == update.project]
    if not mine:
        return
    built = [k for k in mine if update.progress_percent is not None and k[1] is Stage.CONSTRUCTION]
    best = built[0] if built else max(mine, key=lambda k: (k[2] is Modality.ACTUAL, k[1].rank if k[1] else -1))
    at = kept[best]
    kept[best] = _changed(
        at,
        investment_yuan=at.investment_yuan if at.investment_yuan is not None else update.investment_yuan,
        progress_percent=at.progress_percent if at.progress_percent is not None else update.progress_percent,
    )


def _with_figures(facts: Sequence[Update], found: Sequence[Update]) -> list[Update]:
    """A fact has every figure of its project in its sentence, whichever clause tells it."""
    told: dict[tuple[str | None, int], list[Figure]] = defaultdict(list)
    for update in found:
        told[update.project, update.start] += update.figures
    return [replace(f, figures=tuple(dict.fromkeys([*f.figures, *told[f.project, f.start]]))) for f in facts]


def _with_own_words(found: Sequence[Update], kept: dict[Key, Update]) -> list[Update]:
    """Figures that joined a stage from another sentence, and those of a project without any stage, with their own words.

    Of a project without a stage only the investment is told: what is only described is no news.
    """
    own: dict[tuple[str | None, float | None, float | None], Update] = {}
    staged = {update.project for update in kept.values()}
    for update in found:
        mine = [fact for fact in kept.values() if fact.project == update.project]
        for fact in mine:
            money = update.investment_yuan if update.investment_yuan == fact.investment_yuan else None
            progress = update.progress_percent if update.progress_percent == fact.progress_percent else None
            if (update.start, update.end) != (fact.start, fact.end) and (money is not None or progress is not None):
                own.setdefault((fact.project, money, progress), _figures_of(update, money, progress))
        if update.stage is None and update.project not in staged and update.investment_yuan is not None:
            own.setdefault((update.project, None, None), _figures_of(update, update.investment_yuan, update.progress_percent))
    told = {(fact.project, fact.start) for fact in [*kept.values(), *own.values()]}
    alone: dict[tuple[str | None, int], Update] = {}
    for update in found:
        told_of = update.project in staged and (update.project, update.start) not in told
        if update.stage is None and update.figures and told_of:
            alone.setdefault((update.project, update.start), _figures_of(update, None, None))
    return [*own.values(), *alone.values()]


def _figures_of(update: Update, money: float | None, progress: float | None) -> Update:
    return replace(
        update, stage=None, modality=Modality.ACTUAL, strength=Strength.DONE, milestone="", rule="figures",
        when_start=None, when_end=None, when_text="", previous_start=None, previous_end=None,
        investment_yuan=money, progress_percent=progress,
    )  # fmt: skip


def _before_opening(kept: dict[Key, Update]) -> dict[Key, Update]:
    """Finished or accepted, and its opening still promised: that was a step of construction."""
    left: dict[Key, Update] = {}
    for key, update in kept.items():
        project, stage, modality = key
        ended = update.rule == "accepted" or update.milestone.endswith(_ENDINGS)
        if ended and modality is Modality.ACTUAL and (project, stage, Modality.TARGET) in kept:
            update = replace(update, stage=Stage.CONSTRUCTION)
        _keep(left, update)
    return left


def _same_moment(trial: Update, opening: Update | None) -> bool:
    """通过72小时试运行，正式投产: the trial is over."""
    return opening is not None and (trial.start, trial.when_end) == (opening.start, opening.when_end)


def _without_background(kept: dict[Key, Update]) -> dict[Key, Update]:
    """A project that has begun was planned and has been built: such words are its description, not this page's news."""
    stages: dict[str | None, set[tuple[Stage | None, Modality]]] = defaultdict(set)
    for project, stage, modality in kept:
        stages[project].add((stage, modality))
    gone: set[Key] = set()
    for key, update in kept.items():
        project, stage, modality = key
        others = stages[project] - {(stage, modality)}
        opened = (Stage.IN_SERVICE, Modality.ACTUAL) in others
        begun = opened or bool(others & {(Stage.STARTED, Modality.ACTUAL), (Stage.CONSTRUCTION, Modality.ACTUAL)})
        undated = modality is Modality.ACTUAL and _said_day(update) is None
        if (
            (stage is Stage.PROPOSED and others)
            or (stage in (Stage.CONSTRUCTION, Stage.PARTIAL) and undated and opened)
            or (update.rule == "trial" and _same_moment(update, kept.get((project, Stage.IN_SERVICE, Modality.ACTUAL))))
            or (stage is Stage.PREPARATION and undated and begun and not _APPROVAL.search(update.milestone))
            or (modality is Modality.TARGET and not update.when_text and (stage, Modality.ACTUAL) in others)
            or (update.confidence < UNNAMED and begun)
        ):
            gone.add(key)
    left = {key: update for key, update in kept.items() if key not in gone}
    for key in gone:
        _join(left, kept[key])
    return left

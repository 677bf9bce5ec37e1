"""The facts of a page put together: one a project, stage and modality; money and progress join where they belong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from warehouse.records import Modality, Stage, Strength, Update


def merge(found: Sequence[Update]) -> list[Update]:
    """One update a project, stage and modality: the latest; money and progress join the project's first stage."""
    kept: dict[tuple[str | None, Stage | None, Modality], Update] = {}
    found = _not_yet_open(found)
    for update in found:
        if update.stage is None:
            continue
        key = (update.project, update.stage, update.modality)
        known = kept.get(key)
        kept[key] = update if known is None else _later(known, update)
    for update in found:
        if update.stage is not None:
            continue
        mine = [k for k in kept if k[0] == update.project]
        if mine:
            built = [k for k in mine if update.progress_percent is not None and k[1] is Stage.CONSTRUCTION]
            # what a page says of the money belongs to where the project stands now
            best = built[0] if built else max(mine, key=lambda k: (k[2] is Modality.ACTUAL, k[1].rank if k[1] else -1))
            at = kept[best]
            kept[best] = replace(
                at,
                investment_yuan=at.investment_yuan if at.investment_yuan is not None else update.investment_yuan,
                progress_percent=at.progress_percent if at.progress_percent is not None else update.progress_percent,
            )
    facts = [*kept.values(), *_with_own_words(found, kept.values()), *_figures_only(found, {k[0] for k in kept})]
    return sorted(facts, key=lambda u: (u.start, u.end, u.project or "", u.stage or "", u.modality))


def _figures_only(found: Sequence[Update], told: set[str | None]) -> list[Update]:
    """Money and progress of projects whose stage the page does not say: the first of each."""
    own: dict[tuple[str | None, bool], Update] = {}
    for update in found:
        if update.stage is None and update.project not in told:
            own.setdefault((update.project, update.investment_yuan is not None), update)
    return list(own.values())


def _not_yet_open(found: Sequence[Update]) -> list[Update]:
    """已完成竣工验收，计划8月底前启用: accepted, and its opening still promised, is a work on its way."""
    promised = {u.project for u in found if u.stage is Stage.IN_SERVICE and u.modality is Modality.TARGET}
    return [replace(u, stage=Stage.CONSTRUCTION) if u.rule == "accepted" and u.project in promised else u for u in found]


def _with_own_words(found: Sequence[Update], kept: Iterable[Update]) -> list[Update]:
    """Figures that joined a stage from another sentence, once more, without a stage, with the sentence that says them."""
    own: dict[tuple[str | None, float | None, float | None], Update] = {}
    for fact in kept:
        for update in found:
            money = update.investment_yuan if update.investment_yuan == fact.investment_yuan else None
            progress = update.progress_percent if update.progress_percent == fact.progress_percent else None
            elsewhere = (update.start, update.end) != (fact.start, fact.end)
            if update.project == fact.project and elsewhere and (money is not None or progress is not None):
                own.setdefault(
                    (fact.project, money, progress),
                    replace(
                        update, stage=None, modality=Modality.ACTUAL, strength=Strength.DONE, milestone="", rule="figures",
                        when_start=None, when_end=None, when_text="", previous_start=None, previous_end=None,
                        investment_yuan=money, progress_percent=progress,
                    ),
                )  # fmt: skip
    return list(own.values())


def _later(known: Update, update: Update) -> Update:
    """Of two facts of one kind: the later one; what the other alone knows joins it."""
    newer = update.when_end is not None and (known.when_end is None or update.when_end > known.when_end)
    best, other = (update, known) if newer else (known, update)
    return replace(
        best,
        investment_yuan=best.investment_yuan if best.investment_yuan is not None else other.investment_yuan,
        progress_percent=best.progress_percent if best.progress_percent is not None else other.progress_percent,
    )

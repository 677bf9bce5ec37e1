"""What a programme itself promised for the coming weeks, beside what pages promise. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from warehouse.records import Change, ChangeKind, Citation, Programme, Project, Promise, Stage, Standing, Watchlist, stable_id


def planned_dues(
    watchlist: Watchlist, standings: Sequence[Standing], upcoming: Sequence[Change], moved: AbstractSet[tuple[str, str]],
    until: datetime, days: int = 28,
) -> list[Change]:  # fmt: skip
    """The pages' promises and the programmes' own, nearest first; of one project's stage only one.

    A programme's promise is its own sentence, so that one without a quotation is left out, as is a stage that is reached, and
    one of the `moved`: projects' stages that a page has promised for later.
    """
    today = until.astimezone(ZoneInfo(watchlist.timezone)).date()
    told = {(change.subject, change.new.get("stage")) for change in upcoming}
    stages = {standing.project: standing.stage for standing in standings}
    programmes = {programme.id: programme for programme in watchlist.programmes}
    other = Programme(id="", name=watchlist.name)
    found = [
        _due(watchlist, project, promise, programmes.get(project.programme or "", other), until)
        for project in watchlist.projects
        for promise in project.promised
        if promise.quote and promise.by and today <= promise.by <= today + timedelta(days=days)
        and (project.id, promise.stage) not in told and project.id in stages
        and (project.id, str(promise.stage)) not in moved and _ahead(promise.stage, stages[project.id])
    ]  # fmt: skip
    return sorted([*upcoming, *found], key=lambda change: (str(change.new.get("when_end")), change.subject, change.id))


def planned_dates(watchlist: Watchlist) -> dict[tuple[str, str], date]:
    """The dates that the programmes themselves set, by project and stage."""
    return {(project.id, str(p.stage)): p.by for project in watchlist.projects for p in project.promised if p.by}


def _ahead(promised: Stage, reached: str | None) -> bool:
    return reached is None or (reached != Stage.STOPPED and Stage(promised).rank > Stage(reached).rank)


def _due(watchlist: Watchlist, project: Project, promise: Promise, plan: Programme, until: datetime) -> Change:
    by = promise.by
    mark = (f"{by.year}年{by.month}月", f"{by.year}年", f"{by.month}月") if by else ()
    cited = Citation(
        update_id="", quote=promise.quote, url=plan.page, title=plan.name, source_id="", source_name=plan.name, published=None,
        known_at=until, snapshot="", mark=mark, mention=project.name,
    )  # fmt: skip
    return Change(
        id=stable_id(watchlist.id, "planned", project.id, promise.stage, promise.by),
        kind=ChangeKind.DUE,
        subject=project.id,
        subject_name=project.name,
        known_at=until,
        new={"stage": str(promise.stage), "when_end": str(promise.by), "strength": "firm"},
        citations=(cited,),
        place=project.place,
        sector=project.sector,
        programme=project.programme,
    )

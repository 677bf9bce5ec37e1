"""A region's facts → what each page shows. Pure: the same facts give the same views."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from reports.site_model import (
    Batch,
    Book,
    Group,
    IndicatorView,
    ProgrammeView,
    ProjectView,
    Promised,
    SourceView,
    Step,
)
from warehouse.records import Fact, Modality, Project, Source, SourceHealth, SourceRun, Stage

# Which of the four batches (谋划一批、开工一批、建设一批、投用一批) a stage belongs to.
BATCH_OF = {
    Stage.PROPOSED: "proposed",
    Stage.PREPARATION: "proposed",
    Stage.TENDER: "proposed",
    Stage.STARTED: "started",
    Stage.CONSTRUCTION: "construction",
    Stage.PARTIAL: "in_service",
    Stage.IN_SERVICE: "in_service",
    Stage.STOPPED: "stopped",
}
PAGES_SHOWN = 200  # cited pages on a source's page; the projects' pages have them all
BATCHES = ("proposed", "started", "construction", "in_service", "stopped", "unknown")


def project_views(book: Book) -> list[ProjectView]:
    """A view of each tracked project, in the watchlist's order."""
    of = _by(book.facts, lambda fact: fact.update.project)
    disputed = book.disputed
    return [
        project_view(p, of.get(p.id, ()), book.standings.get(p.id), book.today, p.id in disputed)
        for p in book.watchlist.projects
    ]


def project_view(
    project: Project, facts: Sequence[Fact], stage: Stage | None, today: date, disputed: bool = False
) -> ProjectView:
    standing = [fact for fact in facts if fact.stands]
    first = _first_of(stage, standing) if stage else None
    return ProjectView(
        project=project,
        stage=stage,
        since=first.happened if first else None,
        steps=tuple(Step(stage=s, fact=_first_of(s, standing)) for s in Stage if s is not Stage.STOPPED),
        promises=_promises(project, standing, today, stage if disputed else None),
        timeline=groups(facts),
        disputed=disputed,
        last_news=max((fact.said for fact in standing), default=None),
    )


def groups(facts: Iterable[Fact]) -> tuple[Group, ...]:
    """The same fact of one story's copies told once, newest story first; within a day the furthest stage first.

    Copies may date an event otherwise (a mirror's 昨日 counts from its own day), so of what happened the day is not compared.
    """
    told: dict[tuple[object, ...], list[list[Fact]]] = defaultdict(list)
    for fact in sorted(facts, key=lambda f: (-f.trust, f.citation.known_at, f.update.start, f.citation.update_id)):
        u = fact.update
        promised = (u.when_start, u.when_end) if u.modality is Modality.TARGET else ()
        key = (fact.story, fact.stands, u.stage, u.modality, promised, u.investment_yuan, u.progress_percent, u.value)
        page = fact.citation.url
        # Two facts of one page are two, however alike they are.
        mates = next((same for same in told[key] if all(f.citation.url != page for f in same)), None)
        if mates is None:
            told[key].append([fact])
        else:
            mates.append(fact)
    found = [Group(facts=tuple(same)) for several in told.values() for same in several]
    return tuple(sorted((group for group in found if not _said_again(group.first, found)), key=_newest))


def _said_again(fact: Fact, told: Sequence[Group]) -> bool:
    """Money or progress alone, where a line on a stage in the same story gives the same numbers."""
    u = fact.update
    if u.stage or u.value is not None:
        return False
    mates = (g.first.update for g in told if g.first.story == fact.story and g.first.update.stage)
    return any(
        u.investment_yuan in (None, mate.investment_yuan) and u.progress_percent in (None, mate.progress_percent)
        for mate in mates
    )


def _newest(group: Group) -> tuple[object, ...]:
    fact = group.first
    rank = fact.update.stage.rank if fact.update.stage else -2
    return -fact.said.toordinal(), -rank, fact.update.start, fact.citation.update_id


def _first_of(stage: Stage, facts: Sequence[Fact]) -> Fact | None:
    """The fact that dates the stage: the earliest day on which it was so."""
    so = [f for f in facts if f.update.stage is stage and f.update.modality is Modality.ACTUAL]
    return min(so, key=lambda f: (f.happened, -f.trust, f.citation.update_id), default=None)


def _promises(project: Project, facts: Sequence[Fact], today: date, at_most: Stage | None) -> tuple[Promised, ...]:
    """The dates promised for each stage, the programme's own first; a date that is said again is told once.

    Where pages contradict each other, `at_most` is the stage that nobody contradicts: a disputed opening keeps no promise.
    """
    out: list[Promised] = []
    reached = {s: f.happened for s in Stage if (f := _first_of(s, facts)) and (at_most is None or s.rank <= at_most.rank)}
    for stage in (s for s in Stage if s is not Stage.STOPPED):
        said: list[tuple[date | None, date, date | None, str, Fact | None]] = [
            (None, promise.by, None, "", None) for promise in project.promised if promise.stage is stage and promise.by
        ]
        dated = [f for f in facts if f.update.stage is stage and f.update.modality is Modality.TARGET and f.update.when_end]
        for fact in sorted(dated, key=lambda f: (f.said, -f.trust, f.citation.update_id)):
            by, before = fact.update.when_end, fact.update.previous_end
            if before and (not said or said[-1][1] != before):  # the page itself names the date that no longer holds
                said.append((fact.update.previous_start, before, None, "", fact))
            if by and (not said or said[-1][1] != by):
                said.append((fact.update.when_start, by, fact.said, str(fact.update.strength), fact))
        for n, (start, by, day, strength, source) in enumerate(said):
            done = [when for s, when in reached.items() if s.rank >= stage.rank]
            outcome = "kept" if done else "lapsed" if by < today else "waiting"
            out.append(
                Promised(
                    stage=stage,
                    start=start,
                    by=by,
                    written=source.update.when_text if source and day else "",
                    said=day,
                    strength=strength,
                    fact=source,
                    outcome=outcome,
                    days=(by - said[n - 1][1]).days if n else None,
                    standing=n == len(said) - 1,
                )
            )
    return tuple(out)


def indicator_views(book: Book) -> list[IndicatorView]:
    of = _by(book.facts, lambda fact: fact.update.indicator)
    return [
        IndicatorView(indicator=i, values=tuple(sorted(groups(of.get(i.id, ())), key=_newest_period)))
        for i in book.watchlist.indicators
    ]


def _newest_period(group: Group) -> tuple[object, ...]:
    fact = group.first
    return -(fact.update.when_end or fact.said).toordinal(), *_newest(group)


def programme_views(book: Book, projects: Sequence[ProjectView], indicators: Sequence[IndicatorView]) -> list[ProgrammeView]:
    return [
        ProgrammeView(
            programme=programme,
            batches=batches([view for view in projects if view.project.programme == programme.id]),
            indicators=tuple(view for view in indicators if view.indicator.programme == programme.id),
        )
        for programme in book.watchlist.programmes
    ]


def batches(projects: Sequence[ProjectView]) -> tuple[Batch, ...]:
    """The four batches, always; those beside them when they hold a project."""
    found = [
        Batch(id=name, projects=tuple(p for p in projects if (BATCH_OF[p.stage] if p.stage else "unknown") == name))
        for name in BATCHES
    ]
    return tuple(batch for batch in found if batch.projects or batch.id not in ("stopped", "unknown"))


def source_views(book: Book) -> list[SourceView]:
    health = {h.source_id: h for h in book.health}
    of = _by(book.facts, lambda fact: fact.citation.source_id)
    return [
        source_view(source, health.get(source.id), book.history.get(source.id, ()), of.get(source.id, ()))
        for source in book.watchlist.sources
    ]


def source_view(source: Source, health: SourceHealth | None, runs: Sequence[SourceRun], facts: Sequence[Fact]) -> SourceView:
    pages = _cited(facts)
    return SourceView(
        source=source, health=health, runs=tuple(runs), pages=pages[:PAGES_SHOWN], more=max(0, len(pages) - PAGES_SHOWN)
    )


def _cited(facts: Sequence[Fact]) -> tuple[tuple[Fact, ...], ...]:
    pages = _by(facts, lambda fact: fact.citation.snapshot)
    return tuple(
        tuple(sorted(page, key=lambda f: (f.update.start, f.citation.update_id)))
        for page in sorted(pages.values(), key=lambda page: (-page[0].said.toordinal(), page[0].citation.snapshot))
    )


def _by(facts: Iterable[Fact], key: Callable[[Fact], str | None]) -> dict[str, list[Fact]]:
    out: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if name := key(fact):
            out[name].append(fact)
    return out

"""The site's pages, each a function of what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from reports.digest import build_digest, edition_name
from reports.quotes import clip, safe_url
from reports.site_frame import Frame
from reports.site_lines import counts, group_line, learned, sections
from reports.site_model import Book, Edition, Group, IndicatorView, ProgrammeView, ProjectView, SourceView
from reports.site_paths import programme_page, project_feed, project_page, report_page, source_page
from reports.site_rows import (
    batch_rows,
    drift,
    indicator_block,
    ladder,
    project_row,
    promise_rows,
    promise_said,
    stage_said,
    task_rows,
)
from reports.site_views import batches
from warehouse.records import Project, SourceRun

CALENDAR, FEED = "promises.ics", "feed.xml"


def name_of(edition: Edition, frame: Frame, book: Book) -> str:
    if edition.running:
        return frame.words.tell("running", day=frame.words.day(book.today))
    return edition_name(edition.name, frame.words)


def report(book: Book, at: int, projects: Sequence[ProjectView], frame: Frame, *, front: bool = False) -> bytes:
    """One report; as the front page with the state of all projects beside it."""
    edition, words = book.editions[at], frame.words
    digest = build_digest(
        edition.changes, edition.health, region_name=book.watchlist.name, edition=edition.name, since=edition.window.since,
        until=edition.window.until, tracked=len(book.watchlist.projects), language=words.language, zone=book.watchlist.timezone,
        upcoming=edition.upcoming,
    )  # fmt: skip
    pages = frozenset(view.project.id for view in projects)
    today = edition.window.until.astimezone(book.zone).date()
    older, newer = (_beside(book, n, frame) for n in (at - 1, at + 1))
    rows = batch_rows(batches(projects), words)
    lines = sections([*edition.changes, *edition.upcoming], pages, words, book.zone, today)
    return frame.fill(
        "report.html.j2",
        "index.html" if front else report_page(edition.name),
        title=name_of(edition, frame, book), here="this_week" if front else "reports", window=digest.window,
        summary=digest.summary, sections=lines, health=digest.health,
        files=report_files(edition, frame), tracked=len(projects), batches=front, four=four(rows, frame) if front else "",
        older=older, newer=newer,
    )  # fmt: skip


def _beside(book: Book, at: int, frame: Frame) -> tuple[str, str] | None:
    """The link to another report."""
    if not 0 <= at < len(book.editions):
        return None
    return report_page(book.editions[at].name), name_of(book.editions[at], frame, book)


def empty_front(book: Book, projects: Sequence[ProjectView], frame: Frame) -> bytes:
    """The front page before anything was collected."""
    return frame.fill(
        "report.html.j2", "index.html", title=frame.words.tell("this_week"), here="this_week",
        window=frame.words.tell("no_reports"), summary=(frame.words.say("nothing"),), sections=[], health="", files=[],
        tracked=len(projects), batches=True, four=four(batch_rows(batches(projects), frame.words), frame),
        older=None, newer=None,
    )  # fmt: skip


def report_files(edition: Edition, frame: Frame) -> list[tuple[str, str]]:
    words = frame.words
    return [
        (f"reports/{edition.name}.csv", words.tell("csv")),
        (f"reports/{edition.name}.xlsx", words.tell("excel")),
        (FEED, words.tell("feed")),
        (CALENDAR, words.tell("calendar")),
    ]


def four(rows: Sequence[dict[str, Any]], frame: Frame) -> Markup:
    """The four batches, counted."""
    return Markup(frame.fill("four.html.j2", "", batches=rows).decode())


def report_list(book: Book, frame: Frame) -> bytes:
    words, rows = frame.words, []
    for edition in reversed(book.editions):
        said = counts(edition.changes, words)
        last = learned(edition.window.until, words, book.zone)
        since = edition.window.since
        rows.append(
            {
                "href": report_page(edition.name),
                "name": name_of(edition, frame, book),
                "window": words.say("since", since=learned(since, words, book.zone), until=last)
                if since
                else words.say("first", until=last),
                "counts": words.say("comma").join(said) or words.say("nothing"),
            }
        )
    return frame.fill("reports.html.j2", "reports/index.html", title=words.tell("all_reports"), here="reports", rows=rows)


def project_list(projects: Sequence[ProjectView], frame: Frame) -> bytes:
    rows = batch_rows(batches(projects), frame.words)
    return frame.fill(
        "projects.html.j2", "projects/index.html", title=frame.words.tell("projects"), here="projects",
        tracked=len(projects), batches=rows, four=four(rows, frame),
    )  # fmt: skip


def project(book: Book, view: ProjectView, frame: Frame) -> bytes:
    words, item = frame.words, view.project
    row = project_row(view, words)
    programmes = {p.id: p for p in book.watchlist.programmes}
    programme = programmes.get(item.programme or "")
    meta = [
        (words.tell("place"), clip(item.place or "", 60), ""),
        (words.tell("sector"), words.known(f"sector_{item.sector}", clip(item.sector or "", 60)), ""),
        (words.tell("programme"), clip(programme.name, 120), programme_page(programme.id)) if programme else ("", "", ""),
        (words.tell("aliases"), clip("、".join(item.aliases), 300), ""),
        (words.tell("note"), clip(item.note, 500), ""),
        (words.tell("last_news"), row["news"], ""),
    ]  # fmt: skip
    facts = []
    for group in view.timeline:
        told = book.told_in(group.first.citation.known_at)
        link = (name_of(told, frame, book), report_page(told.name)) if told else ""
        facts.append((group_line(group, words, book.zone), link))
    promise = view.next_promise
    return frame.fill(
        "project.html.j2", project_page(item.id), title=clip(item.name, 120), here="projects",
        stage=stage_said(view.stage, words), stage_id=str(view.stage or ""), lapsed=row["lapsed"], disputed=row["disputed"],
        promise=promise_said(promise, words) if promise else "", meta=[m for m in meta if m[1]],
        feed=project_feed(item.id), steps=ladder(view, words), promises=promise_rows(view, words),
        drift=drift(view.promises, words), plan=_plan(item),
        tasks=task_rows([task for task in book.watchlist.tasks if item.id in task.projects], book.watchlist, words),
        plan_source=clip(programme.citation or programme.name, 200) if programme else "", facts=facts,
    )  # fmt: skip


def _plan(item: Project) -> list[str]:
    """The programme's sentences about a project, each once."""
    return list(dict.fromkeys(clip(quote, 400) for quote in (item.quote, *(p.quote for p in item.promised)) if quote))


def programme_list(book: Book, programmes: Sequence[ProgrammeView], indicators: Sequence[IndicatorView], frame: Frame) -> bytes:
    words = frame.words
    rows = [
        {
            "href": programme_page(view.programme.id),
            "name": clip(view.programme.name, 120),
            "size": words.tell("projects_n", n=view.size),
            "counts": words.say("comma").join(f"{words.tell('batch_' + b.id)} {len(b.projects)}" for b in view.batches),
        }
        for view in programmes
    ]
    blocks = [indicator_block(view, words, book.zone) for view in indicators]
    return frame.fill(
        "programmes.html.j2", "programmes/index.html", title=words.tell("programmes"), here="programmes", rows=rows,
        indicators=blocks,
    )  # fmt: skip


def programme(book: Book, view: ProgrammeView, frame: Frame) -> bytes:
    words, item = frame.words, view.programme
    until = words.tell("until_day", day=words.day(item.until)) if item.until else ""
    rows = batch_rows(view.batches, words)
    return frame.fill(
        "programme.html.j2", programme_page(item.id), title=clip(item.name, 120), here="programmes",
        citation=" · ".join(part for part in (clip(item.citation, 300), until) if part), page=safe_url(item.page),
        tracked=view.size, batches=rows,
        four=four(rows, frame), indicators=[indicator_block(i, words, book.zone) for i in view.indicators],
        tasks=task_rows([task for task in book.watchlist.tasks if task.programme == item.id], book.watchlist, words),
    )  # fmt: skip


def source_list(book: Book, sources: Sequence[SourceView], frame: Frame) -> bytes:
    words, rows = frame.words, []
    for view in sources:
        health = view.health
        state = health.state if health else "new"
        since = words.tell("since_day", day=learned(health.since, words, book.zone)) if health and health.since else ""
        rows.append(
            {
                "href": source_page(view.source.id),
                "name": clip(view.source.name, 80),
                "place": clip(view.source.place or "", 30),
                "kind": words.tell(f"kind_{view.source.kind}"),
                "state": state,
                "state_said": words.tell(f"state_{state}"),
                "ill": " ".join(p for p in (words.failure(health.failure or "") if health else "", since) if p),
                "articles": health.articles if health else 0,
                "cited": len(view.pages) + view.more,
            }
        )
    return frame.fill("sources.html.j2", "sources/index.html", title=words.tell("sources"), here="sources", rows=rows)


def source(book: Book, view: SourceView, frame: Frame) -> bytes:
    words, item, health = frame.words, view.source, view.health
    url = safe_url(item.listing)
    state = words.tell(f"state_{health.state}") if health else words.tell("state_new")
    if health and health.failure:
        state += words.say("colon") + words.failure(health.failure)
    meta = [
        (words.tell("listing"), url or clip(item.listing, 300), url),
        (words.tell("kind"), words.tell(f"kind_{item.kind}"), ""),
        (words.tell("place"), clip(item.place or "", 60), ""),
        (words.tell("trust"), words.tell("trust_of", n=item.trust), ""),
        (words.tell("state"), state, ""),
    ]
    names = {p.id: p.name for p in book.watchlist.projects} | {i.id: i.name for i in book.watchlist.indicators}
    pages = []
    for facts in view.pages:
        lines = []
        for fact in facts:
            ident = fact.update.project or fact.update.indicator or ""
            href = project_page(ident) if fact.update.project else "programmes/index.html"
            lines.append((group_line(Group(facts=(fact,)), words, book.zone), href, clip(names.get(ident, ident), 80)))
        pages.append({"title": clip(facts[0].citation.title, 120), "facts": lines})
    return frame.fill(
        "source.html.j2", source_page(item.id), title=clip(item.name, 80), here="sources", meta=[m for m in meta if m[1]],
        runs=[_run(run, frame, book) for run in view.runs], pages=pages, more=view.more,
    )  # fmt: skip


def _run(run: SourceRun, frame: Frame, book: Book) -> dict[str, Any]:
    names = ("listed", "fetched", "unchanged", "read", "failed", "updates")
    return {
        "at": f"{run.started_at.astimezone(book.zone):%Y-%m-%d %H:%M}",
        "numbers": [(f"run_{name}", getattr(run, name)) for name in names],
        "state": "ill" if run.failure else "ok",
        "said": frame.words.failure(run.failure) if run.failure else frame.words.tell("run_well"),
    }

"""What the search page lists, and finds with JavaScript: reports, projects, programmes, indicators, sources, quotations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.marks import quotation
from reports.quotes import clip
from reports.site_frame import Frame, policy, text_of
from reports.site_lines import fact_said
from reports.site_model import Book, ProjectView
from reports.site_pages import name_of
from reports.site_paths import programme_page, project_page, report_page, slug, source_page
from reports.site_rows import stage_said

QUOTE_AT_MOST = 160  # characters of a quotation among what was found


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    kind: str
    title: str
    href: str
    text: str = ""


def entries(book: Book, projects: Sequence[ProjectView], frame: Frame) -> list[Entry]:
    words, listed = frame.words, book.watchlist
    found = [
        Entry(
            kind=words.tell("projects"), title=clip(v.project.name, 120), href=project_page(v.project.id),
            text=_about(v, frame),
        )
        for v in projects
    ]  # fmt: skip
    found += [
        Entry(kind=words.tell("programmes"), title=clip(p.name, 120), href=programme_page(p.id), text=clip(p.citation, 200))
        for p in listed.programmes
    ]
    found += [
        Entry(
            kind=words.tell("indicators"), title=clip(i.name, 80), href=f"programmes/index.html#i-{slug(i.id)}",
            text=clip("、".join(part for part in (i.place or "", *i.aliases) if part), 200),
        )
        for i in listed.indicators
    ]  # fmt: skip
    found += [
        Entry(kind=words.tell("sources"), title=clip(s.name, 80), href=source_page(s.id), text=clip(s.place or "", 60))
        for s in listed.sources
    ]
    programmes = {p.id for p in listed.programmes}
    found += [
        Entry(
            kind=words.tell("task"), title=clip(t.name, 160), href=f"{programme_page(t.programme)}#t-{slug(t.id)}",
            text=clip("、".join(t.departments), 200),
        )
        for t in listed.tasks
        if t.programme in programmes
    ]  # fmt: skip
    for edition in reversed(book.editions):
        name, page = name_of(edition, frame, book), report_page(edition.name)
        found.append(Entry(kind=words.tell("reports"), title=name, href=page))
        found += [
            Entry(
                kind=name, title=clip(c.subject_name, 120), href=f"{page}#c-{c.id}",
                text="".join(piece for piece, _ in quotation(c.citations[0], QUOTE_AT_MOST)),
            )
            for c in edition.changes
            if c.citations
        ]  # fmt: skip
    return found


def _about(view: ProjectView, frame: Frame) -> str:
    item = view.project
    latest = view.timeline[0].first if view.timeline else None
    parts = [item.place or "", stage_said(view.stage, frame.words), *item.aliases]
    return clip(" · ".join(part for part in [*parts, fact_said(latest, frame.words) if latest else ""] if part), 300)


def search_page(book: Book, projects: Sequence[ProjectView], frame: Frame) -> bytes:
    script = text_of("search.js")
    return frame.fill(
        "search.html.j2", "search.html", title=frame.words.tell("search"), script=script, policy=policy(script),
        entries=entries(book, projects, frame),
    )  # fmt: skip

"""A region's static site: every page but the kept copies, as paths and bytes. Pure: the same book gives the same bytes.

The pages open from disk: all links are relative, nothing is loaded, and the search alone uses JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterator

from reports import site_pages as pages
from reports.site_feeds import calendar, project_changes, project_feed_of, region_feed
from reports.site_frame import frame as frame_of
from reports.site_kept import Quoted
from reports.site_model import Book
from reports.site_paths import programme_page, project_feed, project_page, report_page, source_page
from reports.site_search import search_page
from reports.site_tables import to_csv, to_excel
from reports.site_views import indicator_views, programme_views, project_views, source_views
from reports.site_words import SiteCatalogue


def render_site(book: Book, language: str = "zh", base: str = "") -> Iterator[tuple[str, bytes]]:
    """`base` is the address under which the site will be published, for feeds and calendars; "" keeps them relative.

    The front page comes last, so that whoever writes them in this order never shows a link to a page that is not there.
    """
    words = SiteCatalogue(language)
    frame = frame_of(book, words)
    projects, indicators = project_views(book), indicator_views(book)
    programmes = programme_views(book, projects, indicators)
    changes = project_changes(book)
    for view in projects:
        yield project_page(view.project.id), pages.project(book, view, frame)
        yield project_feed(view.project.id), project_feed_of(book, view, changes.get(view.project.id, []), words, base)
    for programme in programmes:
        yield programme_page(programme.programme.id), pages.programme(book, programme, frame)
    sources = source_views(book)
    for source in sources:
        yield source_page(source.source.id), pages.source(book, source, frame)
    for at, edition in enumerate(book.editions):
        yield report_page(edition.name), pages.report(book, at, projects, frame)
        yield f"reports/{edition.name}.csv", to_csv(book, edition, words)
        yield f"reports/{edition.name}.xlsx", to_excel(book, edition, words)
    yield "projects/index.html", pages.project_list(projects, frame)
    yield "programmes/index.html", pages.programme_list(book, programmes, indicators, frame)
    yield "sources/index.html", pages.source_list(book, sources, frame)
    yield "reports/index.html", pages.report_list(book, frame)
    yield "search.html", search_page(book, projects, frame)
    yield "feed.xml", region_feed(book, words, base)
    yield "promises.ics", calendar(book, projects, words, base)
    yield (
        "index.html",
        pages.report(book, len(book.editions) - 1, projects, frame, front=True)
        if book.editions
        else (pages.empty_front(book, projects, frame)),
    )


def quotations(book: Book) -> dict[str, list[Quoted]]:
    """What is quoted of each kept page, by its hash: by a project's or an indicator's page, or by a report."""
    tracked = {p.id for p in book.watchlist.projects}
    found: dict[str, dict[str, Quoted]] = {}
    for fact in book.facts:
        ident = fact.update.project or ""
        found.setdefault(fact.citation.snapshot, {})[fact.citation.update_id] = Quoted(
            update_id=fact.citation.update_id,
            quote=fact.update.evidence,
            start=fact.update.start,
            href=project_page(ident) if ident in tracked else "programmes/index.html",
        )
    for edition in book.editions:
        for citation in (c for change in edition.changes for c in change.citations):
            beside = Quoted(update_id=citation.update_id, quote=citation.quote)
            found.setdefault(citation.snapshot, {}).setdefault(citation.update_id, beside)
    return {sha: sorted(quoted.values(), key=lambda q: (q.start, q.update_id)) for sha, quoted in sorted(found.items())}

"""Atom feeds of changes and a calendar of promised dates. The same changes give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from feedgen.feed import FeedGenerator
from icalendar import Calendar, Event

from reports.quotes import clip
from reports.site_lines import ChangeLine, change_line
from reports.site_model import Book, ProjectView
from reports.site_paths import project_feed, project_page
from reports.site_words import SiteCatalogue
from warehouse.records import Change, stable_id

ENTRIES = 200  # of a feed
_LATE = timedelta(days=90)  # a promised day that passed longer ago leaves the calendar


def region_feed(book: Book, words: SiteCatalogue, base: str) -> bytes:
    title = words.tell("site_title", region=clip(book.watchlist.name, 60))
    return _feed(book, _newest(book), title, "", "feed.xml", "index.html", words, base)


def project_changes(book: Book) -> dict[str, list[Change]]:
    """The changes of each project, newest first."""
    out: dict[str, list[Change]] = {}
    for change in _newest(book, everything=True):
        out.setdefault(change.subject, []).append(change)
    return out


def project_feed_of(book: Book, view: ProjectView, changes: Sequence[Change], words: SiteCatalogue, base: str) -> bytes:
    ident = view.project.id
    return _feed(
        book, changes[:ENTRIES], clip(view.project.name, 120), ident, project_feed(ident), project_page(ident), words, base
    )


def _newest(book: Book, everything: bool = False) -> list[Change]:
    told = {change.id: change for edition in book.editions for change in edition.changes}
    found = sorted(told.values(), key=lambda c: (c.known_at, c.id), reverse=True)
    return found if everything else found[:ENTRIES]


def _feed(
    book: Book, changes: Sequence[Change], title: str, ident: str, path: str, page: str, words: SiteCatalogue, base: str
) -> bytes:
    here = "../" * path.count("/")
    pages = frozenset(p.id for p in book.watchlist.projects)
    feed = FeedGenerator()
    feed.id(f"urn:regionwatch:{stable_id(book.watchlist.id, ident)}")
    feed.title(title)
    feed.language(words.tag)
    feed.link(href=_address(page, base, here), rel="alternate")
    feed.link(href=_address(path, base, here), rel="self")
    feed.generator("Regionwatch")
    feed.author(name="Regionwatch")
    feed.updated(max((c.known_at for c in changes), default=book.as_of))
    for change in changes:
        line = change_line(change, pages, words, book.zone)
        entry = feed.add_entry(order="append")
        entry.id(f"urn:regionwatch:{change.id}")
        entry.title(f"{line.subject}{words.say('colon')}{line.label}{words.say('comma')}{line.said}")
        entry.updated(change.known_at)
        entry.content(_said(line, words), type="text")
        if href := line.href or (line.quotes[0].kept if line.quotes else "index.html"):
            entry.link(href=_address(href, base, here))
    return bytes(feed.atom_str(pretty=True))


def _said(line: ChangeLine, words: SiteCatalogue) -> str:
    said = [line.said]
    for quote in line.quotes:
        label = quote.label + words.say("colon") if quote.label else ""
        said.append(f"{label}“{quote.text}” {quote.source} · {quote.day} {quote.url}".strip())
    return "\n".join(said)


def _address(path: str, base: str, here: str) -> str:
    return base.rstrip("/") + "/" + path if base else here + path


def calendar(book: Book, projects: Sequence[ProjectView], words: SiteCatalogue, base: str) -> bytes:
    """The day on which each standing promise falls due, as events of a day; those long past are left out."""
    made = Calendar()
    made.add("prodid", "-//Regionwatch//promised dates//")
    made.add("version", "2.0")
    made.add("x-wr-calname", words.tell("site_title", region=clip(book.watchlist.name, 60)))
    for view in projects:
        for promise in view.promises:
            if not promise.standing or promise.outcome == "kept" or promise.by < book.today - _LATE:
                continue
            event = Event()
            event.add("uid", f"{stable_id(book.watchlist.id, view.project.id, promise.stage)}@regionwatch")
            event.add("dtstamp", promise.fact.citation.known_at if promise.fact else _epoch(book))
            event.add("dtstart", promise.by)
            event.add("dtend", promise.by + timedelta(days=1))
            event.add("transp", "TRANSPARENT")
            name = clip(view.project.name, 120)
            event.add("summary", words.tell("due_event", name=name, stage=words.stage(promise.stage)))
            if promise.fact and promise.said:
                event.add(
                    "description",
                    words.tell(
                        "due_desc", strength=words.strength(promise.strength), quote=clip(promise.fact.citation.quote, 300),
                        source=clip(promise.fact.citation.source_name, 60), day=words.day(promise.said),
                    ),
                )  # fmt: skip
            if base:
                event.add("url", _address(project_page(view.project.id), base, ""))
            made.add_component(event)
    return bytes(made.to_ical())


def _epoch(book: Book) -> datetime:
    """A programme's own promise has no moment at which we learned it: the first report's end stands in."""
    return book.editions[0].window.until if book.editions else book.as_of

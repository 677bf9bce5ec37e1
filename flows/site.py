"""The site as plain functions: read a region from the warehouse, render it, and write what differs, each file at once."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flows.reporting import EVER
from reports.site import quotations, render_site
from reports.site_frame import frame, version
from reports.site_kept import render_kept
from reports.site_model import Book, Edition
from reports.site_paths import kept_page
from reports.site_words import SiteCatalogue
from scrapers.page import ReadError, decode
from warehouse.records import KeptPage, ReportWindow, Stage, Watchlist, stable_id
from warehouse.shelf import Shelf
from warehouse.store import Store

MANIFEST = ".regionwatch-site.json"  # what this program wrote here, and of what; everything else in the folder is not ours


class SiteError(ValueError):
    """The site cannot be written where it was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What one refresh did."""

    front: Path
    files: int
    written: int  # new or different
    removed: int


def refresh_site(watchlist: Watchlist, store: Store, out: Path, *, language: str | None = None, base: str = "") -> Written:
    """Write the region's site; the same warehouse and watchlist give the same bytes, whatever was there before."""
    told = language or watchlist.language
    shelf = Shelf(store, watchlist.id, watchlist.timezone)
    book = read_book(watchlist, store, shelf)
    target = _Folder(out)
    try:
        _kept_pages(book, shelf, target, told)
        for path, content in render_site(book, told, base):
            target.write(path, content)
        removed = target.clear()
    finally:
        target.remember()
    return Written(front=out / "index.html", files=len(target.files), written=target.written, removed=removed)


def read_book(watchlist: Watchlist, store: Store, shelf: Shelf) -> Book:
    """All that the site tells, as known at the last moment that the warehouse knows of: not at the clock's."""
    windows = shelf.windows()
    as_of = shelf.latest() or EVER
    running = windows[-1].until < as_of if windows else as_of > EVER
    editions = [_edition(window, watchlist, store) for window in windows]
    if running:
        since = windows[-1].until if windows else None
        # Always the same name, so that the page of a running week is one page that grows.
        window = ReportWindow(edition="running", since=since, until=as_of)
        editions.append(replace(_edition(window, watchlist, store), running=True))
    return Book(
        watchlist=watchlist,
        as_of=as_of,
        editions=tuple(editions),
        facts=tuple(shelf.facts(as_of)),
        health=tuple(store.health(watchlist.id, as_of)),
        standings={s.project: Stage(s.stage) if s.stage else None for s in store.standings(watchlist.id, as_of)},
        history=shelf.history(as_of),
    )


def _edition(window: ReportWindow, watchlist: Watchlist, store: Store) -> Edition:
    return Edition(
        window=window,
        changes=tuple(store.changes(watchlist.id, window.since or EVER, window.until)),
        upcoming=tuple(store.upcoming(watchlist.id, window.until)),
        health=tuple(store.health(watchlist.id, window.until)),
    )


def _kept_pages(book: Book, shelf: Shelf, target: _Folder, language: str) -> None:
    """The kept copies; one whose bytes and quotations are those of last time is not read again."""
    around = frame(book, SiteCatalogue(language))
    wanted = quotations(book)
    readings = shelf.page_readings(list(wanted))
    names = repr([(source.id, source.name) for source in book.watchlist.sources])
    common = (version(), language, around.region, names)
    keys = {sha: stable_id(*common, readings.get(sha), repr(quoted)) for sha, quoted in wanted.items()}
    new = [sha for sha, key in keys.items() if not target.holds(kept_page(sha), key)]
    for page in shelf.pages(new):
        # The day that the site was made is not part of a kept copy: it stays the same for ever.
        content = render_kept(page, _html(page), wanted[page.sha256], around, book.zone)
        target.write(kept_page(page.sha256), content, keys[page.sha256])


def _html(page: KeptPage) -> str | None:
    """The page's characters; None for a document, or for bytes that are no text."""
    if page.body.startswith((b"%PDF", b"PK\x03\x04")):
        return None
    try:
        return decode(page.body, page.content_type)
    except ReadError:
        return None


class _Folder:
    """A folder whose files are written whole or not at all, and only when they differ."""

    def __init__(self, root: Path) -> None:
        self.root, self.files, self.written = root, set[str](), 0
        self._keys: dict[str, str] = {}
        if root.exists() and any(root.iterdir()) and not (root / MANIFEST).exists():
            raise SiteError(f"{root} holds something that is no site of ours; name another folder with --out")
        self._before = _manifest(root / MANIFEST)
        root.mkdir(parents=True, exist_ok=True)

    def holds(self, path: str, key: str) -> bool:
        """Is this very file here already? If so it stays."""
        if self._before.get(path) != key or not (self.root / path).exists():
            return False
        self._keys[path] = key
        self.files.add(path)
        return True

    def write(self, path: str, content: bytes, key: str = "") -> None:
        file = self.root / path
        self.files.add(path)
        self._keys[path] = key
        if _same(file, content):
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        waiting = file.with_name(f".{file.name}.{os.getpid()}.part")
        waiting.write_bytes(content)
        waiting.replace(file)
        self.written += 1

    def clear(self) -> int:
        """Remove what an earlier site had and this one has not."""
        gone = [path for path in self._before if path not in self.files]
        for path in gone:
            (self.root / path).unlink(missing_ok=True)
        return len(gone)

    def remember(self) -> None:
        """Name what is ours, also after a failure, so that the next refresh knows it."""
        known = {path: self._keys.get(path, "") for path in sorted({*self.files, *self._before}) if (self.root / path).exists()}
        content = json.dumps(known, indent=0).encode()
        if not _same(self.root / MANIFEST, content):
            waiting = self.root / f"{MANIFEST}.{os.getpid()}.part"
            waiting.write_bytes(content)
            waiting.replace(self.root / MANIFEST)


def _manifest(file: Path) -> Mapping[str, str]:
    """Empty when there is none, or when it was damaged: then everything is written anew."""
    try:
        known = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    plain = isinstance(known, dict) and all(isinstance(k, str) and isinstance(v, str) for k, v in known.items())
    return {path: key for path, key in known.items() if not Path(path).is_absolute() and ".." not in path} if plain else {}


def _same(file: Path, content: bytes) -> bool:
    try:
        return file.read_bytes() == content
    except OSError:
        return False

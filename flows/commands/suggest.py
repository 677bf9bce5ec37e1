"""`regionwatch suggest`: names that pages have and nobody tracks, as entries for the watchlist."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from flows.commands.console import watchlist_or_none
from flows.settings import SettingsError, read_settings
from scrapers.updates.suggest import Suggestion, suggest
from warehouse.records import Watchlist
from warehouse.sightings import Sighting
from warehouse.store import Store, WarehouseError
from warehouse.watchlist import WatchlistError, load_watchlist
from warehouse.watchlist_edit import CannotEdit, add_projects, entries_as_yaml

Row = tuple[Sighting, Suggestion]


def suggest_names(watchlist_file: Path, wanted: Sequence[str], least: int, limit: int, write: bool, as_json: bool) -> int:
    watchlist = watchlist_or_none(watchlist_file)
    if watchlist is None:
        return 2
    try:
        settings = read_settings()
    except SettingsError as fault:
        print(fault, file=sys.stderr)
        return 2
    if not settings.has_warehouse:
        print(f"no warehouse at {settings.warehouse}; set REGIONWATCH_HOME or run a collect first", file=sys.stderr)
        return 1
    try:
        seen = Store(settings.warehouse).sightings(watchlist.id, 1 if wanted else least)
    except WarehouseError as fault:
        print(fault, file=sys.stderr)
        return 1
    rows = _chosen(seen, watchlist, wanted)
    missing = [name for name in wanted if name not in {s.name for s, _ in rows}]
    for name in missing:
        print(f"{name}: no page that was collected has this name, or it is tracked already", file=sys.stderr)
    rows = rows if wanted else rows[:limit]
    if as_json:
        told = [asdict(s) | {"suggestion": asdict(g)} for s, g in rows]
        print(json.dumps(told, ensure_ascii=False, indent=1, default=str))
    elif not rows:
        print(f"no name that is not tracked stands in {least} stories or more")
    else:
        _show(rows, watchlist)
    if write and rows:
        return _write(watchlist_file, rows) or int(bool(missing))
    return 1 if missing else 0


def _chosen(seen: Sequence[Sighting], watchlist: Watchlist, wanted: Sequence[str]) -> list[Row]:
    tracked = {name for p in watchlist.projects for name in (p.name, *p.aliases)}
    return [
        (s, suggest(s.name, s.quotation, watchlist, s.source_place))
        for s in seen
        if s.name not in tracked and (not wanted or s.name in wanted)
    ]


def _show(rows: Sequence[Row], watchlist: Watchlist) -> None:
    names = {p.id: p.name for p in watchlist.projects}
    for seen, found in rows:
        print(f"# {seen.name}: {seen.stories} stories, {seen.pages} pages, since {seen.first_known:%Y-%m-%d}")
        print(f"# “{' '.join(seen.quotation.split())}”")
        print(f"# {seen.source or ''} {seen.url}")
        if found.like:
            print(f"# perhaps another name of {names[found.like]} ({found.like}): then add it to its aliases instead")
        print(entries_as_yaml([_entry(found)]))


def _entry(found: Suggestion) -> dict[str, object]:
    return {"id": found.id, "name": found.name, "place": found.place, "sector": found.sector}


def _write(file: Path, rows: Sequence[Row]) -> int:
    """Into the file, whole or not at all; what may be another name of a tracked project is left to its owner."""
    entries = [_entry(found) for _, found in rows if found.like is None]
    left = [found.name for _, found in rows if found.like is not None]
    try:
        text = add_projects(file.read_text(encoding="utf-8"), entries) if entries else ""
        if entries:
            _replace(file, text)
    except (CannotEdit, WatchlistError, OSError) as fault:
        print(f"{file} is as it was: {fault}. Paste the entries above instead.", file=sys.stderr)
        return 1
    print(f"{len(entries)} entries written to {file}", file=sys.stderr)
    if left:
        print(f"not written, perhaps names of tracked projects: {', '.join(left)}", file=sys.stderr)
    return 0


def _replace(file: Path, text: str) -> None:
    """The new text beside the file, loaded as a watchlist, then in its place."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.stem}-", suffix=".yaml")
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        load_watchlist(beside)
        beside.chmod(file.stat().st_mode)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)

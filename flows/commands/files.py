"""Verbs on files: no network, no warehouse, no Prefect, so that a script can call them by the thousand."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO

from flows.weeks import WeekError, read_now
from scrapers.article import read_article
from scrapers.listing import list_links
from scrapers.page import ReadError
from scrapers.updates.find import find_updates
from scrapers.updates.match import Matcher
from warehouse.readers import readers_schema
from warehouse.records import REPORTABLE, Article, Snapshot
from warehouse.watchlist import WatchlistError, json_schema, load_watchlist


def read_files(files: Sequence[Path], now: str | None, out: TextIO) -> int:
    """A line a file, in order; a file that cannot be read gives a line with its failure, and exit code 1."""
    fetched_at = _fetched_at(now)
    failed = 0
    for file in files:
        try:
            article = read_article(_saved(file, file.name, fetched_at))
        except (ReadError, OSError) as fault:
            failed += 1
            kind = fault.kind if isinstance(fault, ReadError) else "no_file"
            _line(out, {"file": str(file), "failure": kind, "message": str(fault)})
            continue
        _line(out, {"file": str(file)} | _plain(article))
    return 1 if failed else 0


def list_files(manifest: Path, now: str | None, out: TextIO) -> int:
    fetched_at = _fetched_at(now)
    failed = 0
    for row in _rows(manifest, {"file": str, "url": str}):
        file = Path(row["file"])
        try:
            listing = list_links(_saved(file, row["url"], fetched_at))
        except (ReadError, OSError) as fault:
            failed += 1
            _line(out, {"file": row["file"], "links": [], "next": None, "failure": str(fault)})
            continue
        found = [{"url": link.url, "title": link.title, "date": link.day} for link in listing.links]
        _line(out, {"file": row["file"], "links": found, "next": listing.next, "family": listing.family})
    return 1 if failed else 0


def update_files(pages: Path, watchlist_file: Path, out: TextIO, *, review: bool = False) -> int:
    """Those that are sure enough to be reported; with `review` the others."""
    try:
        watchlist = load_watchlist(watchlist_file, whole=False)
    except WatchlistError as fault:
        print(fault, file=sys.stderr)
        return 2
    matcher = Matcher(watchlist.projects, watchlist.indicators)
    for row in _rows(pages, {"id": (str, int), "text": str}):
        article = Article(url=str(row["id"]), title=row.get("title") or "", text=row["text"], published_at=row.get("published"))
        for update in find_updates(article, matcher):
            if (update.confidence < REPORTABLE) is review:
                _line(out, {"page": row["id"]} | _plain(update))
    return 0


def print_schema(out: TextIO, *, readers: bool = False) -> int:
    json.dump(readers_schema() if readers else json_schema(), out, ensure_ascii=False, indent=2)
    out.write("\n")
    return 0


def _fetched_at(now: str | None) -> datetime:
    """When the files were saved, which “3天前” and a listing's “08-26” are reckoned from; the clock's time without `now`."""
    try:
        return read_now(now, "Asia/Shanghai", datetime.now(UTC))
    except WeekError as fault:
        print(fault, file=sys.stderr)
        raise SystemExit(2) from None


def _saved(file: Path, url: str, fetched_at: datetime) -> Snapshot:
    """A file does not tell when its page was fetched; copying it loses even the time of saving."""
    return Snapshot(url=url, final_url=url, fetched_at=fetched_at, status=200, content_type="", body=file.read_bytes())


def _rows(file: Path, needed: Mapping[str, type | tuple[type, ...]]) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file; a line that is none, or lacks what is needed, ends the run with its number."""
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
                except UnicodeDecodeError:
                    raise SystemExit(f"{file}, line {number}: not UTF-8; save the file as UTF-8") from None
                except json.JSONDecodeError as fault:
                    raise SystemExit(f"{file}, line {number}: not JSON: {fault}") from None
                if wrong := _wrong(row, needed):
                    raise SystemExit(f"{file}, line {number}: {wrong}")
                yield row


def _wrong(row: object, needed: Mapping[str, type | tuple[type, ...]]) -> str:
    if not isinstance(row, dict):
        return "no object; write {" + ", ".join(f'"{key}": …' for key in needed) + "}"
    if missing := [key for key, kind in needed.items() if not isinstance(row.get(key), kind)]:
        return f'"{missing[0]}" is missing or no text; each line has {", ".join(needed)}'
    try:
        date.fromisoformat(str(row.get("published") or "2000-01-01")[:10])
    except ValueError:
        return f'"published" is {row["published"]!r}; write a day, such as 2025-08-31'
    return ""


def _plain(record: object) -> dict[str, Any]:
    return {f.name: getattr(record, f.name) for f in fields(record)}  # type: ignore[arg-type]  # a record


def _line(out: TextIO, row: dict[str, Any]) -> None:
    print(json.dumps(row, ensure_ascii=False, default=_json), file=out)


def _json(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return _plain(value)

"""The state of every source of a watchlist, for its operator."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from flows.commands.console import watchlist_or_none
from flows.revisit import next_visit
from flows.settings import SettingsError, read_settings
from flows.weeks import WeekError, read_now
from warehouse.errors import WarehouseError
from warehouse.records import Source, SourceHealth, Watchlist
from warehouse.store import Store
from warehouse.visits import Visit, Visits

HEADINGS = (
    "source", "state", "since", "articles", "last success", "last new", "links", "read", "dated", "named", "next visit",
)  # fmt: skip


def show_sources(watchlist_file: Path, now: str | None, as_json: bool) -> int:
    watchlist = watchlist_or_none(watchlist_file)
    if watchlist is None:
        return 2
    try:
        moment = read_now(now, watchlist.timezone, datetime.now(UTC))
        settings = read_settings()
        store = Store(settings.warehouse) if settings.has_warehouse else None
        rows = states(watchlist, store, moment)
    except (WeekError, SettingsError) as fault:
        print(fault, file=sys.stderr)
        return 2
    except WarehouseError as fault:
        print(fault, file=sys.stderr)
        return 1
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, default=_plain, indent=1))
    else:
        _show(rows)
    return 0


def states(watchlist: Watchlist, store: Store | None, now: datetime) -> list[dict[str, Any]]:
    """A row a source, in the watchlist's order; without a warehouse all of them are new."""
    health: dict[str, SourceHealth] = {}
    visits: dict[str, tuple[Visit, ...]] = {}
    if store is not None:
        health = {found.source_id: found for found in store.health(watchlist.id, now)}
        visits = dict(Visits(store, watchlist.id).last(now))
    return [state_of(source, health.get(source.id), visits.get(source.id, ())) for source in watchlist.sources]


def state_of(source: Source, health: SourceHealth | None, visits: Sequence[Visit]) -> dict[str, Any]:
    """What is known of one source, against what the watchlist expects of it."""
    told = health or SourceHealth(source_id=source.id, name=source.name, state="new")
    full = next((visit for visit in visits if visit.listed), None)  # a listing that was unchanged lists nothing
    read = next((visit for visit in visits if visit.read), None)
    return {
        "id": source.id,
        "name": source.name,
        "state": told.state,
        "failure": told.failure,
        "message": told.message or None,
        "since": told.since,
        "articles": told.articles,
        "last_success": told.last_success,
        "last_new": told.last_new,
        "newest": visits[0].newest if visits else None,
        "last_visit": visits[0].at if visits else None,
        "next_visit": next_visit(visits, source.every),
        "yields": {
            "links": full.listed if full else None,
            "read_share": _share(read.read, read.fetched) if read else None,
            "date_share": _share(read.dated, read.read) if read else None,
            "publisher_share": _share(read.named, read.read) if read else None,
        },
        "expected": asdict(source.expect),
        "old_tls": source.old_tls,
        "render": source.render,
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def _show(rows: Sequence[dict[str, Any]]) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in HEADINGS:
        table.add_column(heading, overflow="fold")
    for row in rows:
        yields = row["yields"]
        state = f"ILL {row['failure']}" if row["state"] == "ill" else row["state"]
        cells = (
            row["id"], state + (", old TLS" if row["old_tls"] else ""), _when(row["since"]), row["articles"],
            _when(row["last_success"]), _when(row["last_new"]), yields["links"],
            *(_percent(yields[f"{name}_share"]) for name in ("read", "date", "publisher")),
            _when(row["next_visit"]) if row["next_visit"] else "at once",
        )  # fmt: skip
        table.add_row(*("–" if cell is None else str(cell) for cell in cells))
    Console(width=None if sys.stdout.isatty() else 200).print(table)
    for row in rows:
        if row["failure"]:
            print(f"{row['id']}: {row['failure']}: {row['message']}")
    ill = sum(row["state"] == "ill" for row in rows)
    print(f"{len(rows)} sources, {ill} ill; what each failure means: docs/failures.md")


def _when(value: datetime | None) -> str | None:
    return value.strftime("%Y-%m-%d %H:%M") if value else None


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{share:.0%}"


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

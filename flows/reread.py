"""The reread flow: the archive read again by the reader of today. Prefect's skin over `flows.rereading`."""

from __future__ import annotations

import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock
from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact

from flows.rereading import Reread
from flows.rereading import reread as read_again
from flows.settings import Settings, read_settings
from flows.weeks import read_now
from warehouse.records import Watchlist
from warehouse.store import Store
from warehouse.watchlist import load_watchlist


@flow(name="reread", retries=0)
def reread(watchlist: str, workers: int | None = None, now: str | None = None, home: str | None = None) -> dict[str, Any]:
    """Read all kept pages again where the reader has changed; what it sees otherwise is a correction, no news.

    Parameters: the watchlist's file; processes (default: one a core); the time to act at; the data folder.
    """
    logger = get_run_logger()
    watched = load_watchlist(Path(watchlist))
    settings = read_settings(home=Path(home) if home else None)
    moment = read_now(now, watched.timezone, datetime.now(UTC))
    done = reread_region(
        watched, settings, moment, workers, lambda n, left: logger.info("%d pages read again, %d to go", n, left)
    )
    create_markdown_artifact(key=f"reread-{watched.id}".lower(), markdown=summary(watched, done))
    return asdict(done)


def reread_region(watched: Watchlist, settings: Settings, now: datetime, workers: int | None, say: Any) -> Reread:
    """One rereading of a region at a time; whoever comes second finds nothing left to do."""
    settings.locks.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.locks / f"reread-{watched.id}.lock"):
        store = Store(settings.warehouse)
        store.register(watched, now)
        run = store.begin_run(watched.id, "reread", now, {"workers": workers})
        done = read_again(watched, store, now, workers or os.cpu_count() or 1, say)
        store.end_run(run, now, "done")
    return done


def summary(watched: Watchlist, done: Reread) -> str:
    found = sum(c.found for c in done.corrections)
    return (
        f"# {watched.name}: read again by {done.reader}\n\n{done.pages} pages; {found} facts not seen before, "
        f"{len(done.corrections) - found} not seen any more, {done.damaged} pages damaged\n"
    )

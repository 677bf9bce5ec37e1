"""The collect flow: Prefect's skin over `flows.pipeline`. One task a group of hosts; a broken source costs no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock
from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows.hosts import by_host, choose, endpoint
from flows.pipeline import collect_source
from flows.settings import Settings, read_settings
from flows.urgent import tell_urgent
from flows.weeks import read_now
from scrapers.fetch import Door, FetchSettings
from scrapers.stories import Folding
from scrapers.updates.match import Matcher
from warehouse.errors import WarehouseError
from warehouse.place import Place
from warehouse.records import Source, SourceRun, Watchlist
from warehouse.store import Store
from warehouse.watchlist import load_watchlist

log = logging.getLogger("regionwatch.collect")

# Who wants to see progress while a run goes on (the command line); a worker's runs have nobody.
listeners: list[Callable[[SourceRun], None]] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What every group of a run needs; nothing in it changes but the stories known, which threads share."""

    watchlist: Watchlist
    warehouse: Place
    fetching: FetchSettings
    matcher: Matcher
    folding: Folding
    run_id: str
    now: datetime


@flow(name="collect", task_runner=ThreadPoolTaskRunner(max_workers=8), retries=0)  # type: ignore[arg-type]  # Prefect's generics
def collect(
    watchlist: str,
    sources: list[str] | None = None,
    now: str | None = None,
    allow_private: bool = False,
    home: str | None = None,
) -> dict[str, Any]:
    """Fetch, read and keep what is new on a watchlist's sources.

    Parameters: the watchlist's file; only these source ids; the time to act at (ISO); whether the listings' own private
    addresses may be fetched; the data folder. Returns the run's id and a row a source.
    """
    settings = read_settings(home=Path(home) if home else None)
    watched = load_watchlist(Path(watchlist))
    moment = read_now(now, watched.timezone, datetime.now(UTC))
    chosen = choose(watched, sources or [])
    settings.locks.mkdir(parents=True, exist_ok=True)
    # One collect a region at a time, so that no source's work is done twice at once; the lock goes with its process.
    with FileLock(settings.locks / f"collect-{watched.id}.lock"):
        store = Store(settings.warehouse)
        store.register(watched, moment)
        run_id = store.begin_run(watched.id, "collect", moment, {"sources": [s.id for s in chosen]})
        errand = Errand(
            watchlist=watched,
            warehouse=settings.warehouse,
            fetching=fetch_settings(settings, watched, allow_private),
            matcher=Matcher(watched.projects, watched.indicators),
            folding=Folding(),
            run_id=run_id,
            now=moment,
        )
        waiting = [collect_group.submit(quote(group), quote(errand)) for group in by_host(chosen)]
        runs = [run for group in waiting for run in group.result()]
        runs.sort(key=lambda run: [s.id for s in chosen].index(run.source_id))
        store.end_run(run_id, moment, "failed" if any(r.failure for r in runs) else "done")
        told = tell_at_once.submit(quote(watched), quote(store), quote(settings), moment).result() if settings.urgent else []
    create_markdown_artifact(key=f"collect-{watched.id}".lower(), markdown=summary(watched, runs, moment))
    return {"run": run_id, "sources": [asdict(run) for run in runs], "urgent": told}


@task(cache_policy=NO_CACHE, task_run_name="tell what is urgent")
def tell_at_once(watched: Any, store: Any, settings: Any, now: datetime) -> list[dict[str, Any]]:
    """What cannot wait for Monday, to those who want it at once; a fault here costs no page."""
    region, kept, said = (getattr(value, "value", value) for value in (watched, store, settings))
    try:
        told = tell_urgent(region, kept, said, now)
    except WarehouseError as fault:
        get_run_logger().error("urgent messages: %s", fault)
        return []
    return [asdict(row) for row in told]


@task(cache_policy=NO_CACHE, task_run_name="collect hosts")
def collect_group(group: Any, errand: Any) -> list[SourceRun]:
    """The sources of one group of hosts, one after the other."""
    sources: Sequence[Source] = getattr(group, "value", group)
    work: Errand = getattr(errand, "value", errand)
    door = Door(work.fetching)
    store = Store(work.warehouse)
    logger = get_run_logger()
    runs = []
    for source in sources:
        run = collect_one(source, work, door=door, store=store)
        logger.info(
            "%s: listed %d, fetched %d, unchanged %d, read %d, updates %d%s",
            source.id,
            run.listed,
            run.fetched,
            run.unchanged,
            run.read,
            run.updates,
            f" — {run.failure}: {run.message}" if run.failure else "",
        )
        for listener in listeners:
            listener(run)
        runs.append(run)
    return runs


def collect_one(source: Source, errand: Errand, *, door: Door, store: Store) -> SourceRun:
    """One source; a fault of our own is recorded as its failure, so that the other sources are whole."""
    try:
        return collect_source(
            source,
            watchlist=errand.watchlist,
            store=store,
            door=door,
            matcher=errand.matcher,
            folding=errand.folding,
            run_id=errand.run_id,
            now=errand.now,
        )
    except Exception as fault:  # a defect of ours in one source must not cost the others; it is logged and reported
        log.exception("source %s", source.id)
        return SourceRun(
            source_id=source.id,
            started_at=errand.now,
            ended_at=errand.now,
            failure="internal",
            message=f"{type(fault).__name__}: {fault}"[:500],
        )


def fetch_settings(settings: Settings, watchlist: Watchlist, allow_private: bool) -> FetchSettings:
    contact = f"; {settings.contact}" if settings.contact else ""
    return FetchSettings(
        user_agent=f"regionwatch/0.1 (weekly change reports{contact})",
        delay=settings.delay,
        allow=frozenset(endpoint(s.listing) for s in watchlist.sources) if allow_private else frozenset(),
    )


def summary(watchlist: Watchlist, runs: Sequence[SourceRun], now: datetime) -> str:
    """The run as a Markdown table, for Prefect's pages."""
    names = {source.id: source.name for source in watchlist.sources}
    rows = [
        f"| {names[r.source_id]} | {r.listed} | {r.fetched} | {r.unchanged} | {r.read} | {r.failed} | {r.updates} "
        f"| {r.failure or 'ok'} |".replace("\n", " ")
        for r in runs
    ]
    head = "| source | listed | fetched | unchanged | read | failed | updates | state |\n|---|---|---|---|---|---|---|---|"
    return f"# {watchlist.name}: collect of {now:%Y-%m-%d %H:%M %Z}\n\n{head}\n" + "\n".join(rows) + "\n"

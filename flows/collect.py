"""The collect flow: Prefect's skin over `flows.collecting`. One task a group of hosts; a broken source costs no other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows.collecting import Collected, Errand, Request, collect_hosts, collect_region, hosts_at_once, listeners, local_pace
from flows.hosts import Share, in_groups
from flows.limits import shared_pace
from flows.settings import names_a_server
from warehouse.records import Notice, Source, SourceRun, Watchlist

__all__ = ["collect", "listeners", "summary"]

# A task a group: Prefect on SQLite stalls the next run after a burst of 300 task runs (measured: 8 s; 600: up to 66 s).
GROUPS_AT_ONCE = 32
HOSTS_AT_ONCE = 10  # of a group
ATTEMPTS = 3  # of a share, before it is left to a person


@flow(name="collect", task_runner=ThreadPoolTaskRunner(max_workers=GROUPS_AT_ONCE), retries=0)  # type: ignore[arg-type]  # Prefect's generics
def collect(
    watchlist: str,
    sources: list[str] | None = None,
    now: str | None = None,
    allow_private: bool = False,
    home: str | None = None,
    since: str | None = None,
    share: str | None = None,
    attempt: int = 1,
) -> dict[str, Any]:
    """Fetch, read and keep what is new on a watchlist's sources.

    Parameters: the watchlist's file; only these source ids; the time to act at (ISO); whether the listings' own private
    addresses may be fetched; the data folder; a day back to which further listing pages are walked (ISO); only a share of
    the hosts (2/6); how often this share was begun since it last ended. Returns the run's id, a row a source, and the
    sources whose time had not come.
    """
    if attempt > ATTEMPTS:
        raise Abandoned(f"share {share} died {ATTEMPTS} times in a row; look into the workers' logs, then start it by hand")
    request = Request(
        watchlist=Path(watchlist), sources=tuple(sources or ()), now=now, allow_private=allow_private,
        home=Path(home) if home else None, since=date.fromisoformat(since) if since else None,
        share=Share.parse(share) if share else None,
    )  # fmt: skip
    done = collect_region(request, _as_tasks, shared_pace if names_a_server() else local_pace)
    told = summary(done.watchlist, done.sources, done.now)
    part = f"-{request.share}" if request.share else ""
    create_markdown_artifact(key=f"collect-{done.watchlist.id}{part}".lower(), markdown=told)
    for notice in done.notices:
        announce(done, notice)
    return done.plain()


class Abandoned(RuntimeError):
    """A share that dies each time it is begun is left to a person."""


def _as_tasks(hosts: Sequence[Sequence[Source]], errand: Errand) -> list[SourceRun]:
    groups = max(1, min(GROUPS_AT_ONCE, hosts_at_once(errand.tools.store) // HOSTS_AT_ONCE))
    waiting = [collect_group.submit(quote(group), quote(errand)) for group in in_groups(hosts, groups)]
    return [run for group in waiting for run in group.result()]


@task(cache_policy=NO_CACHE, task_run_name="collect hosts")
def collect_group(group: Any, errand: Any) -> list[SourceRun]:
    """The sources of one group of hosts."""
    runs = collect_hosts(getattr(group, "value", group), getattr(errand, "value", errand), HOSTS_AT_ONCE)
    logger = get_run_logger()
    for run in runs:
        logger.info(
            "%s: listed %d, fetched %d, unchanged %d, read %d, updates %d%s",
            run.source_id,
            run.listed,
            run.fetched,
            run.unchanged,
            run.read,
            run.updates,
            f" — {run.failure}: {run.message}" if run.failure else "",
        )
    return runs


def announce(done: Collected, notice: Notice) -> None:
    """A Prefect event, for whoever automates on illness and recovery."""
    emit_event(
        event=f"regionwatch.source.{'ill' if notice.ill else 'well'}",
        resource={
            "prefect.resource.id": f"regionwatch.source.{done.watchlist.id}.{notice.source_id}",
            "prefect.resource.name": notice.name,
        },
        payload={"failure": notice.failure, "since": notice.since.isoformat(), "message": notice.message, "run": done.run},
    )


def summary(watchlist: Watchlist, runs: Sequence[SourceRun], now: datetime) -> str:
    """The run as a Markdown table, for Prefect's pages."""
    names = {source.id: source.name for source in watchlist.sources}
    old = {source.id for source in watchlist.sources if source.old_tls}
    rows = [
        f"| {names[r.source_id]} | {r.listed} | {r.fetched} | {r.unchanged} | {r.read} | {r.failed} | {r.updates} "
        f"| {r.failure or 'ok'}{', old TLS allowed' if r.source_id in old else ''} |".replace("\n", " ")
        for r in runs
    ]
    head = "| source | listed | fetched | unchanged | read | failed | updates | state |\n|---|---|---|---|---|---|---|---|"
    return f"# {watchlist.name}: collect of {now:%Y-%m-%d %H:%M %Z}\n\n{head}\n" + "\n".join(rows) + "\n"

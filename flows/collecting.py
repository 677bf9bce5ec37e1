"""The collect job of a region without its engine: prepare, spread the hosts over threads, record, tell operators.

`flows.collect` runs it as a Prefect flow; the command runs it as it stands when no Prefect server is named, which saves
the start of an embedded one (about ten seconds, measured).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from flows.hosts import Share, by_host, choose, endpoint, lane, of_share
from flows.interpreter import for_many_pages
from flows.operators import tell_operators
from flows.pipeline import Tools, collect_source, tools_for
from flows.revisit import next_visit
from flows.settings import Settings, read_settings
from flows.weeks import read_now
from scrapers.fetch import Door, FetchSettings
from scrapers.pace import Pace
from scrapers.second_reader import SecondReader, Spent
from scrapers.version import READER
from warehouse.errors import WarehouseError
from warehouse.kept import kept_open
from warehouse.place import Lake
from warehouse.records import Notice, Source, SourceRun, Watchlist
from warehouse.store import Store
from warehouse.visits import Visit, Visits
from warehouse.watchlist import load_watchlist

if TYPE_CHECKING:
    from flows.urgent import Told

log = logging.getLogger("regionwatch.collect")

# Threads; they mostly wait, for a host's pace or its answer. So many, that one whose host hangs began when all others did.
HOSTS_AT_ONCE = 320
LAKE_HOSTS_AT_ONCE = 32  # each holds a connection to the catalog while it has its host's turn

# Who wants to see progress while a run goes on (the command line); a worker's runs have nobody.
listeners: list[Callable[[SourceRun], None]] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for. `sources`: only these ids, and then whether they are due or not."""

    watchlist: Path
    sources: Sequence[str] = ()
    now: str | None = None
    allow_private: bool = False
    home: Path | None = None
    since: date | None = None  # walk further listing pages, back to this day
    share: Share | None = None  # only this part of the hosts


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What every group of a run needs; nothing in it changes."""

    tools: Tools
    visits: Mapping[str, tuple[Visit, ...]]
    since: date | None = None
    asked_for: bool = False  # by name: then whether they are due or not


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """A run: the sources asked, those whose time had not come, and what operators were told."""

    run: str
    watchlist: Watchlist
    now: datetime
    sources: tuple[SourceRun, ...]
    waiting: Mapping[str, datetime]
    notices: tuple[Notice, ...]
    urgent: tuple[Told, ...] = ()
    second: Spent | None = None  # what the second reader has cost, where there is one

    def plain(self) -> dict[str, Any]:
        later = [{"source_id": source, "next_visit": at.isoformat()} for source, at in self.waiting.items()]
        return {
            "run": self.run,
            "sources": [asdict(run) for run in self.sources],
            "waiting": later,
            "urgent": [asdict(told) for told in self.urgent],
            "second_reader": asdict(self.second) if self.second else None,
        }


Spread = Callable[[Sequence[Sequence[Source]], Errand], Iterable[SourceRun]]


def hosts_at_once(store: Store) -> int:
    return LAKE_HOSTS_AT_ONCE if isinstance(store.path, Lake) else HOSTS_AT_ONCE


def collect_hosts(hosts: Sequence[Sequence[Source]], errand: Errand, threads: int | None = None) -> list[SourceRun]:
    """Each host's sources one after the other, the hosts side by side."""
    threads = max(1, min(threads or hosts_at_once(errand.tools.store), len(hosts)))
    with ThreadPoolExecutor(threads, thread_name_prefix="host") as pool:
        return [run for runs in pool.map(lambda sources: collect_host(sources, errand), hosts) for run in runs]


def collect_host(sources: Sequence[Source], errand: Errand) -> list[SourceRun]:
    """One host's sources, by no other run at the same time, whatever machine it is on. What another run did while this one
    waited for its turn is not done again."""
    tools, runs, host = errand.tools, [], lane(sources[0].listing)
    with tools.store.turn(f"host {host}") as turn, _ours(host):
        if turn.waited and not errand.asked_for:
            done = Visits(tools.store, tools.watchlist.id).last(tools.now)
            sources = [s for s in sources if done.get(s.id, ())[:1] == errand.visits.get(s.id, ())[:1]]
        if turn.waited and sources:  # who had it before may have been killed in the middle of a request
            time.sleep(max(source.delay for source in sources))
        for source in sources:
            if not turn.keep():  # the catalog was restarted, and another run was faster
                log.warning("%s: another run has taken its host over", source.id)
                break
            runs.append(collect_one(source, errand))
    return runs


# Hosts whose turn this process has. No other worker asks them meanwhile, so their pace needs no server.
hosts_of_ours: set[str] = set()


@contextmanager
def _ours(host: str) -> Iterator[None]:
    hosts_of_ours.add(host)
    try:
        yield
    finally:
        hosts_of_ours.discard(host)


def collect_region(
    request: Request, spread: Spread = collect_hosts, pace: Callable[[Settings], Pace] | None = None
) -> Collected:
    """Fetch, read and keep what is new on a watchlist's sources. `spread` runs the hosts' work, `pace` keeps their distance.

    Raises WatchlistError, WeekError, UnknownSource, SettingsError and WarehouseError; what fails at a source is in the result.
    """
    settings = read_settings(home=request.home)
    watched = load_watchlist(request.watchlist)
    now = read_now(request.now, watched.timezone, datetime.now(UTC))
    chosen = of_share(choose(watched, request.sources), request.share)
    settings.locks.mkdir(parents=True, exist_ok=True)
    # One collect a region (or share of it) at a time on this machine; across machines, one a host: see collect_host.
    part = f"-{request.share}" if request.share else ""
    with FileLock(settings.locks / f"collect-{watched.id}{part}.lock"), kept_open(settings.warehouse), for_many_pages():
        store = Store(settings.warehouse)
        store.register(watched, now)
        visits = Visits(store, watched.id).last(now)
        waiting = {} if request.sources or request.since else _waiting(chosen, visits, now)
        # Those that were ill first: should they hang again, the others' time is enough for them.
        asked = sorted(
            (source for source in chosen if source.id not in waiting),
            key=lambda source: all(visit.failure is None for visit in visits.get(source.id, ())[:1]),
        )
        run_id = store.begin_run(watched.id, "collect", now, {"sources": [s.id for s in asked]})
        second = SecondReader(settings.second, settings.second_answers) if settings.second else None
        fetching = fetch_settings(settings, watched, request.allow_private)
        with Door(fetching, pace=(pace or local_pace)(settings)) as door, second or nullcontext():
            hosts = by_host(asked)
            tools = tools_for(watched, store, door, run_id, now, second, min(len(hosts), hosts_at_once(store)))
            runs = list(spread(hosts, _errand(request, tools, visits)))
        order = {source.id: place for place, source in enumerate(chosen)}
        runs.sort(key=lambda run: order[run.source_id])
        store.end_run(run_id, now, "failed" if any(run.failure for run in runs) else "done")
        with store.turn(f"tell {watched.id}"):  # of two shares that end at once, one tells
            notices = tell_operators(Visits(store, watched.id), watched, now, settings.operators)
        urgent = _tell_at_once(watched, store, settings, now)
    return Collected(
        run=run_id, watchlist=watched, now=now, sources=tuple(runs), waiting=waiting, notices=tuple(notices), urgent=urgent,
        second=second.spent if second else None,
    )  # fmt: skip


def _errand(request: Request, tools: Tools, visits: Mapping[str, tuple[Visit, ...]]) -> Errand:
    return Errand(tools=tools, visits=visits, since=request.since, asked_for=bool(request.sources or request.since))


def _tell_at_once(watched: Watchlist, store: Store, settings: Settings, now: datetime) -> tuple[Told, ...]:
    """What cannot wait for Monday, to those who want it at once; a fault here costs no page."""
    if not settings.urgent:
        return ()
    from flows.urgent import tell_urgent  # loads all that reports are made of, which a collect does not need

    try:
        return tuple(tell_urgent(watched, store, settings, now))
    except WarehouseError as fault:
        log.warning("urgent messages: %s", fault)
        return ()


def _waiting(sources: Iterable[Source], visits: Mapping[str, tuple[Visit, ...]], now: datetime) -> dict[str, datetime]:
    """The sources whose time has not come, and when it will."""
    times = {source.id: next_visit(visits.get(source.id, ()), source.every) for source in sources}
    return {source_id: at for source_id, at in times.items() if at is not None and at > now}


def collect_one(source: Source, errand: Errand) -> SourceRun:
    """One source; a fault of our own is recorded as its failure, so that the other sources are whole."""
    tools = errand.tools
    try:
        run = collect_source(source, tools, errand.visits.get(source.id, ()))
        if errand.since and run.failure is None:
            from flows.backfill import backfill_source  # as a listing's, its code is loaded where it is needed

            run = backfill_source(source, tools, errand.since, run)
    except Exception as fault:  # a defect of ours in one source must not cost the others; it is logged and reported
        log.exception("source %s", source.id)
        run = SourceRun(
            source_id=source.id, started_at=tools.now, ended_at=tools.now, failure="internal",
            message=f"{type(fault).__name__}: {fault}"[:500],
        )  # fmt: skip
        tools.store.load(tools.watchlist.id, tools.run_id, (), (), run, READER, tools.now)
    said = f" — {run.failure}: {run.message}" if run.failure else ""
    log.info("%s: listed %d, fetched %d, read %d%s", source.id, run.listed, run.fetched, run.read, said)
    for listener in listeners:
        listener(run)
    return run


def fetch_settings(settings: Settings, watchlist: Watchlist, allow_private: bool) -> FetchSettings:
    contact = f"; {settings.contact}" if settings.contact else ""
    return FetchSettings(
        user_agent=f"regionwatch/0.1 (weekly change reports{contact})",
        delay=settings.delay,
        allow=frozenset(endpoint(s.listing) for s in watchlist.sources) if allow_private else frozenset(),
    )


def local_pace(settings: Settings) -> Pace:
    """The pace that all processes of this machine keep together."""
    return Pace(folder=settings.locks / "pace")

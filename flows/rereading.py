"""Read the archive again with the reader of today: in several processes, and as often as it is interrupted."""

from __future__ import annotations

import logging
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from flows.interpreter import for_many_pages
from flows.reading import PageReader
from scrapers.version import READER
from warehouse.again import Correction, KeptBytes, Rereading
from warehouse.errors import Damaged
from warehouse.records import Reading, Source, Watchlist
from warehouse.store import Store

log = logging.getLogger("regionwatch.reread")

AT_ONCE = 1000  # pages loaded in one transaction; a kill costs the reading of so many, two seconds
TASK = 25  # pages handed to a process at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What reading again came to."""

    reader: str
    pages: int
    damaged: int
    corrections: tuple[Correction, ...]


def reread(
    watchlist: Watchlist, store: Store, now: datetime, workers: int, say: Callable[[int, int], None], reader: str = READER
) -> Reread:
    """Every kept page that this reader has not read; `say` hears pages done and waiting. Where it stopped it goes on."""
    archive = Rereading(store, watchlist.id, reader)
    left = archive.waiting()
    done = damaged = 0
    with _pool(watchlist, workers) as pool:
        first = archive.pages(AT_ONCE)
        coming = deque([_readings(first, pool), _readings(archive.pages(AT_ONCE, skip=len(first)), pool)])
        while readings := coming.popleft()():
            # The processes have the next pages while these are loaded, and those after them when they are done with the next.
            coming.append(_readings(archive.pages(AT_ONCE, skip=2 * AT_ONCE), pool))
            archive.load(readings, now)
            done += len(readings)
            damaged += sum(reading.failure == "damaged" for reading in readings)
            say(done, left - done)
    return Reread(reader=reader, pages=done, damaged=damaged, corrections=tuple(archive.corrections()))


def _readings(pages: Sequence[KeptBytes], pool: ProcessPoolExecutor) -> Callable[[], list[Reading]]:
    tasks = [pool.submit(_read_all, pages[at : at + TASK]) for at in range(0, len(pages), TASK)]

    def collected() -> list[Reading]:
        wait(tasks)
        return [reading for task in tasks for reading in task.result()]

    return collected


def _pool(watchlist: Watchlist, workers: int) -> ProcessPoolExecutor:
    # Fresh processes: a fork would copy threads that hold locks.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(watchlist,))


_reader: PageReader | None = None
_for_good = ExitStack()  # what lasts as long as the process
_sources: dict[str, Source] = {}


def _begin(watchlist: Watchlist) -> None:
    """Of each process, once: building the matcher costs more than a page."""
    global _reader
    _reader = PageReader(watchlist)
    _for_good.enter_context(for_many_pages())
    _sources.update({source.id: source for source in watchlist.sources})


def _read_all(pages: Sequence[KeptBytes]) -> list[Reading]:
    return list(_read(pages))


def _read(pages: Sequence[KeptBytes]) -> Iterator[Reading]:
    assert _reader is not None  # a process of the pool begins with _begin
    for page in pages:
        try:
            snapshot = page.snapshot()
        except Damaged as fault:
            yield Reading(
                source_id=page.source_id, url=page.url, sha256=page.sha256, fetched_at=page.fetched_at, failure="damaged",
                message=str(fault), link=page.link,
            )  # fmt: skip
            continue
        # a source that left the watchlist still has its pages
        source = _sources.get(page.source_id) or Source(id=page.source_id, name=page.source_id, listing=page.url)
        yield from _reader.read([snapshot], source, [page.link])



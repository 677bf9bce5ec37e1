"""Fetching and archiving alone, as the collect job does them: python -m tests.bench.archive HOSTS PORT HOME

Each host's listing, then its articles, kept in a warehouse as they come; nothing is read. Prints the pages kept.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from flows.collecting import HOSTS_AT_ONCE
from flows.pipeline import BATCH
from scrapers.fetch import Door, FetchSettings
from scrapers.listing import list_links
from tests.bench.site import host
from warehouse.kept import kept_open
from warehouse.records import Snapshot, Source, Validators
from warehouse.store import Store

NOW = datetime(2025, 9, 2, tzinfo=UTC)


def main(hosts: int, port: int, home: Path) -> None:
    sources = [
        Source(id=f"s{n}", name=f"s{n}", listing=f"http://{host(n)}:{port}/list/", delay=0) for n in range(hosts)
    ]
    store = Store(home / "warehouse.duckdb")
    settings = FetchSettings(allow=frozenset((host(n), port) for n in range(hosts)), delay=0)
    with kept_open(home / "warehouse.duckdb"), Door(settings) as door, ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        print(sum(pool.map(lambda source: archive(source, door, store), sources)))


def archive(source: Source, door: Door, store: Store) -> int:
    front = door.fetch(source.listing, source, Validators(), NOW)
    assert isinstance(front, Snapshot)
    links = list_links(front, source).links
    for start in range(0, len(links), BATCH):
        store.keep("bench", source.id, _fetched(door, source, [link.url for link in links[start : start + BATCH]]), "run")
    return len(links)


def _fetched(door: Door, source: Source, addresses: Sequence[str]) -> list[Snapshot]:
    pages = [door.fetch(address, source, Validators(), NOW) for address in addresses]
    return [page for page in pages if isinstance(page, Snapshot)]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))

"""A worker's requests to one host, as a process: python -m tests.flows.visitor URL COUNT DELAY PACE_FOLDER|server"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from scrapers.fetch import Door, FetchSettings
from scrapers.pace import Pace
from warehouse.records import Source, Validators


def main(url: str, count: int, delay: float, keeper: str) -> None:
    if keeper == "server":
        from flows.limits import host_slot

        pace = Pace(slot=host_slot)
    else:
        pace = Pace(folder=Path(keeper))
    source = Source(id="s", name="s", listing=url, delay=delay)
    port = int(url.rpartition(":")[2].partition("/")[0])
    settings = FetchSettings(allow=frozenset({("127.0.0.1", port)}), respect_robots=False)
    with Door(settings, pace=pace) as door:
        for _ in range(count):
            door.fetch(url, source, Validators(), datetime.now(UTC))
    print("done")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4])

"""A collect as a process of its own, plainly or through Prefect; what a bench times.

usage: python -m tests.bench.through plain|prefect WATCHLIST NOW [SHARE]

Says `ready` when everything is imported, and begins when a line comes; prints how many pages were read, and the wall and
CPU seconds between.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime
from pathlib import Path


def main(way: str, watchlist: str, now: str, share: str | None = None) -> None:
    from flows.commands.run import prepare
    from flows.settings import read_settings

    prepare(read_settings())
    if way == "prefect":
        from flows.collect import collect
    else:
        from flows.collecting import Request, collect_region
        from flows.hosts import Share
    print("ready", flush=True)
    sys.stdin.readline()
    began, cpu = time.perf_counter(), _cpu()
    datetime.fromisoformat(now)
    if way == "prefect":
        runs = collect(watchlist, None, now, True, share=share)["sources"]
        read = sum(run["read"] for run in runs)
    else:
        part = Share.parse(share) if share else None
        done = collect_region(Request(watchlist=Path(watchlist), now=now, allow_private=True, share=part))
        read = sum(run.read for run in done.sources)
    print(read, time.perf_counter() - began, _cpu() - cpu, flush=True)


def _cpu() -> float:
    return sum(os.times()[:4])


if __name__ == "__main__":
    main(*sys.argv[1:])

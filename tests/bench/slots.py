"""Takes and gives back slots of hosts on a Prefect server, from several threads. usage: python -m tests.bench.slots COUNT THREADS"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from flows.limits import host_slot


def take(host: str) -> None:
    with host_slot(host):
        pass


def main(count: int, threads: int) -> None:
    with ThreadPoolExecutor(threads) as pool:
        hosts = [f"h{number}.example:443" for number in range(threads)]
        list(pool.map(take, hosts))  # the limits are made
        began = time.perf_counter()
        list(pool.map(take, hosts * (count // threads)))
        print((count // threads) * threads / (time.perf_counter() - began))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

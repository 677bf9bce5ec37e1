"""A paper plan to national scale, simulated with our own measured costs: 33,000 listings and 300,000 new pages a day.

usage: python -m tests.bench.national [--machines 2] [--cores 8] [--times 1,2,4,8]

A discrete-event model (simpy) of one day's collect. Hosts are asked one request at a time, with their delay between starts;
each host's sources wait for a place among a machine's threads. Every page then wants a core, every kept batch and every loaded
source wants the lake's one writer, and every request to another host than the listing's wants a slot of the Prefect server. The
model says how long the day takes and how busy each of them was; with more of everything, which one ends the growth.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import simpy

from tests.bench.frame import ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Measured: seconds of a core, of the writer and of the server; bytes. The rows of docs/bench.json replace these."""

    new_page: float = 1 / 30  # fetched, archived, read, understood
    same_page: float = 1 / 300  # asked again and not changed
    listing: float = 0.02
    write: float = 0.05  # one transaction of the lake, its lock included
    slot: float = 0.07  # the server's part of one acquire and release
    page_bytes: int = 150_000
    kept_bytes: int = 16_000  # of a page's bytes in the archive, compressed, and its article
    latency: float = 0.6  # until a page is there, of a distant server


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    listings: int = 33_000
    new_pages: int = 300_000
    hosts: int = 4_000  # about 2,850 counties and districts, their prefectures, provinces, ministries and papers
    delay: float = 1.0
    machines: int = 2
    cores: int = 8
    hosts_at_once: int = 64  # threads of a core's worker process
    batch: int = 20  # pages kept in one transaction
    slots: float = 0.05  # of the requests go to another host than the listing's, and want a slot of the server

    def times(self, factor: float) -> Plan:
        return replace(
            self, listings=int(self.listings * factor), new_pages=int(self.new_pages * factor), hosts=int(self.hosts * factor**0.5)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    hours: float
    busy: dict[str, float]  # share of the time in which each part worked
    requests: int
    cpu_hours: float
    received: float  # bytes
    kept: float  # bytes a day

    @property
    def breaks(self) -> str:
        return max(self.busy, key=lambda name: self.busy[name])


def simulate(plan: Plan, costs: Costs, seed: int = 1) -> Day:
    """One day. The same seed gives the same day."""
    rng, env = random.Random(seed), simpy.Environment()
    cores = plan.machines * plan.cores
    parts = {
        "cores": simpy.Resource(env, cores),
        "writer of the lake": simpy.Resource(env, 1),
        "Prefect server": simpy.Resource(env, 1),
    }
    threads = simpy.Resource(env, cores * plan.hosts_at_once)
    spent = dict.fromkeys(parts, 0.0)
    longest = 0.0

    def use(name: str, seconds: float) -> Generator[Any, Any, None]:
        with parts[name].request() as turn:
            yield turn
            yield env.timeout(seconds)
        spent[name] += seconds

    def request(work: float) -> Generator[Any, Any, None]:
        began = env.now
        if rng.random() < plan.slots:
            yield from use("Prefect server", costs.slot)
        yield env.timeout(rng.expovariate(1 / costs.latency))
        yield from use("cores", work)
        if (left := began + plan.delay - env.now) > 0:
            yield env.timeout(left)

    def host(sources: Sequence[int]) -> Generator[Any, Any, None]:
        nonlocal longest
        with threads.request() as place:
            yield place
            began = env.now
            yield from request(costs.listing)  # robots.txt
            for pages in sources:
                yield from request(costs.listing)
                yield from use("writer of the lake", costs.write)
                for number in range(pages):
                    yield from request(costs.new_page)
                    if number % plan.batch == plan.batch - 1:
                        yield from use("writer of the lake", costs.write)
                yield from use("writer of the lake", costs.write * (2 if pages else 1))
            longest = max(longest, env.now - began)

    for sources in _hosts(plan, rng):
        env.process(host(sources))
    env.run()
    seconds = env.now
    busy = {name: spent[name] / (seconds * parts[name].capacity) for name in parts} | {"the largest host's delay": longest / seconds}
    return Day(
        hours=seconds / 3600, busy=busy, requests=plan.listings + plan.new_pages + plan.hosts, cpu_hours=spent["cores"] / 3600,
        received=plan.new_pages * costs.page_bytes + plan.listings * 40_000.0, kept=plan.new_pages * float(costs.kept_bytes),
    )  # fmt: skip


def _hosts(plan: Plan, rng: random.Random) -> list[list[int]]:
    """New pages of each source of each host. Few hosts have many columns: Pareto, the largest cut at 150 columns."""
    weights = [min(rng.paretovariate(1.2), 150.0) for _ in range(plan.hosts)]
    columns = [max(1, round(w * plan.listings / sum(weights))) for w in weights]
    lively = [[rng.expovariate(1) for _ in range(n)] for n in columns]
    whole = sum(sum(of) for of in lively)
    return [[int(x * plan.new_pages / whole + rng.random()) for x in of] for of in sorted(lively, key=len, reverse=True)]


def measured() -> Costs:
    """Our costs, from the rows of the last whole bench."""
    file, usual = ROOT / "docs" / "bench.json", Costs()
    if not file.exists():
        return usual
    rows = {row["name"]: row["ours"] for row in json.loads(file.read_text(encoding="utf-8"))["rows"]}
    new = rows.get("fetch, archive, read and understand 150 KB pages")
    same = rows.get("look again at 150 KB pages that have not changed")
    writes = rows.get("small writes, one after the other, on a lake")
    slots = rows.get("slots of the Prefect server, one a request")
    return replace(
        usual,
        new_page=1 / new if new else usual.new_page,
        same_page=1 / same if same else usual.same_page,
        write=1 / writes if writes else usual.write,
        slot=1 / slots if slots else usual.slot,
    )


# A machine of 8 cores and 32 GB, a year ahead, and storage and traffic of a Chinese cloud, list prices of 2025 in yuan.
MACHINE_MONTH, GB_MONTH, GB_OUT = 700.0, 0.12, 0.0


def cost_month(plan: Plan, day: Day) -> float:
    """Yuan a month in the first year's end: machines, Postgres and server as one more, and a year of kept pages."""
    return (plan.machines + 1) * MACHINE_MONTH + day.kept * 365 / 1e9 * GB_MONTH


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m tests.bench.national")
    ask.add_argument("--machines", type=int, default=2)
    ask.add_argument("--cores", type=int, default=8)
    ask.add_argument("--times", default="1,2,4,8")
    given = ask.parse_args()
    costs = measured()
    print(costs)
    print(f"{'listings':>9} {'pages':>9} {'slots':>6} {'hours':>6} {'CPU h':>6} {'GB in':>6} {'GB kept':>7} {'¥/month':>8}  busiest")
    for slots in (Plan().slots, 1.0):
        for factor in (float(x) for x in given.times.split(",")):
            plan = Plan(machines=given.machines, cores=given.cores, slots=slots).times(factor)
            day = simulate(plan, costs)
            busy = ", ".join(f"{name} {share:.0%}" for name, share in sorted(day.busy.items(), key=lambda item: -item[1]))
            print(
                f"{plan.listings:>9,} {plan.new_pages:>9,} {slots:>6.0%} {day.hours:>6.1f} {day.cpu_hours:>6.1f} "
                f"{day.received / 1e9:>6.0f} {day.kept / 1e9:>7.1f} {cost_month(plan, day):>8,.0f}  {busy}",
                flush=True,
            )


if __name__ == "__main__":
    main()

"""What the engine costs: a collect through Prefect beside the same functions called directly; two workers beside one.

The pages are those of bench_fetch. Through Prefect a process starts a server of its own, which is the fixed start-up: it is
measured as a run in which no source is due, and said in a row. What is left is compared.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bench.bench_fetch import served, watchlist
from tests.bench.frame import ROOT, Bench, Row
from tests.flows.prefect_server import PREFECT, environment, free_port, running, wait_healthy
from tests.postgres import postgres
from warehouse.connection import migrate
from warehouse.place import Lake

DAY_ONE, SAME_DAY = "2025-09-02T06:00:00+08:00", "2025-09-02T06:30:00+08:00"


@dataclass(frozen=True, slots=True)
class Took:
    read: int
    wall: float
    cpu: float


def rows(bench: Bench) -> Iterator[Row]:
    pages = 200 if bench.quick else 2000
    with served(pages) as port:
        file = watchlist(bench.folder, port)
        yield from _overhead(bench, file, pages)
        yield from _two_workers(bench, file, pages)
    yield from _slots(bench)


def _overhead(bench: Bench, file: Path, pages: int) -> Iterator[Row]:
    took = {}
    for way in ("plain", "prefect"):
        home = {"REGIONWATCH_HOME": str(bench.folder / way), "REGIONWATCH_WAREHOUSE": "", "PREFECT_API_URL": ""}
        whole, idle = (_run([way, str(file), moment], home) for moment in (DAY_ONE, SAME_DAY))
        assert (whole.read, idle.read) == (pages, 0), (whole, idle)
        took[way] = whole, idle
    (plain, plain_idle), (prefect, prefect_idle) = took["plain"], took["prefect"]
    for unit, said, of in (("CPU-s", "CPU", lambda t: t.cpu), ("s", "wall", lambda t: t.wall)):
        yield Row(
            f"a collect of {pages} pages through Prefect, beyond its start-up, {said}", unit, of(prefect) - of(prefect_idle),
            "the same functions called directly", of(plain) - of(plain_idle), "≤ 1.15",
        )  # fmt: skip
    yield Row("start-up of a collect with an embedded Prefect server", "s", prefect_idle.wall, "called directly", plain_idle.wall)


def _two_workers(bench: Bench, file: Path, pages: int) -> Iterator[Row]:
    """Each worker a process with its own share of the hosts; all write the one lake. Two cores also run Postgres and the site."""
    walls = {}
    with postgres() as server:
        for workers in (1, 2):
            lake = Lake(catalog=server.create(f"lake{workers}"), data=str(bench.folder / f"lake{workers}"))
            migrate(lake, 60)
            env = {"REGIONWATCH_WAREHOUSE": f"ducklake:postgres:{lake.catalog}", "PREFECT_API_URL": ""}
            shares = [["plain", str(file), DAY_ONE, f"{n}/{workers}"] for n in range(1, workers + 1)]
            homes = [env | {"REGIONWATCH_HOME": str(bench.folder / f"home{workers}-{n}")} for n in range(workers)]
            walls[workers], took = _run_together(shares, homes)
            assert sum(t.read for t in took) == pages, took
    required = "≥ 1.7" if (os.cpu_count() or 1) >= 4 else "≥ 1.4"
    yield Row(
        "two workers' collect on a lake", "pages/s", pages / walls[2], "one worker, the same pages", pages / walls[1], required
    )


def _slots(bench: Bench) -> Iterator[Row]:
    """How many requests a second one server can pace, for all workers together."""
    port, count = free_port(), 40 if bench.quick else 400
    env = environment(bench.folder, port)
    rates = []
    with postgres() as db:
        db.create("prefect")
        server = env | {"PREFECT_API_DATABASE_CONNECTION_URL": db.url("prefect")}
        command = [str(PREFECT), "server", "start", "--host", "127.0.0.1", "--port", str(port)]
        with running(command, server, bench.folder / "server.log"):
            wait_healthy(env, 180)
            for threads in (8, 1):
                words = [sys.executable, "-m", "tests.bench.slots", str(count // (9 - threads)), str(threads)]
                done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=True, timeout=900)
                rates.append(float(done.stdout))
    yield Row("slots of the Prefect server, one a request", "slots/s", rates[0], "one thread alone", rates[1])


def _run(words: Sequence[str], env: dict[str, str]) -> Took:
    return _run_together([words], [env])[1][0]


def _run_together(each: Sequence[Sequence[str]], envs: Sequence[dict[str, str]]) -> tuple[float, list[Took]]:
    """Processes that begin at the same moment; the wall time until the last has ended, and what each took."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.bench.through", *words], cwd=ROOT, env={**os.environ, **env}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        for words, env in zip(each, envs, strict=True)
    ]  # fmt: skip
    for process in started:
        assert process.stdout and process.stdout.readline() == "ready\n"
    began, before = time.perf_counter(), _children_cpu()
    for process in started:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    took = []
    for process in started:
        assert process.stdout
        read, wall, cpu = process.stdout.readline().split()
        took.append(Took(int(read), float(wall), float(cpu)))
    wall = time.perf_counter() - began
    for process in started:
        process.communicate()
    if len(took) == 1:  # with its embedded server, which it has waited for
        took = [replace(took[0], cpu=_children_cpu() - before)]
    return wall, took


def _children_cpu() -> float:
    times = os.times()
    return times.children_user + times.children_system

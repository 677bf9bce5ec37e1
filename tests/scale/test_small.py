"""The proof, small: two workers on a server, Postgres and a lake; one is killed at work, and its share is done by another.

`python -m tests.scale.proof` is the whole of it, with 300 sources, three workers, restarts, and the wait for heartbeats.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.scale.stage import ENDED, Stage, stage


@pytest.mark.timeout(420)
def test_two_workers_share_a_region_and_one_takes_over_from_one_that_was_killed(tmp_path: Path) -> None:
    with stage(tmp_path, hosts=6, each=2, shares=2, workers=2, delay=0.3) as it:
        again = it.deploy()  # a second time: the same, and nothing doubled
        assert again.count("deployment collect/scale-") == 3 and "dropped" not in again
        networks = {Path(f"/proc/{worker.pid}/ns/net").readlink() for worker in it.workers.values()}
        assert len(networks - {Path("/proc/self/ns/net").readlink()}) == (2 if it.net.bridge else 0), it.net.kind

        names = [automation["name"] for automation in it.ask("/automations/filter", {})]
        assert len(names) == len(set(names)) == 4

        first = it.run_shares(day(1))
        assert set(it.wait(first, 240).values()) == {"COMPLETED"}, it.logs()
        assert it.known() == it.sources and not any(it.doubled().values()), it.doubled()
        assert it.nearest() >= 0.95 * it.delay

        it.generation(2)
        second = it.run_shares(day(2))
        at_work(it, second)
        it.kill_worker("worker-1")
        it.kill_worker("worker-2")
        assert it.known() < 2 * it.sources, "killed too late to prove anything"
        it.start_worker("worker-3")
        crashed = mark_crashed(it, second)  # what the automation does after three heartbeats
        it.wait(second, 60)
        started_again = wait_for_runs(it, crashed)
        assert set(it.wait(started_again, 240).values()) == {"COMPLETED"}, it.logs()
        assert it.known() == 2 * it.sources and not any(it.doubled().values()), it.doubled()

        planned = [run for run in it.all_runs() if run["auto_scheduled"]]
        assert len(planned) >= 4, "the server makes no scheduled runs"

        report = it.run("weekly-report", "scale-monday", now=day(3))
        assert set(it.wait([report], 120).values()) == {"COMPLETED"}, it.logs()
        assert len(list(tmp_path.glob("*/home/outbox/*.eml"))) == 1


def day(number: int) -> str:
    return (datetime.now(UTC) + timedelta(days=number)).isoformat()


def at_work(it: Stage, runs: list[str]) -> None:
    end = time.monotonic() + 120
    while it.known() <= it.sources:
        assert time.monotonic() < end, it.logs()
        time.sleep(0.2)


def mark_crashed(it: Stage, runs: list[str]) -> list[str]:
    cut_off = [run for run, state in it.states(runs).items() if state not in ENDED]
    for run in cut_off:
        it.ask(f"/flow_runs/{run}/set_state", {"state": {"type": "CRASHED", "name": "Crashed"}, "force": True})
    return cut_off


def wait_for_runs(it: Stage, before: list[str]) -> list[str]:
    """The runs that the server started in place of those that crashed."""
    end = time.monotonic() + 60
    while True:
        found = [run["id"] for run in it.all_runs() if run["parameters"].get("attempt") == 2]
        if len(found) == len(before):
            return found
        assert time.monotonic() < end, [run["parameters"] for run in it.all_runs()]
        time.sleep(0.5)

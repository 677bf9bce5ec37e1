"""The whole of it, proved on one machine: `python -m tests.scale.proof [--hosts 100] [--each 3] [--workers 3] [--shares 6]`.

Postgres, a Prefect server on it, a lake, and workers with folders of their own collect from hosts × each loopback sources:
undisturbed; with a worker killed in the middle; with the server, then Postgres, restarted in the middle; then the report.
Ends with 0 when every line held. Takes about ten minutes: a dead worker is only believed dead after three heartbeats.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.scale.stage import Stage, stage


class Proof:
    def __init__(self, it: Stage) -> None:
        self.it, self.held, self.began = it, True, time.monotonic()

    def say(self, what: str, ok: bool, detail: object = "") -> None:
        self.held &= ok
        print(f"[{time.monotonic() - self.began:6.1f} s] {'holds' if ok else 'FAILS'}  {what}  {detail}", flush=True)

    def day(self, number: int, disturb: Callable[[], None] | None = None) -> None:
        """A day's collect of all shares; `disturb` when a good part of it is done."""
        it, before = self.it, self.it.known()
        it.generation(number)
        start = time.monotonic()
        runs = it.run_shares((datetime.now(UTC) + timedelta(days=number)).isoformat())
        if disturb:
            self.until(lambda: it.known() >= before + it.sources // 4)
            disturb()
        states = it.wait(runs, 900)
        again = [run for run in it.all_runs() if run["id"] not in states and run["parameters"].get("attempt")]
        it.wait([run["id"] for run in again], 900)
        self.say(f"day {number}: every source's article is known", it.known() == number * it.sources, f"{it.known()} of {number * it.sources}")
        self.say("nothing is doubled", not any(it.doubled().values()), it.doubled())
        nearest = it.nearest(start)
        self.say(f"no two requests to a host within {it.delay:g} s", nearest >= 0.95 * it.delay, f"nearest {nearest:.3f} s")
        print(f"           {time.monotonic() - start:.0f} s; runs {sorted(states.values())}, started again {len(again)}", flush=True)

    def until(self, true: Callable[[], bool], seconds: float = 300) -> None:
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                raise TimeoutError("the middle of the run never came")
            time.sleep(0.5)

    def lose_a_worker(self) -> None:
        """One that is at work: its runs are silent, are called crashed, and are started again elsewhere."""
        busy = [run for run in self.it.all_runs() if run["state_type"] == "RUNNING"]
        name = self.it.busiest()
        print(f"           {name} is killed with all it runs; {len(busy)} runs are under way", flush=True)
        self.it.kill_worker(name)
        self.it.start_worker("worker-new")

    def restart_server(self) -> None:
        print("           the Prefect server is restarted", flush=True)
        self.it.restart_server()

    def restart_postgres(self) -> None:
        print("           Postgres is stopped at once and started again", flush=True)
        self.it.db.stop()
        time.sleep(2)
        self.it.db.start()


def main() -> int:
    ask = argparse.ArgumentParser(prog="python -m tests.scale.proof")
    for name, usual in (("hosts", 100), ("each", 3), ("workers", 3), ("shares", 6)):
        ask.add_argument(f"--{name}", type=int, default=usual)
    ask.add_argument("--delay", type=float, default=1.0)
    given = ask.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="regionwatch-proof-") as folder,
        stage(Path(folder), hosts=given.hosts, each=given.each, shares=given.shares, workers=given.workers, delay=given.delay) as it,
    ):
        proof = Proof(it)
        print(f"{it.sources} sources on {it.hosts} hosts, {it.shares} shares, {given.workers} workers; {it.net.kind}", flush=True)
        proof.day(1)
        tasks = it.ask("/task_runs/count", {})
        proof.say("at most 100 task runs a flow run", tasks <= 100 * it.shares, f"{tasks} in {it.shares} runs")
        proof.day(2, proof.lose_a_worker)
        proof.day(3, proof.restart_server)
        proof.day(4, proof.restart_postgres)
        report = it.run("weekly-report", "scale-monday", now=(datetime.now(UTC) + timedelta(days=5)).isoformat())
        states = it.wait([report], 300)
        mails = list(it.folder.glob("*/home/outbox/*.eml"))
        proof.say("the report is made and mailed once", set(states.values()) == {"COMPLETED"} and len(mails) == 1, len(mails))
    return 0 if proof.held else 1


if __name__ == "__main__":
    sys.exit(main())

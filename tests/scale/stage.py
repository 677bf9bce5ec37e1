"""The stage of the proof: Postgres, a Prefect server on it, a lake, and workers as processes with folders of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from tests.flows.prefect_server import PREFECT, ROOT, environment, free_port, running, wait_healthy
from tests.postgres import Postgres, postgres
from tests.scale.nets import Network, network
from tests.scale.site import host, project
from warehouse.connection import migrate, opened
from warehouse.place import Lake

REGION = "scale"
POOL = "regionwatch"
ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


@dataclass
class Stage:
    folder: Path
    db: Postgres
    port: int
    site_port: int
    hosts: int
    sources: int
    shares: int
    delay: float
    lake: Lake
    net: Network
    env: dict[str, str]
    stack: ExitStack
    server: ExitStack = field(default_factory=ExitStack)
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    # --- the engine ---

    def start_server(self) -> None:
        env = self.env | {
            "PREFECT_API_DATABASE_CONNECTION_URL": self.db.url("prefect"),
            "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        }
        command = [str(PREFECT), "server", "start", "--host", self.net.here, "--port", str(self.port)]
        self.server.enter_context(running(command, env, self.folder / f"server-{time.monotonic():.0f}.log"))
        wait_healthy(self.env, 180)

    def restart_server(self) -> None:
        self.server.close()
        self.server = ExitStack()
        self.stack.push(lambda *_: self.server.close())
        self.start_server()

    def deploy(self) -> str:
        command = [sys.executable, "-m", "flows.cli", "deploy", "-w", str(self.watchlist), "--shares", str(self.shares), "--allow-private"]
        done = subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start_worker(self, name: str, runs: int = 2) -> None:
        """With a network, a working folder, a data folder and a Prefect folder of its own, as on a machine of its own."""
        home = self.folder / name
        home.mkdir(exist_ok=True)
        env = self.env | {"REGIONWATCH_HOME": str(home / "home"), "PREFECT_HOME": str(home / "prefect")}
        command = [*self.net.inside(name), str(PREFECT), "worker", "start", "--pool", POOL, "--type", "process", "--name", name, "--limit", str(runs)]
        log = (home / "worker.log").open("wb")
        self.workers[name] = subprocess.Popen(
            command, env=env, cwd=home, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True
        )

    def kill_worker(self, name: str) -> None:
        """With all that it runs, as when its machine loses power."""
        process = self.workers.pop(name)
        for pid in [*_descendants(process.pid), process.pid]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.wait(10)

    def busiest(self) -> str:
        """The worker that runs most."""
        return max(self.workers, key=lambda name: len(_descendants(self.workers[name].pid)))

    # --- runs ---

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.env["PREFECT_API_URL"] + path, data=data, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def run(self, flow: str, name: str, **parameters: Any) -> str:
        deployment = self.ask(f"/deployments/name/{flow}/{name}")["id"]
        return str(self.ask(f"/deployments/{deployment}/create_flow_run", {"parameters": parameters, "state": {"type": "SCHEDULED"}})["id"])

    def run_shares(self, now: str) -> list[str]:
        return [self.run("collect", f"{REGION}-{n}-of-{self.shares}", now=now) for n in range(1, self.shares + 1)]

    def states(self, runs: list[str]) -> dict[str, str]:
        found = self.ask("/flow_runs/filter", {"flow_runs": {"id": {"any_": runs}}, "limit": 200})
        return {run["id"]: run["state_type"] for run in found}

    def all_runs(self) -> list[dict[str, Any]]:
        return list(self.ask("/flow_runs/filter", {"sort": "EXPECTED_START_TIME_ASC", "limit": 200}))

    def wait(self, runs: list[str], seconds: float) -> dict[str, str]:
        end = time.monotonic() + seconds
        while True:
            states = self.states(runs)
            if all(state in ENDED for state in states.values()) and len(states) == len(runs):
                return states
            assert time.monotonic() < end, f"not done after {seconds:g} s: {states}\n{self.logs()}"
            time.sleep(1)

    def logs(self) -> str:
        return "\n".join(f"--- {log}\n{log.read_text(errors='replace')[-1500:]}" for log in sorted(self.folder.glob("*/worker.log")))

    # --- the site and what came of it ---

    @property
    def watchlist(self) -> Path:
        return self.folder / "scale.yaml"

    def generation(self, number: int) -> None:
        urllib.request.urlopen(f"http://{host(0, self.net.base)}:{self.site_port}/generation/{number}", timeout=10).close()

    def requests(self) -> list[tuple[float, str, str]]:
        lines = (self.folder / "requests.log").read_text(encoding="ascii").splitlines()
        return [(float(at), where, path) for at, where, path in (line.split(" ") for line in lines)]

    def nearest(self, since: float = 0.0) -> float:
        """The shortest time between two requests to one host, in seconds, robots.txt included."""
        times: dict[str, list[float]] = defaultdict(list)
        for at, where, _ in self.requests():
            if at >= since:
                times[where].append(at)
        return min(b - a for seen in times.values() for a, b in pairwise(seen))

    def look(self, sql: str) -> list[tuple[Any, ...]]:
        with opened(self.lake, 60) as con:
            return con.execute(sql).fetchall()

    def doubled(self) -> dict[str, int]:
        """Rows more than there are ids, a table."""
        keys = {"updates": "id", "articles": "id", "bodies": "sha256", "source_runs": "run_id, source_id", "runs": "id"}
        return {name: self.look(f"SELECT count(*) - count(DISTINCT ({key})) FROM {name}")[0][0] for name, key in keys.items()}

    def known(self) -> int:
        """Articles that led to an update of their own project."""
        return int(self.look("SELECT count(DISTINCT url) FROM updates")[0][0])


@contextmanager
def stage(folder: Path, *, hosts: int, each: int, shares: int, workers: int, delay: float) -> Iterator[Stage]:
    """Everything up, deployed and with workers waiting; all of it down at the end."""
    port = free_port()
    with ExitStack() as stack:
        net = stack.enter_context(network())
        db = stack.enter_context(postgres(net.here))
        db.create("prefect")
        lake = Lake(catalog=db.create("lake"), data=str(folder / "lake"))
        site = subprocess.Popen(
            [sys.executable, "-m", "tests.scale.site", str(hosts), str(folder / "requests.log"), net.base],
            cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        stack.callback(site.wait, 10)
        stack.callback(site.kill)
        assert site.stdout
        site_port = int(site.stdout.readline())
        env = environment(folder, port) | {
            "REGIONWATCH_WAREHOUSE": f"ducklake:postgres:{lake.catalog}",
            "REGIONWATCH_LAKE_DATA": str(lake.data),
            "PREFECT_LOGGING_LEVEL": "WARNING",
            "PYTHONPATH": str(ROOT),
            "PREFECT_API_URL": f"http://{net.here}:{port}/api",
        }
        it = Stage(
            folder=folder, db=db, port=port, site_port=site_port, hosts=hosts, sources=hosts * each, shares=shares, delay=delay,
            lake=lake, net=net, env=env, stack=stack,
        )  # fmt: skip
        migrate(lake, 60)
        it.watchlist.write_text(_watchlist(it, each), encoding="utf-8")
        stack.push(lambda *_: it.server.close())
        it.start_server()
        it.deploy()
        stack.callback(lambda: [it.kill_worker(name) for name in list(it.workers)])
        for number in range(1, workers + 1):
            it.start_worker(f"worker-{number}")
        yield it


def _watchlist(it: Stage, each: int) -> str:
    numbers = [(s, h) for s in range(each) for h in range(it.hosts)]
    return yaml.safe_dump(
        {
            "region": {"id": REGION, "name": "多站区域", "readers": ["reader@example.org"]},
            "sources": [
                {"id": f"s{s}-{h}", "name": f"第{h}站{s}栏", "listing": f"http://{host(h, it.net.base)}:{it.site_port}/{s}/list/", "delay": it.delay}
                for s, h in numbers
            ],
            "projects": [{"id": f"p{s * it.hosts + h}", "name": project(s * it.hosts + h)} for s, h in numbers],
        },
        allow_unicode=True,
    )


def _descendants(pid: int) -> list[int]:
    """Children and theirs, deepest first; of this process only."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    below = [int(word) for word in children.read_text().split()] if children.exists() else []
    return [deep for child in below for deep in [*_descendants(child), child]]

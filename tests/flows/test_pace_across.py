"""A host's pace holds across worker processes: by a file on one machine, by a Prefect server's limits on several."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.flows.prefect_server import PREFECT, ROOT, environment, free_port, running, wait_healthy
from tests.scrapers.hostile import Site, page, saying, serving


def distances(site: Site) -> list[float]:
    times = sorted(asked.at for asked in site.asked)
    return [later - earlier for earlier, later in pairwise(times)]


def ask_at_once(site: Site, keeper: str, count: int, delay: float, env: dict[str, str] | None = None) -> None:
    """Three processes, each with so many requests to the same host."""
    command = [sys.executable, "-m", "tests.flows.visitor", site.url(), str(count), str(delay), keeper]
    workers = [
        subprocess.Popen(command, cwd=ROOT, env=env or dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for worker in workers:
        said, fault = worker.communicate(timeout=240)
        assert said.strip() == "done", fault


def test_three_processes_of_one_machine_never_ask_a_host_too_soon(tmp_path: Path) -> None:
    with serving() as site:
        site.paths["/a.htm"] = saying(page(b"<p>x</p>"))
        ask_at_once(site, str(tmp_path / "pace"), count=4, delay=0.5)
        assert len(site.asked) == 12
        assert min(distances(site)) >= 0.475


@pytest.mark.timeout(280)
def test_three_workers_of_a_server_never_ask_a_host_too_soon(tmp_path: Path) -> None:
    port = free_port()
    env = environment(tmp_path, port)
    with running([str(PREFECT), "server", "start", "--host", "127.0.0.1", "--port", str(port)], env, tmp_path / "server.log"):
        wait_healthy(env)
        with serving() as site:
            site.paths["/a.htm"] = saying(page(b"<p>x</p>"))
            ask_at_once(site, "server", count=3, delay=1.0, env=env)
            assert len(site.asked) == 9
            assert min(distances(site)) >= 0.95

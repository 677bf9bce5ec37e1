"""A real Prefect server, work pool and process worker, for tests; all of it on loopback and under one folder."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PREFECT = Path(sys.executable).with_name("prefect")


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def environment(folder: Path, port: int) -> dict[str, str]:
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")},
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "REGIONWATCH_HOME": str(folder / "home"),
        "REGIONWATCH_CODE": str(ROOT),
    }


@contextmanager
def running(command: list[str], env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process with its children, ended with the block."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, env=env, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(5)


def wait_healthy(env: dict[str, str], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(env["PREFECT_API_URL"] + "/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


def prefect(env: dict[str, str], *words: str, timeout: float = 240) -> str:
    """Run `prefect …` as a user does; its output, or a failure that shows it."""
    done = subprocess.run(
        [str(PREFECT), "--no-prompt", *words], env=env, cwd=ROOT, capture_output=True, text=True, timeout=timeout
    )
    assert done.returncode == 0, f"prefect {' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@contextmanager
def server_with_worker(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of a server with the work pool of prefect.yaml, its deployments, and a worker that serves it."""
    port = free_port()
    env = environment(folder, port)
    serve = [str(PREFECT), "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with running(serve, env, folder / "server.log"):
        wait_healthy(env)
        prefect(env, "work-pool", "create", "local-process", "--type", "process")
        prefect(env, "deploy", "--all")
        work = [str(PREFECT), "worker", "start", "--pool", "local-process", "--name", "test-worker"]
        with running(work, env, folder / "worker.log"):
            yield env

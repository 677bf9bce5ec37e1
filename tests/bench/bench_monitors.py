"""A whole collect beside programs that watch pages for changes, on the same loopback pages, new and unchanged.

Ours reads and understands each page; they compare its text. All are given all pages: changedetection.io's cost of one grows
with the number of them. Scrapy and urlwatch stand in bench_fetch.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from tests.bench.bench_fetch import HOSTS, UNIT, collect, served, watchlist
from tests.bench.frame import Bench, PeerMissing, Row, version_in
from tests.bench.site import article_path, host

PAUSE = 2.0  # seconds
BUSY = 0.5  # CPU-seconds a second, below which a program may have finished


def rows(bench: Bench) -> Iterator[Row]:
    pages = 100 if bench.quick else 2000
    with served(pages) as port:
        file = watchlist(bench.folder, port)
        each = pages // HOSTS
        addresses = [f"http://{host(n // each)}:{port}{article_path(n)}" for n in range(pages)]
        for peer, run, required in (("webchanges", webchanges, "≥ 3"), ("changedetection.io", changedetection, "≥ 6")):
            names = (f"a whole collect, new pages: {peer}", f"a whole collect, unchanged pages: {peer}")
            before = _ours(bench, file, pages, f"before-{peer}")
            try:
                version, first, second = run(bench, addresses)
            except PeerMissing as why:
                yield Row.missing(names[0], UNIT, before[0], peer, why, required)
                yield Row.missing(names[1], UNIT, before[1], peer, why)
                continue
            # Theirs takes five times as long, and the machine's speed changes meanwhile: ours is the mean of before and after.
            new, same = (sum(rates) / 2 for rates in zip(before, _ours(bench, file, pages, f"after-{peer}"), strict=True))
            yield Row(names[0], UNIT, new, version, pages / first, required)
            yield Row(names[1], UNIT, same, version, pages / second)


def _ours(bench: Bench, file: Path, pages: int, home: str) -> tuple[float, float]:
    """Pages a CPU-second of a first collect and of one in which nothing has changed."""
    days = ("2025-09-02T06:00:00+08:00", "2025-09-03T06:00:00+08:00")
    new, same = (pages / collect(bench, file, now, home).spent.cpu for now in days)
    return new, same


def webchanges(bench: Bench, addresses: list[str]) -> tuple[str, float, float]:
    """CPU-seconds of its first and second round, the pages turned into text, which is its usual way."""
    python = bench.peer("webchanges")
    jobs = bench.folder / "webchanges.yaml"
    jobs.write_text("---\n".join(f"url: {address}\nfilters:\n  - html2text\n" for address in addresses), encoding="utf-8")
    config = bench.folder / "webchanges-config.yaml"
    config.write_text("report:\n  stdout:\n    enabled: false\n  browser:\n    enabled: false\n")
    command = [
        python.with_name("webchanges"), "--jobs", jobs, "--config", config, "--database", bench.folder / "webchanges.db",
        "--hooks", bench.folder / "none.py",
    ]  # fmt: skip
    spent = [bench.spent(command).cpu for _ in range(2)]
    return version_in(python, "webchanges"), spent[0], spent[1]


def changedetection(bench: Bench, addresses: list[str]) -> tuple[str, float, float]:
    """CPU-seconds of its process tree while it fetches all pages for the first, then for the second time."""
    python = bench.peer("changedetection.io")
    store = bench.folder / "changedetection"
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    command = [python.with_name("changedetection.io"), "-d", store, "-p", str(port), "-h", "127.0.0.1", "-C"]
    env = {**os.environ, "ALLOW_IANA_RESTRICTED_ADDRESSES": "true", "ALLOW_FILE_URI": "false", "DISABLE_VERSION_CHECK": "true"}
    process = subprocess.Popen(
        [str(word) for word in command], env=env, cwd=bench.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        api = _Api(port, store)
        idle = _cpu(process.pid)
        api.ask("/import", "\n".join(addresses))
        api.wait(lambda key, watch: watch.get("last_checked"), len(addresses), process)
        first = api.spent
        marks = {key: watch["last_checked"] for key, watch in api.watches().items()}
        time.sleep(1.1)
        before = _cpu(process.pid)
        api.ask("/watch?recheck_all=1")
        api.wait(lambda key, watch: watch["last_checked"] > marks[key], len(addresses), process)
        return version_in(python, "changedetection.io"), first - idle, api.spent - before
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class _Api:
    def __init__(self, port: int, store: Path) -> None:
        self.base, self.key = f"http://127.0.0.1:{port}/api/v1", ""
        self.spent = 0.0  # CPU-seconds of its processes when the last wait began to ask
        end = time.monotonic() + 180
        while not self.key:
            if time.monotonic() > end:
                raise PeerMissing("changedetection.io did not start within 180 s")
            time.sleep(1)
            for file in store.glob("*.json"):
                try:
                    said = json.loads(file.read_text(encoding="utf-8"))
                except json.JSONDecodeError:
                    continue
                self.key = said.get("settings", {}).get("application", {}).get("api_access_token", "") or self.key
        self.wait_up(end)

    def wait_up(self, end: float) -> None:
        while True:
            try:
                for key in self.ask("/watch"):  # its own examples
                    self.ask(f"/watch/{key}", method="DELETE")
                return
            except OSError as fault:
                if time.monotonic() > end:
                    raise PeerMissing(f"changedetection.io does not answer: {fault}") from None
            time.sleep(1)

    def ask(self, path: str, text: str | None = None, method: str | None = None):  # type: ignore[no-untyped-def]
        request = urllib.request.Request(
            self.base + path, data=text.encode() if text else None, method=method,
            headers={"x-api-key": self.key, "Content-Type": "text/plain"},
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=60) as answer:
            body = answer.read()
        try:
            return json.loads(body)
        except json.JSONDecodeError:
            return {}

    def wait(self, done, count: int, process: subprocess.Popen[bytes], seconds: float = 1200) -> None:  # type: ignore[no-untyped-def]
        """Until all pages are done. To be asked costs it time, so that it is asked when it has become quiet."""
        end = time.monotonic() + seconds
        while True:
            self.spent, before = _cpu(process.pid), self.spent
            asked = time.monotonic()
            if self.spent - before < BUSY * PAUSE or asked > end or process.poll() is not None:
                ready = sum(bool(done(key, watch)) for key, watch in self.watches().items())
                if ready >= count:
                    return
                if asked > end or process.poll() is not None:
                    raise PeerMissing(f"it checked {ready} of {count} pages in {seconds:g} s")
            time.sleep(PAUSE)

    def watches(self) -> dict[str, Any]:
        """It answers 500 when a watch comes while it lists them."""
        for _ in range(20):
            try:
                listed: dict[str, Any] = self.ask("/watch")
                return listed
            except HTTPError:
                time.sleep(PAUSE)
        raise PeerMissing("changedetection.io does not list its watches")


def _cpu(pid: int) -> float:
    """CPU-seconds of a process and its living children, of Linux."""
    ticks = 0
    for part in [pid, *_children(pid)]:
        try:
            fields = Path(f"/proc/{part}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    file = Path(f"/proc/{pid}/task/{pid}/children")
    below = [int(word) for word in file.read_text().split()] if file.exists() else []
    return [deep for child in below for deep in [child, *_children(child)]]

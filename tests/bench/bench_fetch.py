"""Fetching, beside crawlers of the same site in the same run: pages per CPU-second of each whole process tree.

2,000 pages of 150 KB over 20 loopback hosts, politeness off; the site is a process of its own and does not count.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.bench.frame import ROOT, Bench, PeerMissing, Row, Spent, version_in
from tests.bench.site import WORKS, article_path, host

HOSTS, BYTES = 20, 150_000
UNIT = "pages/CPU-s"


@contextmanager
def served(pages: int) -> Iterator[int]:
    """The site's port, while it is up."""
    command = [sys.executable, "-m", "tests.bench.site", str(HOSTS), str(pages), str(BYTES)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None  # a pipe was asked for; for mypy
            yield int(process.stdout.readline())
        finally:
            process.kill()


def watchlist(folder: Path, port: int) -> Path:
    file = folder / "bench.yaml"
    sources = "".join(
        f'  - {{id: s{n}, name: 来源{n}, listing: "http://{host(n)}:{port}/list/", delay: 0, expect: {{links_min: 1}}}}\n' for n in range(HOSTS)
    )
    projects = "".join(f"  - {{id: p{n}, name: {work}}}\n" for n, work in enumerate(WORKS))
    file.write_text(f"region: {{id: bench, name: 望海}}\nsources:\n{sources}projects:\n{projects}", encoding="utf-8")
    return file


def rows(bench: Bench) -> Iterator[Row]:
    pages = 100 if bench.quick else 2000
    with served(pages) as port:
        yield from _archive(bench, pages, port)
        yield from _collect(bench, pages, port)


def _archive(bench: Bench, pages: int, port: int) -> Iterator[Row]:
    ours = bench.spent([sys.executable, "-m", "tests.bench.archive", str(HOSTS), str(port), bench.folder / "archive"], cwd=ROOT)
    assert ours.out.strip() == str(pages), ours.out
    name = "fetch and archive 150 KB pages"
    try:
        peer, spent = scrapy(bench, pages, port)
    except PeerMissing as why:
        yield Row.missing(name, UNIT, pages / ours.cpu, "Scrapy, fetching only", why, "≥ 1")
        return
    yield Row(name, UNIT, pages / ours.cpu, f"{peer}, fetching only", pages / spent.cpu, "≥ 1")


def _collect(bench: Bench, pages: int, port: int) -> Iterator[Row]:
    file = watchlist(bench.folder, port)
    first = collect(bench, file, "2025-09-02T06:00:00+08:00")
    assert sum(row["read"] for row in first.sources) == pages, first.sources
    name = "fetch, archive, read and understand 150 KB pages"
    try:
        peer, spent = scrapy(bench, pages, port, "extract")
        yield Row(name, UNIT, pages / first.spent.cpu, f"{peer} with trafilatura", pages / spent.cpu, "≥ 5")
    except PeerMissing as why:
        yield Row.missing(name, UNIT, pages / first.spent.cpu, "Scrapy with trafilatura", why, "≥ 5")
    second = collect(bench, file, "2025-09-03T06:00:00+08:00")
    assert sum(row["unchanged"] for row in second.sources) == pages, second.sources
    # Bytes are those of bodies; what a 304 costs beside them is told generously.
    yield Row("a collect in which nothing has changed, CPU", "CPU-s", second.spent.cpu, "the first collect", first.spent.cpu, "≤ 0.1")
    received = second.bytes + 200 * (pages + HOSTS)  # a 304's headers are less than 200 bytes
    yield Row("a collect in which nothing has changed, bytes", "bytes", received, "the first collect", first.bytes, "≤ 0.05")
    name = "look again at 150 KB pages that have not changed"
    try:
        watch = urlwatch(bench, pages, port)
        bench.spent(watch)
        conditional, peer = bench.spent(watch), version_in(bench.peer("urlwatch"), "urlwatch")
        yield Row(f"{name}, by ETag", UNIT, pages / second.spent.cpu, peer, pages / conditional.cpu, "≥ 2")
        urlopen(f"http://{host(0)}:{port}/plain").close()
        third = collect(bench, file, "2025-09-04T06:00:00+08:00")
        assert sum(row["unchanged"] for row in third.sources) == pages, third.sources
        hashing = bench.spent(watch)
        yield Row(f"{name}, by their hashes", UNIT, pages / third.spent.cpu, peer, pages / hashing.cpu, "≥ 2")
    except PeerMissing as why:
        yield Row.missing(name, UNIT, pages / second.spent.cpu, "urlwatch", why, "≥ 2")


class Collected:
    def __init__(self, spent: Spent, home: Path) -> None:
        self.spent = spent
        self.sources = json.loads(spent.out[spent.out.index('{"run"') :])["sources"]
        self.bytes = _bytes(home, self.sources[0]["started_at"])


def collect(bench: Bench, file: Path, now: str, name: str = "home") -> Collected:
    home = bench.folder / name
    command = [Path(sys.executable).with_name("regionwatch"), "collect", "--watchlist", file, "--allow-private", "--now", now, "--json"]
    return Collected(bench.spent(command, env={"REGIONWATCH_HOME": str(home), "PREFECT_API_URL": ""}), home)


def _bytes(home: Path, started: str) -> int:
    import duckdb

    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        row = con.execute("SELECT coalesce(sum(bytes), 0) FROM fetches WHERE asked_at = ?::TIMESTAMPTZ", [started]).fetchone()
    assert row is not None  # an aggregate has one row; for mypy
    return int(row[0])


def scrapy(bench: Bench, pages: int, port: int, *words: str) -> tuple[str, Spent]:
    python = bench.peer("scrapy", "trafilatura", "lxml_html_clean")
    spent = bench.spent([python, ROOT / "tests" / "bench" / "spider.py", str(HOSTS), str(port), *words])
    if spent.out.split()[-1:] != [str(pages)]:
        raise PeerMissing(f"it fetched other than {pages} pages: {spent.out[-200:]}")
    return version_in(python, "scrapy"), spent


def urlwatch(bench: Bench, pages: int, port: int) -> list[Path | str]:
    """The command that looks at the same pages and compares their hashes."""
    python = bench.peer("urlwatch")
    jobs = bench.folder / "urls.yaml"
    each = pages // HOSTS
    jobs.write_text(
        "---\n".join(f"url: http://{host(n // each)}:{port}{article_path(n)}\nfilter:\n  - sha1sum\n" for n in range(pages)), encoding="utf-8"
    )
    config = bench.folder / "urlwatch.yaml"
    config.write_text("report: {text: {details: false}, stdout: {enabled: false}}\ndisplay: {new: false, error: true, unchanged: false}\n")
    return [python.with_name("urlwatch"), "--urls", jobs, "--config", config, "--cache", bench.folder / "urlwatch.db"]

"""300 sources of which 30 are ill in ten ways, beside the same 300 well: the others are whole, each illness has its name."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.frame import ROOT, Bench, Row, Spent
from tests.bench.sick import ARTICLES, host, illness

DELAY = 1.0  # seconds between two requests to a host, as in production


@contextmanager
def served(sources: int, ill: bool) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.bench.sick", str(sources), str(int(ill))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None  # a pipe was asked for; for mypy
            yield int(process.stdout.readline())
        finally:
            process.kill()


def collect(bench: Bench, sources: int, ill: bool) -> tuple[Spent, dict[str, str | None]]:
    """What it took, and each source's failure; those that are well were read whole."""
    folder = bench.folder / ("ill" if ill else "well")
    folder.mkdir()
    with served(sources, ill) as port:
        file = folder / "region.yaml"
        entries = "".join(
            f'  - {{id: s{n}, name: 来源{n}, listing: "http://{host(n)}:{port}/list/", delay: {DELAY}}}\n' for n in range(sources)
        )
        text = f"region: {{id: sick, name: 望海}}\nsources:\n{entries}projects:\n  - {{id: p, name: 望海大桥}}\n"
        file.write_text(text, encoding="utf-8")
        command = [Path(sys.executable).with_name("regionwatch"), "collect", "--watchlist", file, "--allow-private", "--json"]
        env = {"REGIONWATCH_HOME": str(folder / "home"), "PREFECT_API_URL": ""}
        spent = bench.spent(command, env=env, ok=(0, 1))
    rows = json.loads(spent.out[spent.out.index('{"run"') :])["sources"]
    assert all(row["read"] == ARTICLES for row in rows if row["failure"] is None)
    return spent, {row["source_id"]: row["failure"] for row in rows}


def rows(bench: Bench) -> Iterator[Row]:
    sources = 100 if bench.quick else 300
    well, found = collect(bench, sources, ill=False)
    assert not any(found.values()), found
    ill, found = collect(bench, sources, ill=True)
    expected = {f"s{n}": illness(n) for n in range(sources)}
    named = sum(found[source] == kind for source, kind in expected.items() if kind)
    whole = sum(found[source] is None for source, kind in expected.items() if not kind)
    of = sum(kind is not None for kind in expected.values())
    wrong = {s: (kind, found[s]) for s, kind in expected.items() if found[s] != kind}
    assert not wrong, wrong
    yield Row(f"{sources} sources, {of} ill: illnesses named rightly", "sources", named, "ill in ten ways", of, "≥ 1")
    yield Row(f"{sources} sources, {of} ill: the others whole", "sources", whole, "well", sources - of, "≥ 1")
    yield Row(f"{sources} sources, {of} ill: wall time", "s", ill.wall, "all of them well", well.wall, "≤ 1.2")

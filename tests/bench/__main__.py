"""Runs the benches, prints a table, and writes docs/bench.json; see the package's docstring."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.frame import ROOT, Bench, Row

OUT = ROOT / "docs" / "bench.json"


def main() -> int:
    known = sorted(file.stem.removeprefix("bench_") for file in Path(__file__).parent.glob("bench_*.py"))
    ask = argparse.ArgumentParser(prog="python -m tests.bench", description="Figures, each beside a peer in the same run.")
    ask.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(known)}")
    ask.add_argument("--quick", action="store_true", help="as little as shows that each bench works; writes nothing")
    ask.add_argument("--keep", action="store_true", help="after some NAMEs: put their rows into docs/bench.json")
    given = ask.parse_args()
    if unknown := set(given.names) - set(known):
        ask.error(f"no bench {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    rows, broken = run(given.names or known, given.quick)
    show(rows)
    if not given.quick and (given.keep or not given.names):
        write(rows, whole=not given.names)
    return 1 if broken or any(row.met is False for row in rows) else 0


def run(names: Sequence[str], quick: bool) -> tuple[list[Row], list[str]]:
    """All rows, and the benches that failed; one that fails costs no other."""
    rows: list[Row] = []
    broken = []
    for name in names:
        print(f"bench {name} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix=f"bench-{name}-") as folder:
            try:
                for row in importlib.import_module(f"tests.bench.bench_{name}").rows(Bench(Path(folder), quick)):
                    assert row.name not in {other.name for other in rows}, f"two rows are called {row.name!r}: one would be lost"
                    rows.append(row)
                    print(f"  {line(row)}", file=sys.stderr, flush=True)
            except Exception:  # noqa: BLE001  # told, and the exit code says it
                traceback.print_exc()
                broken.append(name)
    return rows, broken


def line(row: Row) -> str:
    said = {True: "met", False: "NOT MET", None: ""}[row.met]
    return f"{row.name}: {row.plain()['ours']} {row.unit}; {row.peer}: {row.plain()['peer_value']}; ratio {row.plain()['ratio']} {said}"


def show(rows: Sequence[Row]) -> None:
    table = Table()
    for heading in ("figure", "unit", "ours", "peer", "peer's", "ratio", "required", ""):
        table.add_column(heading, overflow="fold")
    for row in rows:
        values = row.plain()
        said = {True: "met", False: "NOT MET", None: ""}[row.met]
        cells = (values[key] for key in ("name", "unit", "ours", "peer", "peer_value", "ratio", "required"))
        table.add_row(*("–" if cell is None else str(cell) for cell in cells), said)
    Console(width=None if sys.stdout.isatty() else 180).print(table)


def write(rows: Sequence[Row], whole: bool) -> None:
    """The file's commit is that of the newest rows; a row kept from an earlier run names its own."""
    commit = _commit()
    now = {row.name: row.plain() for row in rows}
    kept: dict[str, dict[str, Any]] = {}
    if not whole and OUT.exists():
        before = json.loads(OUT.read_text(encoding="utf-8"))
        for row in before["rows"]:
            kept[row["name"]] = row if before["commit"] == commit else {"commit": before["commit"], **row}
    said = {"machine": machine(), "commit": commit, "rows": list({**kept, **now}.values())}
    OUT.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"written {OUT.relative_to(ROOT)}", file=sys.stderr)


def machine() -> str:
    """Processor, cores, memory, Python, and how busy it was: figures of a loaded machine are read otherwise."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = [part.split(":", 1)[1].strip() for part in info.read_text().splitlines() if part.startswith("model name")]
        cpu = models[0] if models else cpu
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}; load {os.getloadavg()[1]:.1f} at the end"
    )


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--abbrev=12", "--dirty", "--exclude=*"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())

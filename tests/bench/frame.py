"""What a bench works with: rows, clocks, and environments for peers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / ".bench" / "peers"  # one environment a set of requirements; kept between runs


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of ours beside a peer's. `required` bounds ours / peer_value: "≥ 5" or "≤ 1.15"."""

    name: str
    unit: str
    ours: float
    peer: str
    peer_value: float | None
    required: str | None = None

    @classmethod
    def missing(cls, name: str, unit: str, ours: float, peer: str, why: Exception, required: str | None = None) -> Row:
        """The row of a peer that could not be measured; it says why in the peer's place."""
        return cls(name, unit, ours, f"{peer}: not measured, {why}", None, required)

    @property
    def ratio(self) -> float | None:
        return self.ours / self.peer_value if self.peer_value else None

    @property
    def met(self) -> bool | None:
        """None when nothing is required, or the peer is missing."""
        if self.required is None or self.ratio is None:
            return None
        sign, bound = re.fullmatch(r"([≥≤])\s*([\d.]+)", self.required).groups()  # type: ignore[union-attr]
        return self.ratio >= float(bound) if sign == "≥" else self.ratio <= float(bound)

    def plain(self) -> dict[str, Any]:
        return {
            "name": self.name, "unit": self.unit, "ours": _short(self.ours), "peer": self.peer,
            "peer_value": _short(self.peer_value), "ratio": _short(self.ratio), "required": self.required,
        }  # fmt: skip


class PeerMissing(Exception):
    """A peer that the package index does not give, or that does not run."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of a process and all the children that it waited for, and what it printed."""

    cpu: float
    wall: float
    out: str


@dataclass(frozen=True, slots=True)
class Bench:
    folder: Path  # empty, gone after the bench
    quick: bool = False

    def rate(self, work: Callable[[], object], count: int, rounds: int = 3) -> float:
        """So many of `count` a CPU-second of this process, in the best of some rounds."""
        best = min(_cpu_of(work) for _ in range(1 if self.quick else rounds))
        return count / max(best, 1e-9)

    def seconds(self, work: Callable[[], object], rounds: int = 3) -> float:
        """Wall seconds of the quickest round."""
        best = float("inf")
        for _ in range(1 if self.quick else rounds):
            began = time.perf_counter()
            work()
            best = min(best, time.perf_counter() - began)
        return best

    def spent(
        self, command: Sequence[str | Path], env: Mapping[str, str] | None = None, cwd: Path | None = None, ok: Sequence[int] = (0,),
    ) -> Spent:  # fmt: skip
        """Run a program; raises PeerMissing with the end of what it printed when its exit code is not one of `ok`."""
        began, before = time.perf_counter(), os.times()
        done = subprocess.run(
            [str(word) for word in command], env={**os.environ, **(env or {})}, cwd=cwd or self.folder,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", timeout=3600, check=False,
        )  # fmt: skip
        after = os.times()
        if done.returncode not in ok:
            raise PeerMissing(f"{Path(command[0]).name} ended with {done.returncode}: {done.stdout[-500:].strip()}")
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        return Spent(cpu, time.perf_counter() - began, done.stdout)

    def peer(self, *requirements: str) -> Path:
        """The interpreter of an environment that holds these; raises PeerMissing when they do not install."""
        folder = PEERS / re.sub(r"[^a-z0-9.]+", "-", "-".join(requirements).lower())
        python = folder / "bin" / "python"
        if not (folder / "ready").exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
            done = subprocess.run(
                [str(python), "-m", "pip", "install", "--quiet", *requirements], capture_output=True, text=True, check=False
            )
            if done.returncode:
                last = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or ["pip failed"]
                raise PeerMissing(f"does not install: {last[-1]}")
            (folder / "ready").touch()
        return python


def version_in(python: Path, package: str) -> str:
    """`package` and its version in an environment, for a row's peer."""
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    done = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=False)
    return f"{package} {done.stdout.strip()}".strip()


def _cpu_of(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _short(value: float | None) -> float | None:
    """Four figures; more would be noise."""
    return None if value is None else float(f"{value:.4g}")

"""The most memory that this process has held."""

from __future__ import annotations

import resource
import sys
from pathlib import Path


def peak() -> float:
    """Megabytes. Linux hands a parent's `ru_maxrss` on to its children, so that a test run's own size would count: there
    the kernel's figure of this program alone is read."""
    if sys.platform.startswith("linux"):
        said = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(said.split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)

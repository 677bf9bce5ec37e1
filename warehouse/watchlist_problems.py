"""A mistake in a watchlist: where it stands, what is wrong, how to mend it.

Errors::

    WatchlistError    the files have mistakes; `.problems` holds all of them, each with file, line, key and mend
"""

from __future__ import annotations

from dataclasses import dataclass

SHOWN_AT_MOST = 50

Path = tuple[str | int, ...]  # of a value in a file: ("projects", 3, "promised", 0, "by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake, or one thing to look at, in a watchlist file."""

    file: str
    line: int  # from 1
    key: str  # such as projects[3].promised[0].by
    what: str
    mend: str

    def __str__(self) -> str:
        where = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}: {where}{self.what}. Mend: {self.mend}."


class WatchlistError(Exception):
    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        lines = [str(p) for p in problems[:SHOWN_AT_MOST]]
        if len(problems) > SHOWN_AT_MOST:
            lines.append(f"… and {len(problems) - SHOWN_AT_MOST} more")
        super().__init__("\n".join(lines))


def dotted(path: Path) -> str:
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in path).lstrip(".")

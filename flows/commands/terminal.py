"""What a person sees at a terminal: progress while sources are collected, and a report as a table.

Where the output is no terminal (a pipe, a log, a dumb one) the same is told in plain lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from warehouse.records import SourceRun

_COUNTS = ("listed", "fetched", "unchanged", "read", "updates")
_TONES = {"stopped": "red", "promise_slipped": "red", "overdue": "red", "conflict_opened": "yellow", "stage_reached": "green"}


def lively(console: Console) -> bool:
    """Can it redraw a line?"""
    return console.is_terminal and not console.is_dumb_terminal


@contextmanager
def following(total: int, console: Console | None = None) -> Iterator[Callable[[SourceRun], None]]:
    """Gives what is to be called with each source as it is done."""
    screen = console or Console()
    if not lively(screen):
        yield lambda run: screen.print(source_line(run), markup=False, highlight=False, soft_wrap=True)
        return
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[told]}"),
        TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=screen, transient=True) as progress:
        task = progress.add_task("sources", total=total, told="")
        sums = {"read": 0, "updates": 0, "ill": 0}

        def done(run: SourceRun) -> None:
            tone = "red" if run.failure else "green" if run.updates else "default"
            progress.console.print(f"[{tone}]{'✗' if run.failure else '✓'}[/] {escape(source_line(run))}", highlight=False)
            sums["read"] += run.read
            sums["updates"] += run.updates
            sums["ill"] += bool(run.failure)
            told = ", ".join(f"{number} {name}" for name, number in sums.items())
            progress.update(task, advance=1, told=told)

        yield done


def source_line(run: SourceRun) -> str:
    """One source's run on one line."""
    counts = "  ".join(f"{name} {getattr(run, name):>3}" for name in _COUNTS)
    return f"{run.source_id:<20} {counts}" + (f"  ILL {run.failure}: {run.message}" if run.failure else "")


def report_table(rows: Sequence[Mapping[str, Any]], title: str) -> Table:
    """A report's rows: what the mail says of each, with its quotation."""
    table = Table(title=title, show_lines=True, title_justify="left")
    for heading, ratio in (("change", 2), ("project", 3), ("old → new", 4), ("quotation", 6), ("source", 2)):
        table.add_column(heading, overflow="fold", ratio=ratio)
    for row in rows:
        tone = _TONES.get(row["kind"], "default")
        table.add_row(
            f"[{tone}]{escape(row['label'])}[/]",
            escape(row["subject"]),
            escape(row["what"]),
            escape(row["quote"]),
            escape(row["source"]),
        )
    return table


def say_digest(result: Mapping[str, Any], console: Console | None = None) -> None:
    """The digest as a table; as the mail's text where the output is no terminal."""
    screen = console or Console()
    if not lively(screen):
        screen.print(result["text"], markup=False, highlight=False, soft_wrap=True)
        return
    for line in result["summary"]:
        screen.print(line, markup=False, highlight=False)
    if result["rows"]:
        screen.print(report_table(result["rows"], result["window"]))
    if result["health"]:
        screen.print(result["health"], markup=False, highlight=False)

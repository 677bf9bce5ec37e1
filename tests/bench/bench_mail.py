"""The mail of a great region: 2,000 changes among 5,000 projects, written, cut to size and inlined, and the whole page."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from tests.bench.frame import ROOT, Bench, Row

SECONDS, MEGABYTES = 3.0, 300.0
# In a process of its own, so that its memory is its own.
PROGRAM = """
import sys, time
from tests.bench.memory import peak
from reports.message import build_message
from reports.render import render, render_page
from tests.reports.build import UNTIL
from tests.reports.many import great_digest, many_changes, many_standings
changes, standings = many_changes(int(sys.argv[1])), many_standings(5000)
render(great_digest(changes[:3], standings))
began = time.perf_counter()
digest = great_digest(changes, standings)
message = render(digest, link="https://watch.example/reports/2025-W35.html", leave="mailto:a@b.example")
mail = build_message(message, sender="a@b.example", to="c@d.example", date=UNTIL, message_id="<a@b.example>", list_id="a.b")
page = render_page(digest)
spent = time.perf_counter() - began
print(spent, peak(), len(mail.as_bytes()), len(page.encode()))
"""


def measure(changes: int) -> tuple[float, float, int, int]:
    """Seconds, megabytes, bytes of the mail, bytes of the page."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(changes)], cwd=ROOT, capture_output=True, text=True, check=True)
    spent, memory, mail, page = done.stdout.split()
    return float(spent), float(memory), int(mail), int(page)


def rows(bench: Bench) -> Iterator[Row]:
    found = [measure(200 if bench.quick else 2000) for _ in range(1 if bench.quick else 3)]
    spent, memory, mail, _ = (min(column) for column in zip(*found, strict=True))
    yield Row("mail: 2,000 changes of 5,000 projects, rendered", "s", spent, "the most that we allow", SECONDS, "≤ 1")
    yield Row("mail: memory of the same", "MB", memory, "the most that we allow", MEGABYTES, "≤ 1")
    yield Row("mail: its size on the wire", "bytes", mail, "where Gmail cuts a mail", 102_400, "≤ 1")

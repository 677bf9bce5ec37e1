"""Names that look like projects and are not tracked: known by how they end, cut on the left where the sentence ends and the
name begins. A name that cannot be cut cleanly (a quotation or a number runs into it) is left out: better none than half.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrapers.text.guarded import guarded
from scrapers.text.normalise import Clean
from scrapers.text.sentences import Span
from scrapers.updates.candidate_words import (
    BEFORE,
    BUILDING,
    ENDS,
    FURTHEST,
    GENERIC,
    INSIDE,
    JOINS,
    LONGEST,
    NO_PART,
    SHORTEST,
    SHORTEST_JOINED,
)
from scrapers.updates.match import Mention
from warehouse.records import Candidate

_ENDS, _BUILDING = guarded(ENDS), re.compile(BUILDING)
_BEFORE = re.compile(rf"(?=({BEFORE}))")
_GENERIC, _INSIDE, _NO_PART = re.compile(GENERIC), re.compile(rf"(?:{INSIDE})$"), re.compile(NO_PART)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NO_NAME = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9·-]")
_WORK = re.compile(r"(?:项目|工程)$")
AT_MOST = 30


def candidates_in(clean: Clean, spans: Sequence[Span], tracked: Sequence[Mention]) -> list[Candidate]:
    """At most `AT_MOST` names, each once with the first of the sentences (`spans`) that has it, in the order of the text."""
    found: dict[str, Candidate] = {}
    for span in spans:
        if span.end - span.start > 400:
            continue  # a list of links, a table in one line: no sentence to quote
        for start, end in _names(clean.text, span):
            name = clean.text[start:end]
            if name in found or any(m.start < end and start < m.end for m in tracked):
                continue
            first, last = clean.raw_span(span.start, span.end)
            found[name] = Candidate(name=name, evidence=clean.raw[first:last], start=first, end=last)
            if len(found) == AT_MOST:
                return list(found.values())
    return list(found.values())


def _names(text: str, span: Span) -> list[tuple[int, int]]:
    building = _BUILDING.search(text, span.start, span.end) is not None
    found: list[tuple[int, int]] = []
    for match in _ENDS.finditer(text, span.start, span.end):
        if not building and not _WORK.search(match[0]):
            continue
        floor = found[-1][1] if found else span.start
        start = _left_edge(text, max(floor, match.start() - FURTHEST), match.start())
        if start is not None and SHORTEST <= match.end() - start <= LONGEST:
            found.append((start, match.end()))
    return found


def _left_edge(text: str, floor: int, end: int) -> int | None:
    """Where the name that ends with this begins; None when no clean beginning leaves anything that names."""
    marks = list(_NO_NAME.finditer(text, floor, end))
    opening = marks[-1].end() if marks else floor
    if marks and marks[-1][0] in "”）》%/#℃":
        return None
    edges = sorted({m.end(1) for m in _BEFORE.finditer(text, opening, end) if m.end(1) <= end} | {opening}, reverse=True)
    for edge in edges:
        if _names_something(text, edge, end):
            return edge
        if not _INSIDE.search(text, opening, edge):
            return None
    return None


def _names_something(text: str, edge: int, end: int) -> bool:
    head = text[edge:end]
    if len(_HAN.findall(head)) < 2 or head[0].isdigit() or _GENERIC.fullmatch(head) or _NO_PART.search(text[edge : end + 2]):
        return False
    before = text[edge - 1 : edge]
    if before.isascii() and before.isalnum():
        return False
    return before not in JOINS or not before or len(head) >= SHORTEST_JOINED

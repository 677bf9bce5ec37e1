"""Text → paragraphs → sentences → clauses, as spans of the cleaned text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPEN, _CLOSE = "（“《【[(", "）”》】])"
_ENDS = "。！？；"


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int
    paragraph: int = 0

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def sentences(text: str) -> list[Span]:
    """Sentences end at 。！？； and at the end of a paragraph, but not inside brackets or short quotations."""
    found: list[Span] = []
    start = depth = paragraph = 0
    for at, char in enumerate(text):
        if char == "\n":
            _add(found, text, start, at, paragraph)
            start, depth, paragraph = at + 1, 0, paragraph + 1
        elif char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
            if depth == 0 and char == "”" and at > 0 and text[at - 1] in "。！？":
                _add(found, text, start, at + 1, paragraph)
                start = at + 1
        elif char in _ENDS and (depth == 0 or at - start > 200):
            _add(found, text, start, at + 1, paragraph)
            start = at + 1
    _add(found, text, start, len(text), paragraph)
    return found


def _add(found: list[Span], text: str, start: int, end: int, paragraph: int) -> None:
    while start < end and text[start] in " 　\t":
        start += 1
    if text[start:end].strip():
        found.append(Span(start, end, paragraph))


_COMMA = re.compile(r"[，：]")


def clauses(text: str, span: Span) -> list[Span]:
    """Parts of a sentence between commas; commas in brackets do not part."""
    found: list[Span] = []
    start, depth = span.start, 0
    for at in range(span.start, span.end):
        char = text[at]
        if char in "（《":
            depth += 1
        elif char in "）》":
            depth = max(0, depth - 1)
        elif depth == 0 and _COMMA.match(char) and not _in_number(text, at):
            found.append(Span(start, at, span.paragraph))
            start = at + 1
    found.append(Span(start, span.end, span.paragraph))
    return [c for c in found if c.end > c.start]


def _in_number(text: str, at: int) -> bool:
    return 0 < at < len(text) - 3 and text[at - 1].isdigit() and text[at + 1 : at + 4].isdigit()

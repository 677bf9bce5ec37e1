"""Text → paragraphs → sentences → clauses, as spans of the cleaned text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPEN, _CLOSE = "（“《【[〔‘", "）”》】]〕’"
_MARK = re.compile(r"[\n。！？；（“《【\[〔‘）”》】\]〕’①-⑳]")
_LONGEST_QUOTED = 120  # an opening mark that is never closed must not swallow the rest of the paragraph
_HEADING = 40
_LONGEST = 800  # characters: nobody's sentence is longer; what is cut there stays bounded in cost


@dataclass(frozen=True, slots=True)
class Span:
    """A slice of the cleaned text; `heading` when it is a short paragraph of its own without a full stop (a guess)."""

    start: int
    end: int
    paragraph: int = 0
    heading: bool = False

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def sentences(text: str) -> list[Span]:
    """Sentences end at 。！？；, before ① and at the end of a paragraph, but not inside brackets or short quotations."""
    found: list[Span] = []
    start = paragraph = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        _paragraph(found, text, start, end, paragraph)
        start, paragraph = end + 1, paragraph + 1
    return found


def _paragraph(found: list[Span], text: str, start: int, end: int, number: int) -> None:
    first, depth, opened = len(found), 0, start
    for match in _MARK.finditer(text, start, end):
        char, at = match[0], match.start()
        if char in _OPEN:
            depth += 1
            opened = at if depth == 1 else opened
        elif char in _CLOSE:
            depth = max(0, depth - 1)
            if depth == 0 and char == "”" and at > start and text[at - 1] in "。！？":
                start = _add(found, text, start, at + 1, number)
        elif depth == 0 or at - opened > _LONGEST_QUOTED:
            # a list mark begins what follows it, an end mark ends what stands before it
            start = _add(found, text, start, at if "①" <= char <= "⑳" else at + 1, number)
            depth = 0
    _add(found, text, start, end, number)
    if len(found) == first + 1:
        only = found[-1]
        if only.end - only.start <= _HEADING and text[only.end - 1] not in "。！？；，”…":
            found[-1] = Span(only.start, only.end, number, heading=True)


def _add(found: list[Span], text: str, start: int, end: int, paragraph: int) -> int:
    at = start
    while at < end and text[at].isspace():
        at += 1
    while end - at > _LONGEST:
        found.append(Span(at, at + _LONGEST, paragraph))
        at += _LONGEST
    if at < end:
        found.append(Span(at, end, paragraph))
    return end


_PART = re.compile(r"[，：\t（《）》]")


def clauses(text: str, span: Span) -> list[Span]:
    """Parts of a sentence between commas, colons and table cells; those inside brackets do not part."""
    found: list[Span] = []
    start, depth = span.start, 0
    for match in _PART.finditer(text, span.start, span.end):
        char, at = match[0], match.start()
        if char in "（《":
            depth += 1
        elif char in "）》":
            depth = max(0, depth - 1)
        elif depth == 0 and not _in_time(text, at):
            found.append(Span(start, at, span.paragraph, span.heading))
            start = at + 1
    found.append(Span(start, span.end, span.paragraph, span.heading))
    return [c for c in found if c.end > c.start]


def _in_time(text: str, at: int) -> bool:
    """8：30 is a time and no clause."""
    return text[at] == "：" and text[at - 1 : at].isdigit() and text[at + 1 : at + 3].isdigit()

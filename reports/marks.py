"""A quotation as it is printed: on one line, bounded, its deciding words marked where they decide. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reports.quotes import cleaned, lead_of
from warehouse.records import Citation

Span = tuple[int, int]
Pieces = tuple[tuple[str, bool], ...]


def quotation(citation: Citation, at_most: int, decided: Sequence[str] = ()) -> Pieces:
    """The quotation in pieces, those that decided with True; one of more than `at_most` characters is cut so that they stay.

    Of a word that stands there more than once, the place is marked that belongs to the other deciding words or to the
    project; where no word is marked the project's name is. The newspaper's opening is left out, unless a word of that decided.
    `decided` are words that did so beside the citation's own.
    """
    text = cleaned(citation.quote)
    spans = deciding(text, [cleaned(mark) for mark in (*citation.mark, *decided)], cleaned(citation.mention))
    begin = lead_of(text)
    if any(start < begin for start, _ in spans):
        begin = 0
    start, end = _window(begin, len(text), spans, at_most)
    edges = [start, *(min(max(place, start), end) for span in spans for place in span), end]
    pieces = [(text[a:b], n % 2 == 1) for n, (a, b) in enumerate(pairwise(edges))]
    pieces = [("…" if start else "", False), *pieces, ("…" if end < len(text) else "", False)]
    return tuple(piece for piece in pieces if piece[0])


def deciding(text: str, marks: Sequence[str], named: str = "") -> list[Span]:
    """Where the deciding words stand, in the order of the text; none inside another."""
    chosen: list[Span] = []
    names = _places(text, named)
    wanted = [(mark, found) for mark in dict.fromkeys(marks) if (found := _places(text, mark))]
    # What stands there once is sure, and the longer word before the shorter that it holds; the rest goes by these.
    for _, found in sorted(wanted, key=lambda one: (len(one[1]) > 1, -len(one[0]))):
        if not any(start < end_ and start_ < end for start, end in found for start_, end_ in chosen):
            chosen.append(_nearest(found, chosen, names))
    return sorted(chosen) or names[:1]


def _nearest(found: Sequence[Span], sure: Sequence[Span], names: Sequence[Span]) -> Span:
    """The place nearest to a sure one; else the first behind the project's name; else the first."""
    if sure:
        return min(found, key=lambda span: min(max(span[0] - end, start - span[1]) for start, end in sure))
    behind = [span for span in found if names and span[0] >= names[0][1]]
    return (behind or list(found))[0]


def _places(text: str, word: str) -> list[Span]:
    found: list[Span] = []
    at = text.find(word) if word else -1
    while at >= 0:
        found.append((at, at + len(word)))
        at = text.find(word, at + len(word))
    return found


def _window(begin: int, end: int, spans: Sequence[Span], at_most: int) -> Span:
    """At most so many characters between `begin` and `end`, with the deciding words in them, or the first of these."""
    if end - begin <= at_most:
        return begin, end
    first = spans[0][0] if spans else begin
    last = max((stop for _, stop in spans if stop - first <= at_most), default=first)
    start = max(begin, first - at_most // 2, last - at_most)
    start = min(start, first) if spans else begin
    start = min(start, end - at_most)
    return start, start + at_most

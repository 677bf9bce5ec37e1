"""Names with a character lost, changed or doubled: the second pass, for pages on which no exact name stands.

Three-character grams of the names find where to look, the longest common subsequence decides (at least 85 of 100, after
Levenshtein's indel distance); digits, Latin letters and the last character must be the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from scrapers.text.automaton import automaton_of

LEAST = 0.85
_SHORTEST = 7  # one wrong character of six is already below 85
_TOO_COMMON = 40  # a gram that so many names share says nothing about which
_SLACK = 2
_GRAM = 3

Near = tuple[int, int, str, str]


class Fuzzy:
    def __init__(self, names: Sequence[tuple[str, str]]) -> None:
        self._names = [(form, owner) for form, owner in names if len(form) >= _SHORTEST]
        grams: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, (form, _) in enumerate(self._names):
            for at in range(len(form) - _GRAM + 1):
                grams[form[at : at + _GRAM]].append((number, at))
        self._grams = automaton_of({gram: where for gram, where in grams.items() if len(where) <= _TOO_COMMON})

    def find(self, text: str) -> list[Near]:
        """(start, end, project, name) of the best near match at each place, in order."""
        if self._grams is None:
            return []
        votes: Counter[tuple[int, int]] = Counter()
        for last, where in self._grams.iter(text):
            for number, offset in where:
                votes[number, (last - _GRAM + 1 - offset) // 4] += 1
        found: list[tuple[float, Near]] = []
        for (number, slot), count in votes.items():
            form, owner = self._names[number]
            if count * 4 >= len(form) - 2 and (best := _align(form, text, slot * 4)):
                found.append((best[0], (best[1], best[2], owner, form)))
        kept: list[Near] = []
        for _, near in sorted(found, key=lambda f: (-f[0], f[1])):
            if not any(k[0] < near[1] and near[0] < k[1] for k in kept):
                kept.append(near)
        return sorted(kept)


def _align(form: str, text: str, about: int) -> tuple[float, int, int] | None:
    best: tuple[float, int, int] | None = None
    for start in range(max(0, about - _SLACK), min(len(text), about + 4 + _SLACK)):
        for size in range(len(form) - 1, len(form) + 2):
            piece = text[start : start + size]
            if len(piece) < size or piece[-1] != form[-1] or piece[0] != form[0] or _exact(piece) != _exact(form):
                continue
            score = LCSseq.normalized_similarity(form, piece)
            if score >= LEAST and (best is None or score > best[0]):
                best = (score, start, start + size)
    return best


def _exact(name: str) -> str:
    """What noise may not touch: digits and letters, in figures or not."""
    return "".join(c for c in name if (c.isascii() and c.isalnum()) or c in "一二三四五六七八九十东西南北新老旧")

"""Where a thing is: the administrative divisions of China down to the county, found in a name or in the sentence around it.

A county is taken by its full name (德化县); by its bare name (德化) only at home, that is in a province that the caller names,
since many bare names are words of their own (和平, 东方, 长安). A name that several provinces have is the one at home.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ahocorasick

_SUFFIX = re.compile(r"(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|自治县|自治旗|地区|省|市|县|区|盟|旗)$")
_NATIONS = re.compile(r"(?:[\u4e00-\u9fff]{1,4}族)+$")
# Districts whose names any text may hold.
_WORDS = frozenset(("城区", "郊区", "矿区", "市区", "新区", "开发区", "高新区"))


@dataclass(frozen=True, slots=True)
class Division:
    code: str  # GB/T 2260: two digits of the province, two of the city, two of the county
    name: str

    @property
    def is_county(self) -> bool:
        return not self.code.endswith("00")


@dataclass(frozen=True, slots=True)
class Named:
    """A division's name in a text; `divisions` has more than one where several bear it."""

    start: int
    end: int
    divisions: tuple[Division, ...]
    bare: bool


def provinces_of(names: Iterable[str]) -> frozenset[str]:
    """The provinces (two digits) in which these places lie; of a name that several bear, all."""
    full = _divisions()[0]
    return frozenset(d.code[:2] for name in names for d in full.get(name, ()))


def places_in(text: str, home: frozenset[str] = frozenset()) -> list[Named]:
    """Divisions named in a text, in order, the longest name at each place."""
    found: list[Named] = []
    for last, (name, bare) in _automaton().iter(text):
        candidates = _divisions()[bare][name]
        near = tuple(d for d in candidates if d.code[:2] in home)
        divisions = near or tuple(d for d in candidates if not (bare and d.is_county))
        if divisions:
            found.append(Named(last - len(name) + 1, last + 1, divisions, bool(bare)))
    found.sort(key=lambda n: (n.start, -n.end))
    kept: list[Named] = []
    for named in found:
        if not kept or named.start >= kept[-1].end:
            kept.append(named)
    return kept


def place_of(name: str, sentence: str, home: frozenset[str] = frozenset(), known: Sequence[str] = ()) -> str | None:
    """The place of a thing called `name`: in its name, else the last one named before it, else the first of its sentence.

    `known` places (development zones, which no list of divisions has) go before divisions of the same stretch.
    """
    at = sentence.find(name)
    before, after = (sentence[:at], sentence[at + len(name) :]) if at >= 0 else (sentence, "")
    for stretch, last in ((name, True), (before[-60:], True), (after[:60], False)):
        if zones := [zone for zone in known if zone in stretch and _SUFFIX.sub("", zone) != zone]:
            return max(zones, key=len)
        if found := places_in(stretch, home):
            return _name(found[-1 if last else 0], found)
    return None


def _name(named: Named, others: Sequence[Named]) -> str:
    """Of divisions that share the name, the one whose city or province is named beside it."""
    around = {d.code[:4] for n in others if n is not named for d in n.divisions}
    best = [d for d in named.divisions if d.code[:4] in around] or list(named.divisions)
    return best[0].name


@cache
def _divisions() -> tuple[Mapping[str, list[Division]], Mapping[str, list[Division]]]:
    """By full and by bare name."""
    full: dict[str, list[Division]] = defaultdict(list)
    bare: dict[str, list[Division]] = defaultdict(list)
    with Path(__file__).with_name("places.csv").open(encoding="utf-8", newline="") as lines:
        for code, name in csv.reader(line for line in lines if not line.startswith("#")):
            if name in _WORDS:
                continue
            full[name].append(Division(code, name))
            short = _NATIONS.sub("", _SUFFIX.sub("", name))
            if len(short) >= 2 and short != name:
                bare[short].append(Division(code, name))
    return full, bare


@cache
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    full, bare = _divisions()
    for name in bare:
        automaton.add_word(name, (name, 1))
    for name in full:
        automaton.add_word(name, (name, 0))
    automaton.make_automaton()
    return automaton

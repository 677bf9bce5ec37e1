"""Names of tracked projects and indicators in a cleaned text: one pass, whatever the number of names.

The longest name wins; digits and Latin tokens match whole (R1 is not in R12); a name that is followed by a phase or section
of its own (R1线漳州延伸段) is another project unless that one is tracked. A form that two projects share counts for the one
whose own name stands on the page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import ahocorasick

from scrapers.text.normalise import Clean, normalise
from scrapers.updates.indicator_forms import other_names
from warehouse.records import Indicator, Project

_SUFFIX = re.compile(r"(?:建设)?(?:项目|工程)(?:建设)?$")
_BRACKETS = re.compile(r"（[^（）]{1,30}）")
_CITY = re.compile(r"^[\u4e00-\u9fff]{2,3}(?:省|市|县|区)(?=[\u4e00-\u9fff]{4})")
_PART = re.compile(
    r"(?:（[^）]{1,12}）)?[\u4e00-\u9fff]{0,6}?(?:延伸段|延长线|延伸线|支线|联络线|先行工程|先行段|试验段|示范段|[一二三四五]期|[A-Z]?\d{1,2}标)"
)
_GENERIC = re.compile(
    r"^(?:该|本|此|其|这)?(?:项目|工程|大桥|铁路|高速|高速公路|公路|隧道|机场|园区|产业园|工业园|一期|二期|三期|主体|全线|线路|港区|码头|医院|"
    r"学校|地铁|水库|核电|电站|厂房|小学|中学|公园|泊位|通道|轨道交通|快速路|体育馆|图书馆|博物馆)(?:工程|项目)?$"
)
# 城市轨道交通, 国际机场: a place in front makes it a name, without one it is anybody's.
_ANYBODY = re.compile(
    r"^(?:城市|城际|新|老|第[一二三四五六]|综合|中心|人民|公共|客运|货运|一期|二期|三期|主线|跨海|跨江|绕城|环城|环岛|市域|海底|国际|国家|滨海|沿海|重点|高新|经济|"
    r"工业|产业|物流|科技|创新|职业|实验|中医|妇幼|保健|开发|建设|及|配套|设施|轨道|交通|技术|开发区|枢纽|基地|港口|园|区|站|线|段|路|桥|厂|场|馆|院|校|"
    r"铁路|高铁|高速|公路|大桥|隧道|机场|医院|学校|小学|中学|码头|港区|泊位|项目|工程|改造|提升|扩建|快速|通道|大道)+$"
)
_SHORTEST = 3


Owners = list[tuple[str, bool]]
Hit = tuple[int, int, str, Owners]


@dataclass(frozen=True, slots=True)
class Mention:
    """A tracked name in a text. `id` is the project's or indicator's; `own` is true for a name that the watchlist gives."""

    start: int
    end: int
    id: str
    form: str
    own: bool = True


class Matcher:
    """Built once from a watchlist; safe to share between threads."""

    def __init__(self, projects: Sequence[Project], indicators: Sequence[Indicator] = ()) -> None:
        self.projects = {p.id: p for p in projects}
        self.indicators = {i.id: i for i in indicators}
        owners: dict[str, dict[str, bool]] = defaultdict(dict)
        self._written = {p.id: frozenset((p.name, *p.aliases)) for p in projects}
        self._named = {p.id: normalise(p.name).text for p in projects}
        for project in projects:
            for form, own in _forms(project):
                owners[form][project.id] = owners[form].get(project.id, False) or own
        self._automaton = _automaton({f: _best(ids) for f, ids in owners.items() if len(_best(ids)) == 1 or _any_own(ids)})
        names: dict[str, dict[str, bool]] = defaultdict(dict)
        for indicator in indicators:
            for name in (indicator.name, *indicator.aliases):
                clean = normalise(name).text
                names[clean][indicator.id] = True
                for form in other_names(clean):
                    names[form].setdefault(indicator.id, False)
        self._numbers = _automaton({f: _best(ids) for f, ids in names.items()})

    def mentions(self, text: str, page: Clean | None = None) -> list[Mention]:
        """Tracked projects, in order, without overlaps. `page` tells how the page itself writes a name that two share."""
        hits = [hit for hit in _longest(self._automaton, text) if not _belongs_to_part(text, hit)]
        hits = [(start, end, form, self._likeliest(start, end, form, ids, page)) for start, end, form, ids in hits]
        present = {ids[0][0] for _, _, _, ids in hits if len(ids) == 1}
        found = []
        for start, end, form, ids in hits:
            mine = ids if len(ids) == 1 else [item for item in ids if item[0] in present]
            if len(mine) == 1 and self._in_context(mine[0][0], text):
                found.append(Mention(start, end, mine[0][0], form, mine[0][1]))
        return found

    def _likeliest(self, start: int, end: int, form: str, ids: Owners, page: Clean | None) -> Owners:
        """Of several owners: whose watchlist entry is spelt as the page spells it, else whose name (and not alias) it is."""
        if len(ids) == 1:
            return ids
        left, right = page.raw_span(start, end) if page else (0, 0)
        spelt = page.raw[left:right] if page else ""
        written = [item for item in ids if spelt in self._written[item[0]]]
        named = [item for item in ids if self._named[item[0]] == form]
        return written if len(written) == 1 else named if len(named) == 1 else ids

    def numbers(self, text: str) -> list[Mention]:
        """Tracked indicators, in order, without overlaps; an indicator that two watch is found for each."""
        return [
            Mention(start, end, owner, form, own)
            for start, end, form, ids in _longest(self._numbers, text)
            for owner, own in ids
        ]

    def _in_context(self, project: str, text: str) -> bool:
        words = self.projects[project].context
        return not words or any(word in text for word in words)


def _forms(project: Project) -> Iterable[tuple[str, bool]]:
    """The names of the watchlist, and shorter forms that a page may use for the same."""
    for name in (project.name, *project.aliases):
        clean = normalise(name).text.strip()
        if not clean:
            continue
        yield clean, True
        bare = _BRACKETS.sub("", clean)
        for short in (
            _SUFFIX.sub("", clean),
            bare,
            _SUFFIX.sub("", bare),
            _CITY.sub("", clean),
            _CITY.sub("", _SUFFIX.sub("", bare)),
        ):
            if short != clean and len(short) >= _SHORTEST and not _GENERIC.match(short) and not _ANYBODY.match(short):
                yield short, False


def _best(ids: dict[str, bool]) -> list[tuple[str, bool]]:
    """Who owns a form: those for whom it is the watchlist's own name, else those from whose name it was made."""
    own = [(owner, True) for owner, mine in ids.items() if mine]
    return own or [(owner, False) for owner in ids]


def _any_own(ids: dict[str, bool]) -> bool:
    return any(ids.values())


def _automaton(forms: dict[str, list[tuple[str, bool]]]) -> ahocorasick.Automaton | None:
    automaton = ahocorasick.Automaton()
    for form, ids in forms.items():
        automaton.add_word(form, (form, ids))
    if not forms:
        return None
    automaton.make_automaton()
    return automaton


def _longest(automaton: ahocorasick.Automaton | None, text: str) -> list[Hit]:
    if automaton is None:
        return []
    hits: list[Hit] = []
    for last, (form, ids) in automaton.iter(text):
        start, end = last - len(form) + 1, last + 1
        if _whole(text, start, end):
            hits.append((start, end, form, ids))
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    kept: list[Hit] = []
    for hit in hits:
        if kept and hit[0] < kept[-1][1]:
            if hit[1] - hit[0] > kept[-1][1] - kept[-1][0]:
                kept[-1] = hit
            continue
        kept.append(hit)
    return kept


def _whole(text: str, start: int, end: int) -> bool:
    """A form that begins or ends with a digit or Latin letter must not be part of a longer token."""
    if start > 0 and _token(text[start]) and _token(text[start - 1]):
        return False
    return not (end < len(text) and _token(text[end - 1]) and _token(text[end]))


def _token(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _belongs_to_part(text: str, hit: Hit) -> bool:
    return _PART.match(text, hit[1]) is not None

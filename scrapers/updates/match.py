"""Names of tracked projects and indicators in a cleaned text: one pass, whatever the number of names.

The longest name wins; digits and Latin tokens match whole (R1 is not in R12). A form that two projects share counts for the
one that the page writes in the watchlist's very characters, else for the one whose name is in the page's script, else for
the one whose other names stand on the page, else for none. Only a page without any exact name is searched for names with a character lost or changed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import ahocorasick

from scrapers.text.automaton import automaton_of
from scrapers.text.normalise import Clean, normalise
from scrapers.text.places import provinces_of
from scrapers.updates.fuzzy import Fuzzy
from scrapers.updates.indicator_forms import other_names
from scrapers.updates.names import forms_of, places_of, tails_of
from scrapers.updates.parts import bare_parts, build_families, is_of_untracked_part
from scrapers.updates.shared import SHARES, counted_tails, shared_tails
from warehouse.records import Indicator, Project


@dataclass(frozen=True, slots=True)
class Mention:
    """A tracked name in a text. `id` is the project's or indicator's; `own` is true for a name that the watchlist gives."""

    start: int
    end: int
    id: str
    form: str
    own: bool = True


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a form is, and how the watchlist writes it ("" for a form that was made, or is another's)."""

    id: str
    raw: str
    own: bool
    name: str = ""  # the project's name as the watchlist writes it


NEAR = 60  # characters before and after a name: its own sentence and a little of the next ones

Hit = tuple[int, int, str, tuple[Owner, ...]]


class Matcher:
    """Built once from a watchlist; safe to share between threads."""

    def __init__(self, projects: Sequence[Project], indicators: Sequence[Indicator] = ()) -> None:
        self.projects = {p.id: p for p in projects}
        self.indicators = {i.id: i for i in indicators}
        lies_in = [p.place for p in projects] + [i.place for i in indicators]
        self.places = tuple(dict.fromkeys(place for place in lies_in if place))
        self.home = provinces_of(self.places)
        self._near = {(p.id, normalise(alias).text.strip()): words for p in projects for alias, words in p.near}
        owners: dict[str, list[Owner]] = defaultdict(list)
        names: dict[str, list[str]] = defaultdict(list)
        places = places_of(projects)
        twins: dict[str, list[Project]] = defaultdict(list)
        for project in projects:
            twins[normalise(project.name).text].append(project)
        for project in projects:
            for form, raw, own in forms_of(project, places):
                for twin in twins[normalise(project.name).text]:
                    owners[form].append(Owner(twin.id, raw if twin is project else "", own, twin.name))
                    if own:
                        names[twin.id].append(form)
        self._names = dict(names)
        self._families = build_families(names, {p.id: p.name for p in projects})
        self._automaton = automaton_of({form: (form, best) for form, all_ in owners.items() if (best := _best(all_))})
        self._fuzzy = Fuzzy([(form, all_[0].id) for form, all_ in owners.items() if all_[0].own and _one(all_)])
        numbers: dict[str, list[Owner]] = defaultdict(list)
        for indicator in indicators:
            given = [normalise(name).text for name in (indicator.name, *indicator.aliases)]
            made = [form for name in given for form in other_names(name)]
            for form in dict.fromkeys([*given, *made]):
                numbers[form].append(Owner(indicator.id, "", form in given))
        self._numbers = automaton_of({form: (form, _nearest(owners)) for form, owners in numbers.items()})

    def mentions(self, text: str, clean: Clean | None = None, around: str = "") -> list[Mention]:
        """Tracked projects in a cleaned text, in order, without overlaps; `clean` tells how the page itself writes it.

        A project that requires context is found where `text` or the rest of the page, `around`, holds a word of it; an
        alias that requires words near it, where one of them stands within `NEAR` characters.
        """
        found = [m for m in self._mentions(text, clean) if self._is_near(m, text)]
        return [m for m in found if self._in_context(m.id, text) or self._in_context(m.id, around)]

    def _mentions(self, text: str, clean: Clean | None) -> list[Mention]:
        hits = [hit for hit in _longest(self._automaton, text) if not is_of_untracked_part(text, hit[1])]
        written = [clean.raw[slice(*clean.raw_span(start, end))] if clean else "" for start, end, _, _ in hits]
        named = [_written(hit[3], raw) for hit, raw in zip(hits, written, strict=True)]
        present = {owner.id for owner in named if owner}
        found: list[Mention] = []
        for (start, end, form, owners), clear in zip(hits, named, strict=True):
            owner = clear or _only([o for o in owners if o.id in present])
            if owner is None or (found and _is_same_thing(text, found[-1].end, start)):
                continue
            if owner.own or _in_its_place(text, start, form, owner):
                found.append(Mention(start, end, owner.id, form, owner.own))
        found += self._sharing(text, found)
        if not found:
            found = [Mention(*hit, False) for hit in self._fuzzy.find(text)]
        found += self._tails(text, found)
        found.sort(key=lambda m: m.start)
        parts = bare_parts(text, [(m.start, m.end, m.id) for m in found], self._families)
        return sorted([*found, *(Mention(*part, False) for part in parts)], key=lambda m: m.start)

    def _sharing(self, text: str, found: Sequence[Mention]) -> list[Mention]:
        """厦门 of 厦门、泉州地铁一期工程, where both are tracked."""
        ends = {m.end for m in found}
        heads: list[Mention] = []
        for mention in found:
            if text[mention.start - 1 : mention.start] not in SHARES or mention.start - 1 in ends:
                continue
            for start, end, whole in shared_tails(text, mention.start, mention.form, self._known):
                owners = self._owners(whole)
                if end not in ends and _one(owners):
                    heads.append(Mention(start, end, owners[0].id, whole, False))
        for start, end, whole in counted_tails(text, self._known):
            owners = self._owners(whole)
            free = not any(m.start < end and start < m.end for m in found)
            if free and _one(owners):
                heads.append(Mention(start, end, owners[0].id, whole, False))
        return heads

    def _owners(self, form: str) -> Sequence[Owner]:
        owners: Sequence[Owner] = self._automaton.get(form)[1] if self._automaton else ()
        return owners

    def _known(self, form: str) -> bool:
        return self._automaton is not None and form in self._automaton

    def numbers(self, text: str) -> list[Mention]:
        """Tracked indicators, in order, without overlaps; an indicator that two watch is found for each."""
        return [
            Mention(start, end, owner.id, form, owner.own)
            for start, end, form, owners in _longest(self._numbers, text)
            for owner in owners
        ]

    def _tails(self, text: str, named: Sequence[Mention]) -> list[Mention]:
        """What a page calls a project after its full name; what could be two of its projects is neither."""
        first: dict[str, int] = {}
        for mention in named:
            if mention.own:
                first.setdefault(mention.id, mention.end)
        owners: dict[str, list[str]] = defaultdict(list)
        for project in first:
            for tail in dict.fromkeys(tail for name in self._names[project] for tail in tails_of(name)):
                owners[tail].append(project)
        taken = [(m.start, m.end) for m in named]
        found = []
        for tail in sorted(owners, key=len, reverse=True):
            at = text.find(tail, first[owners[tail][0]]) if len(owners[tail]) == 1 else -1
            while at >= 0:
                end = at + len(tail)
                free = not any(s < end and at < e for s, e in taken) and _begins(text, at) and _whole(text, at, end)
                if free and not is_of_untracked_part(text, end):
                    found.append(Mention(at, end, owners[tail][0], tail, False))
                    taken.append((at, end))
                at = text.find(tail, end)
        return found

    def _is_near(self, mention: Mention, text: str) -> bool:
        words = self._near.get((mention.id, mention.form)) if self._near else None
        return not words or any(word in text[max(0, mention.start - NEAR) : mention.end + NEAR] for word in words)

    def _in_context(self, project: str, text: str) -> bool:
        words = self.projects[project].context
        return not words or any(word in text for word in words)


def _best(owners: Sequence[Owner]) -> tuple[Owner, ...]:
    """The watchlist's own names go before forms that were made; a made form that two share is nobody's."""
    own = tuple(owner for owner in owners if owner.own)
    return own or (tuple(owners[:1]) if _one(owners) else ())


def _nearest(owners: Sequence[Owner]) -> tuple[Owner, ...]:
    """All whose own name a form is, else all for whom it was made."""
    return tuple(owner for owner in owners if owner.own) or tuple(owners)


def _one(owners: Sequence[Owner]) -> bool:
    return len({owner.id for owner in owners}) == 1


def _written(owners: Sequence[Owner], written: str) -> Owner | None:
    """Whose a form is, as far as the page's own characters tell."""
    narrowed = (owners, [o for o in owners if o.raw == written], [o for o in owners if set(written) <= set(o.name)])
    return next((owner for few in narrowed if (owner := _only(few))), None)


def _only(owners: Sequence[Owner]) -> Owner | None:
    return owners[0] if owners and _one(owners) else None


def _longest(automaton: ahocorasick.Automaton | None, text: str) -> list[Hit]:
    if automaton is None:
        return []
    hits: list[Hit] = []
    for last, (form, owners) in automaton.iter(text):
        start, end = last - len(form) + 1, last + 1
        if _whole(text, start, end):
            hits.append((start, end, form, owners))
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


_SAME = re.compile(r"（(?:即|又称|又名|亦称|原名|原称|简称|以下简称|也就是)[^（）]{0,4}$")


def _is_same_thing(text: str, named: int, start: int) -> bool:
    """石湖5-6号泊位（即石湖作业区5、6号泊位）: one thing under two names."""
    return 0 <= start - named <= _LONGEST_SAME and _SAME.fullmatch(text, named, start) is not None


def _in_its_place(text: str, start: int, form: str, owner: Owner) -> bool:
    """A name without its place (台商投资区) is not another place's (泉州台商投资区 for the one of 漳州)."""
    name = normalise(owner.name).text
    lead = name[: name.find(form)] if form in name else ""
    return not lead or _begins(text, start) or lead[:2] in text[max(0, start - len(lead) - 2) : start]


_LONGEST_SAME = 12
_BEFORE_TAIL = "的和与及在将对是为从至到由使给把被、，。；：！？（“《\n"


def _begins(text: str, at: int) -> bool:
    """Does a name begin here, and no longer one go on?"""
    return at == 0 or text[at - 1] in _BEFORE_TAIL or text[at - 1].isspace()


def _token(char: str) -> bool:
    return char.isascii() and char.isalnum()

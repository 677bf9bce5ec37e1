"""Parts of a project that are projects themselves: phases, sections, lots, berths, sets.

A page names 泉港石化园二期 once and then says 二期; that short form counts for the tracked part of the family which the
page has named last. A name followed by a part of its own that is not tracked (R1线漳州延伸段) is none of ours.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrapers.text.numerals import to_number

_NUMERAL = r"[一二三四五六七八九十\d]{1,3}"
_PART = (
    rf"第?{_NUMERAL}期|[一二三四五六](?:[、和及][一二三四五六])+期|(?:\d{{1,2}}(?:[、和及~至-]\d{{1,2}})*)(?:#|号)?(?:机组|泊位)|[一二三四五六七八九十]{{1,3}}号(?:机组|泊位)|[A-Z]?\d{{1,2}}标段?|[A-Z]标段?|第?{_NUMERAL}标段?|"
    r"(?:先行|试验|示范|延伸|启动)(?:段|区|工程)"
)
# At the end of a tracked name: 漳州核电 + 3、4号机组, 南安校区 + 二期 + 工程.
_AT_END = re.compile(
    rf"^(?P<stem>.{{3,}}?)(?:项目|工程|的)?（?(?P<part>{_PART}|[\u4e00-\u9fff]{{2,3}}段)）?(?:工程|项目)?(?:（[^）]{{1,8}}）)?$"
)
# In a text: 二期, 三期工程, 2号机组 at the beginning of a clause or after a conjunction.
_BARE = re.compile(
    r"(?:(?<=^)|(?<=[，。；：、！？\n（“”]))(?:其中|而|目前|同时|该项目|项目|工程|其)?"
    rf"(?P<part>{_PART}|[\u4e00-\u9fff]{{2}}段)(?:工程|项目)?"
)
_JOINED = re.compile(rf"(?<=[和与及])(?P<part>{_PART}|[\u4e00-\u9fff]{{2}}段)(?:工程|项目)?")
# After a name: a part that makes it another project. A verb in between would begin a new statement.
_FOLLOWS = re.compile(
    r"(?:[^的将在已正拟、，。；：和与及为是到于开建完推\n（]{0,4}（[^）]{1,8}）|[^的将在已正拟、，。；：和与及为是到于开建完推\n（]{0,6}?)"
    r"(?:延伸段|延长线|延伸线|支线|联络线|先行工程|先行段|试验段|示范段|[一二三四五]期(?!间|内|限|末|房|货)|[A-Z]?\d{{1,2}}标)"
)


@dataclass(frozen=True, slots=True)
class Families:
    """The tracked parts by the stem of their name, and to which stems a project's names belong."""

    parts: Mapping[str, Mapping[str, tuple[str, ...]]]  # stem → part → projects; more than one only where names are twins
    stems: Mapping[str, tuple[str, ...]]  # project → stems
    names: Mapping[str, str]  # project → its name as the watchlist writes it


def build_families(forms: Mapping[str, Sequence[str]], names: Mapping[str, str]) -> Families:
    """`forms`: project → its own cleaned names; `names`: project → its name as written."""
    parts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    stems: dict[str, set[str]] = defaultdict(set)
    for project, own in forms.items():
        for name in own:
            if match := _AT_END.match(name):
                owners = parts[match["stem"]][_plain(match["part"])]
                owners += [project] if project not in owners else []
                stems[project].add(match["stem"])
    for project, own in forms.items():
        for name in own:
            bare = re.sub(r"(?:项目|工程)$", "", name)
            stems[project].update(stem for stem in (name, bare) if stem in parts)
    frozen = {stem: {part: tuple(owners) for part, owners in of.items()} for stem, of in parts.items()}
    return Families(frozen, {p: tuple(sorted(s)) for p, s in stems.items() if s}, names)


_HAN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}(?=[号期]|标段)")


def _plain(part: str) -> str:
    plain = part.removeprefix("第").replace("#", "号")
    return _HAN_NUMBER.sub(lambda m: f"{to_number(m[0]) or 0:.0f}", plain)


def is_of_untracked_part(text: str, end: int) -> bool:
    return _FOLLOWS.match(text, end) is not None


def bare_parts(text: str, named: Sequence[tuple[int, int, str]], families: Families) -> list[tuple[int, int, str, str]]:
    """Short forms (start, end, project, form) of parts, given the names that were found (start, end, project) in order."""
    if not any(project in families.stems for _, _, project in named):
        return []
    found = []
    for pattern in (_BARE, _JOINED):
        for match in pattern.finditer(text):
            start, end = match.start("part"), match.end()
            if any(s < end and start < e for s, e, _ in named):
                continue
            if (project := _of_family(_plain(match["part"]), start, named, families)) is not None:
                found.append((start, end, project, match["part"]))
    return found


def _of_family(part: str, at: int, named: Sequence[tuple[int, int, str]], families: Families) -> str | None:
    for _, end, project in reversed(named):
        if end > at:
            continue
        for stem in families.stems.get(project, ()):
            if owners := families.parts[stem].get(part):
                like = families.names[project]
                return max(owners, key=lambda owner: _alike(families.names[owner], like))
    return None


def _alike(one: str, other: str) -> int:
    """How many characters two names have in common at their beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))

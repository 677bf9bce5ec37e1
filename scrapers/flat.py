"""A parsed page as flat arrays: its boxes, and its lines of text in reading order. One walk serves every field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from scrapers.prose import weigh

SKIPPED: Final = frozenset(
    """
    audio button canvas datalist embed frameset head iframe input map math noframes noscript object option script select
    style svg template textarea title video
    """.split()  # noqa: SIM905
)
INLINE: Final = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr o:p q rb rp rt ruby s samp
    small span st1:chsdate st1:personname strike strong sub sup time tt u var wbr
    """.split()  # noqa: SIM905
)
BREAKS: Final = frozenset(("br", "hr"))
EDGES: Final = " \t\r\n\f\v\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff\u2002\u2003\u2009\u00ad"
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.I)
MAX_ATTRIBUTE: Final = 300
"""Characters of a class or id that are looked at; a megabyte of class names says nothing more."""


class Line(NamedTuple):
    """One run of text between two breaks. `box` is the innermost block around it; lengths are in characters."""

    box: int
    text: str
    linked: int


@dataclass
class Flat:
    """Boxes in document order: parents come before children. `names` holds tag, id and class of each, lower case."""

    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)  # as written
    elements: list[HtmlElement] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    first: list[int] = field(default_factory=list)  # index of the first line inside
    last: list[int] = field(default_factory=list)  # index after the last line inside
    lines: list[Line] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)  # of each line, see prose.weigh

    def inside(self, box: int, outer: int) -> bool:
        """Do all lines of `box` stand in `outer`?"""
        return self.first[outer] <= self.first[box] and self.last[box] <= self.last[outer]

    def named(self, selector: str) -> list[int]:
        """The boxes that `#id` (as written), `.class` or `tag` (in either case) names, in the page's order."""
        if selector[0] == "#":
            wanted = selector[1:]
            return [box for box, name in enumerate(self.ids) if name == wanted] if wanted in self.ids else []
        if selector[0] == ".":
            wanted = selector[1:].lower()
            if wanted not in self._all_names:
                return []
            return [box for box, name in enumerate(self.names) if wanted in name and wanted in name.partition(" ")[2].split()]
        return [box for box, tag in enumerate(self.tags) if tag == selector.lower()]

    @cached_property
    def _all_names(self) -> str:
        return "\n".join(self.names)


def flatten(root: HtmlElement) -> Flat:
    """Walk the tree once. Inline elements melt into their block's lines; hidden boxes are marked, not dropped.

    A page has a thousand elements and more, and this looks at each: hence one loop instead of a method for each case.
    """
    flat, kind_of = Flat(), _KINDS.get
    pieces: list[str] = []  # of the open line
    linked = anchors = 0  # characters of it that stand in links; how many <a> are open
    box = -1
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        kind = kind_of(element.tag, _BOX)
        if event == "start":
            if kind is _SKIPPED:
                walk.skip_subtree()
                continue
            if kind is _BOX:
                if pieces:
                    linked = _end_line(flat, box, pieces, linked)
                box = _open_box(flat, box, element)
            elif kind is _ANCHOR:
                anchors += 1
            text = element.text
        else:
            if kind is _BOX:
                if pieces:
                    linked = _end_line(flat, box, pieces, linked)
                flat.last[box] = len(flat.lines)
                box = flat.parents[box]
                if box < 0:
                    break  # what follows the root is none of it
            elif kind is _ANCHOR:
                anchors -= 1
            elif kind is _BREAK and pieces:
                linked = _end_line(flat, box, pieces, linked)
            text = element.tail
        if text and (pieces or not text.isspace()):
            pieces.append(text)
            if anchors:
                linked += len(text.strip())
    return flat


_BOX, _ANCHOR, _PLAIN, _BREAK, _SKIPPED = range(5)
_KINDS: Final = {
    **dict.fromkeys(SKIPPED, _SKIPPED), **dict.fromkeys(INLINE, _PLAIN), **dict.fromkeys(BREAKS, _BREAK), "a": _ANCHOR,
}  # fmt: skip


def _open_box(flat: Flat, outer: int, element: HtmlElement) -> int:
    get, begins = element.get, len(flat.lines)
    name, kinds, style = get("id", ""), get("class", ""), get("style")
    box = len(flat.tags)
    flat.tags.append(element.tag)
    flat.parents.append(outer)
    flat.ids.append(name)
    flat.names.append(f"{name} {kinds}"[:MAX_ATTRIBUTE].lower() if name or kinds else " ")
    is_hidden = style is not None and "none" in style and _HIDDEN.search(style[:MAX_ATTRIBUTE]) is not None
    flat.hidden.append(is_hidden or (outer >= 0 and flat.hidden[outer]))
    flat.elements.append(element)
    flat.first.append(begins)
    flat.last.append(begins)
    return box


_made = tuple.__new__  # a Line without the call to its own __new__, which is Python: half the time


def _end_line(flat: Flat, box: int, pieces: list[str], linked: int) -> int:
    """Add the open line, and begin one of which no character is linked: 0."""
    text = pieces[0] if len(pieces) == 1 else "".join(pieces)
    pieces.clear()
    for part in text.split("\n") if flat.tags[box] == "pre" else (text,):
        line = part.replace("\ufffd", "").strip(EDGES)
        if line:
            if not line.isprintable() or "  " in line:  # a line in ten; the pattern alone would take longer than all the rest
                line = _BLANKS.sub(" ", line)
            length = len(line)
            among = linked if linked < length else length
            flat.lines.append(_made(Line, (box, line, among)))
            flat.weights.append(weigh(line, among))
    return 0

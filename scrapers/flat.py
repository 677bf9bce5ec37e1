"""A parsed page as flat arrays: its boxes, and its lines of text in reading order. One walk serves every field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

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
_has_blanks: Final = re.compile(r"[\t\r\n\f]|  ").search
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
    """Walk the tree once. Inline elements melt into their block's lines; hidden boxes are marked, not dropped."""
    return _Walk().run(root)


class _Walk:
    def __init__(self) -> None:
        self.flat = Flat()
        self.pieces: list[str] = []  # of the open line
        self.linked = 0  # characters of it that stand in links
        self.box = -1
        self.anchors = 0  # how many <a> are open

    def run(self, root: HtmlElement) -> Flat:
        self._open(root, "html")
        stack = [(root, "html", iter(root), -1)]
        while stack:
            element, tag, children, outer = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._close(tag, outer)
                if stack and (text := element.tail):
                    self._say(text)
                continue
            tag = child.tag
            if tag in SKIPPED or not isinstance(tag, str):  # a comment has a function for a tag
                pass
            elif tag in BREAKS:
                self._flush()
            else:
                before = self.box
                self._open(child, tag)
                if len(child):
                    stack.append((child, tag, iter(child), before))
                    continue
                self._close(tag, before)
            if text := child.tail:
                self._say(text)
        return self.flat

    def _open(self, element: HtmlElement, tag: str) -> None:
        if tag == "a":
            self.anchors += 1
        elif tag not in INLINE:
            if self.pieces:
                self._flush()
            self._box(element, tag)
        if text := element.text:
            self._say(text)

    def _close(self, tag: str, outer: int) -> None:
        if tag == "a":
            self.anchors -= 1
        elif tag not in INLINE:
            if self.pieces:
                self._flush()
            self.flat.last[self.box] = len(self.flat.lines)
            self.box = outer

    def _box(self, element: HtmlElement, tag: str) -> None:
        flat, get, outer = self.flat, element.get, self.box
        name = get("id") or ""
        style = get("style")
        self.box = len(flat.tags)
        flat.tags.append(tag)
        flat.parents.append(outer)
        flat.ids.append(name)
        flat.names.append(f"{name} {get('class') or ''}"[:MAX_ATTRIBUTE].lower())
        is_hidden = style is not None and "none" in style and _HIDDEN.search(style[:MAX_ATTRIBUTE]) is not None
        flat.hidden.append(is_hidden or (outer >= 0 and flat.hidden[outer]))
        flat.elements.append(element)
        flat.first.append(len(flat.lines))
        flat.last.append(len(flat.lines))

    def _say(self, text: str) -> None:
        self.pieces.append(text)
        if self.anchors:
            self.linked += len(text.strip())

    def _flush(self) -> None:
        text = "".join(self.pieces)
        self.pieces.clear()
        if self.flat.tags[self.box] == "pre":
            for part in text.split("\n"):
                self._line(part)
        else:
            self._line(text)
        self.linked = 0

    def _line(self, text: str) -> None:
        text = text.replace("\ufffd", "").strip(EDGES)
        if text:
            if _has_blanks(text):
                text = _BLANKS.sub(" ", text)
            linked = min(self.linked, len(text))
            self.flat.lines.append(Line(self.box, text, linked))
            self.flat.weights.append(weigh(text, linked))

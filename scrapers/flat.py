"""A parsed page as flat arrays: its boxes, and its lines of text in reading order. One walk serves every field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

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


@dataclass(frozen=True, slots=True)
class Line:
    """One run of text between two breaks. `box` is the innermost block around it; lengths are in characters."""

    box: int
    text: str
    linked: int
    links: int


@dataclass(slots=True)
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
        """The boxes that `#id` (as written), `.class` or `tag` (lower case) names, in the page's order."""
        if selector[0] == "#":
            wanted = selector[1:]
            return [box for box, name in enumerate(self.ids) if name == wanted]
        if selector[0] == ".":
            wanted = selector[1:]
            return [box for box, name in enumerate(self.names) if wanted in name and wanted in name.partition(" ")[2].split()]
        return [box for box, tag in enumerate(self.tags) if tag == selector]


def flatten(root: HtmlElement) -> Flat:
    """Walk the tree once. Inline elements melt into their block's lines; hidden boxes are marked, not dropped."""
    return _Walk().run(root)


class _Walk:
    def __init__(self) -> None:
        self.flat = Flat()
        self.pieces: list[str] = []
        self.linked = self.links = 0
        self.box = -1
        self.anchors = 0  # how many <a> are open

    def run(self, root: HtmlElement) -> Flat:
        self._box(root, "html")
        stack = [(root, iter(root), -1)]
        say, flush = self._say, self._flush
        say(root.text)
        while stack:
            element, children, outer = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._close(element, outer)
                if stack and element.tail:
                    say(element.tail)
                continue
            tag = child.tag
            if not isinstance(tag, str) or tag in SKIPPED:
                pass
            elif tag in BREAKS:
                flush()
            else:
                stack.append((child, iter(child), self.box))
                if tag not in INLINE:
                    flush()
                    self._box(child, tag)
                elif tag == "a":
                    self.anchors += 1
                    self.links += 1
                if child.text:
                    say(child.text)
                continue
            if child.tail:
                say(child.tail)
        return self.flat

    def _box(self, element: HtmlElement, tag: str) -> None:
        flat, attributes = self.flat, element.attrib
        style = attributes.get("style")
        flat.tags.append(tag)
        flat.parents.append(self.box)
        name = attributes.get("id", "")
        flat.ids.append(name)
        flat.names.append(f"{name} {attributes.get('class', '')}"[:MAX_ATTRIBUTE].lower())
        flat.hidden.append(
            (style is not None and _HIDDEN.search(style[:MAX_ATTRIBUTE]) is not None)
            or (self.box >= 0 and flat.hidden[self.box])
        )
        flat.elements.append(element)
        flat.first.append(len(flat.lines))
        flat.last.append(len(flat.lines))
        self.box = len(flat.tags) - 1

    def _close(self, element: HtmlElement, outer: int) -> None:
        tag = element.tag
        if tag in INLINE:
            if tag == "a":
                self.anchors -= 1
            return
        self._flush()
        self.flat.last[self.box] = len(self.flat.lines)
        self.box = outer

    def _say(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            if self.anchors:
                self.linked += len(text.strip())

    def _flush(self) -> None:
        if self.pieces:
            text = "".join(self.pieces)
            self.pieces.clear()
            if self.flat.tags[self.box] == "pre" and "\n" in text:
                for part in text.split("\n"):
                    self._line(part)
            else:
                self._line(text)
            self.linked = 0
        self.links = 1 if self.anchors else 0

    def _line(self, text: str) -> None:
        text = _BLANKS.sub(" ", text).replace("\ufffd", "").strip(EDGES)
        if text:
            linked = min(self.linked, len(text))
            self.flat.lines.append(Line(self.box, text, linked, self.links))
            self.flat.weights.append(weigh(text, linked))

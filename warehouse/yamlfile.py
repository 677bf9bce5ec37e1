"""YAML (and so JSON) text as plain values, bounded, with the line on which each value stands.

PyYAML's own loader takes the last of two equal keys, calls constructors by tag and keeps no lines; this one refuses
doubled keys and all tags but the plain ones, and remembers the nodes so that a mistake can be shown where it stands.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

Path = tuple[str | int, ...]

# An anchor used by an anchor by an anchor grows a small file without end ("billion laughs"); a watchlist of 10,000
# projects has some 100,000 values, and nothing in it stands deeper than 6.
VALUES_AT_MOST = 3_000_000
DEEP_AT_MOST = 20

_TAG = "tag:yaml.org,2002:"


class YamlFault(Exception):
    """The text is no usable YAML: `what` is wrong on `line`, and how to `mend` it."""

    def __init__(self, line: int, what: str, mend: str) -> None:
        super().__init__(f"line {line}: {what}")
        self.line, self.what, self.mend = line, what, mend


@dataclass(slots=True)
class Document:
    """Plain values (dict, list, str, int, float, bool, date, None) and where they stand."""

    text: str
    data: Any
    root: yaml.Node | None = None  # None until somebody asks for a line: JSON is read by a faster reader
    doubled: list[tuple[Path, int]] = field(default_factory=list)  # keys that stand twice, with the second's line

    def line(self, path: Path) -> int:
        """The line (from 1) of the value at `path`; of the nearest value around it when there is none."""
        if self.root is None:
            try:
                self.root = yaml.compose(self.text, Loader=yaml.CSafeLoader)
            except yaml.YAMLError:  # JSON that YAML's scanner cannot take, such as half an emoji written as \\ud83d
                return 1
        node, line = self.root, 1
        for step in path:
            inner = _child(node, step)
            if inner is None:
                break
            node, line = inner
        return line


def read_yaml(text: str) -> Document:
    """Raises YamlFault on anything that is not one bounded document of plain values."""
    if text.lstrip()[:1] in ("{", "["):
        try:
            return Document(text=text, data=json.loads(text, object_pairs_hook=_once))
        except (ValueError, RecursionError):
            pass  # flow-style YAML, or JSON with a mistake in it: YAML's reader says where
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as fault:
        raise _fault_of(fault) from None
    except ValueError as fault:  # a character that YAML does not allow at all, such as NUL
        raise YamlFault(1, f"not YAML: {fault}", "remove the control characters") from None
    walk = _Walk()
    data = None if root is None else walk.value(root, ())
    return Document(text=text, data=data, root=root, doubled=walk.doubled)


class _Walk:
    """Nodes into values. Anchored nodes are walked again at each use, so the count bounds what they may grow to."""

    def __init__(self) -> None:
        self.values = 0
        self.doubled: list[tuple[Path, int]] = []
        self.scalars = SafeConstructor()

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.values += 1
        line = node.start_mark.line + 1
        if self.values > VALUES_AT_MOST:
            raise YamlFault(line, f"more than {VALUES_AT_MOST:,} values", "write values out instead of using anchors")
        if len(path) > DEEP_AT_MOST:
            raise YamlFault(line, f"nested deeper than {DEEP_AT_MOST}", "check the indentation and the anchors")
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if node.tag not in (_TAG + "map", _TAG + "seq"):
            raise YamlFault(line, f"the tag {node.tag!r} is not allowed here", "remove it")
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, at)) for at, item in enumerate(node.value)]
        return self._mapping(node, path)

    def _mapping(self, node: yaml.Node, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise YamlFault(line, "a key must be a word", "put text with { or [ in it into quotes")
            if key.value in found:
                self.doubled.append(((*path, key.value), line))
            found[key.value] = self.value(value, (*path, key.value))
        return found

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        kind = node.tag.removeprefix(_TAG)
        if kind == "str":
            return node.value
        make = {
            "int": self.scalars.construct_yaml_int,
            "float": self.scalars.construct_yaml_float,
            "bool": self.scalars.construct_yaml_bool,
            "null": self.scalars.construct_yaml_null,
            "timestamp": self.scalars.construct_yaml_timestamp,
        }.get(kind)
        line = node.start_mark.line + 1
        if make is None:
            raise YamlFault(line, f"{node.value!r} has a meaning to YAML ({node.tag})", "put it in quotes")
        try:
            return make(node)
        except (ValueError, OverflowError):
            raise YamlFault(line, f"{node.value!r} is no {kind}", "correct it, or put it in quotes if text") from None


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        inner = node.value[step]
        return inner, inner.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _fault_of(fault: yaml.YAMLError) -> YamlFault:
    if not isinstance(fault, yaml.MarkedYAMLError):
        return YamlFault(1, f"not YAML: {str(fault).splitlines()[0]}", "remove the control characters")
    mark = fault.problem_mark or fault.context_mark
    said = fault.problem or fault.context or "not YAML"
    mend = "check indentation, colons and brackets; put text with ': ', '#', '[' or '{' in it into quotes"
    if "\\t" in said:
        mend = "indent with spaces, not with tabs"
    return YamlFault(mark.line + 1 if mark else 1, f"not YAML: {said}", mend)

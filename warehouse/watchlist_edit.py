"""Entries into a watchlist's YAML text, whose comments and layout stay as they are.

Errors::

    CannotEdit    the text has no place where an entry can be written: `projects` is in flow style, or the file is JSON
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import yaml

_ONE_LINE = 10_000  # columns


class CannotEdit(Exception):
    """Where entries would go, there is no block list to add them to."""


def entries_as_yaml(entries: Sequence[Mapping[str, object]], indent: int = 2) -> str:
    """Block-style list items, keys in the order given, nothing that is None or empty."""
    text = "".join(_entry({k: v for k, v in entry.items() if v not in (None, "", [], ())}) for entry in entries)
    return "".join(" " * indent + line if line.strip() else line for line in text.splitlines(keepends=True))


def add_projects(text: str, entries: Sequence[Mapping[str, object]]) -> str:
    """The text with these entries at the end of `projects`. Raises CannotEdit."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise CannotEdit("the file is not written as keys on lines of their own")
    node = next((value for key, value in root.value if key.value == "projects"), None)
    if node is None:
        return text.rstrip("\n") + "\n\nprojects:\n" + entries_as_yaml(entries)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or not node.value:
        raise CannotEdit("'projects' is not written as a list of '- ' lines")
    lines = text.splitlines(keepends=True)
    at = node.value[-1].end_mark.line + (1 if node.value[-1].end_mark.column else 0)
    while at > 0 and (at > len(lines) or not lines[at - 1].strip() or lines[at - 1].lstrip().startswith("#")):
        at -= 1
    if not lines[at - 1].endswith("\n"):
        lines[at - 1] += "\n"
    return "".join([*lines[:at], entries_as_yaml(entries, node.start_mark.column), *lines[at:]])


def _entry(entry: Mapping[str, object]) -> str:
    said = yaml.safe_dump(dict(entry), allow_unicode=True, sort_keys=False, width=_ONE_LINE)
    first, *rest = said.splitlines(keepends=True)
    return "- " + first + "".join("  " + line for line in rest)

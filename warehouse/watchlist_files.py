"""A watchlist file and those that it includes → one set of plain values, each of which knows its file and line.

A file may name others under `include`, relative to itself: their sources, programmes, projects, indicators and tasks are
watched too. Their `region` is their own and left aside, so that each of them can be watched alone as well. A file that is
reached by two ways counts once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warehouse.watchlist_problems import Path as Place
from warehouse.watchlist_problems import Problem, WatchlistError, dotted
from warehouse.yamlfile import Document, YamlFault, read_yaml

BYTES_AT_MOST = 32_000_000  # 10,000 projects are 1 to 3 MB
FILES_AT_MOST = 200
PARTS = ("sources", "programmes", "projects", "indicators", "tasks")


@dataclass(slots=True)
class Files:
    """`data` holds the values of all files; an item of a part is found again in its own file by `where`."""

    root: tuple[str, Document]
    data: dict[str, Any]
    documents: list[tuple[str, Document]]
    _items: dict[str, list[tuple[int, int]]] = field(default_factory=dict)  # part → (document, index there) of each item
    _keys: dict[str, int] = field(default_factory=dict)  # a key that is no list of items → document

    def where(self, path: Place) -> tuple[str, int, str]:
        """File, line and key of a value, as its own file has them."""
        file, document = self.root
        if len(path) > 1 and path[0] in self._items and isinstance(path[1], int) and path[1] < len(self._items[path[0]]):
            number, index = self._items[str(path[0])][path[1]]
            (file, document), path = self.documents[number], (path[0], index, *path[2:])
        elif path and path[0] in self._keys:
            file, document = self.documents[self._keys[str(path[0])]]
        return file, document.line(path), dotted(path)

    @property
    def doubled(self) -> list[Problem]:
        return [
            Problem(file=file, line=line, key=dotted(path), what="this key stands twice", mend="join the two into one")
            for file, document in self.documents
            for path, line in document.doubled
        ]


def read_files(path: Path) -> Files:
    """Raises WatchlistError when one of the files cannot be read at all."""
    documents: list[tuple[str, Document]] = []
    _read(path, documents, {})
    files = Files(root=documents[0], data={}, documents=documents)
    for number, (_, document) in enumerate(documents):
        _merge(files, number, document.data)
    return files


def _read(path: Path, documents: list[tuple[str, Document]], seen: dict[Path, str]) -> None:
    seen[path.resolve()] = str(path)
    document = _document(path)
    documents.append((str(path), document))
    included = document.data.get("include")
    for at, name in enumerate(included if isinstance(included, list) else []):
        other = path.parent / name if isinstance(name, str) else None
        if other is None or other.resolve() in seen:
            continue
        if not other.is_file():
            raise _fault(path, document.line(("include", at)), f"no file {name!r} beside this one", "correct the name", at)
        if len(documents) >= FILES_AT_MOST:
            raise _fault(path, document.line(("include", at)), f"more than {FILES_AT_MOST} files", "include fewer", at)
        _read(other, documents, seen)


def _merge(files: Files, number: int, values: dict[str, Any]) -> None:
    for key, value in values.items():
        if key in PARTS and isinstance(value, list) and isinstance(files.data.get(key, []), list):
            files.data.setdefault(key, []).extend(value)
            files._items.setdefault(key, []).extend((number, index) for index in range(len(value)))
        elif number == 0 or key not in ("region", "include"):
            files.data[key] = value
            files._keys[key] = number


def _document(path: Path) -> Document:
    try:
        with path.open("rb") as opened:
            raw = opened.read(BYTES_AT_MOST + 1)
    except OSError as error:
        raise _fault(path, 1, f"cannot be read: {error.strerror}", "give the path of a watchlist's YAML file") from None
    if len(raw) > BYTES_AT_MOST:
        raise _fault(path, 1, f"larger than {BYTES_AT_MOST:,} bytes", "split the region into several watchlists")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _fault(path, line, "not UTF-8", "save the file as UTF-8") from None
    try:
        document = read_yaml(text)
    except YamlFault as error:
        raise _fault(path, error.line, error.what, error.mend) from None
    if not isinstance(document.data, dict):
        parts = ", ".join(("region", *PARTS))
        raise _fault(path, 1, "no watchlist: the file must hold keys", f"begin with one of {parts}")
    return document


def _fault(path: Path, line: int, what: str, mend: str, at: int | None = None) -> WatchlistError:
    key = "" if at is None else dotted(("include", at))
    return WatchlistError((Problem(file=str(path), line=line, key=key, what=what, mend=mend),))

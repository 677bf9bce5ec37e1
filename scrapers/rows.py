"""The paragraphs of an article; a table is read row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from scrapers.body import Body
from scrapers.flat import Flat

MAX_ROW: Final = 600
"""The longest table row that is read as one line, in characters; longer ones are layout, not data."""


def join_rows(flat: Flat, body: Body) -> list[str]:
    """The article's paragraphs; the cells of a table row stand in one line, parted by tabs."""
    paragraphs: list[str] = []
    cells: list[tuple[int, str]] = []  # of the open row: the cell's box and its text
    open_row = -1
    for number in body.lines:
        line = flat.lines[number]
        row, cell = _row_of(flat, line.box, body.box)
        if row != open_row:
            paragraphs += _row_text(cells)
            cells, open_row = [], row
        if row < 0:
            paragraphs.append(line.text)
        else:
            cells.append((cell, line.text))
    return paragraphs + _row_text(cells)


def _row_of(flat: Flat, box: int, outer: int) -> tuple[int, int]:
    cell = -1
    while box > outer:
        if flat.tags[box] in ("td", "th"):
            cell = box
        elif flat.tags[box] == "tr":
            return box, cell
        box = flat.parents[box]
    return -1, -1


def _row_text(cells: Sequence[tuple[int, str]]) -> list[str]:
    texts = [text for _, text in cells]
    of_cell: dict[int, list[str]] = {}
    for cell, text in cells:
        of_cell.setdefault(cell, []).append(text)
    if len(of_cell) < 2 or sum(map(len, texts)) > MAX_ROW or max(map(len, of_cell.values())) > 6:
        return texts
    return ["\t".join(" ".join(parts) for parts in of_cell.values())]

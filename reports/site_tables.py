"""A report's changes as CSV and as an Excel book. A cell never becomes a formula; the same changes give the same bytes."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from reports.quotes import clip
from reports.site_lines import change_line
from reports.site_model import Book, Edition
from reports.site_words import SiteCatalogue

# Excel and its like take a text that begins so for a formula; the wide forms too, where an East Asian keyboard types them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_STILL = datetime(1980, 1, 1)  # the earliest day that a zip archive can name
_COLUMNS = (
    ("change", 14), ("name", 28), ("place", 12), ("old_new", 44), ("quotation", 60), ("source", 20), ("published_col", 12),
    ("learned_col", 12), ("independent", 8), ("address", 40), ("evidence_id", 22),
)  # fmt: skip


def rows(book: Book, edition: Edition, words: SiteCatalogue) -> list[list[str | int]]:
    """A line a change, as the report has them."""
    pages = frozenset(p.id for p in book.watchlist.projects)
    out: list[list[str | int]] = []
    for change in edition.changes:
        line = change_line(change, pages, words, book.zone)
        first = change.citations[0] if change.citations else None
        quote = line.quotes[0] if line.quotes else None
        out.append(
            [
                line.label, line.subject, line.place, line.said, clip(first.quote, 1000) if first else "",
                quote.source if quote else "", first.published.isoformat() if first and first.published else "",
                f"{change.known_at.astimezone(book.zone):%Y-%m-%d}", change.sources, quote.url if quote else "",
                quote.reference if quote else "",
            ]
        )  # fmt: skip
    return out


def to_csv(book: Book, edition: Edition, words: SiteCatalogue) -> bytes:
    """UTF-8 with a mark, by which Excel knows it; a text that could be a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([words.tell(name) for name, _ in _COLUMNS])
    for row in rows(book, edition, words):
        writer.writerow([plain_cell(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def plain_cell(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell


def to_excel(book: Book, edition: Edition, words: SiteCatalogue) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None  # a new book has one sheet
    sheet.title = edition.name[:31]
    sheet.freeze_panes = "A2"
    for n, (name, width) in enumerate(_COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(n)].width = width
        sheet.cell(1, n, words.tell(name)).font = Font(bold=True)
    for at, row in enumerate(rows(book, edition, words), 2):
        _fill(sheet, at, row)
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    made.save(out)
    return _stilled(out.getvalue())


def _fill(sheet: object, at: int, row: Sequence[str | int]) -> None:
    for n, value in enumerate(row, 1):
        cell = sheet.cell(at, n)  # type: ignore[attr-defined]
        if isinstance(value, int):
            cell.value = value
        else:  # said to be text, so that it is none of a formula, a number or a date
            cell.value = value
            cell.data_type = "s"
            cell.quotePrefix = value.lstrip(" ").startswith(_FORMULA)
        cell.alignment = Alignment(vertical="top", wrap_text=True)


def _stilled(book: bytes) -> bytes:
    """The archive without the clock's time, which openpyxl writes into each entry and into the book's properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in sorted(source.namelist()):
            still = zipfile.ZipInfo(entry, _STILL.timetuple()[:6])
            still.compress_type = zipfile.ZIP_DEFLATED
            content = source.read(entry)
            if entry == "docProps/core.xml":
                content = _PROPERTIES
            target.writestr(still, content)
    return out.getvalue()


_PROPERTIES = (
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Regionwatch</dc:creator></cp:coreProperties>'
)

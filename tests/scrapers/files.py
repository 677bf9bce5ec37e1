"""PDF and office files as offices publish them, made on the spot."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
import openpyxl
import pypdf
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject


def pdf(*lines: str, pages: int = 1) -> bytes:
    """A PDF whose pages each show these lines in a Chinese font that is not embedded; without lines, a scan."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        sheet = writer.add_blank_page(595, 842)
        if lines:
            shown = "".join(
                f"BT /F1 12 Tf 60 {780 - 20 * row} Td <{line.encode('utf-16-be', 'surrogatepass').hex()}> Tj ET\n"
                for row, line in enumerate(lines)
            )
            stream = DecodedStreamObject()
            stream.set_data(shown.encode())
            sheet[NameObject("/Contents")] = stream
            sheet[NameObject("/Resources")] = _names(Font=_names(F1=_font()))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _font() -> DictionaryObject:
    system = _names(Registry=TextStringObject("Adobe"), Ordering=TextStringObject("GB1"), Supplement=NumberObject(2))
    descendant = _names(
        Type=NameObject("/Font"),
        Subtype=NameObject("/CIDFontType0"),
        BaseFont=NameObject("/STSong-Light"),
        CIDSystemInfo=system,
    )
    return _names(
        Type=NameObject("/Font"),
        Subtype=NameObject("/Type0"),
        BaseFont=NameObject("/STSong-Light"),
        Encoding=NameObject("/UniGB-UCS2-H"),
        DescendantFonts=ArrayObject([descendant]),
    )


def _names(**values: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in values.items()})


def word(*parts: str | Sequence[str]) -> bytes:
    """A .docx of paragraphs (text) and table rows (sequences)."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            table = document.add_table(rows=1, cols=len(part))
            for cell, text in zip(table.rows[0].cells, part, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook(*rows: Sequence[object]) -> bytes:
    """An .xlsx with one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

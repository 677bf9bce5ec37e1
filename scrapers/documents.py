"""Notices whose text is a file: PDF, .docx, .xlsx. The first bytes decide, not the address or the label."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from scrapers.page import ReadError, writable

# It warns of each slip of a broken file, by the thousand; what matters of them is in the ReadError.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
MAX_BYTES: Final = 50 * 1024 * 1024
MAX_UNPACKED: Final = 200 * 1024 * 1024
"""The largest office file after unpacking: a zip bomb ends here."""
MAX_PAGES: Final = 300
MAX_ROWS: Final = 20_000
MAX_TEXT: Final = 2_000_000
"""Bounds of what is read of one document; what is left out is said in its doubts."""
_PDF, _ZIP, _OLE, _RTF = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    text: str
    doubts: tuple[str, ...] = ()


def is_document(body: bytes) -> bool:
    """Is this a PDF or an office file, by its first bytes?"""
    return body.startswith((_ZIP, _OLE, _RTF)) or _PDF in body[:1024]


def read_document(body: bytes) -> Document:
    """The text of a PDF, .docx or .xlsx.

    Raises ReadError: "too_large", "unread_scan" (a PDF of pictures), "unread_document" (broken, locked, old .doc).
    """
    if len(body) > MAX_BYTES:
        raise ReadError("too_large", f"{len(body)} bytes, at most {MAX_BYTES} of a document are read")
    if body.startswith((_OLE, _RTF)):
        raise ReadError("unread_document", "a .doc, .xls, .wps or .rtf file, which is not read")
    try:
        found = _office(body) if body.startswith(_ZIP) else _pdf(body)
        return replace(found, title=writable(found.title), text=writable(found.text))
    except ReadError:
        raise
    except Exception as error:  # the libraries raise whatever a broken file makes them stumble over
        raise ReadError("unread_document", f"{type(error).__name__}: {error}"[:300]) from error


def _pdf(body: bytes) -> Document:
    import pypdf  # here and below: a third of a second in all, for files that few runs meet

    reader = pypdf.PdfReader(io.BytesIO(body))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReadError("unread_document", "the PDF is locked with a password")
    pages = len(reader.pages)
    sheets: list[list[str]] = []
    size = 0
    for page in reader.pages[:MAX_PAGES]:
        text = page.extract_text()
        size += len(text)
        sheets.append([line.strip() for line in text.splitlines() if line.strip() and not _PAGE_NUMBER.match(line)])
        if size > MAX_TEXT:
            break
    whole = "".join("".join(lines) for lines in sheets)
    if len(re.findall(r"\w", whole)) < 10 * min(pages, MAX_PAGES) ** 0.5:
        raise ReadError("unread_scan", f"{pages} pages without text: a scan")
    if len(_NO_LETTER.findall(whole)) > 0.2 * len(whole):
        raise ReadError("unread_document", "the PDF's fonts do not say which characters they show")
    title = (reader.metadata.title if reader.metadata else None) or ""
    doubts = (f"only the first {MAX_PAGES} of {pages} pages were read",) if pages > MAX_PAGES else ()
    return Document(title if re.search(r"[\u4e00-\u9fff]", title) else "", _paragraphs(_without_heads(sheets)), doubts)


_PAGE_NUMBER: Final = re.compile(
    r"\s*(?:[-—–－·]\s*\d{1,4}\s*[-—–－·]|第\s*\d{1,4}\s*页.{0,12}|\d{1,4}(?:\s*/\s*\d{1,4})?)\s*$"
)
_NO_LETTER: Final = re.compile("[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]")  # controls, private use, no character


def _without_heads(sheets: list[list[str]]) -> list[str]:
    """The lines of all pages without the running heads: first lines that three pages, and half of them, share."""
    firsts = Counter(lines[0] for lines in sheets if lines)
    heads = {line for line, times in firsts.items() if times >= max(3, 0.5 * len(sheets))}
    return [line for lines in sheets for at, line in enumerate(lines) if at or line not in heads]


_ENDS: Final = re.compile(r"[。！？；：.!?;:]$")
_BEGINS: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d+[.、．](?!\d)|第[一二三四五六七八九十\d]+[章节条]|附件)"
)


def _paragraphs(lines: list[str]) -> str:
    """Join the lines that a PDF broke at the margin: those that fill the line and do not end a sentence."""
    widest = sorted(map(len, lines))[-(-9 * (len(lines) - 1) // 10)] if lines else 0
    paragraphs: list[str] = []
    is_open = False
    for line in lines:
        if is_open and not _BEGINS.match(line):
            gap = "" if not (paragraphs[-1][-1].isascii() and line[0].isascii()) else " "
            paragraphs[-1] += gap + line
        else:
            paragraphs.append(line)
        is_open = len(line) >= 0.85 * widest and not _ENDS.search(line)
    return "\n".join(paragraphs).replace("\ufffd", "")


def _office(body: bytes) -> Document:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        names = set(archive.namelist())
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise ReadError("too_large", f"over {MAX_UNPACKED} bytes when unpacked")
    if "word/document.xml" in names:
        return _docx(body)
    if "xl/workbook.xml" in names:
        return _xlsx(body)
    raise ReadError("unread_document", "an archive that is neither .docx nor .xlsx")


def _docx(body: bytes) -> Document:
    import docx
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    document = docx.Document(io.BytesIO(body))
    lines: list[str] = []
    for part in document.iter_inner_content():
        if isinstance(part, Paragraph):
            lines += part.text.splitlines()
        elif isinstance(part, Table):
            lines += ["\t".join(cell.text.strip().replace("\n", " ") for cell in row.cells) for row in part.rows]
    text = "\n".join(line.strip() for line in lines if line.strip())
    if not text:
        raise ReadError("unread_scan", "a .docx without text")
    return Document(document.core_properties.title or "", text[:MAX_TEXT])


def _xlsx(body: bytes) -> Document:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
    lines: list[str] = []
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True, max_row=MAX_ROWS, max_col=200):
            cells = ["" if value is None else str(value).strip() for value in row]
            if any(cells):
                lines.append("\t".join(cells).rstrip("\t"))
            if len(lines) >= MAX_ROWS:
                break
    if not lines:
        raise ReadError("empty", "a workbook without values")
    doubts = (f"only the first {MAX_ROWS} rows were read",) if len(lines) >= MAX_ROWS else ()
    return Document("", "\n".join(lines)[:MAX_TEXT], doubts)

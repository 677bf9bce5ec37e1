"""`regionwatch export`: a region's tables for other programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from pyarrow import parquet

from flows.commands.console import watchlist_or_none
from flows.settings import SettingsError, read_settings
from flows.weeks import WeekError, read_now
from warehouse.errors import WarehouseError
from warehouse.export import TABLES, export, oc4ids
from warehouse.store import Store

FORMATS = ("jsonl", "csv", "parquet", "xlsx", "oc4ids")
_CELL = 32_767  # characters that Excel takes in a cell


def export_table(table: str, watchlist: Path, form: str, out: Path | None, now: str | None) -> int:
    watched = watchlist_or_none(watchlist)
    if watched is None:
        return 2
    wrong = _wrong(table, form, out)
    try:
        moment = read_now(now, watched.timezone, datetime.now(UTC))
        settings = read_settings()
    except (WeekError, SettingsError) as fault:
        wrong = str(fault)
    if wrong:
        print(wrong, file=sys.stderr)
        return 2
    if not settings.has_warehouse:
        print(f"no warehouse at {settings.warehouse}; set REGIONWATCH_HOME or run a collect first", file=sys.stderr)
        return 1
    try:
        store = Store(settings.warehouse)
        if form == "oc4ids":
            package = oc4ids(store, watched.id, moment)
            _text(out, lambda to: to.write(json.dumps(package, ensure_ascii=False, indent=1) + "\n"))
            return 0
        _write(export(store, watched.id, table, moment), form, out)
    except (WarehouseError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def _wrong(table: str, form: str, out: Path | None) -> str:
    if table not in TABLES:
        return f"export {table}: there is {', '.join(TABLES)}"
    if form not in FORMATS:
        return f"--format {form}: there is {', '.join(FORMATS)}"
    if form == "oc4ids" and table != "projects":
        return "--format oc4ids is for projects"
    if form in ("parquet", "xlsx") and out is None:
        return f"--format {form} needs --out FILE"
    return f"--out {out}: there is no folder {out.parent}" if out is not None and not out.parent.is_dir() else ""


def _write(table: pa.Table, form: str, out: Path | None) -> None:
    if form == "jsonl":
        _text(out, lambda to: _lines(table.to_pylist(), to))
    elif form == "csv":
        _text(out, lambda to: csv.writer(to).writerows(_rows(table)))
    elif out is not None:
        waiting = out.with_name(out.name + ".part")
        if form == "parquet":
            parquet.write_table(table, waiting, compression="zstd")
        else:
            book = Workbook(write_only=True)
            sheet = book.create_sheet("regionwatch")
            for row in _rows(table):
                sheet.append([_cell(value) for value in row])
            book.save(waiting)
        waiting.replace(out)


def _text(out: Path | None, write: Any) -> None:
    """To standard output, or to a file that is there whole or not at all."""
    if out is None:
        write(sys.stdout)
        return
    waiting = out.with_name(out.name + ".part")
    with waiting.open("w", encoding="utf-8", newline="") as to:
        write(to)
    waiting.replace(out)


def _lines(rows: Iterable[dict[str, Any]], to: TextIO) -> None:
    for row in rows:
        to.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")


def _rows(table: pa.Table) -> Iterable[Sequence[Any]]:
    yield table.column_names
    for row in table.to_pylist():
        yield [_flat(value) for value in row.values()]


def _flat(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return _plain(value) if isinstance(value, date) else value


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _cell(value: Any) -> Any:
    """What Excel takes; a text that would be a formula stays a text."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[: _CELL - 1]
    return "'" + text if text.startswith(("=", "+", "-", "@")) else text

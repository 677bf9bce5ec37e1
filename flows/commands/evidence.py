"""From a line of a report to its quotation, page and stored bytes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from flows.settings import SettingsError, read_settings
from warehouse.store import Dossier, Store, WarehouseError


def show_evidence(update: str, page: Path | None, as_json: bool) -> int:
    try:
        settings = read_settings()
    except SettingsError as fault:
        print(fault, file=sys.stderr)
        return 2
    if not settings.has_warehouse:
        print(f"no warehouse at {settings.warehouse}; set REGIONWATCH_HOME or run a collect first", file=sys.stderr)
        return 1
    try:
        found = Store(settings.warehouse).dossier(update)
    except WarehouseError as fault:
        print(fault, file=sys.stderr)
        return 1
    if page:
        try:
            page.write_bytes(found.body)
        except OSError as fault:
            print(f"--page {page} cannot be written: {fault.strerror}", file=sys.stderr)
            return 2
    if as_json:
        print(json.dumps(found.plain(), ensure_ascii=False, indent=1, default=str))
    else:
        _show(found)
        print(f"page as it was    {page}" if page else "page as it was    give --page FILE to write it")
    return 0


def _show(found: Dossier) -> None:
    for name, value in found.plain().items():
        if value not in (None, "", [], ()):
            print(f"{name:<18}{value}")

"""`regionwatch backup` and `regionwatch restore`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flows.settings import SettingsError, read_settings
from warehouse.backup import back_up as copy_warehouse
from warehouse.backup import restore as put_back
from warehouse.errors import WarehouseError


def back_up(to: Path) -> int:
    return _do(lambda warehouse: f"{copy_warehouse(warehouse, to)} rows in {to}")


def restore_from(source: Path) -> int:
    def work(warehouse: Path) -> str:
        kept = put_back(source, warehouse, datetime.now(UTC))
        return f"restored {warehouse}" + (f"; what was there is {kept}" if kept else "")

    return _do(work)


def _do(work: Callable[[Path], str]) -> int:
    try:
        settings = read_settings()
        if not isinstance(settings.warehouse, Path):
            print(f"{settings.warehouse} is a lake: back up its catalog with pg_dump, and its data folder", file=sys.stderr)
            return 2
        print(work(settings.warehouse))
    except SettingsError as fault:
        print(fault, file=sys.stderr)
        return 2
    except (WarehouseError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0

"""A warehouse from a file to a lake, or back."""

from __future__ import annotations

import sys

from flows.settings import SettingsError, read_warehouse
from warehouse.errors import WarehouseError
from warehouse.moving import move


def move_warehouse(source: str, target: str) -> int:
    try:
        here, there = read_warehouse(source), read_warehouse(target)
    except SettingsError as fault:
        print(fault, file=sys.stderr)
        return 2
    try:
        moved = move(here, there)
    except WarehouseError as fault:
        print(fault, file=sys.stderr)
        return 1
    for table in moved:
        print(f"{table.table:<20} {table.rows:>10} rows  {table.hash}")
    print(f"moved, counted and compared: {sum(m.rows for m in moved)} rows of {len(moved)} tables. {here} is as it was.")
    return 0

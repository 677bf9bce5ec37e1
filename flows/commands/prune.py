"""`regionwatch prune`: let old bytes go that nothing rests on."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

from flows.settings import SettingsError, read_settings
from warehouse.errors import WarehouseError
from warehouse.retention import let_go, spent
from warehouse.store import Store


def prune_archive(days: int, dry_run: bool) -> int:
    try:
        settings = read_settings()
        if not settings.has_warehouse:
            print(f"no warehouse at {settings.warehouse}; set REGIONWATCH_HOME or run a collect first", file=sys.stderr)
            return 1
        before = datetime.now(UTC) - timedelta(days=days)
        done = (spent if dry_run else let_go)(Store(settings.warehouse), before)
    except SettingsError as fault:
        print(fault, file=sys.stderr)
        return 2
    except (WarehouseError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1
    print(f"{done.bodies} page versions, {done.bytes / 1e6:.1f} MB unpacked, {'could go' if dry_run else 'let go'}")
    return 0

"""`regionwatch warc export` and `regionwatch warc import`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from flows.commands.console import watchlist_or_none
from flows.settings import SettingsError, read_settings
from warehouse.errors import WarehouseError
from warehouse.store import Store
from warehouse.warc import export_warc, import_warc


def move_warc(watchlist_file: Path, file: Path, *, out: bool) -> int:
    watchlist = watchlist_or_none(watchlist_file)
    if watchlist is None:
        return 2
    hosts = {host: s.id for s in watchlist.sources for host in (*s.hosts, urlsplit(s.listing).netloc)}
    try:
        settings = read_settings()
        if out and not settings.has_warehouse:
            print(f"no warehouse at {settings.warehouse}; set REGIONWATCH_HOME or run a collect first", file=sys.stderr)
            return 1
        store = Store(settings.warehouse)
        if out:
            print(f"{export_warc(store, watchlist.id, file)} pages in {file}")
            return 0
        now = datetime.now(UTC)
        store.register(watchlist, now)
        done = import_warc(store, watchlist.id, file, lambda url: hosts.get(urlsplit(url).netloc), now)
    except SettingsError as fault:
        print(fault, file=sys.stderr)
        return 2
    except (WarehouseError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1
    print(f"{done.pages} pages kept, {done.strange} of no source of the watchlist, {done.left_out} left out")
    print("`regionwatch reread` reads them")
    return 0

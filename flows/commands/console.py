"""What the verbs share when they speak to a person."""

from __future__ import annotations

import sys
from pathlib import Path

from warehouse.records import Watchlist
from warehouse.watchlist import WatchlistError, load_watchlist


def watchlist_or_none(file: Path | None, *, whole: bool = True) -> Watchlist | None:
    """The watchlist, or None after its mistakes have been printed; see `load_watchlist` for `whole`."""
    if file is None:
        return None
    try:
        return load_watchlist(file, whole=whole)
    except WatchlistError as fault:
        print(fault, file=sys.stderr)
        return None

"""`regionwatch reread`: the archive read again by the reader of today."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from flows.commands.console import watchlist_or_none
from flows.commands.run import prepare
from flows.settings import SettingsError, names_a_server, read_settings
from flows.weeks import WeekError, read_now
from warehouse.errors import WarehouseError

SHOWN = 20  # corrections that are printed


def reread_archive(watchlist: Path, workers: int | None, now: str | None, as_json: bool) -> int:
    watched = watchlist_or_none(watchlist)
    if watched is None:
        return 2
    try:
        moment = read_now(now, watched.timezone, datetime.now(UTC))
        settings = read_settings()
        prepare(settings)
    except (WeekError, SettingsError) as fault:
        print(fault, file=sys.stderr)
        return 2
    from flows.reread import reread, reread_region

    def say(done: int, left: int) -> None:
        print(f"{done} pages read again, {left} to go", file=sys.stderr, flush=True)

    try:
        if names_a_server():
            plain = reread(str(watchlist), workers, now, str(settings.home))
        else:
            plain = asdict(reread_region(watched, settings, moment, workers, say))
    except WarehouseError as fault:
        print(fault, file=sys.stderr)
        return 1
    if as_json:
        print(json.dumps(plain, ensure_ascii=False, default=str))
        return 1 if plain["damaged"] else 0
    found = [c for c in plain["corrections"] if c["found"]]
    gone = [c for c in plain["corrections"] if not c["found"]]
    counts = f"{len(found)} facts not seen before, {len(gone)} not any more"
    print(f"{plain['pages']} pages read again by {plain['reader']}: {counts}")
    for correction in (found + gone)[:SHOWN]:
        told = " ".join(str(correction[k]) for k in ("subject", "stage", "modality", "when_end") if correction[k])
        print(f"  {'+' if correction['found'] else '-'} {told}: {correction['quotation'][:60]}  ({correction['update'][:10]})")
    if plain["damaged"]:
        print(f"{plain['damaged']} pages are not what was written; restore a backup", file=sys.stderr)
    return 1 if plain["damaged"] else 0

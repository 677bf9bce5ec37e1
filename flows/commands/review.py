"""`regionwatch review`: what was understood, but not surely enough to be reported."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.commands.console import watchlist_or_none
from flows.settings import SettingsError, read_settings
from warehouse.records import REPORTABLE
from warehouse.review import Doubtful
from warehouse.store import Store, WarehouseError


def show_review(watchlist_file: Path, days: int, limit: int, now: str | None, as_json: bool) -> int:
    watchlist = watchlist_or_none(watchlist_file)
    if watchlist is None:
        return 2
    try:
        settings = read_settings()
        moment = datetime.fromisoformat(now) if now else datetime.now(UTC)
    except (SettingsError, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 2
    if not settings.has_warehouse:
        print(f"no warehouse at {settings.warehouse}; set REGIONWATCH_HOME or run a collect first", file=sys.stderr)
        return 1
    since = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - timedelta(days=days)
    try:
        found = Store(settings.warehouse).review(watchlist.id, since, limit)
    except WarehouseError as fault:
        print(fault, file=sys.stderr)
        return 1
    if as_json:
        print(json.dumps([asdict(d) for d in found], ensure_ascii=False, indent=1, default=str))
        return 0
    for doubtful in found:
        print(_told(doubtful))
    print(f"{len(found)} below {REPORTABLE} in the last {days} days; regionwatch evidence ID shows one with its page")
    return 0


def _told(doubtful: Doubtful) -> str:
    what = f"{doubtful.value:g} {doubtful.unit}" if doubtful.value is not None else doubtful.stage or "figures"
    when = f" {doubtful.when_text}" if doubtful.when_text else ""
    return (
        f"{doubtful.name}: {what}, {doubtful.modality}{when}\n"
        f"  {doubtful.confidence:.2f} by rule {doubtful.rule!r}: “{doubtful.quotation.strip()}”\n"
        f"  {doubtful.source or ''} {doubtful.published or ''} {doubtful.url}  {doubtful.update[:8]}\n"
    )

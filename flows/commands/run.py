"""`collect` and `report` from the command line: the same flows that a schedule runs, with progress for a person."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from flows.hosts import UnknownSource, choose
from flows.settings import Settings, SettingsError, prepare_prefect, read_settings
from flows.site import SiteError
from flows.weeks import WeekError, edition, read_known, read_now
from reports.deliver import SmtpError
from warehouse.errors import WarehouseError
from warehouse.records import SourceRun
from warehouse.watchlist import WatchlistError, load_watchlist


def prepare(settings: Settings) -> None:
    """Folders, the log file, and Prefect's settings; to be called before a flow is imported."""
    settings.home.mkdir(parents=True, exist_ok=True)
    settings.log.parent.mkdir(parents=True, exist_ok=True)
    root = logging.getLogger("regionwatch")
    if not root.handlers:
        handler = RotatingFileHandler(settings.log, maxBytes=5_000_000, backupCount=3, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        root.addHandler(handler)
        root.setLevel(logging.INFO)
        root.propagate = False
    prepare_prefect(settings, os.environ)


def run_collect(watchlist: Path, sources: Sequence[str], now: str | None, allow_private: bool, as_json: bool) -> int:
    try:  # what was mistyped is told at once, before an engine is started
        watched = load_watchlist(watchlist)
        read_now(now, watched.timezone, datetime.now(UTC))
        choose(watched, sources)
        settings = read_settings()
    except (WatchlistError, WeekError, UnknownSource, SettingsError) as fault:
        print(fault, file=sys.stderr)
        return 2
    prepare(settings)
    print(f"collecting into {settings.warehouse}", file=sys.stderr)
    from flows.collect import collect, listeners

    if not as_json:
        listeners.append(say_source)
    try:
        result = collect(str(watchlist), list(sources) or None, now, allow_private, str(settings.home))
    except WarehouseError as fault:
        print(fault, file=sys.stderr)
        return 1
    finally:
        listeners.clear()
    if as_json:
        print(json.dumps(result, ensure_ascii=False, default=str))
    return 1 if any(row["failure"] for row in result["sources"]) else 0


def say_source(run: SourceRun) -> None:
    """A line of progress."""
    told = (
        f"{run.source_id:<20} listed {run.listed:>3}  fetched {run.fetched:>3}  unchanged {run.unchanged:>3}  "
        f"read {run.read:>3}  updates {run.updates:>3}"
    )
    print(told + (f"  ILL {run.failure}: {run.message}" if run.failure else ""), flush=True)


def run_report(
    watchlist: Path,
    week: str | None,
    now: str | None,
    dry_run: bool,
    resend: bool,
    to: Sequence[str],
    language: str | None,
    as_json: bool,
    as_known_on: str | None = None,
    site: bool = False,
) -> int:
    try:
        watched = load_watchlist(watchlist)
        moment = read_now(now, watched.timezone, datetime.now(UTC))
        read_known(as_known_on, watched.timezone, edition(moment, watched.timezone, week), moment)
        if language not in (None, "zh", "en"):
            raise WeekError(f"--language {language}: there is zh and there is en")
        settings = read_settings()
    except (WatchlistError, WeekError, SettingsError) as fault:
        print(fault, file=sys.stderr)
        return 2
    prepare(settings)
    from flows.report import weekly_report

    try:
        result: dict[str, Any] = weekly_report(
            str(watchlist), week, now, dry_run, resend, list(to) or None, language, str(settings.home), as_known_on, site
        )
    except (WarehouseError, SmtpError, SiteError) as fault:
        print(fault, file=sys.stderr)
        return 1
    if as_json:
        print(json.dumps(result, ensure_ascii=False, default=str))
    else:
        say_report(result)
    return 1 if any(row["outcome"] in ("failed", "unknown") for row in result["deliveries"]) else 0


def say_report(result: dict[str, Any]) -> None:
    if result["dry_run"]:
        print(result["text"])
        return
    print(f"{result['edition']}: {result['changes']} changes; page {result['page']}")
    if result["site"]:
        print(f"  site {result['site']}")
    for row in result["deliveries"]:
        print(f"  {row['reader']}: {row['outcome']}" + (f" — {row['message']}" if row["message"] else ""))

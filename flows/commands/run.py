"""`collect` and `report` from the command line: the same flows that a schedule runs, with progress for a person."""

from __future__ import annotations

import json
import logging
import os
import sys
import webbrowser
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from filelock import FileLock
from rich.console import Console

from flows.collecting import Request, collect_region, listeners
from flows.commands.terminal import following, lively, say_digest
from flows.hosts import UnknownSource, choose
from flows.settings import Settings, SettingsError, names_a_server, prepare_prefect, read_settings
from flows.weeks import WeekError, edition, read_known, read_now
from reports.deliver import SmtpError, SmtpSettings
from reports.lint import SPAM_AT
from warehouse.errors import WarehouseError
from warehouse.readers import load_readers
from warehouse.watchlist import WatchlistError, load_watchlist
from warehouse.watchlist_form import is_address


def prepare(settings: Settings) -> None:
    """Folders, the log file, and Prefect's settings; to be called before a flow is imported.

    Raises SettingsError when the data folder cannot be written."""
    root = logging.getLogger("regionwatch")
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        settings.log.parent.mkdir(parents=True, exist_ok=True)
        handler = None
        if not root.handlers:
            handler = RotatingFileHandler(settings.log, maxBytes=5_000_000, backupCount=3, encoding="utf-8")
    except OSError as fault:
        raise SettingsError(
            f"REGIONWATCH_HOME: {settings.home} cannot be written ({fault.strerror}); name another folder"
        ) from None
    if handler:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        root.addHandler(handler)
        root.setLevel(logging.INFO)
        root.propagate = False
        logging.getLogger("regionwatch.warehouse.clock").addHandler(logging.StreamHandler())  # a clock set back is told at once
    prepare_prefect(settings, os.environ)


def engine_alone(settings: Settings) -> AbstractContextManager[object]:
    """Without a server, Prefect keeps its own in the data folder; two runs that start it at once break each other's start,
    so that one waits for the other. With a server there is nothing to wait for."""
    if names_a_server():
        return nullcontext()
    settings.locks.mkdir(parents=True, exist_ok=True)
    return FileLock(settings.locks / "engine.lock")


def run_collect(request: Request, as_json: bool) -> int:
    try:  # what was mistyped is told at once, before an engine is started
        watched = load_watchlist(request.watchlist)
        read_now(request.now, watched.timezone, datetime.now(UTC))
        choose(watched, request.sources)
        settings = read_settings()
        prepare(settings)
    except (WatchlistError, WeekError, UnknownSource, SettingsError) as fault:
        print(fault, file=sys.stderr)
        return 2
    print(f"collecting into {settings.warehouse}", file=sys.stderr)
    for source in watched.sources:
        if source.old_tls and (not request.sources or source.id in request.sources):
            print(f"{source.id}: old TLS is allowed; what it sends could be changed on its way", file=sys.stderr)
    chosen = choose(watched, request.sources)
    try:
        with following(len(chosen)) if not as_json else nullcontext() as listener:
            if listener:
                listeners.append(listener)
            result = _collect(replace(request, home=settings.home))
    except WarehouseError as fault:
        print(fault, file=sys.stderr)
        return 1
    finally:
        listeners.clear()
    if as_json:
        print(json.dumps(result, ensure_ascii=False, default=str))
    else:
        say_urgent(result)
        if waiting := result["waiting"]:
            first = min(row["next_visit"] for row in waiting)
            print(f"{len(waiting)} sources change rarely and wait, the first until {first}; --source asks at once")
        say_second(result)
    return 1 if any(row["failure"] for row in result["sources"]) else 0


def _collect(request: Request) -> dict[str, Any]:
    """As a flow where a server is named; otherwise without the engine, whose start takes ten seconds."""
    if not names_a_server():
        return collect_region(request).plain()
    from flows.collect import collect

    return collect(
        str(request.watchlist), list(request.sources) or None, request.now, request.allow_private, str(request.home),
        request.since.isoformat() if request.since else None,
    )  # fmt: skip


def say_urgent(result: dict[str, Any]) -> None:
    for row in result["urgent"]:
        if row["outcome"] != "nothing":
            print(f"urgent: {row['changes']} changes by {row['service']}: {row['outcome']}")


def say_second(result: dict[str, Any]) -> None:
    if spent := result["second_reader"]:
        print(
            f"second reader: {spent['calls']} calls, {spent['tokens']} tokens, {spent['cached']} answers known, "
            f"{spent['failed']} failed, {spent['not_asked']} pages not asked about, {spent['updates']} updates"
        )


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
    readers: Path | None = None,
    show: bool = False,
) -> int:
    try:
        watched = load_watchlist(watchlist)
        moment = read_now(now, watched.timezone, datetime.now(UTC))
        read_known(as_known_on, watched.timezone, edition(moment, watched.timezone, week), moment)
        if language not in (None, "zh", "en"):
            raise WeekError(f"--language {language}: there is zh and there is en")
        if wrong := [address for address in to if not is_address(address)]:
            raise SettingsError(f"--to {wrong[0]!r} is no e-mail address; write the bare address, such as reader@example.org")
        settings = read_settings()
        if path := readers or settings.readers:
            load_readers(path, watched)
        if settings.smtp and not settings.smtp.startswith("secret:"):
            SmtpSettings.parse(settings.smtp)
        prepare(settings)
    except (WatchlistError, WeekError, SettingsError) as fault:
        print(fault, file=sys.stderr)
        return 2
    except SmtpError as fault:
        print(f"REGIONWATCH_SMTP: {fault}", file=sys.stderr)
        return 2
    if not settings.has_warehouse:  # a mistyped home would read as a quiet week
        print(f"no warehouse at {settings.warehouse}; set REGIONWATCH_HOME or run a collect first", file=sys.stderr)
        return 1
    from flows.report import weekly_report

    try:
        with engine_alone(settings):
            result: dict[str, Any] = weekly_report(
                str(watchlist), week, now, dry_run or show, resend, list(to) or None, language, str(settings.home),
                as_known_on, site, str(readers) if readers else None,
            )
    except (WarehouseError, SmtpError) as fault:
        print(fault, file=sys.stderr)
        return 1
    html = result.pop("html")
    if as_json:
        print(json.dumps(result, ensure_ascii=False, default=str))
    else:
        say_report(result)
    if show:
        show_mail(html, settings.reports / f"preview-{result['edition']}.html")
    failed = any(row["outcome"] in ("failed", "unknown") for row in result["deliveries"])
    return 1 if failed or result["site_failure"] else 0


def show_mail(html: str, page: Path) -> None:
    """The mail as its readers see it, in the browser of this machine."""
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(html, encoding="utf-8")
    print(page, file=sys.stderr)
    if not webbrowser.open(page.as_uri()):
        print("no browser here; open the file yourself", file=sys.stderr)


def say_report(result: dict[str, Any]) -> None:
    if result["dry_run"]:
        say_digest(result)
        points = round(sum(row["points"] for row in result["lint"]), 1)
        print(f"\nmail: {points} points of {SPAM_AT:g} that make it spam", file=sys.stderr)
        for row in result["lint"]:
            print(f"  {row['points']:g} {row['rule']}: {row['found'] or 'missing'}; {row['mend']}", file=sys.stderr)
        return
    if lively(Console()):
        say_digest(result)
    print(f"{result['edition']}: {result['changes']} changes; page {result['page']}")
    if result["site"]:
        print(f"  site {result['site']}")
    if result["site_failure"]:
        print(f"  site not written: {result['site_failure']}", file=sys.stderr)
    for row in result["deliveries"]:
        print(f"  {row['reader']}: {row['outcome']}" + (f" — {row['message']}" if row["message"] else ""))

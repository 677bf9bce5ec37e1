"""The main job on the bundled sample region: three simulated weeks, by the same two flows that production runs."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from rich.console import Console

from flows.commands.run import prepare
from flows.commands.terminal import following, report_table
from flows.sample.site import DEFAULT_PORTS, SampleSite, sample_watchlist
from flows.settings import Settings
from warehouse.watchlist import load_watchlist

# Monday mornings in the region's zone: collect at 06:00, report at 08:00, as prefect.yaml has them.
WEEKS = ("2025-08-18", "2025-08-25", "2025-09-01")
MARK = ".regionwatch-demo"


def run_demo(folder: Path, port: int) -> int:
    """Exit code 0 when the three reports went out; what the sample's broken source does is part of the show."""
    home = folder.resolve()
    if not _emptied(home):
        print(f"{home} holds something that is not a demo; name another with --folder", file=sys.stderr)
        return 2
    # A demo shows what it would do, whatever server or mail host this machine is set up for.
    for name in [n for n in os.environ if n.startswith(("PREFECT_API", "PREFECT_PROFILE", "REGIONWATCH_"))]:
        del os.environ[name]
    os.environ["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] = "true"
    settings = Settings(home=home, mail_from="regionwatch@sample.example", mail_to=("reader@sample.example",))
    os.environ |= {
        "REGIONWATCH_MAIL_FROM": settings.mail_from,
        "REGIONWATCH_MAIL_TO": ",".join(settings.mail_to),
        "PREFECT_HOME": str(home / "prefect"),
    }
    prepare(settings)
    print("starting the flow engine (the first start takes 10 to 20 seconds) …", flush=True)
    with SampleSite(_ports(port)) as site:
        watchlist = home / "sample.yaml"
        watchlist.write_text(sample_watchlist(site.ports), encoding="utf-8")
        last = _three_weeks(site, watchlist, settings)
    _show_changes(last)
    _show_places(settings, watchlist)
    return 0 if all(d["outcome"] == "sent" for d in last["deliveries"]) else 1


def _three_weeks(site: SampleSite, watchlist: Path, settings: Settings) -> dict[str, Any]:
    from flows.collect import collect, listeners
    from flows.report import weekly_report

    sources = len(load_watchlist(watchlist).sources)
    result: dict[str, Any] = {}
    for number, monday in enumerate(WEEKS, 1):
        site.week = number
        print(f"\nweek {number}: collect at {monday} 06:00", flush=True)
        with following(sources) as listener:
            listeners[:] = [listener]
            try:
                collect(str(watchlist), None, f"{monday}T06:00:00+08:00", True, str(settings.home))
            finally:
                listeners.clear()
        last = monday == WEEKS[-1]
        result = weekly_report(str(watchlist), None, f"{monday}T08:00:00+08:00", home=str(settings.home), site=last)
        sent = ", ".join(f"{d['reader']} {d['outcome']}" for d in result["deliveries"])
        print(f"        report {result['edition']}: {result['changes']} changes; mail to {sent}", flush=True)
    return result


def _emptied(home: Path) -> bool:
    """A fresh folder for the demo; False when it holds anything that no demo made."""
    if home.exists() and any(home.iterdir()) and not (home / MARK).exists():
        return False
    with suppress(FileNotFoundError):
        shutil.rmtree(home)
    home.mkdir(parents=True)
    (home / MARK).touch()
    return True


def _ports(first: int) -> tuple[int, ...]:
    return tuple(first + offset for offset in range(len(DEFAULT_PORTS)))


def _show_changes(result: dict[str, Any]) -> None:
    console = Console()
    console.print()
    console.print(report_table(result["rows"], f"{result['edition']}: what changed in the third week"))


def _show_places(settings: Settings, watchlist: Path) -> None:
    print("\nthe three mails")
    for mail in sorted(settings.outbox.glob("*.eml")):
        print(f"  {mail}")
    print("the three reports as pages")
    for page in sorted(settings.reports.glob("*.html")):
        print(f"  {page}")
    print(f"the site, with every report, project and kept page\n  {settings.site / 'index.html'}")
    print(f"the warehouse\n  {settings.warehouse}\nthe log\n  {settings.log}\nthe watchlist\n  {watchlist}")
    print(
        f"\nfollow a line to its source:\n  REGIONWATCH_HOME={settings.home} {sys.argv[0]} evidence ID"
        "      (the ID stands at the end of each line of a mail)"
    )

"""The main job without Prefect, as a process that a test can kill: collect one week of a site, then report.

usage: python -m tests.flows.job HOME WATCHLIST NOW SMTP
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

from flows.collecting import fetch_settings
from flows.pipeline import collect_source, tools_for
from flows.reporting import draft_for, send, write_page
from flows.settings import Settings
from flows.weeks import edition
from scrapers.fetch import Door
from warehouse.store import Store
from warehouse.watchlist import load_watchlist


def main(home: str, file: str, moment: str, smtp: str) -> None:
    settings = Settings(home=Path(home), smtp=smtp, mail_from="regionwatch@test.example")
    watchlist = load_watchlist(Path(file))
    now = datetime.fromisoformat(moment)
    store = Store(settings.warehouse)
    store.register(watchlist, now)
    run = store.begin_run(watchlist.id, "collect", now, {})
    door = Door(fetch_settings(settings, watchlist, True))
    tools = tools_for(watchlist, store, door, run, now)
    for source in watchlist.sources:
        collect_source(source, tools)
    store.end_run(run, now, "done")
    print("collected", flush=True)
    later = now + timedelta(hours=2)
    draft = draft_for(
        "reader@test.example", watchlist=watchlist, store=store, about=edition(later, watchlist.timezone), now=later,
        language=None,
    )  # fmt: skip
    write_page(draft, settings)
    print(send(draft, store=store, settings=settings, resend=False).outcome, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

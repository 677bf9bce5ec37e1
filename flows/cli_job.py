"""The job itself: collect, report, site, and what keeps them going. Names and flags only."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.cli_app import AllowPrivate, Json, Now, SourceIds, WatchlistFile, app


@app.command()
def demo(
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its data; emptied first.")] = Path("demo"),
    port: Annotated[int, typer.Option(help="First of the four ports of the sample site.")] = 8951,
) -> None:
    """Run the main job on the bundled sample region: three weeks, three mails, no network."""
    from flows.commands.demo import run_demo

    raise typer.Exit(run_demo(folder, port))


@app.command()
def collect(
    watchlist: WatchlistFile,
    source: SourceIds = None,
    now: Now = None,
    allow_private: AllowPrivate = False,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Walk further listing pages, back to this day."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Fetch what is new on the watchlist's sources, read it, and keep it in the warehouse.

    A listing that is known to change rarely waits for its time (every: in the watchlist); --source and --since ask at
    once. A walk with --since that is stopped goes on where it stopped when it is started again.
    """
    from flows.collecting import Request
    from flows.commands.run import run_collect

    request = Request(
        watchlist=watchlist, sources=tuple(source or ()), now=now, allow_private=allow_private,
        since=since.date() if since else None,
    )  # fmt: skip
    raise typer.Exit(run_collect(request, as_json))


@app.command()
def sources(watchlist: WatchlistFile, now: Now = None, as_json: Json = False) -> None:
    """Show the state of every source: last success, last new article, yields against expectation, next visit, illness."""
    from flows.commands.sources import show_sources

    raise typer.Exit(show_sources(watchlist, now, as_json))


@app.command()
def report(
    watchlist: WatchlistFile,
    week: Annotated[str | None, typer.Option(metavar="2025-W35", help="The week to tell of.")] = None,
    now: Now = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the digest, and what speaks against the mail; send and record nothing.")
    ] = False,
    show: Annotated[bool, typer.Option("--open", help="Show the mail in a browser; send and record nothing.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="Send although this report went out already.")] = False,
    to: Annotated[list[str] | None, typer.Option("--to", help="Send to this address instead; may be repeated.")] = None,
    readers: Annotated[
        Path | None, typer.Option(help="A YAML file of readers, each with a watch of their own.", exists=True, dir_okay=False)
    ] = None,
    language: Annotated[str | None, typer.Option(help="zh or en; default: the reader's, else the watchlist's.")] = None,
    as_known_on: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Print the report by the knowledge of that day, or of `now`; without it, a past report is as it was.",
        ),
    ] = None,
    site: Annotated[bool, typer.Option("--site", help="Refresh the static site in the data folder as well.")] = False,
    as_json: Json = False,
) -> None:
    """Tell what has changed since the last report, by mail.

    Without --week: in the hours before Monday noon the week that has just ended, at other times the running week so
    far. A report goes out once a reader; --resend overrides.
    """
    from flows.commands.run import run_report

    raise typer.Exit(
        run_report(
            watchlist, week, now, dry_run, resend, to or [], language, as_json, as_known_on=as_known_on, site=site,
            readers=readers, show=show,
        )
    )


@app.command("site")
def static_site(
    watchlist: WatchlistFile,
    out: Annotated[Path | None, typer.Option(help="Folder to write; default: site/ in the data folder.")] = None,
    language: Annotated[str | None, typer.Option(help="zh or en; default: the watchlist's.")] = None,
    base_url: Annotated[
        str, typer.Option("--base-url", help="Where it will be published, for feeds; default: $REGIONWATCH_SITE_URL.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Write a static site: reports, projects, programmes, sources, feeds, kept copies. Opens from disk, no server needed."""
    from flows.commands.site import write_site

    raise typer.Exit(write_site(watchlist, out, language, base_url, as_json))


@app.command()
def schedule(
    watchlist: WatchlistFile,
    form: Annotated[str, typer.Option("--form", help="systemd or cron.")] = "systemd",
) -> None:
    """Print what makes collect run daily and report on Monday 08:00, for those who run no Prefect server."""
    from flows.commands.schedule import print_schedule

    raise typer.Exit(print_schedule(watchlist, form, sys.stdout))


@app.command()
def deploy(
    watchlist: Annotated[
        list[Path], typer.Option("--watchlist", "-w", help="A region's YAML file, as the workers find it; may be repeated.")
    ],
    shares: Annotated[int, typer.Option(help="Into how many shares a region's collect is cut.", min=1, max=100)] = 6,
    pool: Annotated[str, typer.Option(help="The work pool's name.")] = "regionwatch",
    runs: Annotated[int | None, typer.Option(help="At most so many runs at once in the pool.", min=1)] = None,
    webhook: Annotated[
        str | None, typer.Option(help="Where the server tells operators of late runs and ill sources (企业微信, 钉钉 form).")
    ] = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Bring a Prefect server (PREFECT_API_URL) to what it needs: pool, limits, deployments, automations. Repeatable."""
    from flows.commands.deploy import deploy as bring

    raise typer.Exit(bring(watchlist, shares, pool, runs, webhook, allow_private))

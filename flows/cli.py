"""The command `regionwatch`. Each verb lives in flows/commands/; here are only their names, flags and exit codes.

Exit codes: 0 done, 1 something failed and was reported, 2 wrong usage.
"""

from __future__ import annotations

import gc
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="regionwatch",
    help="Watches what regional plans promised and mails, once a week, what has changed.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Data lies under $REGIONWATCH_HOME (default ~/.local/share/regionwatch). "
    "Exit codes: 0 done, 1 something failed and was reported, 2 wrong usage.",
)

WatchlistFile = Annotated[Path, typer.Option("--watchlist", "-w", help="The region's YAML file.", exists=True, dir_okay=False)]
SourceIds = Annotated[
    list[str] | None, typer.Option("--source", "-s", help="Only this source of the watchlist; may be repeated.")
]
Now = Annotated[str | None, typer.Option("--now", metavar="ISO", help="The time to act at, instead of the clock's.")]
Saved = Annotated[
    str | None,
    typer.Option(
        "--now",
        metavar="ISO",
        help="When the files were saved, for dates such as 3天前, instead of the clock's time.",
    ),
]
AllowPrivate = Annotated[
    bool,
    typer.Option(
        "--allow-private",
        help="Let private and loopback addresses be fetched: the hosts and ports of the watchlist's own listings, "
        "and nothing that a link, redirect or feed leads to.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


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
def read(
    files: Annotated[list[Path], typer.Argument(help="Saved pages: HTML, PDF, .docx or .xlsx.", exists=True)],
    now: Saved = None,
) -> None:
    """Read saved article pages; print a JSON line each."""
    from flows.commands.files import read_files

    raise typer.Exit(read_files(files, now, sys.stdout))


@app.command()
def links(
    manifest: Annotated[Path, typer.Argument(help='Saved listing pages, one a line: {"file", "url"}.', exists=True)],
    now: Saved = None,
) -> None:
    """Find the article links of saved listing pages; print a JSON line each."""
    from flows.commands.files import list_files

    raise typer.Exit(list_files(manifest, now, sys.stdout))


@app.command()
def updates(
    pages: Annotated[Path, typer.Argument(help='Pages, one a line: {"id", "text", "published"}.', exists=True)],
    watchlist: WatchlistFile,
    review: Annotated[bool, typer.Option("--review", help="Print instead what is not sure enough to be reported.")] = False,
) -> None:
    """Find what pages say about the watchlist's projects and indicators; print a JSON line an update."""
    from flows.commands.files import update_files

    raise typer.Exit(update_files(pages, watchlist, sys.stdout, review=review))


@app.command()
def explain(
    file: Annotated[
        Path, typer.Argument(help="A saved page (HTML, PDF, .docx, .xlsx), or plain text.", exists=True, dir_okay=False)
    ],
    watchlist: WatchlistFile,
    published: Annotated[
        str | None, typer.Option(metavar="DAY", help="The page's own day, when it does not say it or says it wrongly.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also print the sentences in which nothing was seen.")] = False,
    as_json: Json = False,
) -> None:
    """Show, sentence by sentence, which rule saw what in a page, and why an update is there or is not."""
    from flows.commands.explain import explain_file

    raise typer.Exit(explain_file(file, watchlist, published, as_json, sys.stdout, every))


@app.command()
def suggest(
    watchlist: WatchlistFile,
    names: Annotated[list[str] | None, typer.Argument(help="Only these names; default: those in most stories.")] = None,
    stories: Annotated[int, typer.Option(help="Names that stand in at least so many stories.", min=1)] = 2,
    limit: Annotated[int, typer.Option(help="Show at most so many.", min=1, max=1000)] = 20,
    write: Annotated[bool, typer.Option("--write", help="Add the entries to the watchlist's file.")] = False,
    as_json: Json = False,
) -> None:
    """Suggest watchlist entries for names that pages have and nobody tracks: YAML to paste, or --write."""
    from flows.commands.suggest import suggest_names

    raise typer.Exit(suggest_names(watchlist, names or [], stories, limit, write, as_json))


@app.command()
def review(
    watchlist: WatchlistFile,
    days: Annotated[int, typer.Option(help="Look back so many days.", min=1, max=3650)] = 30,
    limit: Annotated[int, typer.Option(help="Show at most so many.", min=1, max=10_000)] = 50,
    now: Now = None,
    as_json: Json = False,
) -> None:
    """Show what was understood but is not sure enough to be reported, the newest first."""
    from flows.commands.review import show_review

    raise typer.Exit(show_review(watchlist, days, limit, now, as_json))


@app.command()
def reread(
    watchlist: WatchlistFile,
    workers: Annotated[int | None, typer.Option(help="Processes; default: one a core.", min=1, max=64)] = None,
    now: Now = None,
    as_json: Json = False,
) -> None:
    """Read all kept pages again where the reader has changed; what it sees otherwise is a correction, no news."""
    from flows.commands.reread import reread_archive

    raise typer.Exit(reread_archive(watchlist, workers, now, as_json))


@app.command()
def export(
    table: Annotated[str, typer.Argument(help="updates, changes, projects, articles or sources.")],
    watchlist: WatchlistFile,
    form: Annotated[str, typer.Option("--format", help="jsonl, csv, parquet or xlsx; for projects also oc4ids.")] = "jsonl",
    out: Annotated[Path | None, typer.Option(help="The file to write; text goes to standard output else.")] = None,
    now: Now = None,
) -> None:
    """Write what the warehouse holds of a region as a table."""
    from flows.commands.export import export_table

    raise typer.Exit(export_table(table, watchlist, form, out, now))


warc_app = typer.Typer(help="The archive as WARC, for other tools, and WARC into the archive.", no_args_is_help=True)
app.add_typer(warc_app, name="warc")


@warc_app.command("export")
def warc_export(file: Annotated[Path, typer.Argument(help="The .warc.gz to write.")], watchlist: WatchlistFile) -> None:
    """Write every version of every page with its request, as it was received."""
    from flows.commands.warc import move_warc

    raise typer.Exit(move_warc(watchlist, file, out=True))


@warc_app.command("import")
def warc_import(
    file: Annotated[Path, typer.Argument(help="A WARC file of any tool.", exists=True, dir_okay=False)],
    watchlist: WatchlistFile,
) -> None:
    """Keep the pages of a WARC file that belong to the watchlist's sources; `reread` reads them."""
    from flows.commands.warc import move_warc

    raise typer.Exit(move_warc(watchlist, file, out=False))


@app.command()
def prune(
    older_than: Annotated[int, typer.Option("--older-than", help="Days.", min=30)] = 365,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what could go.")] = False,
) -> None:
    """Let the bytes of old page versions go that no update, name or report rests on."""
    from flows.commands.prune import prune_archive

    raise typer.Exit(prune_archive(older_than, dry_run))


@app.command()
def backup(
    to: Annotated[Path, typer.Argument(help="The file to write; a read-only copy for any tool as well.")],
) -> None:
    """Copy the warehouse while collecting goes on: whole, verified, in one file."""
    from flows.commands.backup import back_up

    raise typer.Exit(back_up(to))


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A file that backup wrote.", exists=True, dir_okay=False)],
) -> None:
    """Put a backup in the warehouse's place; what was there is kept beside it."""
    from flows.commands.backup import restore_from

    raise typer.Exit(restore_from(source))


@app.command()
def evidence(
    update: Annotated[str, typer.Argument(help="An update's id, as a report gives it, or its beginning.")],
    page: Annotated[Path | None, typer.Option(help="Also write the page's bytes, as they were, to this file.")] = None,
    as_json: Json = False,
) -> None:
    """Follow a line of a report to its quotation, page and stored bytes."""
    from flows.commands.evidence import show_evidence

    raise typer.Exit(show_evidence(update, page, as_json))


@app.command()
def check(
    source: Annotated[str, typer.Argument(help="A source's id in the watchlist, or the address of a listing page.")],
    watchlist: Annotated[Path | None, typer.Option("--watchlist", "-w", help="The region's YAML file.", exists=True)] = None,
    articles: Annotated[int, typer.Option(help="How many of the listed articles to read.", min=0, max=50)] = 3,
    allow_private: AllowPrivate = False,
    as_json: Json = False,
) -> None:
    """Show what a listing and its first articles give, for someone adding a source. Stores nothing."""
    from flows.commands.check import check_source

    raise typer.Exit(check_source(source, watchlist, articles, allow_private, as_json))


@app.command()
def schema(
    readers: Annotated[bool, typer.Option("--readers", help="Of a readers file instead.")] = False,
) -> None:
    """Print the JSON Schema of watchlists, for editors."""
    from flows.commands.files import print_schema

    raise typer.Exit(print_schema(sys.stdout, readers=readers))


@app.command()
def picture(
    page: Annotated[Path, typer.Argument(help="An .eml or .html file.", exists=True)],
    out: Annotated[Path, typer.Argument(help="The PNG to write.")],
    width: Annotated[int, typer.Option(help="In CSS pixels.", min=320, max=2000)] = 720,
) -> None:
    """Take a picture of a report as a mail program shows it (needs Chromium)."""
    from flows.commands.picture import picture_of

    raise typer.Exit(picture_of(page, out, width))


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


@app.command("migrate-warehouse")
def migrate_warehouse(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A file, or ducklake:postgres:dbname=… host=… user=…")],
    target: Annotated[str, typer.Argument(metavar="TO", help="An empty warehouse of the other kind.")],
) -> None:
    """Move a warehouse from a file to a lake, or back: every row counted and hashed on both sides.

    A new lake's data folder or bucket stands in REGIONWATCH_LAKE_DATA.
    """
    from flows.commands.move import move_warehouse

    raise typer.Exit(move_warehouse(source, target))


def main() -> None:
    gc.set_threshold(50_000, 20, 20)  # a page is many objects and few cycles: looking for these took a twentieth of a collect
    app()


if __name__ == "__main__":
    main()

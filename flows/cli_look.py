"""Looking at pages, and at what was made of them. Names and flags only."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.cli_app import AllowPrivate, Json, Now, Saved, WatchlistFile, app


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
def evidence(
    update: Annotated[str, typer.Argument(help="An update's id, as a report gives it, or its beginning.")],
    page: Annotated[Path | None, typer.Option(help="Also write the page's bytes, as they were, to this file.")] = None,
    as_json: Json = False,
) -> None:
    """Follow a line of a report to its quotation, page and stored bytes."""
    from flows.commands.evidence import show_evidence

    raise typer.Exit(show_evidence(update, page, as_json))


@app.command()
def picture(
    page: Annotated[Path, typer.Argument(help="An .eml or .html file.", exists=True)],
    out: Annotated[Path, typer.Argument(help="The PNG to write.")],
    width: Annotated[int, typer.Option(help="In CSS pixels.", min=320, max=2000)] = 720,
) -> None:
    """Take a picture of a report as a mail program shows it (needs Chromium)."""
    from flows.commands.picture import picture_of

    raise typer.Exit(picture_of(page, out, width))

"""What is kept: read again, given out, brought in, pruned, copied, moved. Names and flags only."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli_app import Json, Now, WatchlistFile, app


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

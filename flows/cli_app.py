"""The command `regionwatch` without its verbs, and the flags that several of them have."""

from __future__ import annotations

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


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # 10 ms, which no other command need spend

        typer.echo(f"regionwatch {version('regionwatch')}")
        raise typer.Exit


@app.callback()
def _of_all(
    _: Annotated[bool, typer.Option("--version", help="Say which version this is.", callback=_version, is_eager=True)] = False,
) -> None:
    pass


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

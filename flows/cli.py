"""The command `regionwatch`. What its verbs do lives in flows/commands/.

Exit codes: 0 done, 1 something failed and was reported, 2 wrong usage.
"""

from __future__ import annotations

from flows import cli_job, cli_look, cli_store
from flows.cli_app import app
from flows.interpreter import for_many_pages

__all__ = ["VERBS", "app", "main"]
VERBS = (cli_job, cli_look, cli_store)  # each has added its own to the app, in the order of the help


def main() -> None:
    with for_many_pages():
        app()


if __name__ == "__main__":
    main()

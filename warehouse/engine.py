"""How every DuckDB of ours is set up, and why."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from importlib.util import find_spec

ATTACHED = "warehouse"  # the file's name within a connection
# Of each connection. A progress bar would be drawn on a script's standard output.
SESSION = "SET TimeZone = 'UTC'; SET enable_progress_bar = false"
# What DuckDB may hold; what it needs beyond goes to a folder beside the file. A week of 10,000,000 updates is then asked in
# 1.7 GB and 110 s, else in 7.2 GB and not sooner.
MEMORY = "1000MB"
# Rows, DuckDB's least. It writes a group anew whenever rows are added to it. The usual 122,880 rows are all pages of a year:
# the file would hold each page's bytes twice (20,000 pages of 13 KB packed, measured: 27 KB a page, against 15). Smaller groups
# also let both cores read (a week of 1,000,000 updates: 1.7 s instead of 3); a row of facts takes 0.6 KB instead of 0.2.
ROW_GROUP = 2048
# Extensions are pinned packages. Shown another program's file, DuckDB would fetch what reads it from the network.
NO_DOWNLOADS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


class _NoPandas(MetaPathFinder):
    """DuckDB tries to import pandas twice for each parameter of a query; where it is not installed, Python searches its whole
    path each time (60 µs). This says so at once."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("No module named 'pandas'", name=fullname)


if find_spec("pandas") is None:
    sys.meta_path.insert(0, _NoPandas())

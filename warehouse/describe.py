"""docs/warehouse.md, from the comments in the schema: python -m warehouse.describe > docs/warehouse.md"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import duckdb

from warehouse.connection import migrate, opened

_HEAD = """# The warehouse, for analysts

Made from the comments in the schema by `python -m warehouse.describe`; a test holds it to them.

A DuckDB file takes one writer or many readers. While a run may write, look at a copy, which is of one moment and opens in
every tool that reads DuckDB:

```
regionwatch backup copy.duckdb && duckdb -readonly copy.duckdb "SELECT project_name, stage, when_end, evidence FROM v_updates"
regionwatch export updates --watchlist FILE --format parquet --out updates.parquet     # or changes, projects, articles, sources
regionwatch export projects --watchlist FILE --format oc4ids                           # OC4IDS 0.9 project package
```

The views keep their names and columns; a column may be added at the end of one. Tables are ours to change.
Times are UTC; `known_at` is when we learned it, `published` the page's own day. Money is in yuan.
"""


def describe(con: duckdb.DuckDBPyConnection) -> str:
    """Views with their columns, then tables."""
    out = [_HEAD, "## Views"]
    for view, comment in con.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY 1").fetchall():
        out += [f"### {view}", comment or "", _columns(con, view)]
    out.append("## Tables")
    tables = con.execute("SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal ORDER BY 1").fetchall()
    for table, comment in tables:
        out += [f"### {table}", comment or "", _columns(con, table)]
    return "\n\n".join(part.strip() for part in out if part) + "\n"


def _columns(con: duckdb.DuckDBPyConnection, name: str) -> str:
    """Name and type of each column, and what there is to say of it."""
    rows = con.execute(
        "SELECT column_name, data_type, coalesce(comment, '') FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [name],
    ).fetchall()
    head = ["| column | type | |", "|---|---|---|"]
    return "\n".join(head + [f"| `{name}` | {kind} | {said} |" for name, kind, said in rows])


def fresh() -> str:
    """Of the schema as the migrations make it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        migrate(path, 5)
        with opened(path, 5) as con:
            return describe(con)


if __name__ == "__main__":
    sys.stdout.write(fresh())

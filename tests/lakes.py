"""Warehouses of both kinds for tests: what a user relies on holds on a file and on a lake."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import Postgres
from warehouse.connection import migrate
from warehouse.place import Lake

_numbers = itertools.count(1)
_TEMPLATE = "lake_template"


@contextmanager
def fresh_lake(server: Postgres, data: Path) -> Iterator[Lake]:
    """An empty lake of the newest schema. Made once and cloned, since its migrations take their time."""
    first = not (data / "made").exists()
    if first:
        migrate(Lake(catalog=server.create(_TEMPLATE), data=str(data / "files")), 30)
        (data / "made").touch()
        _leave(server, _TEMPLATE)
    name = f"lake_{next(_numbers)}"
    lake = Lake(catalog=server.create(name, _TEMPLATE))
    try:
        yield lake
    finally:
        server.drop(name)


def _leave(server: Postgres, database: str) -> None:
    """End the sessions that would keep a database from being a template."""
    import psycopg

    with psycopg.connect(server.dsn(), autocommit=True) as con:
        con.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database])

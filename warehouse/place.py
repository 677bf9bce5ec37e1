"""Where a warehouse stands: one DuckDB file, or a lake (catalog in Postgres, data as Parquet) that many workers share.

    /srv/regionwatch/warehouse.duckdb                                    a file
    ducklake:postgres:dbname=regionwatch host=10.0.0.5 user=rw_worker     a lake; all after `postgres:` is libpq's

A lake's data path (a folder that all workers see, or s3://…) is needed once, by whoever makes it; the catalog keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

LAKE = "ducklake:postgres:"


class PlaceError(ValueError):
    """A warehouse's address that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class S3:
    """What opens an S3 bucket; the endpoint (host:port) only where it is not Amazon's."""

    key: str
    secret: str = field(repr=False)
    region: str = "us-east-1"
    endpoint: str | None = None
    tls: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Lake:
    catalog: str = field(repr=False)  # libpq's connection string; may hold a password
    data: str | None = None
    s3: S3 | None = None

    def __str__(self) -> str:
        """Its address without the password, for messages."""
        from psycopg.conninfo import conninfo_to_dict  # loads Postgres' driver, which a file does not need

        parts = conninfo_to_dict(self.catalog)
        shown = " ".join(f"{name}={parts[name]}" for name in ("dbname", "host", "port", "user") if parts.get(name))
        return LAKE + shown


Place = Path | Lake


def read_place(said: str, *, data: str | None = None, s3: S3 | None = None) -> Place:
    """Raises PlaceError when it is neither a file's name nor a lake's address."""
    text = said.strip()
    if not text.startswith("ducklake:"):
        if not text or "://" in text:
            raise PlaceError(f"{said!r} is no warehouse: give a file, or {LAKE}dbname=… host=… user=…")
        return Path(text).expanduser()
    if not text.startswith(LAKE):
        raise PlaceError(f"{said!r}: a lake's catalog is in Postgres; write {LAKE}dbname=… host=… user=…")
    from psycopg.conninfo import conninfo_to_dict
    from psycopg.errors import ProgrammingError

    catalog = text.removeprefix(LAKE)
    # libpq's own URI begins with the same word
    catalog = f"postgres:{catalog}" if catalog.startswith("//") else catalog
    try:
        named = conninfo_to_dict(catalog)
    except ProgrammingError as fault:
        raise PlaceError(f"{LAKE}…: {str(fault).strip()}") from None
    if not named.get("dbname"):
        raise PlaceError(f"{LAKE}…: name the catalog's database, dbname=…")
    if data and data.startswith("s3://") and s3 is None:
        raise PlaceError(f"{data}: set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, and AWS_ENDPOINT_URL if it is not Amazon")
    return Lake(catalog=catalog, data=data, s3=s3)

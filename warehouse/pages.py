"""Pages' bytes into the warehouse before anything parses them, and what is known of each page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.archive import CODEC, pack
from warehouse.records import Link, Snapshot, Validators
from warehouse.rows import table

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """What is known of one page of a source."""

    first_seen: datetime
    last_checked: datetime
    has_updates: bool
    listing: bool  # a listing page, no article
    read: bool  # its last bytes were read, by whatever version of the reader
    validators: Validators  # empty unless read, so that a page that was kept and never read is fetched whole
    link: Link | None = None  # as a listing last named it


@dataclass(frozen=True, slots=True)
class Packed:
    """Pages of one source, ready to be kept."""

    region: str
    run_id: str
    bodies: Rows  # compressed
    snapshots: Rows


def packed(region: str, source_id: str, snapshots: Sequence[Snapshot], run_id: str) -> Packed:
    """To be made before the warehouse is taken, for it takes time."""
    bodies = {page.sha256: page.body for page in snapshots}
    rows = [
        {"source_id": source_id, "url": p.url, "sha256": p.sha256, "final_url": p.final_url,
         "fetched_at": p.fetched_at, "status": p.status, "content_type": p.content_type, "etag": p.etag,
         "last_modified": p.last_modified}
        for p in snapshots
    ]  # fmt: skip
    compressed = [{"sha256": k, "size": len(v), "codec": CODEC, "body": pack(v)} for k, v in bodies.items()]
    return Packed(region, run_id, compressed, rows)


def keep_pages(con: duckdb.DuckDBPyConnection, some: Sequence[Packed]) -> None:
    """To be called in a transaction; bytes that are held already are not kept again."""
    bodies = {row["sha256"]: row for pages in some for row in pages.bodies}
    con.register("new_bodies", table("bodies", list(bodies.values())))
    con.execute("INSERT INTO bodies BY NAME SELECT * FROM new_bodies ANTI JOIN bodies USING (sha256)")
    for region, run_id in dict.fromkeys((pages.region, pages.run_id) for pages in some):
        rows = [row for pages in some if (pages.region, pages.run_id) == (region, run_id) for row in pages.snapshots]
        _keep_snapshots(con, region, run_id, rows)


def _keep_snapshots(con: duckdb.DuckDBPyConnection, region: str, run_id: str, snapshots: Rows) -> None:
    con.register("new_snapshots", table("snapshots", snapshots))
    con.execute(
        # joins by key, for the reason that queries/again.sql names
        "INSERT INTO snapshots BY NAME WITH mine AS (SELECT *, $region AS region FROM new_snapshots), "
        "latest AS (SELECT source_id, url, arg_max(sha256, fetched_at) AS held "
        "FROM snapshots SEMI JOIN mine USING (region, source_id, url) GROUP BY ALL) "
        "SELECT n.*, $run AS run_id FROM mine n LEFT JOIN latest l USING (source_id, url) "
        "WHERE n.sha256 IS DISTINCT FROM l.held",
        {"region": region, "run": run_id},
    )


@dataclass(slots=True)
class Asked:
    """A question for every page of a source that ever came, and its answer, by address."""

    region: str
    source_id: str
    states: dict[str, PageState] = field(default_factory=dict)


def answer(con: duckdb.DuckDBPyConnection, some: Sequence[Asked]) -> None:
    """Several questions cost little more than one."""
    for region in {asked.region for asked in some}:
        those = [asked for asked in some if asked.region == region]
        found = _find_page_states(con, region, sorted({asked.source_id for asked in those}))
        for asked in those:
            asked.states = found[asked.source_id]


def _find_page_states(con: duckdb.DuckDBPyConnection, region: str, sources: Sequence[str]) -> dict[str, dict[str, PageState]]:
    found: dict[str, dict[str, PageState]] = {source: {} for source in sources}
    rows = con.execute(_STATES, {"region": region, "sources": sources}).fetchall()
    for source, url, sha, etag, modified, first, checked, read, telling, listing, link in rows:
        found[source][url] = PageState(
            first_seen=first,
            last_checked=checked,
            has_updates=telling,
            listing=listing,
            read=read,
            validators=Validators(etag=etag, last_modified=modified, sha256=sha) if read else Validators(),
            link=Link(url=url, title=link["title"], day=link["day"]) if link else None,
        )
    return found


_STATES = (Path(__file__).with_name("queries") / "page_states.sql").read_text(encoding="utf-8")

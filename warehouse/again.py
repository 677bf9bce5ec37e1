"""Kept pages for a better reader, and what it saw otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from warehouse.archive import unpack
from warehouse.connection import every_method_again, opened, transaction
from warehouse.loads import add_readings, inherit_stories, moment
from warehouse.records import Link, Reading, Snapshot
from warehouse.rows import from_readings, tables
from warehouse.store import LoadCounts, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBytes:
    """A page as it lies in the archive; small enough to hand to another process."""

    source_id: str
    url: str
    sha256: str
    final_url: str
    fetched_at: datetime
    status: int
    content_type: str
    size: int
    packed: bytes
    link: Link | None

    def snapshot(self) -> Snapshot:
        """Raises Damaged when the bytes are not those that were kept."""
        return Snapshot(
            url=self.url, final_url=self.final_url, fetched_at=self.fetched_at, status=self.status,
            content_type=self.content_type, body=unpack(self.packed, self.size, self.sha256),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A fact that one version of the reader sees and another does not."""

    update: str
    found: bool
    subject: str
    stage: str | None
    modality: str | None
    when_end: date | None
    quotation: str
    url: str


@every_method_again
class Rereading:
    """The archive of a region for one version of the reader."""

    def __init__(self, store: Store, region: str, reader: str, wait: float = 60.0) -> None:
        self._path, self._region, self._reader, self._wait = store.path, region, reader, wait

    def waiting(self) -> int:
        """Pages that this version has not read yet."""
        sql = (
            "SELECT count(*) FROM (SELECT 1 FROM readings SEMI JOIN bodies USING (sha256) "
            "WHERE region = ? AND (article_id IS NOT NULL OR failure IS NOT NULL) "
            "GROUP BY source_id, url, sha256 HAVING NOT bool_or(reader = ?))"
        )
        with opened(self._path, self._wait) as con:
            row = con.execute(sql, [self._region, self._reader]).fetchone()
        return int(row[0]) if row else 0

    def pages(self, most: int, skip: int = 0) -> list[KeptBytes]:
        """The next so many of them, after those that are under way."""
        with opened(self._path, self._wait) as con:
            rows = con.execute(_UNREAD, {"region": self._region, "reader": self._reader, "most": most, "skip": skip}).fetchall()
        return [
            KeptBytes(
                source_id=row[0], url=row[1], sha256=row[2], final_url=row[3], fetched_at=row[4], status=row[5],
                content_type=row[6] or "", size=row[7], packed=row[8],
                link=Link(url=row[1], title=row[9], day=row[10]) if row[9] is not None else None,
            )
            for row in rows
        ]  # fmt: skip

    def load(self, readings: Sequence[Reading], now: datetime) -> LoadCounts:
        """All or nothing. What this version sees otherwise than the one before is kept as corrections."""
        rows = from_readings(readings)
        with transaction(self._path, self._wait) as con:
            last = con.execute("SELECT max(read_at) FROM readings WHERE region = ?", [self._region]).fetchone()
            # later than all that was read, so that the last word on a page is this one
            now = max(moment(con, self._region, now), (last[0] if last and last[0] else now) + timedelta(microseconds=1))
            inherit_stories(con, self._region, rows)
            added = add_readings(con, self._region, tables(rows), self._reader, now)
        return LoadCounts(articles=added["articles"], updates=added["updates"])

    def corrections(self) -> list[Correction]:
        """What this version saw otherwise, in all its readings."""
        sql = (
            "SELECT c.id, c.found, coalesce(u.project, u.indicator, n.name), u.stage, u.modality, u.when_end, "
            "coalesce(u.evidence, n.evidence), coalesce(u.url, a.url) FROM corrections c "
            "LEFT JOIN updates u ON u.region = c.region AND u.id = c.id "
            "LEFT JOIN candidates n ON n.region = c.region AND n.id = c.id "
            "LEFT JOIN articles a ON a.region = c.region AND a.id = n.article_id "
            "WHERE c.region = ? AND c.reader = ? ORDER BY 3, 8, c.found, c.id"
        )
        with opened(self._path, self._wait) as con:
            rows = con.execute(sql, [self._region, self._reader]).fetchall()
        return [
            Correction(
                update=row[0], found=row[1], subject=row[2], stage=row[3], modality=row[4], when_end=row[5],
                quotation=row[6], url=row[7],
            )
            for row in rows
        ]  # fmt: skip


_UNREAD = (Path(__file__).with_name("queries") / "unread.sql").read_text(encoding="utf-8")

"""The archive as WARC, which other tools open, and WARC into the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import datetime_to_iso_date, iso_date_to_datetime
from warcio.warcwriter import WARCWriter

from warehouse.archive import unpack
from warehouse.connection import opened
from warehouse.errors import Damaged
from warehouse.records import Reading, Snapshot
from warehouse.store import Store

AT_ONCE = 200  # pages held in memory
IMPORTED = "imported"  # the reading of a page that no reader has seen yet; `regionwatch reread` reads it
SOURCE = "WARC-Regionwatch-Source"
_LARGEST = 50_000_000  # bytes of one page

_PAGES = """
SELECT s.source_id, s.url, s.final_url, s.fetched_at, s.status, s.content_type, s.etag, s.last_modified, s.sha256,
       b.size, b.body
FROM snapshots s JOIN bodies b ON b.sha256 = s.sha256 WHERE s.region = ? ORDER BY s.fetched_at, s.source_id, s.url, s.sha256
LIMIT ? OFFSET ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    pages: int
    strange: int  # of no source of the watchlist
    left_out: int  # no answer with status 200, or too large


def export_warc(store: Store, region: str, out: Path, wait: float = 60.0) -> int:
    """Every page version as a request and a response; returns how many. Raises Damaged when bytes are not what was written."""
    waiting = out.with_name(f"{out.name}.part")
    count = 0
    with waiting.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True, warc_version="1.1")
        about = {"software": "regionwatch", "format": "WARC File Format 1.1"}
        writer.write_record(writer.create_warcinfo_record(out.name, about))
        for source, page in _pages(store, region, wait):
            _write(writer, source, page)
            count += 1
    waiting.replace(out)
    return count


def import_warc(store: Store, region: str, file: Path, source_of: Callable[[str], str | None], now: datetime) -> Imported:
    """Keep the pages of a WARC file, each under the source that it says, or that `source_of` its address gives."""
    run = store.begin_run(region, "import", now, {"file": file.name})
    pages: dict[str, list[Snapshot]] = {}
    counts = {"pages": 0, "strange": 0, "left_out": 0}
    try:
        for source, page in _responses(file):
            if page is None:
                counts["left_out"] += 1
            elif (owner := source or source_of(page.url)) is None:
                counts["strange"] += 1
            else:
                pages.setdefault(owner, []).append(page)
                counts["pages"] += 1
                if len(pages[owner]) >= AT_ONCE:
                    _keep(store, region, owner, pages.pop(owner), run, now)
    except ArchiveLoadFailed as fault:
        raise Damaged(f"{file} is no WARC file: {fault}") from None
    if not any(counts.values()):
        raise Damaged(f"{file} is no WARC file: it holds no response")
    for owner, rest in pages.items():
        _keep(store, region, owner, rest, run, now)
    store.end_run(run, now, "done")
    return Imported(**counts)


def _pages(store: Store, region: str, wait: float) -> Iterator[tuple[str, Snapshot]]:
    at = 0
    while True:
        with opened(store.path, wait) as con:
            rows = con.execute(_PAGES, [region, AT_ONCE, at]).fetchall()
        for row in rows:
            yield row[0], Snapshot(
                url=row[1], final_url=row[2], fetched_at=row[3], status=row[4], content_type=row[5] or "", etag=row[6],
                last_modified=row[7], body=unpack(row[10], row[9], row[8]),
            )  # fmt: skip
        if len(rows) < AT_ONCE:
            return
        at += len(rows)


def _write(writer: WARCWriter, source: str, page: Snapshot) -> None:
    named = {"Content-Type": page.content_type, "ETag": page.etag, "Last-Modified": page.last_modified}
    # as received after transfer decoding, so no Content-Encoding and the length that the bytes have now
    headers = [(name, value) for name, value in named.items() if value] + [("Content-Length", str(len(page.body)))]
    when = {"WARC-Date": datetime_to_iso_date(page.fetched_at.replace(tzinfo=None)), SOURCE: source}
    response = writer.create_warc_record(
        page.url, "response", payload=BytesIO(page.body), warc_headers_dict=when,
        http_headers=StatusAndHeaders(f"{page.status} OK", headers, protocol="HTTP/1.1"),
    )  # fmt: skip
    parts = urlsplit(page.url)
    asked = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    request = writer.create_warc_record(
        page.url, "request", warc_headers_dict=when,
        http_headers=StatusAndHeaders(f"GET {asked} HTTP/1.1", [("Host", parts.netloc)], is_http_request=True),
    )  # fmt: skip
    writer.write_request_response_pair(request, response)


def _responses(file: Path) -> Iterator[tuple[str | None, Snapshot | None]]:
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response" or record.http_headers is None:
                continue
            body = record.content_stream().read(_LARGEST + 1)
            head = record.http_headers
            if head.get_statuscode() != "200" or len(body) > _LARGEST:
                yield None, None
                continue
            url = record.rec_headers.get_header("WARC-Target-URI").strip("<>")
            when = iso_date_to_datetime(record.rec_headers.get_header("WARC-Date"), tz_aware=True)
            yield record.rec_headers.get_header(SOURCE), Snapshot(
                url=url, final_url=url, fetched_at=when,
                status=200, content_type=head.get_header("Content-Type") or "", body=body, etag=head.get_header("ETag"),
                last_modified=head.get_header("Last-Modified"),
            )  # fmt: skip


def _keep(store: Store, region: str, source: str, pages: list[Snapshot], run: str, now: datetime) -> None:
    store.keep(region, source, pages, run)
    unread = [
        Reading(source_id=source, url=p.url, sha256=p.sha256, fetched_at=p.fetched_at, failure=IMPORTED) for p in pages
    ]
    store.load(region, run, unread, [], None, IMPORTED, now)

"""Records → rows of the tables, and the deterministic ids of articles and updates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

from warehouse.records import REPORTABLE, Article, Reading, Update, stable_id

if TYPE_CHECKING:
    import pyarrow as pa

_S, _I, _D, _F, _B, _T, _L, _Y = "VARCHAR", "BIGINT", "DATE", "DOUBLE", "BLOB", "TIMESTAMPTZ", "VARCHAR[]", "BOOLEAN"

SHAPES: Mapping[str, Mapping[str, str]] = {
    "snapshots": {
        "source_id": _S, "url": _S, "sha256": _S, "final_url": _S, "fetched_at": _T,
        "status": _I, "content_type": _S, "etag": _S, "last_modified": _S,
    },
    "bodies": {"sha256": _S, "size": _I, "codec": _S, "body": _B},
    "readings": {
        "source_id": _S, "url": _S, "sha256": _S, "article_id": _S, "failure": _S,
        "message": _S, "link_title": _S, "link_day": _D,
    },
    "fetches": {
        "source_id": _S, "url": _S, "asked_at": _T, "outcome": _S, "status": _I,
        "failure": _S, "message": _S, "bytes": _I, "sha256": _S,
    },
    "articles": {
        "id": _S, "source_id": _S, "url": _S, "sha256": _S, "title": _S,
        "published": _D, "published_at": _S, "publisher": _S, "author": _S,
        "column_name": _S, "text": _S, "family": _S, "date_from": _S,
        "doubts": _L, "attachments": _S, "story_id": _S, "signature": _B,
    },
    "updates": {
        "id": _S, "article_id": _S, "source_id": _S, "url": _S, "sha256": _S,
        "project": _S, "indicator": _S, "stage": _S, "modality": _S, "strength": _S,
        "when_start": _D, "when_end": _D, "when_text": _S, "previous_start": _D,
        "previous_end": _D, "milestone": _S, "investment_yuan": _F,
        "progress_percent": _F, "value": _F, "unit": _S,
        "cumulative": _Y, "scope": _S, "figures": _S, "mention": _S,
        "evidence": _S, "start_at": _I, "end_at": _I, "rule": _S, "confidence": _F,
    },
    "candidates": {
        "id": _S, "name": _S, "article_id": _S, "evidence": _S, "start_at": _I,
        "end_at": _I, "place": _S,
    },
}  # fmt: skip


def article_id(article: Article) -> str:
    """The same page with the same title, date and text is the same article, whatever stands around them."""
    return stable_id(article.url, article.title, article.published_at, article.text)


def update_id(article: str, update: Update) -> str:
    """The same fact from the same words of the same article is the same update."""
    return stable_id(
        article, update.project, update.indicator, update.stage, update.modality, update.strength, update.when_start,
        update.when_end, update.previous_end, update.milestone, update.investment_yuan, update.progress_percent,
        update.value, update.unit, update.start, update.end, *(() if update.confidence >= REPORTABLE else ("unsure",)),
    )  # fmt: skip


def table(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows of pages and readings, for DuckDB to take over at once."""
    import pyarrow

    return pyarrow.Table.from_pylist([dict(row) for row in rows], schema=_schema(name))


def tables(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, pa.Table]:
    """As `table`, of each name."""
    return {name: table(name, of_it) for name, of_it in rows.items()}


@cache
def _schema(name: str) -> pa.Schema:
    import pyarrow as pa  # with numpy it takes a tenth of a second to load, which a run in which nothing is new need not spend

    types = {
        _S: pa.string(), _I: pa.int64(), _D: pa.date32(), _F: pa.float64(), _B: pa.binary(), _T: pa.timestamp("us", tz="UTC"),
        _L: pa.list_(pa.string()), _Y: pa.bool_(),
    }  # fmt: skip
    return pa.schema([(column, types[kind]) for column, kind in SHAPES[name].items()])


def structure(name: str) -> str:
    """What DuckDB's from_json must be told of `as_json`."""
    return json.dumps([dict(SHAPES[name])])


def as_json(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Some rows without bytes, as DuckDB's from_json takes them: as fast as a table, and it needs no pyarrow."""
    return _json([{column: _whole(row.get(column)) for column in SHAPES[name]} for row in rows])


def _whole(value: Any) -> Any:
    """DuckDB takes no NUL out of JSON."""
    return value.replace("\0", "") if isinstance(value, str) else value


def from_readings(readings: Sequence[Reading]) -> dict[str, list[dict[str, Any]]]:
    """Rows of readings, articles, updates and candidates, each id once."""
    out: dict[str, list[dict[str, Any]]] = {"readings": [], "articles": [], "updates": [], "candidates": []}
    for reading in readings:
        found = article_id(reading.article) if reading.article else None
        page = {"source_id": reading.source_id, "url": reading.url, "sha256": reading.sha256}
        link = {"link_title": reading.link.title, "link_day": reading.link.day} if reading.link else {}
        result = {"article_id": found, "failure": reading.failure, "message": reading.message[:500]}
        out["readings"].append(page | result | link)
        if reading.article is None or found is None:
            continue
        out["articles"].append(page | _article_row(found, reading.article, reading.signature))
        for update in reading.updates:
            out["updates"].append(page | _update_row(update_id(found, update), found, update))
        for seen in reading.candidates:
            out["candidates"].append(
                {"id": stable_id(found, seen.name), "name": seen.name, "article_id": found,
                 "evidence": seen.evidence, "start_at": seen.start, "end_at": seen.end, "place": seen.place}
            )  # fmt: skip
    return {name: rows if name == "readings" else list({r["id"]: r for r in rows}.values()) for name, rows in out.items()}


def _article_row(found: str, article: Article, signature: bytes) -> dict[str, Any]:
    return {
        "id": found, "title": article.title, "published": article.published, "published_at": article.published_at,
        "publisher": article.publisher, "author": article.author, "column_name": article.column,
        "text": article.text, "family": article.family, "date_from": article.date_from,
        "doubts": list(article.doubts), "attachments": _json([asdict(a) for a in article.attachments]),
        "story_id": stable_id("story", found), "signature": signature,
    }  # fmt: skip


def _update_row(found: str, article: str, update: Update) -> dict[str, Any]:
    row = {name: getattr(update, name) for name in SHAPES["updates"] if hasattr(update, name)}
    return row | {
        "id": found, "article_id": article, "start_at": update.start, "end_at": update.end,
        "figures": _json([asdict(f) for f in update.figures]),
    }  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)

"""All that stands behind one update: quotation, article, page, capture and bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.archive import unpack
from warehouse.errors import Damaged, NotFound

_SQL = """
SELECT u.id AS update, u.region, u.project, u.indicator, u.stage, u.modality, u.strength, u.when_start, u.when_end,
       u.when_text, u.milestone, u.investment_yuan, u.progress_percent, u.value, u.unit, u.rule, u.confidence, u.reader,
       u.evidence AS quotation, u.start_at, u.end_at, u.known_at, a.title, a.published_at, a.publisher,
       s.name AS source, u.url, a.text, u.sha256,
       (SELECT min(fetched_at) FROM snapshots x WHERE x.sha256 = u.sha256 AND x.url = u.url) AS captured_at,
       b.size, b.body
FROM updates u JOIN articles a ON a.region = u.region AND a.id = u.article_id
LEFT JOIN sources s ON s.region = u.region AND s.id = u.source_id
JOIN bodies b ON b.sha256 = u.sha256
WHERE starts_with(u.id, $id) ORDER BY u.id LIMIT 2
"""
# A name that is not tracked yet has no update: its line of a report leads to the candidate.
_CANDIDATE = """
SELECT c.id AS update, c.region, c.name AS candidate, c.evidence AS quotation, c.start_at, c.end_at, c.known_at,
       a.title, a.published_at, a.publisher, s.name AS source, a.url, a.text, a.sha256,
       (SELECT min(fetched_at) FROM snapshots x WHERE x.sha256 = a.sha256 AND x.url = a.url) AS captured_at,
       b.size, b.body
FROM candidates c JOIN articles a ON a.region = c.region AND a.id = c.article_id
LEFT JOIN sources s ON s.region = a.region AND s.id = a.source_id
JOIN bodies b ON b.sha256 = a.sha256
WHERE starts_with(c.id, $id) ORDER BY c.id LIMIT 2
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """An update with its page. `fields` are the plain values, in the order a reader wants them."""

    fields: dict[str, Any]
    text: str  # of the article
    body: bytes  # of the page, as it was, verified against its hash

    def plain(self) -> dict[str, Any]:
        return dict(self.fields)


def find_dossier(con: duckdb.DuckDBPyConnection, update: str) -> Dossier:
    """Raises NotFound when no update, or more than one, begins so; Damaged when the bytes do not bear it out."""
    if len(update) < 4:
        raise NotFound("give at least the first 4 characters of an update's id")
    for sql in (_SQL, _CANDIDATE):
        cursor = con.execute(sql, {"id": update})
        names = [column[0] for column in cursor.description or ()]
        if rows := cursor.fetchall():
            break
    else:
        raise NotFound(f"no update begins with {update}; the id stands at the end of each line of a report")
    if len(rows) > 1 and rows[0][0] != update:
        raise NotFound(f"more than one update begins with {update}; give more of it")
    row = dict(zip(names, rows[0], strict=True))
    body = unpack(row.pop("body"), row["size"], row["sha256"])
    text = row.pop("text")
    if text[row["start_at"] : row["end_at"]] != row["quotation"]:
        raise Damaged(f"the quotation of {row['update']} does not stand in its article")
    return Dossier(fields=row, text=text, body=body)

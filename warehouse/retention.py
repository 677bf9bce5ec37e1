"""Which bytes may go, by rule; never those that an update, a name or a report rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warehouse.connection import again, opened, transaction
from warehouse.store import Store

_SPENT = (Path(__file__).with_name("queries") / "spent.sql").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Bodies, and their bytes before compression."""

    bodies: int
    bytes: int


@again
def spent(store: Store, before: datetime, wait: float = 60.0) -> Spent:
    """What `let_go` would let go."""
    with opened(store.path, wait) as con:
        row = con.execute(f"SELECT count(*), coalesce(sum(size), 0) FROM ({_SPENT})", {"before": before}).fetchone()
    return Spent(bodies=int(row[0]), bytes=int(row[1])) if row else Spent(bodies=0, bytes=0)


@again
def let_go(store: Store, before: datetime, wait: float = 60.0) -> Spent:
    """Forget the bytes of old page versions that nothing rests on; that they were there, and what was read, stays."""
    with transaction(store.path, wait) as con:
        rows = con.execute(_SPENT, {"before": before}).fetchall()
        con.execute("DELETE FROM bodies WHERE list_contains(?, sha256)", [[row[0] for row in rows]])
    return Spent(bodies=len(rows), bytes=sum(row[1] for row in rows))

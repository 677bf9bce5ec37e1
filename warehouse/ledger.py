"""The delivery ledger: one report to one reader goes out once.

States: `claimed` (nothing was handed over yet: after a crash it may be tried again), `sending` (the bytes are under way:
after a crash nobody knows, and it is never sent again by itself), then `sent` or `failed` (may be tried again).
`forgotten` is the owner's word that it shall go out again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warehouse.connection import transaction


@dataclass(frozen=True, slots=True)
class Entry:
    """The page of one report to one reader."""

    path: Path
    wait: float
    region: str
    edition: str
    reader: str
    until: datetime
    now: datetime

    def claim(self, message_id: str) -> str:
        """`claimed` when it may be sent now; else `sent`, or `unknown` when a crash left it in the middle of sending."""
        with transaction(self.path, self.wait) as con:
            row = con.execute(
                "SELECT state FROM deliveries WHERE region = ? AND edition = ? AND reader = ? AND state <> 'forgotten'",
                self._key,
            ).fetchone()
            if row and row[0] in ("sent", "sending"):
                return "unknown" if row[0] == "sending" else "sent"
            if row:
                con.execute(
                    "UPDATE deliveries SET state = 'claimed', message_id = ?, until = ?, message = NULL, changed_at = ? "
                    "WHERE region = ? AND edition = ? AND reader = ? AND state <> 'forgotten'",
                    [message_id, self.until, self.now, *self._key],
                )
            else:
                con.execute(
                    "INSERT INTO deliveries VALUES (?, ?, ?, ?, ?, 'claimed', NULL, ?)",
                    [*self._key, message_id, self.until, self.now],
                )
            return "claimed"

    def sending(self) -> None:
        self._set("sending")

    def sent(self) -> None:
        self._set("sent")

    def failed(self, message: str) -> None:
        self._set("failed", message)

    def forget(self) -> None:
        """Let it go out again (--resend)."""
        self._set("forgotten")

    @property
    def _key(self) -> list[str]:
        return [self.region, self.edition, self.reader]

    def _set(self, state: str, message: str | None = None) -> None:
        with transaction(self.path, self.wait) as con:
            con.execute(
                "UPDATE deliveries SET state = ?, message = ?, changed_at = ? "
                "WHERE region = ? AND edition = ? AND reader = ? AND state <> 'forgotten'",
                [state, message, self.now, *self._key],
            )

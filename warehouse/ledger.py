"""The delivery ledger: one report to one reader goes out once.

States: `claimed` (nothing was handed over yet: after a crash it may be tried again), `sending` (the bytes are under way:
after a crash nobody knows, and it is never sent again by itself), then `sent` or `failed` (may be tried again).
`forgotten` is the owner's word that it shall go out again; `quiet` says that nothing was due to this reader.

Two runs may hold a claim at once, since a claim outlives the crash of its run; only one of them gets on to `sending`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from warehouse.connection import every_method_again, transaction
from warehouse.errors import UnderWay
from warehouse.place import Place


@every_method_again
@dataclass(slots=True)
class Entry:
    """The page of one report to one reader."""

    path: Place
    wait: float
    region: str
    edition: str
    reader: str
    until: datetime
    now: datetime
    _under_way: bool = field(default=False, init=False)  # this run has begun to hand over

    @property
    def gone_out(self) -> bool:
        """Is it sent, or perhaps sent?"""
        with transaction(self.path, self.wait) as con:
            row = con.execute(
                "SELECT count(*) FROM deliveries WHERE region = ? AND edition = ? AND reader = ? "
                "AND state IN ('sent', 'sending')",
                self._key,
            ).fetchone()
        return bool(row and row[0])

    def claim(self, message_id: str) -> str:
        """`claimed` when it may be sent now; else `sent`, or `unknown` when a crash left it in the middle of sending."""
        with transaction(self.path, self.wait) as con:
            row = con.execute(
                "SELECT state FROM deliveries WHERE region = ? AND edition = ? AND reader = ? "
                "AND state NOT IN ('forgotten', 'quiet')",
                self._key,
            ).fetchone()
            if row and row[0] in ("sent", "sending"):
                return "unknown" if row[0] == "sending" else "sent"
            if row:
                con.execute(
                    "UPDATE deliveries SET state = 'claimed', message_id = ?, until = ?, message = NULL, changed_at = ? "
                    "WHERE region = ? AND edition = ? AND reader = ? AND state NOT IN ('forgotten', 'quiet')",
                    [message_id, self.until, self.now, *self._key],
                )
            else:
                con.execute(
                    "INSERT INTO deliveries VALUES (?, ?, ?, ?, ?, 'claimed', NULL, ?)",
                    [*self._key, message_id, self.until, self.now],
                )
            return "claimed"

    def sending(self) -> None:
        """The bytes are about to leave. Raises UnderWay when another run was faster; then nothing may be sent."""
        if not self._set("sending", among=("claimed", "failed")) and not self._under_way:
            raise UnderWay(f"another run is sending {self.edition} to {self.reader}, or has; this one sends nothing")
        self._under_way = True

    def sent(self) -> None:
        self._set("sent", among=("sending",))

    def failed(self, message: str) -> None:
        """This run could not send it. What another run has under way, or sent, stays so."""
        self._set("failed", message, among=("claimed", "failed", "sending") if self._under_way else ("claimed", "failed"))
        self._under_way = False

    def quiet(self, why: str) -> None:
        """Nothing is due to this reader: `why` is not_due or nothing. What went out, or may have, stays so."""
        if self.gone_out:
            return
        with transaction(self.path, self.wait) as con:
            con.execute(
                "DELETE FROM deliveries WHERE region = ? AND edition = ? AND reader = ? AND state = 'quiet'", self._key
            )
            con.execute(
                "INSERT INTO deliveries VALUES (?, ?, ?, '', ?, 'quiet', ?, ?)", [*self._key, self.until, why, self.now]
            )

    def forget(self) -> None:
        """Let it go out again (--resend)."""
        self._set("forgotten", among=("claimed", "sending", "sent", "failed"))

    @property
    def _key(self) -> list[str]:
        return [self.region, self.edition, self.reader]

    def _set(self, state: str, message: str | None = None, *, among: Sequence[str]) -> bool:
        """Go on to a state from one `among` those given; False when it is in none of them."""
        with transaction(self.path, self.wait) as con:
            row = con.execute(
                "UPDATE deliveries SET state = ?, message = ?, changed_at = ? "
                "WHERE region = ? AND edition = ? AND reader = ? AND list_contains(?, state)",
                [state, message, self.now, *self._key, list(among)],
            ).fetchone()
        return bool(row and row[0])

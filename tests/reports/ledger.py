"""A delivery ledger in memory, with the states of the warehouse's."""

from __future__ import annotations


class MemoryLedger:
    def __init__(self) -> None:
        self.states: list[str] = []

    def claim(self, message_id: str) -> str:
        if self.states and self.states[-1] in ("sent", "sending"):
            return "unknown" if self.states[-1] == "sending" else "sent"
        self.states.append("claimed")
        return "claimed"

    def sending(self) -> None:
        self.states.append("sending")

    def sent(self) -> None:
        self.states.append("sent")

    def failed(self, message: str) -> None:
        self.states.append("failed")

"""A mail server of our own on loopback that writes each mail as an .eml file: what reports go to without SMTP settings."""

from __future__ import annotations

import email
import email.policy
import re
from pathlib import Path
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from reports.deliver import SmtpSettings

SIZE_AT_MOST = 32_000_000


class Outbox:
    """While open, takes mail at `settings`; a file is named after its Message-ID, so that the same mail is one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Outbox:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._controller = _AnyPort(
            _Writer(self.folder), hostname="127.0.0.1", port=0, data_size_limit=SIZE_AT_MOST, server_hostname="outbox.localhost"
        )
        self._controller.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._controller.stop()

    @property
    def settings(self) -> SmtpSettings:
        return SmtpSettings(host="127.0.0.1", port=self._controller.port)


class _AnyPort(Controller):
    """Listens on a port that the system chooses; aiosmtpd itself would knock at port 0."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd has no types  # type: ignore[no-untyped-call]  # aiosmtpd has no types


class _Writer:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # aiosmtpd's name
        content: Any = envelope.original_content or b""
        name = file_name(bytes(content))
        waiting = self._folder / f"{name}.part"
        waiting.write_bytes(content)
        waiting.replace(self._folder / f"{name}.eml")
        return "250 written"


def file_name(content: bytes) -> str:
    """The Message-ID's left part, as a file's name."""
    said = str(email.message_from_bytes(content, policy=email.policy.compat32)["Message-ID"] or "mail")
    return re.sub(r"[^A-Za-z0-9._-]+", "-", said.strip("<> ").partition("@")[0])[:120].strip(".-") or "mail"

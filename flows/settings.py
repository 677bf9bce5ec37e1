"""Where things lie and who we are, from the environment; read once, at the edge.

| variable | meaning | default |
|---|---|---|
| REGIONWATCH_HOME | folder of the warehouse, reports, mails and logs | the user's data folder |
| REGIONWATCH_CONTACT | address or URL that site owners can write to; part of the User-Agent | none |
| REGIONWATCH_DELAY | seconds between two requests to one host, instead of the watchlist's | none |
| REGIONWATCH_SMTP | smtp://user:password@host:587?starttls=1 or smtps://… ; without it mails are written as .eml files | none |
| REGIONWATCH_MAIL_FROM | sender of the reports | regionwatch@localhost |
| REGIONWATCH_MAIL_TO | readers, separated by commas; the watchlist's own `readers` come first | reader@localhost |
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    home: Path
    contact: str = ""
    delay: float | None = None
    smtp: str = field(default="", repr=False)  # holds a password
    mail_from: str = "regionwatch@localhost"
    mail_to: tuple[str, ...] = ()

    @property
    def warehouse(self) -> Path:
        return self.home / "warehouse.duckdb"

    @property
    def reports(self) -> Path:
        return self.home / "reports"

    @property
    def site(self) -> Path:
        return self.home / "site"

    @property
    def outbox(self) -> Path:
        return self.home / "outbox"

    @property
    def log(self) -> Path:
        return self.home / "log" / "regionwatch.log"

    @property
    def locks(self) -> Path:
        return self.home / "locks"


def default_home(environ: Mapping[str, str]) -> Path:
    """`$XDG_DATA_HOME/regionwatch`, else `~/.local/share/regionwatch`."""
    base = environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "regionwatch"


def read_settings(environ: Mapping[str, str] = os.environ, home: Path | None = None) -> Settings:
    """`home`, when given, goes before REGIONWATCH_HOME."""
    said = environ.get("REGIONWATCH_HOME")
    where = home or (Path(said).expanduser() if said else default_home(environ))
    return Settings(
        home=where.resolve(),
        contact=environ.get("REGIONWATCH_CONTACT", ""),
        delay=_seconds(environ.get("REGIONWATCH_DELAY", "")),
        smtp=environ.get("REGIONWATCH_SMTP", ""),
        mail_from=environ.get("REGIONWATCH_MAIL_FROM", "regionwatch@localhost"),
        mail_to=tuple(a.strip() for a in environ.get("REGIONWATCH_MAIL_TO", "").split(",") if a.strip()),
    )


class SettingsError(ValueError):
    """An environment variable that cannot be used."""


def _seconds(text: str) -> float | None:
    if not text.strip():
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise SettingsError(f"REGIONWATCH_DELAY={text!r}: give seconds, from 0 to 3600")
    return seconds


def prepare_prefect(settings: Settings, environ: dict[str, str] | os._Environ[str] = os.environ) -> None:
    """Set what an embedded Prefect needs, before Prefect is imported. What the user has set stays.

    With PREFECT_API_URL set, runs go to that server; without it Prefect starts a server of its own inside this
    process, whose first start takes 8 to 16 s on two shared cores: hence the patience.
    """
    environ.setdefault("DO_NOT_TRACK", "1")
    environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
    environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "ERROR")
    if "PREFECT_API_URL" not in environ:
        environ.setdefault("PREFECT_HOME", str(settings.home / "prefect"))

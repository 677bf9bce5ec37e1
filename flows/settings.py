"""Where things lie and who we are, from the environment; read once, at the edge.

| variable | meaning | default |
|---|---|---|
| REGIONWATCH_HOME | folder of the warehouse, reports, mails and logs | the user's data folder |
| REGIONWATCH_WAREHOUSE | another file, or a lake: ducklake:postgres:dbname=… host=… user=… | warehouse.duckdb in the folder |
| REGIONWATCH_LAKE_DATA | folder or s3://… of a lake's data; needed once, by whoever makes it | none |
| AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL | what opens that bucket | none |
| REGIONWATCH_CONTACT | address or URL that site owners can write to; part of the User-Agent | none |
| REGIONWATCH_DELAY | seconds between two requests to one host, instead of the watchlist's | none |
| REGIONWATCH_SMTP | smtp://user:password@host:587?starttls=1, smtps://… or secret:NAME (a Prefect block) | .eml files |
| REGIONWATCH_OPERATORS | Apprise addresses, separated by blanks, that hear of ill sources and their recovery | none |
| REGIONWATCH_MAIL_FROM | sender of the reports | regionwatch@localhost |
| REGIONWATCH_SITE_URL | where the static site is published; mails then link to its pages and kept copies | none |
| REGIONWATCH_READERS | a YAML file of readers, each with a watch of their own | none |
| REGIONWATCH_MAIL_TO | readers, separated by commas; the watchlist's own `readers` come first | reader@localhost |
| REGIONWATCH_URGENT | Apprise addresses, separated by blanks, that get urgent changes after each collect | none |
| REGIONWATCH_URGENT_DAYS | a promise that slips by more days than this is urgent | 30 |
| REGIONWATCH_SECOND_READER | base address of an OpenAI-compatible endpoint that is asked where the rules abstain | none: off |
| REGIONWATCH_SECOND_READER_MODEL | the model to ask; needed with the address | none |
| REGIONWATCH_SECOND_READER_KEY | its key, sent as a bearer token | none |
| REGIONWATCH_SECOND_READER_CALLS | at most so many calls a run | 20 |
| REGIONWATCH_SECOND_READER_TOKENS | at most so many tokens a run | 50000 |
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from scrapers.addresses import endpoint
from scrapers.second_reader import SecondSettings
from warehouse.place import S3, Place, PlaceError, read_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    home: Path
    contact: str = ""
    delay: float | None = None
    smtp: str = field(default="", repr=False)  # holds a password
    mail_from: str = "regionwatch@localhost"
    mail_to: tuple[str, ...] = ()
    site_url: str = ""
    readers: Path | None = None
    urgent: tuple[str, ...] = field(default=(), repr=False)  # they hold tokens
    urgent_days: int = 30
    place: Place | None = None  # of the warehouse, when it is not the file in `home`
    operators: tuple[str, ...] = field(default=(), repr=False)  # hold tokens and passwords
    second: SecondSettings | None = None  # the second reader, when the owner has set one up

    @property
    def warehouse(self) -> Place:
        """The file or lake that everything is kept in."""
        return self.place or self.home / "warehouse.duckdb"

    @property
    def has_warehouse(self) -> bool:
        """Was anything ever kept? Of a lake that is found out by asking it."""
        return not isinstance(self.warehouse, Path) or self.warehouse.exists()

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
    def second_answers(self) -> Path:
        return self.home / "second-reader"

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
        place=_place(environ),
        second=_second(environ),
        contact=environ.get("REGIONWATCH_CONTACT", ""),
        delay=_seconds(environ.get("REGIONWATCH_DELAY", "")),
        smtp=environ.get("REGIONWATCH_SMTP", ""),
        mail_from=environ.get("REGIONWATCH_MAIL_FROM", "regionwatch@localhost"),
        operators=tuple(environ.get("REGIONWATCH_OPERATORS", "").split()),
        mail_to=tuple(a.strip() for a in environ.get("REGIONWATCH_MAIL_TO", "").split(",") if a.strip()),
        site_url=_web_address(environ.get("REGIONWATCH_SITE_URL", "")),
        readers=_file(environ.get("REGIONWATCH_READERS", "")),
        urgent=tuple(environ.get("REGIONWATCH_URGENT", "").split()),
        urgent_days=_days(environ.get("REGIONWATCH_URGENT_DAYS", "")),
    )


class SettingsError(ValueError):
    """An environment variable that cannot be used."""


def read_warehouse(said: str, environ: Mapping[str, str] = os.environ) -> Place:
    """A warehouse by its address; a lake takes its data path and keys from the environment. Raises SettingsError."""
    key, secret = environ.get("AWS_ACCESS_KEY_ID"), environ.get("AWS_SECRET_ACCESS_KEY")
    endpoint = urlsplit(environ.get("AWS_ENDPOINT_URL", ""))
    s3 = None
    if key and secret:
        region = environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or "us-east-1"
        s3 = S3(key=key, secret=secret, region=region, endpoint=endpoint.netloc or None, tls=endpoint.scheme != "http")
    try:
        return read_place(said, data=environ.get("REGIONWATCH_LAKE_DATA") or None, s3=s3)
    except PlaceError as fault:
        raise SettingsError(f"REGIONWATCH_WAREHOUSE: {fault}") from None


def _place(environ: Mapping[str, str]) -> Place | None:
    said = environ.get("REGIONWATCH_WAREHOUSE", "")
    return read_warehouse(said, environ) if said.strip() else None


def _second(environ: Mapping[str, str]) -> SecondSettings | None:
    prefix = "REGIONWATCH_SECOND_READER"
    url, model = environ.get(prefix, "").strip(), environ.get(f"{prefix}_MODEL", "").strip()
    if not url:
        return None
    try:
        endpoint(url)
    except ValueError as fault:
        raise SettingsError(f"{prefix}: {fault}; give the base address, such as https://api.example/v1") from None
    if not model:
        raise SettingsError(f"{prefix}_MODEL: say which model to ask at {url}")
    limits = {}
    for name in ("calls", "tokens"):
        if said := environ.get(f"{prefix}_{name.upper()}", "").strip():
            if not said.isdecimal():
                raise SettingsError(f"{prefix}_{name.upper()}={said!r}: give a whole number, from 0")
            limits[name] = int(said)
    return SecondSettings(url=url, model=model, key=environ.get(f"{prefix}_KEY", ""), **limits)


def _file(text: str) -> Path | None:
    return Path(text.strip()).expanduser() if text.strip() else None


def _web_address(text: str) -> str:
    parts = urlsplit(text.strip())
    if text.strip() and (parts.scheme not in ("http", "https") or not parts.netloc or "@" in parts.netloc):
        raise SettingsError(f"REGIONWATCH_SITE_URL={text!r}: give the address of the site, such as https://example.org/watch")
    return text.strip().rstrip("/")


def _days(text: str) -> int:
    if not text.strip():
        return 30
    if not text.strip().isdecimal() or int(text) > 3650:
        raise SettingsError(f"REGIONWATCH_URGENT_DAYS={text!r}: give whole days, from 0 to 3650")
    return int(text)


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


def names_a_server(environ: Mapping[str, str] = os.environ) -> bool:
    """Is a Prefect server to run the flows, whose limits hold across its workers?"""
    return bool(environ.get("PREFECT_API_URL"))


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

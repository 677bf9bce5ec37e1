"""The sample region's web site: four hosts on loopback, whose pages change from week to week as pages.yaml says.

It imitates the families that the region's real sites belong to: TRS, ylcms, a newspaper (GB18030 bytes said to be gb2312)
and a mirror (traditional script, pinyin in brackets, advertisements, a republish date of its own).
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

DEFAULT_PORTS = (8951, 8952, 8953, 8954)
HERE = Path(__file__).parent
WATCHLIST = HERE.parents[1] / "watchlists" / "sample.yaml"
ROBOTS = b"User-agent: *\nDisallow: /private/\nDisallow: /admin/\n"
MISSING = "<html><head><meta charset='utf-8'><title>404</title></head><body><h1>404 页面不存在</h1></body></html>".encode()
RELATED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    id: str
    name: str
    family: str  # names its two templates

    @property
    def encoding(self) -> str:
        return "gb18030" if self.family == "newspaper" else "utf-8"

    @property
    def content_type(self) -> str:
        """What the host says; the newspaper names the small set, as its kind does, and the mirror says nothing."""
        label = {"newspaper": "; charset=gb2312", "mirror": ""}.get(self.family, "; charset=utf-8")
        return f"text/html{label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    id: str
    site: str
    name: str
    path: str
    ill: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SampleArticle:
    id: str
    column: str
    number: int
    published: str  # as its page shows it
    publisher: str
    title: str
    text: str
    author: str = ""
    shows: int = 1
    until: int = 3
    edited: dict[int, str] = field(default_factory=dict)

    @property
    def day(self) -> date:
        return date.fromisoformat(self.published[:10])

    def in_week(self, week: int) -> str:
        """The text as it stands in a week."""
        versions = {start: text for start, text in self.edited.items() if start <= week}
        return versions[max(versions)] if versions else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article as a listing or a box of related news shows it."""

    path: str
    title: str
    day: date
    lead: str


class Region:
    """All pages of all weeks, from pages.yaml."""

    def __init__(self, file: Path = HERE / "pages.yaml") -> None:
        data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        self.sites = [Site(**row) for row in data["sites"]]
        self.columns = [Column(**row) for row in data["columns"]]
        self.articles = [SampleArticle(**row | {"published": _shown(row["published"])}) for row in data["articles"]]
        self._columns = {column.id: column for column in self.columns}
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
        )

    def path(self, article: SampleArticle) -> str:
        """The article's address on its host, formed as its family forms it."""
        column, day = self._columns[article.column], article.day
        match self._site(column).family:
            case "trs":
                return f"{column.path}{day:%Y%m}/t{day:%Y%m%d}_{article.number}.htm"
            case "ylcms":
                return f"/cms/html/ljxrmzf/{day:%Y-%m-%d}/{article.number}.html"
            case "newspaper":
                return f"/gb/content/{day:%Y-%m}/{day:%d}/content_{article.number}.htm"
            case _:
                return f"/news/{day:%Y%m%d}/{article.number}.html"

    def answer(self, host: int, path: str, week: int) -> tuple[int, str, bytes]:
        """Status, content type and body of what a host answers."""
        site = self.sites[host]
        if path == "/robots.txt":
            return 200, "text/plain", ROBOTS
        columns = [column for column in self.columns if column.site == site.id]
        if any(column.ill.get(week) == "waf" for column in columns):
            return 200, site.content_type, self._page("waf", site)
        for column in columns:
            if path == column.path:
                return 200, site.content_type, self._listing(column, week)
            for article in self._visible(column, week):
                if path == self.path(article):
                    return 200, site.content_type, self._article(article, week)
        if site.family == "mirror" and path.startswith(("/rent/", "/join/")):
            return 200, site.content_type, self._page("ad", site)
        return 404, site.content_type, MISSING

    def _visible(self, column: Column, week: int) -> list[SampleArticle]:
        """A column's articles of a week, newest first."""
        ours = [a for a in self.articles if a.column == column.id and a.shows <= week <= a.until]
        return sorted(ours, key=lambda a: (a.published, a.number), reverse=True)

    def _listing(self, column: Column, week: int) -> bytes:
        shown = [] if column.ill.get(week) == "blank" else [self._entry(a) for a in self._visible(column, week)]
        site = self._site(column)
        return self._page(f"{site.family}_list", site, column=column, articles=shown)

    def _article(self, article: SampleArticle, week: int) -> bytes:
        column = self._columns[article.column]
        site = self._site(column)
        # Older ones only, so that a page's bytes change when it is edited and at no other time.
        older = [a for a in self._visible(column, article.shows) if a.published < article.published]
        return self._page(
            site.family,
            site,
            column=column,
            a=article,
            paragraphs=article.in_week(week).splitlines(),
            related=[self._entry(a) for a in older[:RELATED]],
        )

    def _entry(self, article: SampleArticle) -> Entry:
        return Entry(path=self.path(article), title=article.title, day=article.day, lead=article.text[:40])

    def _site(self, column: Column) -> Site:
        return next(site for site in self.sites if site.id == column.site)

    def _page(self, template: str, site: Site, **values: object) -> bytes:
        return self._templates.get_template(f"{template}.html").render(site=site, **values).encode(site.encoding)


class SampleSite:
    """Serves the region while the context lasts. A port 0 takes any free one; `week` may be set at any time."""

    def __init__(self, ports: Sequence[int] = DEFAULT_PORTS, week: int = 1) -> None:
        self.week = week
        self.region = Region()
        self._asked = tuple(ports)
        if len(self._asked) != len(self.region.sites):
            raise ValueError(f"{len(self.region.sites)} ports are needed, not {len(self._asked)}")
        self._servers: list[_Server] = []

    def __enter__(self) -> Self:
        """Raises OSError when a port is taken; then none is held."""
        try:
            for host, port in enumerate(self._asked):
                self._servers.append(_Server(("127.0.0.1", port), _handler(self, host)))
        except OSError:
            self._close()
            raise
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
        self._close()

    @property
    def ports(self) -> tuple[int, ...]:
        return tuple(server.server_port for server in self._servers)

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(f"http://127.0.0.1:{port}" for port in self.ports)

    def _close(self) -> None:
        for server in self._servers:
            server.server_close()
        self._servers.clear()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor who hangs up is no event."""


def _handler(site: SampleSite, host: int) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30  # seconds that an idle visitor may hold a thread

        def do_GET(self) -> None:
            status, content_type, body = site.region.answer(host, unquote(urlsplit(self.path).path), site.week)
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if status == 200 and self.headers.get("If-None-Match") == etag:
                status, body = 304, b""
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            if status != 404:
                self.send_header("ETag", etag)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: the demo's own progress is what its reader watches."""

    return Handler


def sample_watchlist(ports: Sequence[int] = DEFAULT_PORTS) -> str:
    """The text of watchlists/sample.yaml, with these ports in place of the usual ones."""
    real = {str(usual): str(port) for usual, port in zip(DEFAULT_PORTS, ports, strict=True)}
    text = WATCHLIST.read_text(encoding="utf-8")
    return re.sub(r"(?<=//127\.0\.0\.1:)\d+", lambda port: real[port[0]], text)


def _shown(published: object) -> str:
    """A date or date-time of pages.yaml as pages show it."""
    if isinstance(published, datetime):
        return published.strftime("%Y-%m-%d %H:%M")
    return str(published)

"""A region whose sources are sites on loopback that a test makes, collected as the command does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import yaml

from flows.collecting import Collected, Request, collect_region
from tests.flows.test_pipeline import article, listing
from tests.scrapers.hostile import Site, page, saying

NOW = datetime(2025, 8, 18, 6, tzinfo=UTC)
HTML = "text/html; charset=utf-8"


def html(text: str) -> bytes:
    return page(text.encode(), Content_Type=HTML)


def healthy(site: Site, articles: int = 3) -> None:
    """A listing with so many articles, each about the bridge."""
    paths = [f"/a/20250817_{n}.htm" for n in range(articles)]
    site.paths["/list/"] = saying(html(listing(*paths)))
    for n, path in enumerate(paths):
        site.paths[path] = saying(html(article(f"海湾大桥{n}标段开工", f"8月16日，海湾大桥{n}标段正式开工建设。")))


@dataclass
class Bay:
    """Its home, its watchlist, and the day of the next collect."""

    home: Path
    sources: dict[str, Site]
    keys: dict[str, object] = field(default_factory=dict)  # of every source
    day: int = 0

    def file(self) -> Path:
        sources = [
            {"id": name, "name": f"来源{name}", "listing": site.url("/list/"), "delay": 0, **self.keys}
            for name, site in self.sources.items()
        ]
        data = {"region": {"id": "bay", "name": "海湾"}, "sources": sources, "projects": [{"id": "bridge", "name": "海湾大桥"}]}
        path = self.home / "bay.yaml"
        path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        return path

    def collect(self, since: date | None = None) -> Collected:
        now = NOW + timedelta(days=self.day)
        self.day += 1
        return collect_region(
            Request(watchlist=self.file(), now=now.isoformat(), allow_private=True, home=self.home / "home", since=since)
        )

"""Sites that the tests of this folder look at; each is made once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.site import refresh_site
from reports.site import quotations, render_site
from reports.site_frame import frame
from reports.site_kept import render_kept
from reports.site_paths import kept_page
from reports.site_words import SiteCatalogue
from tests.site.hostile import STRINGS
from tests.site.region import hostile_book, three_weeks
from warehouse.records import KeptPage, Watchlist
from warehouse.store import Store


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> tuple[Watchlist, Store]:
    return three_weeks(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def site(region: tuple[Watchlist, Store], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "site"
    refresh_site(*region, out)
    return out


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Every page of the hostile region, and kept copies of pages that hold all its strings at once."""
    out = tmp_path_factory.mktemp("hostile")
    book = hostile_book()
    around = frame(book, SiteCatalogue("zh"))
    kept = {}
    for n, (sha256, quoted) in enumerate(quotations(book).items()):
        html = "<!DOCTYPE html><title>x</title><body>" + "\n".join((STRINGS[n % len(STRINGS)], *STRINGS))
        page = KeptPage(
            sha256=sha256, url="javascript:window.ran=1", source_id="s", source_name=STRINGS[0],
            captured_at=datetime(2025, 8, 26, tzinfo=UTC), content_type="text/html", body=html.encode("utf-8", "replace"),
            title=STRINGS[n % len(STRINGS)], text="\n".join([*(q.quote for q in quoted), *STRINGS]), publisher=STRINGS[0],
        )  # fmt: skip
        kept[kept_page(sha256)] = render_kept(page, html, quoted, around, book.zone)
    for path, content in [*render_site(book), *kept.items()]:
        file = out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    yield out

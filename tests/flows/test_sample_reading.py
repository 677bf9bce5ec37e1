"""The readers find in the sample region's pages what was written into them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flows.sample.site import DEFAULT_PORTS, Column, Region, SampleArticle
from scrapers.article import read_article
from scrapers.listing import list_links
from scrapers.page import ReadError
from warehouse.records import Snapshot

REGION = Region()
COLUMNS = {column.id: column for column in REGION.columns}
NOW = datetime(2025, 9, 1, tzinfo=UTC)
VERSIONS = [(article, week) for article in REGION.articles for week in (article.shows, *article.edited)]


def page(column: Column, path: str, week: int) -> Snapshot:
    host = [site.id for site in REGION.sites].index(column.site)
    status, content_type, body = REGION.answer(host, path, week)
    url = f"http://127.0.0.1:{DEFAULT_PORTS[host]}{path}"
    return Snapshot(url=url, final_url=url, fetched_at=NOW, status=status, content_type=content_type, body=body)


@pytest.mark.parametrize(("article", "week"), VERSIONS, ids=lambda value: getattr(value, "id", str(value)))
def test_an_article_is_read_as_it_was_written(article: SampleArticle, week: int) -> None:
    read = read_article(page(COLUMNS[article.column], REGION.path(article), week))
    assert read.title == article.title
    assert (read.published_at or "")[:16].replace("T", " ") == article.published
    assert read.publisher == article.publisher
    assert read.text == article.in_week(week).rstrip("\n")
    assert read.doubts == ()


@pytest.mark.parametrize("week", [1, 2, 3])
@pytest.mark.parametrize("column", REGION.columns, ids=lambda column: column.id)
def test_a_listing_gives_its_articles_and_nothing_else_of_a_day(column: Column, week: int) -> None:
    if column.ill.get(week) == "waf":
        with pytest.raises(ReadError, match="安全验证"):
            list_links(page(column, column.path, week))
        return
    listing = list_links(page(column, column.path, week))
    shown = [a for a in REGION.articles if a.column == column.id and a.shows <= week <= a.until]
    expected = [] if column.ill.get(week) else [(a.title, a.day, REGION.path(a)) for a in shown]
    # The mirror puts an undated advertisement below its articles.
    found = [(link.title, link.day, link.url.split("/", 3)[3]) for link in listing.links if link.day]
    assert sorted(found) == sorted((title, day, path.lstrip("/")) for title, day, path in expected)
    assert len(listing.links) - len(found) <= (1 if column.site == "mirror" else 0)

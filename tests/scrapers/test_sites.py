"""One saved page for each CMS family (and some for the general reader), with an expectation that was reviewed by eye.

`pages/<name>.html` is the page, `pages/<name>.json` what it says: address, fields, attachments, text by paragraph.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from scrapers import families
from scrapers.article import read_article
from scrapers.families import FAMILIES, body_boxes, find_family
from scrapers.family import Family
from scrapers.flat import flatten
from scrapers.page import parse
from warehouse.records import Article, Snapshot

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.json"))


def read(name: str, url: str | None = None) -> tuple[Article, dict[str, Any]]:
    expected = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    page = (PAGES / f"{name}.html").read_text(encoding="utf-8").encode(expected.get("encoding", "utf-8"))
    address = url or expected["url"]
    now = datetime(2026, 1, 5, tzinfo=UTC)
    snapshot = Snapshot(url=address, final_url=address, fetched_at=now, status=200, content_type="text/html", body=page)
    return read_article(snapshot), expected


def test_every_family_has_a_page() -> None:
    assert {family.id for family in FAMILIES} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_read_as_reviewed(name: str) -> None:
    article, expected = read(name)
    assert article.text.split("\n") == expected["text"]
    assert [[one.url, one.name] for one in article.attachments] == expected.get("attachments", [])
    fields = ("title", "published_at", "date_from", "publisher", "author", "column", "family")
    assert {key: getattr(article, key) for key in fields} == {key: expected.get(key) for key in fields}
    assert list(article.doubts) == expected.get("doubts", [])


@pytest.mark.parametrize("name", NAMES)
def test_the_text_does_not_depend_on_the_address(name: str) -> None:
    article, expected = read(name, url="https://copy.example/show?id=7")
    assert article.text.split("\n") == expected["text"]
    assert article.title == expected["title"]


@pytest.mark.parametrize("name", [name for name in NAMES if name in {family.id for family in FAMILIES}])
def test_the_family_is_known_by_the_address(name: str) -> None:
    expected = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    path = "/" + expected["url"].split("/", 3)[3]
    found = find_family(path, flatten(parse("<p>nothing</p>")))
    assert found and found.id == name


def test_a_layout_counts_only_in_its_days() -> None:
    layout = Family(id="old", since=date(2010, 1, 1), until=date(2018, 6, 1))
    assert layout.valid(date(2018, 5, 31))
    assert layout.valid(None)
    assert not layout.valid(date(2018, 6, 1))
    assert not layout.valid(date(2009, 12, 31))


def test_an_old_page_is_read_by_the_layout_of_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    old = Family(id="old", addresses=(r"/a\d",), body=("#before",), until=date(2018, 6, 1))
    new = Family(id="new", addresses=(r"/a\d",), body=("#after",), since=date(2018, 6, 1))
    monkeypatch.setattr(families, "FAMILIES", (old, new))
    page = flatten(parse("<div id=before>开工</div><div id=after>通车</div>"))
    for day, name in ((date(2018, 5, 31), "old"), (date(2018, 6, 1), "new")):
        family = find_family("/a1", page, day)
        assert family and family.id == name
        sure, _ = body_boxes(family, page, day)
        assert [page.lines[page.first[box]].text for box in sure] == ["开工" if name == "old" else "通车"]

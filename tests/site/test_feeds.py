"""Feeds, calendar and tables, as the programs that read them see them."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from lxml import etree
from openpyxl import load_workbook

from flows.site import refresh_site
from reports.site import render_site
from reports.site_tables import plain_cell
from tests.site.region import hostile_book
from warehouse.records import Watchlist
from warehouse.store import Store

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_the_regions_feed_tells_each_change_once_newest_first(site: Path) -> None:
    feed = etree.parse(site / "feed.xml")
    ids = feed.xpath("//a:entry/a:id/text()", namespaces=ATOM)
    times = feed.xpath("//a:entry/a:updated/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids)) > 20
    assert times == sorted(times, reverse=True)
    assert feed.xpath("string(/a:feed/a:updated)", namespaces=ATOM) == times[0]
    [slip] = feed.xpath("//a:entry[contains(a:title, '推迟 181 天')]", namespaces=ATOM)
    assert "临江大桥" in slip.findtext("a:title", namespaces=ATOM)
    assert "2026年6月底前" in slip.findtext("a:content", namespaces=ATOM)
    assert slip.find("a:link", ATOM).get("href") == "projects/bridge.html"


def test_a_projects_feed_tells_of_that_project_alone(site: Path) -> None:
    titles = etree.parse(site / "projects" / "bridge.xml").xpath("//a:entry/a:title/text()", namespaces=ATOM)
    assert titles and all(title.startswith("临江大桥：") for title in titles)


def test_with_a_base_address_the_links_are_whole(region: tuple[Watchlist, Store], tmp_path: Path) -> None:
    refresh_site(*region, tmp_path / "site", base="https://news.example/bay/")
    feed = etree.parse(tmp_path / "site" / "projects" / "bridge.xml")
    links = feed.xpath("//a:link/@href", namespaces=ATOM)
    assert "https://news.example/bay/projects/bridge.html" in links
    assert all(urlsplit(link).scheme == "https" for link in links)
    [event] = [
        e
        for e in Calendar.from_ical((tmp_path / "site" / "promises.ics").read_bytes()).walk("VEVENT")
        if "临江大桥" in e["summary"]
    ]
    assert event["url"] == "https://news.example/bay/projects/bridge.html"


def test_the_calendar_has_the_day_on_which_each_standing_promise_falls_due(site: Path) -> None:
    events = Calendar.from_ical((site / "promises.ics").read_bytes()).walk("VEVENT")
    due = {str(event["summary"]): event["dtstart"].dt for event in events}
    assert due["临江大桥：承诺建成投用"] == date(2026, 6, 30)  # the date that was moved to, not the one before
    assert due["海湾城际铁路S1线：承诺建成投用"] == date(2027, 12, 31)
    assert not [name for name in due if name.startswith("海湾市第二医院")]  # kept on 28 August
    assert len({str(event["uid"]) for event in events}) == len(events)


def test_csv_and_excel_hold_the_weeks_changes(site: Path) -> None:
    text = (site / "reports" / "2025-W35.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")  # the mark by which Excel knows UTF-8
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    [slip] = [row for row in rows if row["变化"] == "推迟"]
    assert slip["名称"] == "临江大桥" and slip["发布"] == "2025-08-29" and slip["网址"].startswith("http://127.0.0.1")
    sheet = load_workbook(site / "reports" / "2025-W35.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[1]] == list(rows[0])
    assert sheet.max_row == len(rows) + 1
    assert [str(sheet.cell(n + 2, 2).value) for n in range(len(rows))] == [row["名称"] for row in rows]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1", "－1", "＋1", "＠x"])
def test_no_cell_of_the_csv_is_taken_for_a_formula(text: str) -> None:
    assert plain_cell(text) == "'" + text


def test_numbers_and_plain_words_stay_as_they_are() -> None:
    assert [plain_cell(cell) for cell in (3, "临江大桥", "2025-08-29", "a=b")] == [3, "临江大桥", "2025-08-29", "a=b"]


def test_hostile_words_stay_words_in_feed_calendar_and_tables() -> None:
    files = dict(render_site(hostile_book()))
    feed = etree.fromstring(files["feed.xml"])
    assert not feed.xpath("//a:content/*", namespaces=ATOM)
    calendar = Calendar.from_ical(files["promises.ics"])
    assert "伪造" not in [str(event["summary"]) for event in calendar.walk("VEVENT")]
    for row in csv.reader(io.StringIO(files["reports/2025-W35.csv"].decode("utf-8-sig"))):
        assert not [
            cell for cell in row if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
        ]
    sheet = load_workbook(io.BytesIO(files["reports/2025-W35.xlsx"])).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "inlineStr",
        "n",
    }  # no "f": nothing is a formula
    quoted = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert quoted and all(cell.quotePrefix for cell in quoted)


def test_the_same_region_gives_the_same_bytes_at_another_time() -> None:
    first, second = (dict(render_site(hostile_book())) for _ in range(2))
    assert first == second

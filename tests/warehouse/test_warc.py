"""The archive goes out as WARC that other tools open, and comes back as it was."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.rereading import reread
from tests.flows.test_reread import BODY
from tests.warehouse.build import START, WATCHLIST, House, fact
from warehouse.again import Rereading
from warehouse.errors import Damaged
from warehouse.records import Stage
from warehouse.warc import export_warc, import_warc


def test_every_version_is_a_request_and_a_response_that_warcio_itself_holds_for_valid(house_on_file: House, tmp_path: Path) -> None:
    house = house_on_file
    for version in ("", "改"):
        house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"), version=version)
        house.wait(1)
    file = tmp_path / "bay.warc.gz"
    assert export_warc(house.store, "bay", file) == 2
    with file.open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream, check_digests="raise") if record.content_stream().read() or True]
    assert kinds == ["warcinfo", "response", "request", "response", "request"]
    checker = Checker(type("Ask", (), {"inputs": [str(file)], "verbose": False})())
    checker.process_all()
    assert not checker.exit_value

    other = House(tmp_path / "other.duckdb")
    done = import_warc(other.store, "bay", file, lambda url: None, START + timedelta(days=30))
    assert (done.pages, done.strange, done.left_out) == (2, 0, 0)
    bodies = sorted((page.snapshot() for page in Rereading(other.store, "bay", "r").pages(10)), key=lambda page: page.fetched_at)
    assert [page.body.decode() for page in bodies] == ["<p>海湾大桥开工。</p>", "<p>海湾大桥开工。改</p>"]
    assert [page.fetched_at for page in bodies] == [START, START + timedelta(days=1)]


def test_another_tools_warc_is_read_and_told(house_on_file: House, tmp_path: Path) -> None:
    house = house_on_file
    file = tmp_path / "crawl.warc.gz"
    with file.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for url, status in (("https://gov.example/a.html", "200 OK"), ("https://strange.example/", "200 OK"), ("https://gov.example/b", "404 Not Found")):
            head = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(url, "response", payload=BytesIO(BODY.encode()), http_headers=head))
    house.wait(1)
    done = import_warc(house.store, "bay", file, lambda url: "gov" if "gov.example" in url else None, house.today)
    assert (done.pages, done.strange, done.left_out) == (1, 1, 1)
    reread(WATCHLIST, house.store, house.today, 1, lambda done, left: None)
    house.wait(1)
    told = house.changes(3)
    assert [(change.kind, change.new["stage"]) for change in told if change.kind == "stage_reached"] == [("stage_reached", "construction")]


def test_what_is_no_warc_is_refused(house_on_file: House, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html>no archive</html>" * 10)
    with pytest.raises(Damaged, match=r"page\.html"):
        import_warc(house_on_file.store, "bay", tmp_path / "page.html", lambda url: "gov", START)

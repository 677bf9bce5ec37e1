"""What a host's robots.txt asks of us is kept."""

from __future__ import annotations

import pytest

from scrapers.errors import Blocked
from tests.scrapers.hostile import Site, page, saying, to
from tests.scrapers.visit import Visitor
from warehouse.records import Snapshot

ROBOTS_NO = b"User-agent: *\nDisallow: /secret/\n"


def test_robots_txt_is_obeyed_and_asked_for_once(site: Site, visit: Visitor) -> None:
    site.paths["/robots.txt"] = saying(page(ROBOTS_NO))
    v = visit()
    assert isinstance(fault := v.fault("/secret/a.htm"), Blocked)
    assert fault.kind == "robots"
    assert isinstance(v.get("/a.htm"), Snapshot)
    assert [a.path for a in site.asked] == ["/robots.txt", "/a.htm"]


def test_a_redirect_does_not_lead_around_robots_txt(site: Site, visit: Visitor) -> None:
    site.paths["/robots.txt"], site.paths["/a.htm"] = saying(page(ROBOTS_NO)), saying(to("/secret/a.htm"))
    assert visit().fault().kind == "robots"
    assert site.count("/secret/a.htm") == 0


@pytest.mark.parametrize("status", ["500 Oops", "503 Busy"])
def test_a_host_whose_robots_txt_is_broken_is_left_alone(site: Site, visit: Visitor, status: str) -> None:
    site.paths["/robots.txt"] = saying(page(status=status))
    assert visit().fault().kind == "server_error"
    assert site.count("/a.htm") == 0


def test_a_robots_txt_that_recovers_is_obeyed_in_the_same_run(site: Site, visit: Visitor) -> None:
    site.paths["/robots.txt"] = saying(page(status="503 Busy"), page(ROBOTS_NO))
    v = visit(retries=1)
    assert isinstance(v.get("/a.htm"), Snapshot)
    assert v.fault("/secret/a.htm").kind == "robots"


@pytest.mark.parametrize(
    "answer",
    [page(status="404 Not Found"), page(status="403 Forbidden"), to("/"), page(b"<html>a home page</html>"), page(b"\xff\0")],
)
def test_without_rules_all_is_allowed(site: Site, visit: Visitor, answer: bytes) -> None:
    site.paths["/robots.txt"] = saying(answer)
    assert isinstance(visit().get(), Snapshot)


def test_the_owner_may_say_that_robots_txt_is_not_asked(site: Site, visit: Visitor) -> None:
    site.paths["/robots.txt"] = saying(page(b"User-agent: *\nDisallow: /\n"))
    assert isinstance(visit(respect_robots=False).get(), Snapshot)
    assert site.count("/robots.txt") == 0


def test_a_crawl_delay_is_kept_within_reason(site: Site, visit: Visitor) -> None:
    site.paths["/robots.txt"] = saying(page(b"User-agent: *\nCrawl-delay: 900\n"))
    v = visit()
    v.get()
    v.get()
    assert [round(slept) for slept in v.slept] == [30]

"""What the door brings home, and what it says of a page that did not come: statuses, redirects, retries."""

from __future__ import annotations

import gzip
import hashlib
from typing import Any

import brotli
import pytest

from scrapers.errors import Blocked, FetchError, Gone, Odd, Refused, Transient
from tests.scrapers.hostile import Peer, Site, page, saying, to
from tests.scrapers.visit import BODY, NOW, Visitor
from warehouse.records import Snapshot, Unchanged, Validators


def test_a_page_comes_home_as_it_was_sent(site: Site, visit: Visitor) -> None:
    site.paths["/a.htm"] = saying(
        page(BODY, Content_Type="text/html", ETag='"v1"', Last_Modified="Mon, 25 Aug 2025 00:00:00 GMT")
    )
    v = visit()
    got = v.get()
    assert isinstance(got, Snapshot)
    assert (got.body, got.status, got.url, got.final_url) == (BODY, 200, site.url(), site.url())
    assert (got.etag, got.last_modified, got.content_type) == ('"v1"', "Mon, 25 Aug 2025 00:00:00 GMT", "text/html")
    [told] = v.told
    assert (told.outcome, told.status, told.bytes, told.sha256) == ("new", 200, len(BODY), got.sha256)


def test_what_is_known_is_asked_for_only_if_it_changed(site: Site, visit: Visitor) -> None:
    site.paths["/a.htm"] = saying(page(status="304 Not Modified", length=0))
    v = visit()
    got = v.get(earlier=Validators(etag='"v1"', last_modified="Mon, 25 Aug 2025 00:00:00 GMT", sha256="5" * 64))
    assert got == Unchanged(url=site.url(), checked_at=NOW, status=304, sha256="5" * 64)
    asked = site.asked[-1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"v1"', "Mon, 25 Aug 2025 00:00:00 GMT")
    assert [(t.outcome, t.status) for t in v.told] == [("unchanged", 304)]


def test_a_304_that_nobody_asked_for_is_odd(site: Site, visit: Visitor) -> None:
    site.paths["/a.htm"] = saying(page(status="304 Not Modified", length=0))
    fault = visit().fault()
    assert isinstance(fault, Odd)
    assert fault.kind == "unexpected_304"


def test_the_same_bytes_again_are_no_news(visit: Visitor) -> None:
    digest = hashlib.sha256(BODY).hexdigest()
    got = visit().get(earlier=Validators(sha256=digest))
    assert isinstance(got, Unchanged)
    assert (got.status, got.sha256) == (200, digest)


@pytest.mark.parametrize(
    ("status", "kind", "family"),
    [
        ("404 Not Found", "gone", Gone),
        ("410 Gone", "gone", Gone),
        ("401 Unauthorized", "forbidden", Blocked),
        ("403 Forbidden", "forbidden", Blocked),
        ("451 Unavailable", "unavailable_legally", Blocked),
        ("429 Too Many Requests", "too_many_requests", Transient),
        ("408 Request Timeout", "server_error", Transient),
        ("500 Internal Server Error", "server_error", Transient),
        ("503 Service Unavailable", "server_error", Transient),
        ("204 No Content", "status", Odd),
        ("418 I'm a teapot", "status", Odd),
        ("521 Web Server Is Down", "server_error", Transient),
        ("501 Not Implemented", "status", Odd),
        ("405 Method Not Allowed", "forbidden", Blocked),  # to a plain GET these two are firewalls'
        ("412 Precondition Failed", "forbidden", Blocked),
    ],
)
def test_a_status_has_its_kind(site: Site, visit: Visitor, status: str, kind: str, family: type[FetchError]) -> None:
    site.paths["/a.htm"] = saying(page(b"<p>sorry</p>" if status[:3] != "204" else b"", status))
    v = visit(retries=1)
    fault = v.fault()
    assert isinstance(fault, family)
    assert (fault.kind, fault.status) == (kind, int(status[:3]))
    assert len(v.told) == (2 if family is Transient else 1)  # only what may go well another time is tried again


def test_a_server_that_recovers_is_believed(site: Site, visit: Visitor) -> None:
    site.paths["/a.htm"] = saying(page(status="500 Oops"), page(BODY))
    v = visit(retries=1, backoff=2.0)
    assert isinstance(v.get(), Snapshot)
    assert [(t.outcome, t.failure, t.status) for t in v.told] == [("failed", "server_error", 500), ("new", None, 200)]
    assert len(v.slept) == 1
    assert 1.0 <= v.slept[0] <= 3.0  # the backoff with its jitter


def test_pauses_grow_with_each_try(site: Site, visit: Visitor) -> None:
    site.paths["/a.htm"] = saying(page(status="502 Bad Gateway"))
    v = visit(retries=3, backoff=1.0)
    assert v.fault().kind == "server_error"
    assert site.count("/a.htm") == 4
    assert all(0.5 * 2**n <= slept <= 1.5 * 2**n for n, slept in enumerate(v.slept))
    assert len(v.slept) == 3


def test_who_has_failed_for_long_is_not_tried_again_in_the_same_run(site: Site, visit: Visitor) -> None:
    def slowly(peer: Peer) -> None:
        peer.closing.wait(0.3)
        peer.say(page(status="502 Bad Gateway"))

    site.paths["/a.htm"] = slowly
    assert visit(retries=2, give_up=0.2).fault().kind == "server_error"
    assert site.count("/a.htm") == 1


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ({"Retry_After": "7"}, 7.0),
        ({"Retry_After": "Mon, 01 Sep 2025 00:00:09 GMT", "Date": "Mon, 01 Sep 2025 00:00:00 GMT"}, 9.0),
        ({"Retry_After": "Mon, 01 Sep 2025 00:00:00 GMT", "Date": "Mon, 01 Sep 2025 00:00:09 GMT"}, 0.0),
        ({"Retry_After": "soon"}, 0.0),
        ({"Retry_After": "-5"}, 0.0),
        ({"Retry_After": "\xb2"}, 0.0),  # a digit to str.isdigit, none to float
        ({"Retry_After": "Mon, 1 Jan 99999999999999999999 00:00:00 GMT"}, 0.0),
        ({}, 0.0),
    ],
)
def test_retry_after_is_waited_for(site: Site, visit: Visitor, said: dict[str, Any], waits: float) -> None:
    site.paths["/a.htm"] = saying(page(status="429 Too Many Requests", **said), page(BODY))
    v = visit(retries=1)
    assert isinstance(v.get(), Snapshot)
    assert [round(slept, 1) for slept in v.slept] == [waits]
    assert [(t.failure, t.status) for t in v.told] == [("too_many_requests", 429), (None, 200)]


def test_a_script_that_must_be_run_is_a_refusal_whatever_its_status(site: Site, visit: Visitor) -> None:
    """加速乐 answers 521 with a cookie that its script completes."""
    site.paths["/a.htm"] = saying(page(b"<script>", "521 ", Set_Cookie="__jsluid_s=1f2e; path=/"))
    assert isinstance(fault := visit().fault(), Blocked)
    assert fault.kind == "forbidden"


def test_nobody_waits_an_hour_within_a_run(site: Site, visit: Visitor) -> None:
    site.paths["/a.htm"] = saying(page(status="429 Too Many Requests", Retry_After="3600"))
    v = visit(retries=2)
    assert v.fault().wait == 3600
    assert (v.slept, site.count("/a.htm")) == ([], 1)


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
def test_a_redirect_within_the_host_is_followed(site: Site, visit: Visitor, status: str) -> None:
    site.paths["/old.htm"] = saying(to("/new.htm?x=1", status))
    site.paths["/new.htm?x=1"] = saying(page(BODY))
    v = visit()
    got = v.get("/old.htm")
    assert isinstance(got, Snapshot)
    assert (got.url, got.final_url, got.body) == (site.url("/old.htm"), site.url("/new.htm?x=1"), BODY)
    assert len(v.told) == 1


@pytest.mark.parametrize("coding", ["utf-8", "gb18030"])
def test_a_redirect_to_a_chinese_path_leads_there_byte_for_byte(site: Site, visit: Visitor, coding: str) -> None:
    path = "/望海大桥.htm".encode(coding)
    site.paths["/old.htm"] = saying(to(path.decode("latin-1")))
    site.paths["/" + "".join(f"%{byte:02X}" if byte > 127 else chr(byte) for byte in path[1:])] = saying(page(BODY))
    assert isinstance(visit().get("/old.htm"), Snapshot)


def test_a_redirect_loop_ends(site: Site, visit: Visitor) -> None:
    site.paths["/1.htm"], site.paths["/2.htm"] = saying(to("/2.htm")), saying(to("/1.htm"))
    assert (fault := visit(max_redirects=3).fault("/1.htm")).kind == "redirects"
    assert isinstance(fault, Refused)
    assert site.count("/1.htm") + site.count("/2.htm") == 4


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("http://elsewhere.example/a.htm", "other_host"),
        ("//elsewhere.example/a.htm", "other_host"),
        ("http://127.0.0.1:1/a.htm", "other_host"),
        ("http://localhost:{port}/a.htm", "other_host"),
        ("https://127.0.0.1:{port}x/a.htm", "bad_address"),
        ("http://169.254.169.254/latest/meta-data", "other_host"),
        ("/", "home_redirect"),
        ("http://127.0.0.1:{port}", "home_redirect"),
        ("/index.html", "home_redirect"),
        ("file:///etc/passwd", "bad_address"),
        ("javascript:alert(1)", "bad_address"),
        ("http://user:word@127.0.0.1:{port}/a.htm", "bad_address"),
        ("http://[::1/a.htm", "bad_address"),
        ("/" + "a" * 5000, "bad_address"),
        ("", "redirects"),
    ],
)
def test_a_redirect_that_leads_astray_is_not_followed(site: Site, visit: Visitor, location: str, kind: str) -> None:
    site.paths["/old.htm"] = saying(to(location.replace("{port}", str(site.port))))
    fault = visit(max_redirects=1, retries=1).fault("/old.htm")
    assert isinstance(fault, Refused)
    assert fault.kind == kind
    assert {a.path for a in site.asked} <= {"/robots.txt", "/old.htm"}


def test_a_home_page_that_is_asked_for_may_be_redirected_to_home(site: Site, visit: Visitor) -> None:
    site.paths["/index.html"], site.paths["/"] = saying(to("/")), saying(page(BODY))
    assert isinstance(visit().get("/index.html"), Snapshot)


@pytest.mark.parametrize(
    ("coding", "packed"), [("gzip", gzip.compress(BODY)), ("br", brotli.compress(BODY)), ("GZIP", gzip.compress(BODY)),
                           ("gzip", gzip.compress(BODY[:9]) + gzip.compress(BODY[9:])), ("identity", BODY)]
)  # fmt: skip
def test_what_is_packed_is_unpacked(site: Site, visit: Visitor, coding: str, packed: bytes) -> None:
    site.paths["/a.htm"] = saying(page(packed, Content_Encoding=coding))
    got = visit().get()
    assert isinstance(got, Snapshot)
    assert got.body == BODY


def test_no_visit_knows_of_another(site: Site, visit: Visitor) -> None:
    site.paths["/a.htm"] = saying(page(BODY, Set_Cookie="who=42; Path=/"))
    v = visit(user_agent="regionwatch-test")
    v.get()
    v.get()
    assert all("cookie" not in a.headers for a in site.asked)
    assert {a.headers["user-agent"] for a in site.asked} == {"regionwatch-test"}


def test_the_delay_holds_for_robots_txt_as_well(site: Site, visit: Visitor) -> None:
    v = visit(delay=5.0)
    v.get()
    assert [round(slept) for slept in v.slept] == [5]  # between robots.txt and the page

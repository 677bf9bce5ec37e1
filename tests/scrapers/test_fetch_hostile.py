"""Hosts that mean harm or are broken: each visit ends in its named kind, within its bound."""

from __future__ import annotations

import gzip
import socket
import time
import tracemalloc
from typing import Any

import brotli
import pytest

from scrapers.errors import FetchError, Odd, Refused, Transient
from scrapers.fetch import Door, FetchSettings
from tests.scrapers.hostile import Answer, Peer, Site, page, saying
from tests.scrapers.visit import BODY, NOW, Visit
from warehouse.records import Source, Validators

ENDLESS = b"x" * 65_536
NOTHING = b"\0" * 40_000_000


def fault_of(site: Site, answer: Answer, **changes: Any) -> FetchError:
    """Why the answer was not taken; it was seen within two seconds."""
    site.paths["/a.htm"] = answer
    begun = time.monotonic()
    fault = Visit(site, {"read_timeout": 0.3, "whole_timeout": 0.5, **changes}).fault()
    assert time.monotonic() - begun < 2.0
    return fault


def streaming(head: bytes, piece: bytes = ENDLESS) -> Answer:
    """A head, and then the same piece until the visitor leaves."""

    def answer(peer: Peer) -> None:
        peer.say(head)
        while not peer.closing.is_set():
            peer.say(piece)

    return answer


def then(*steps: Answer) -> Answer:
    """One after the other."""

    def answer(peer: Peer) -> None:
        for step in steps:
            step(peer)

    return answer


def dripping(data: bytes) -> Answer:
    return lambda peer: peer.drip(data, 0.05)


def silent(peer: Peer) -> None:
    peer.closing.wait(5)


def head(*lines: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode()


@pytest.mark.parametrize(
    "answer",
    [
        saying(page(b"x" * 5001)),
        saying(head("Content-Length: 999999999999") + b"x" * 70_000),
        streaming(head("Connection: close")),
        streaming(head("Transfer-Encoding: chunked"), b"10000\r\n" + ENDLESS + b"\r\n"),
    ],
    ids=["told", "told in terabytes", "not told", "in chunks"],
)
def test_too_much_is_too_large(site: Site, answer: Answer) -> None:
    fault = fault_of(site, answer, max_bytes=5000)
    assert isinstance(fault, Refused)
    assert fault.kind == "too_large"


def test_as_much_as_is_allowed_is_not_too_large(site: Site) -> None:
    site.paths["/a.htm"] = saying(page(b"x" * 5000))
    assert Visit(site, {"max_bytes": 5000, "max_decoded_bytes": 5000}).get()


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_a_bomb_is_seen_before_it_goes_off(site: Site, coding: str) -> None:
    packed = gzip.compress(NOTHING) if coding == "gzip" else brotli.compress(NOTHING, quality=5)
    answer = saying(page(packed, Content_Encoding=coding))
    tracemalloc.start()
    fault = fault_of(site, answer, max_decoded_bytes=100_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(fault, Refused)
    assert fault.kind == "bomb"
    assert peak < 5_000_000


@pytest.mark.parametrize(
    "body",
    [
        streaming(head("Location: /b.htm", "Connection: close", status="302 Found")),
        saying(page(gzip.compress(NOTHING), "302 Found", Location="/b.htm", Content_Encoding="gzip")),
    ],
    ids=["endless", "bomb"],
)
def test_a_redirect_s_body_is_not_read(site: Site, body: Answer) -> None:
    site.paths["/a.htm"], site.paths["/b.htm"] = body, saying(page(BODY))
    begun = time.monotonic()
    tracemalloc.start()
    Visit(site, {"whole_timeout": 2.0}).get()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
    assert time.monotonic() - begun < 1.0


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        (saying(page(BODY, length=len(BODY) + 10)), {"truncated", "connection"}),
        (saying(head("Content-Length: 100")), {"truncated", "connection"}),
        (saying(head("Transfer-Encoding: chunked") + b"ff\r\nhalf"), {"truncated", "connection"}),
        (saying(head("Transfer-Encoding: chunked") + b"4\r\nhalf\r\n"), {"truncated", "connection"}),
        (saying(head("Transfer-Encoding: chunked") + b"zz\r\nhalf\r\n"), {"truncated", "connection"}),
        (saying(head("Transfer-Encoding: chunked") + b"4\r\nhalf\r\n-5\r\nhalf\r\n0\r\n\r\n"), {"truncated", "connection"}),
        (saying(page(gzip.compress(BODY)[:-9], Content_Encoding="gzip")), {"truncated"}),
        (saying(page(brotli.compress(BODY)[:-5], Content_Encoding="br")), {"truncated"}),
        (saying(b""), {"connection"}),
        (saying(b"HTTP/1.1 20"), {"connection", "bad_answer"}),
        (Peer.reset, {"connection"}),
        (then(saying(head("Content-Length: 100") + b"half"), lambda peer: time.sleep(0.05), Peer.reset), {"connection"}),
    ],
    ids=["short body", "no body", "short chunk", "no last chunk", "odd chunk", "negative chunk", "short gzip", "short br",
         "silence", "short status line", "reset", "reset in the body"],
)  # fmt: skip
def test_half_a_page_is_no_page(site: Site, answer: Answer, kinds: set[str]) -> None:
    assert fault_of(site, answer).kind in kinds


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (saying(b"SSH-2.0-OpenSSH_9.6\r\n\r\n" * 9), "bad_answer"),
        (saying(b"\x16\x03\x01\x02\x00\x01" * 99), "bad_answer"),
        (saying(b"<html>no head at all</html>\r\n\r\n"), "bad_answer"),
        (saying(b"HTTP/1.1 abc OK\r\n\r\n"), "bad_answer"),
        (saying(b"HTTP/1.1 99999 OK\r\n\r\n"), "bad_answer"),
        (saying(page(b"no gzip", Content_Encoding="gzip")), "bad_answer"),
        (saying(page(b"no brotli", Content_Encoding="br")), "bad_answer"),
        (saying(page(BODY, Content_Encoding="zstd")), "bad_answer"),
    ],
    ids=["ssh", "tls", "bare page", "status word", "status number", "no gzip", "no br", "zstd"],
)
def test_what_is_no_answer_is_odd(site: Site, answer: Answer, kind: str) -> None:
    fault = fault_of(site, answer)
    assert isinstance(fault, Odd)
    assert fault.kind == kind


@pytest.mark.parametrize(
    "answer",
    [
        saying(head("X: " + "x" * 100_000)),
        saying(head(*[f"X-{n}: 1" for n in range(200)])),
        streaming(head()[:-2], b"X: 1\r\n" * 1000),
        streaming(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["huge header", "many headers", "endless headers", "for ever about to go on"],
)
@pytest.mark.parametrize("path", ["/a.htm", "/robots.txt"])
def test_a_head_without_end_is_refused(site: Site, answer: Answer, path: str) -> None:
    site.paths[path] = answer
    fault = fault_of(site, answer)
    assert isinstance(fault, Refused)
    assert fault.kind == "headers_too_large"


@pytest.mark.parametrize(
    "answer",
    [
        silent,
        dripping(head("Content-Length: 0", "X: " + "slow" * 99)),
        then(saying(head("Content-Length: 400")), dripping(b"x" * 400)),
        then(saying(head("Transfer-Encoding: chunked")), dripping(b"1\r\nx\r\n" * 99)),
        then(saying(head("Transfer-Encoding: chunked")), dripping(b"0" * 400)),
    ],
    ids=["silent", "headers", "body", "chunks", "one chunk's head"],
)
@pytest.mark.parametrize("path", ["/a.htm", "/robots.txt"])
def test_a_slow_host_is_left_in_time(site: Site, answer: Answer, path: str) -> None:
    site.paths[path] = answer
    fault = fault_of(site, answer, read_timeout=0.2, whole_timeout=0.3)
    assert isinstance(fault, Transient)
    assert fault.kind in ("slow", "timeout")


def test_each_try_has_its_own_time(site: Site) -> None:
    site.paths["/a.htm"] = saying(page(BODY))
    visit = Visit(site, {"whole_timeout": 0.3})
    for _ in range(3):
        assert visit.get()
        time.sleep(0.2)


def test_nobody_at_the_door(site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    visit = Visit(site, {"allow": frozenset({("127.0.0.1", port)}), "retries": 1})
    visit.site.port = port
    visit.source = Source(id="county", name="临港县", listing=f"http://127.0.0.1:{port}/")
    assert visit.fault().kind == "connection"
    assert len(visit.told) == 2


def test_a_name_without_an_address_may_have_one_later(site: Site) -> None:
    url = "http://no-such-host.invalid/a.htm"
    with pytest.raises(Transient) as caught:
        Door(FetchSettings(retries=0)).fetch(url, Source(id="s", name="s", listing=url), Validators(), NOW)
    assert caught.value.kind == "dns"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "javascript:alert(1)", "http://", "http://./", "http://a b/", "http://[::1", "http://x:y/",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/", "http://a..b.example/", f"http://{'a' * 70}.example/",
        "http://*.example/", "http://xn--a/", "//x/", "",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(site: Site, url: str) -> None:
    source = Source(id="s", name="s", listing=url if url.startswith("http://") and len(url) > 9 else site.url())
    with pytest.raises(FetchError) as caught:
        Door(FetchSettings(retries=1, backoff=0, delay=0)).fetch(url, source, Validators(), NOW)
    assert caught.value.kind in ("bad_address", "dns")


def test_only_the_source_s_own_hosts_are_asked(site: Site) -> None:
    visit = Visit(site)
    with pytest.raises(Refused) as caught:
        visit.door.fetch("http://elsewhere.example/a.htm", visit.source, Validators(), NOW)
    assert caught.value.kind == "other_host"

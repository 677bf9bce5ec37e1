"""Hosts that mean harm or are broken: each visit ends in its named kind, within its bound."""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from typing import Any

import brotli
import pytest

from scrapers.errors import FetchError, Refused, Transient
from scrapers.fetch import Door, FetchSettings
from tests.scrapers.behaviours import BEHAVIOURS, CHUNKED, ENDLESS, NOTHING, dripping, head, silent, streaming, then
from tests.scrapers.hostile import Answer, Site, page, saying
from tests.scrapers.suite import WHOLE
from tests.scrapers.visit import BODY, NOW, Visit
from warehouse.records import Source, Validators

ROOT = Path(__file__).parents[2]



def fault_of(site: Site, answer: Answer, **changes: Any) -> FetchError:
    """Why the answer was not taken; it was seen within two seconds."""
    site.paths["/a.htm"] = answer
    begun = time.monotonic()
    fault = Visit(site, {"read_timeout": 0.3, "whole_timeout": 0.5, **changes}).fault()
    assert time.monotonic() - begun < 2.0
    return fault


@pytest.mark.parametrize(
    "answer",
    [
        saying(page(b"x" * 5001)),
        saying(head("Content-Length: 999999999999") + b"x" * 70_000),
        streaming(head("Connection: close")),
        streaming(CHUNKED, b"10000\r\n" + ENDLESS + b"\r\n"),
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
    "answer",
    [
        silent,
        dripping(head("Content-Length: 0", "X: " + "slow" * 99)),
        then(saying(head("Content-Length: 400")), dripping(b"x" * 400)),
        then(saying(CHUNKED), dripping(b"1\r\nx\r\n" * 99)),
        then(saying(CHUNKED), dripping(b"0" * 400)),
    ],
    ids=["silent", "headers", "body", "chunks", "one chunk's head"],
)
@pytest.mark.parametrize("path", ["/a.htm", "/robots.txt"])
def test_a_slow_host_is_left_in_time(site: Site, answer: Answer, path: str) -> None:
    site.paths[path] = answer
    fault = fault_of(site, answer, read_timeout=0.2, whole_timeout=0.3)
    assert isinstance(fault, Transient)
    assert fault.kind in ("slow", "timeout")


@pytest.mark.timeout(120)
def test_each_behaviour_ends_in_its_name_within_its_bound_and_little_memory() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.scrapers.suite"], cwd=ROOT, capture_output=True, text=True, timeout=110, check=True
    )
    *seen, last = (json.loads(line) for line in done.stdout.splitlines())
    assert len(seen) >= 40
    assert {row["name"]: row["kind"] for row in seen} == {name: kind for name, (_, kind) in BEHAVIOURS.items()}
    assert max(row["seconds"] for row in seen) < WHOLE + 6  # of which most is a busy machine's
    assert last["megabytes"] < 300  # the hostile servers' own included


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

"""Over TLS the same holds: the name is verified, and an answer ends in time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from scrapers.connect import checking_manager
from scrapers.errors import FetchError, Odd, Refused
from scrapers.fetch import Door, FetchSettings
from tests.reports.server import certificate
from tests.scrapers.hostile import Site, page, saying, serving
from tests.scrapers.visit import BODY, NOW
from warehouse.records import Source, Validators


@pytest.fixture
def trusted(tmp_path: Path) -> Path:
    return tmp_path / "cert.pem"


@pytest.fixture
def secure(tmp_path: Path, trusted: Path) -> Iterator[Site]:
    context, written = certificate(tmp_path)
    assert written == trusted
    with serving(context) as site:
        site.paths["/a.htm"] = saying(page(BODY))
        yield site


def fault_of(url: str, port: int) -> FetchError:
    door = Door(FetchSettings(allow=frozenset({("127.0.0.1", port)}), retries=0, connect_timeout=1, read_timeout=1, delay=0))
    with pytest.raises(FetchError) as caught:
        door.fetch(url, Source(id="s", name="s", listing=url), Validators(), NOW)
    return caught.value


def test_a_certificate_that_nobody_vouches_for_is_not_believed(secure: Site) -> None:
    fault = fault_of(f"https://127.0.0.1:{secure.port}/a.htm", secure.port)
    assert isinstance(fault, Odd)
    assert fault.kind == "tls"
    assert secure.asked == []


def test_a_private_address_is_refused_before_any_handshake(secure: Site) -> None:
    fault = fault_of(f"https://127.0.0.1:{secure.port}/a.htm", 1)
    assert isinstance(fault, Refused)
    assert fault.kind == "private_address"


def test_a_drip_of_headers_is_left_in_time(secure: Site, trusted: Path) -> None:
    manager = checking_manager(frozenset({("127.0.0.1", secure.port)}), 0.3, ca_certs=str(trusted))
    answer = manager.request("GET", f"https://127.0.0.1:{secure.port}/a.htm", retries=False)
    assert answer.data == BODY
    secure.paths["/a.htm"] = lambda peer: peer.drip(b"HTTP/1.1 200 OK\r\nX: " + b"slow" * 99, 0.05)
    begun = time.monotonic()
    with pytest.raises(urllib3.exceptions.ReadTimeoutError):
        manager.request("GET", f"https://127.0.0.1:{secure.port}/a.htm", retries=False, timeout=1.0)
    assert time.monotonic() - begun < 1.0

"""Over TLS the same holds: the name is verified, and an answer ends in time."""

from __future__ import annotations

import socket
import ssl
import threading
import time
import warnings
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
from warehouse.records import Snapshot, Source, Unchanged, Validators


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


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Site]:
    """A server that has nothing newer than TLS 1.1."""
    context, _ = certificate(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with serving(context) as site:
        site.paths["/a.htm"] = saying(page(BODY))
        yield site


def visiting(site: Site, ca_file: str | None, **keys: bool) -> Snapshot | Unchanged:
    url = f"https://127.0.0.1:{site.port}/a.htm"
    settings = FetchSettings(
        allow=frozenset({("127.0.0.1", site.port)}), retries=0, connect_timeout=2, read_timeout=2, delay=0, ca_file=ca_file
    )
    with Door(settings) as door:
        return door.fetch(url, Source(id="s", name="s", listing=url, **keys), Validators(), NOW)


def test_old_tls_is_a_failure_unless_the_source_allows_it(old: Site, trusted: Path) -> None:
    with pytest.raises(Odd) as caught:
        visiting(old, str(trusted))
    assert caught.value.kind == "tls"
    got = visiting(old, str(trusted), old_tls=True)
    assert isinstance(got, Snapshot)
    assert got.body == BODY


def test_who_allows_old_tls_still_has_the_certificate_verified(old: Site) -> None:
    with pytest.raises(Odd) as caught:
        visiting(old, None, old_tls=True)
    assert caught.value.kind == "tls"
    assert old.asked == []


def test_a_plain_server_behind_https_is_a_tls_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as plain:
        thread = threading.Thread(target=_answer_plainly, args=(plain,))
        thread.start()
        with pytest.raises(Odd) as caught:
            visiting(Site(plain.getsockname()[1]), None)
        thread.join(5)
    assert caught.value.kind == "tls"


def _answer_plainly(server: socket.socket) -> None:
    visitor, _ = server.accept()
    with visitor:
        visitor.recv(9999)
        visitor.sendall(page(BODY, "400 Bad Request"))

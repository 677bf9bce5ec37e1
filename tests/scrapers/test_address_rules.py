"""No way of writing, no redirect and no answer of a name server leads a visitor to an address that is not for strangers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from scrapers.errors import FetchError, Refused, Transient
from scrapers.fetch import Door, FetchSettings
from tests.scrapers.address_tricks import ANSWERS, HOSTS, REDIRECTS
from tests.scrapers.hostile import Site, page, saying, serving, to
from tests.scrapers.visit import NOW, Visitor
from warehouse.records import Fetch, Source, Validators


@pytest.fixture
def secret() -> Iterator[Site]:
    """A second site on loopback, which no watchlist names."""
    with serving() as up:
        up.paths["/secret"] = saying(page(b"secret"))
        yield up


def visit_of(url: str, allow: frozenset[tuple[str, int]] = frozenset()) -> tuple[FetchError, list[Fetch]]:
    """Why a page of a source that names this very address itself is not fetched."""
    told: list[Fetch] = []
    settings = FetchSettings(allow=allow, retries=0, connect_timeout=1, whole_timeout=2, delay=0, backoff=0)
    with pytest.raises(FetchError) as caught:
        Door(settings).fetch(url, Source(id="s", name="s", listing=url), Validators(), NOW, on_attempt=told.append)
    return caught.value, told


def test_there_are_enough_tricks() -> None:
    assert len(set(HOSTS)) >= 60
    assert len(set(HOSTS)) + len(set(REDIRECTS)) + len(set(ANSWERS)) >= 140


@pytest.mark.parametrize("host", HOSTS)
def test_no_way_of_writing_it_leads_to_a_private_address(secret: Site, host: str) -> None:
    fault, told = visit_of(f"http://{host}:{secret.port}/secret")
    assert fault.kind in ("private_address", "bad_address", "other_host", "dns")
    assert secret.asked == []
    assert [attempt.failure for attempt in told] == [fault.kind]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "localhost", "[::1]", "0x7f000001"])
@pytest.mark.parametrize("allowed", ["another port", "another name"])
def test_what_the_owner_allows_is_one_name_with_its_port(secret: Site, host: str, allowed: str) -> None:
    allow = frozenset({(host, 1)}) if allowed == "another port" else frozenset({("db.example", secret.port)})
    fault, _ = visit_of(f"http://{host}:{secret.port}/secret", allow)
    assert fault.kind == "private_address"
    assert secret.asked == []


@pytest.mark.parametrize("address", ["169.254.169.254", "100.100.100.200", "[fd00:ec2::254]", "[fe80::1]", "0.0.0.0", "224.0.0.1"])
def test_not_even_the_owner_allows_metadata_and_the_like(address: str) -> None:
    fault, _ = visit_of(f"http://{address}:80/latest/", frozenset({(address.strip("[]"), 80)}))
    assert fault.kind == "private_address"


@pytest.mark.parametrize("location", REDIRECTS)
def test_no_redirect_leads_out_of_the_source(site: Site, secret: Site, visit: Visitor, location: str) -> None:
    """Although its own host is private and allowed."""
    said = location.format(port=secret.port, own=site.port)
    site.paths["/a.htm"] = saying(to(said.encode().decode("latin-1")))
    fault = visit().fault("/a.htm")
    assert fault.kind in ("other_host", "bad_address", "gone", "bad_answer", "home_redirect"), (fault.kind, fault)
    assert secret.asked == []
    assert all(asked.path in ("/robots.txt", "/a.htm") or fault.kind == "gone" for asked in site.asked)


def answering(monkeypatch: pytest.MonkeyPatch, *answers: tuple[str, ...]) -> list[str]:
    """Make the name server say these, one after the other; gives the names that were asked for."""
    asked: list[str] = []
    left = list(answers)

    def resolve(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        asked.append(host)
        addresses = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


@pytest.mark.parametrize("addresses", ANSWERS, ids=" ".join)
def test_a_name_that_means_a_private_address_is_refused(
    secret: Site, monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    asked = answering(monkeypatch, addresses)
    fault, _ = visit_of(f"http://county.example:{secret.port}/secret")
    assert isinstance(fault, Refused)
    assert fault.kind == "private_address"
    assert asked == ["county.example"]
    assert secret.asked == []


def test_the_address_that_was_checked_is_the_one_that_is_asked(secret: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means a public address once and a private one the next time (DNS rebinding)."""
    connected: list[str] = []

    def connect(address: tuple[str, int], *args: Any) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError("not in a test")

    answering(monkeypatch, ("8.8.8.8",), ("127.0.0.1",))
    monkeypatch.setattr(socket, "create_connection", connect)
    fault, _ = visit_of(f"http://county.example:{secret.port}/secret")
    assert isinstance(fault, Transient)
    assert fault.kind == "connection"
    assert connected == ["8.8.8.8"]


def test_a_kept_connection_is_not_used_for_another_name(site: Site, visit: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    v = visit()
    site.paths["/b.htm"] = saying(to(f"http://localhost:{site.port}/a.htm"))
    assert v.get("/a.htm")
    assert v.fault("/b.htm").kind == "other_host"

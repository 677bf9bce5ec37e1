"""Which addresses a stranger's link may lead to, and what counts as an address at all."""

from __future__ import annotations

import pytest

from scrapers.addresses import endpoint, is_public, split

PUBLIC = (
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.255.255.254", "128.0.0.1",
    "169.253.1.1", "169.255.0.1", "172.15.255.255", "172.32.0.1", "192.167.1.1", "192.169.0.1", "198.17.0.1", "198.20.0.1",
    "202.108.22.5", "223.255.255.254", "2400:3200::1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
    "2002:808:808::1",
)  # fmt: skip
PRIVATE = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255", "127.0.0.1",
    "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1",
    "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::a00:1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1", "2001:0:1:2::3",
    "2001:db8::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
)  # fmt: skip
NO_ADDRESS = ("", "localhost", "1.2.3", "0x7f000001", "2130706433", "8.8.8.8:80", "[2400:3200::1]", "256.1.1.1")


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_asked(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_no_other_address_may_be_asked(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", NO_ADDRESS)
def test_what_is_no_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://county.example/a", ("county.example", 80)),
        ("https://county.example/a", ("county.example", 443)),
        ("HTTPS://County.Example./a", ("county.example", 443)),
        ("http://county.example:8080/", ("county.example", 8080)),
        ("http://[2400:3200::1]:81/", ("2400:3200::1", 81)),
        ("http://县.example/", ("xn--5nr.example", 80)),
    ],
)
def test_an_endpoint_is_a_host_and_a_port(url: str, expected: tuple[str, int]) -> None:
    assert endpoint(url) == expected


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("file:///etc/passwd", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("ftp://county.example/", "scheme"),
        ("//county.example/", "scheme"),
        ("/a", "scheme"),
        ("http:///a", "no host"),
        ("http://user:secret@county.example/", "user name"),
        ("http://county.example@10.0.0.1/", "user name"),
        ("http://@10.0.0.1/", "user name"),
        ("http://county.example\\@10.0.0.1/", "backslash"),
        ("http://county.example/a b", "blank"),
        ("http://county.example/\r\nHost: other", "control"),
        ("http://county.example/\x00", "control"),
        ("http://county.example:port/", "ort"),
        ("http://county.example:99999/", "ort"),
        ("http://county.example:0/", "port 0"),
        ("http://[::1/", "IPv6"),
        ("http://county.example/" + "a" * 5000, "longer"),
        ("http://./", "no host"),
    ],
)
def test_a_bad_address_is_refused_with_its_reason(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        split(url)

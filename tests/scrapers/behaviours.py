"""What servers of the open web do to a visitor, and the name of what each visit ends in ("page": it came home)."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Mapping
from typing import Final

import brotli

from tests.scrapers.hostile import Answer, Peer, page, saying, to
from tests.scrapers.visit import BODY

ENDLESS: Final = b"x" * 65_536
NOTHING: Final = b"\0" * 100_000_000
HALF: Final = b"<html>half"


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


def dripping(data: bytes, pause: float = 0.05) -> Answer:
    return lambda peer: peer.drip(data, pause)


def silent(peer: Peer) -> None:
    peer.closing.wait(30)


def head(*lines: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode()


def packed(coding: str, body: bytes, **headers: str) -> bytes:
    data = {"gzip": gzip.compress, "deflate": zlib.compress, "br": lambda b: brotli.compress(b, quality=4)}[coding](body)
    return page(data, Content_Encoding=coding, **headers)


CHUNKED: Final = head("Transfer-Encoding: chunked")

# Name → the answer to /a.htm (or answers to several paths), and what the visit ends in.
BEHAVIOURS: Final[Mapping[str, tuple[Answer | Mapping[str, Answer], str]]] = {
    # slow
    "says nothing": (silent, "timeout"),
    "drips its status line": (dripping(b"HTTP/1.1 200 OK\r\n" * 9), "slow"),
    "drips its headers": (dripping(head("X: " + "slow" * 99)), "slow"),
    "drips its body": (then(saying(head("Content-Length: 400")), dripping(b"x" * 400)), "slow"),
    "drips its chunks": (then(saying(CHUNKED), dripping(b"1\r\nx\r\n" * 99)), "slow"),
    "drips a chunk's length": (then(saying(CHUNKED), dripping(b"0" * 400)), "slow"),
    "drips gzip": (then(saying(head("Content-Encoding: gzip")), dripping(gzip.compress(BODY * 99))), "slow"),
    "stops in the middle": (then(saying(head("Content-Length: 400") + HALF), silent), "timeout"),
    "redirects slowly for ever": (then(lambda peer: time.sleep(0.2), saying(to("/a.htm"))), "redirects"),
    # endless
    "sends without end": (streaming(head("Connection: close")), "too_large"),
    "sends chunks without end": (streaming(CHUNKED, b"10000\r\n" + ENDLESS + b"\r\n"), "too_large"),
    "tells of terabytes": (saying(head("Content-Length: 999999999999999") + HALF), "too_large"),
    "tells of more than numbers hold": (saying(head("Content-Length: " + "9" * 400) + HALF), "too_large"),
    "sends headers without end": (streaming(head()[:-2], b"X: 1\r\n" * 1000), "headers_too_large"),
    "sends one header without end": (streaming(head()[:-2] + b"X: "), "headers_too_large"),
    "sends two hundred headers": (saying(head(*[f"X-{n}: 1" for n in range(200)])), "headers_too_large"),
    "is for ever about to go on": (streaming(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "headers_too_large"),
    "sends trailers without end": (streaming(CHUNKED + b"4\r\nhalf\r\n0\r\n", b"X: 1\r\n" * 1000), "slow"),
    "sends a chunk's extension without end": (streaming(CHUNKED + b"4;x="), "bad_answer"),
    # bombs
    "sends a gzip bomb": (saying(packed("gzip", NOTHING)), "bomb"),
    "sends a brotli bomb": (saying(packed("br", NOTHING)), "bomb"),
    "sends a deflate bomb": (saying(packed("deflate", NOTHING)), "bomb"),
    "sends a bomb in many members": (saying(page(gzip.compress(NOTHING[:9_000_000]) * 9, Content_Encoding="gzip")), "bomb"),
    "sends a bomb in a redirect": (
        {"/a.htm": saying(page(gzip.compress(NOTHING), "302 Found", Location="/b.htm", Content_Encoding="gzip")),
         "/b.htm": saying(page(BODY))}, "page",
    ),
    "sends a bomb with a 404": (saying(page(gzip.compress(NOTHING), "404 Not Found", Content_Encoding="gzip")), "gone"),
    "sends a bomb as robots.txt": ({"/robots.txt": saying(packed("gzip", NOTHING)), "/a.htm": saying(page(BODY))}, "bomb"),
    # broken
    "closes at once": (saying(b""), "connection"),
    "resets": (Peer.reset, "connection"),
    "resets in the body": (then(saying(head("Content-Length: 100") + HALF), lambda peer: time.sleep(0.05), Peer.reset), "connection"),
    "closes in its status line": (saying(b"HTTP/1.1 20"), "bad_answer"),
    "closes in its headers": (saying(b"HTTP/1.1 200 OK\r\nContent-Le"), "truncated"),
    "sends less than it tells": (saying(page(BODY, length=len(BODY) + 10)), "truncated"),
    "sends more than it tells": (saying(page(BODY + b"and more", length=len(BODY))), "page"),
    "tells of a negative length": (saying(head("Content-Length: -5") + BODY), "page"),
    "tells of two lengths": (saying(head(f"Content-Length: {len(BODY)}", "Content-Length: 5") + BODY), "bad_answer"),
    "tells of a length in words": (saying(head("Content-Length: many") + BODY), "page"),
    "ends in a chunk": (saying(CHUNKED + b"ff\r\nhalf"), "truncated"),
    "forgets the last chunk": (saying(CHUNKED + b"4\r\nhalf\r\n"), "truncated"),
    "sends a chunk of no length": (saying(CHUNKED + b"zz\r\nhalf\r\n"), "truncated"),
    "sends a chunk of negative length": (saying(CHUNKED + b"4\r\nhalf\r\n-5\r\nhalf\r\n0\r\n\r\n"), "truncated"),
    "ends in gzip": (saying(page(gzip.compress(BODY)[:-9], Content_Encoding="gzip")), "truncated"),
    "ends in brotli": (saying(page(brotli.compress(BODY)[:-5], Content_Encoding="br")), "truncated"),
    "ends in deflate": (saying(page(zlib.compress(BODY)[:-7], Content_Encoding="deflate")), "truncated"),
    "calls a page gzip": (saying(page(BODY, Content_Encoding="gzip")), "bad_answer"),
    "calls a page brotli": (saying(page(BODY, Content_Encoding="br")), "bad_answer"),
    "sends deflate without its header": (saying(page(zlib.compress(BODY)[2:-4], Content_Encoding="deflate")), "page"),
    "sends a coding that nobody asked for": (saying(page(BODY, Content_Encoding="zstd")), "bad_answer"),
    # no HTTP
    "speaks SSH": (saying(b"SSH-2.0-OpenSSH_9.6\r\n\r\n" * 9), "bad_answer"),
    "speaks TLS": (saying(b"\x16\x03\x01\x02\x00\x01" * 99), "bad_answer"),
    "sends a page without a head": (saying(b"<html>no head at all</html>\r\n\r\n"), "bad_answer"),
    "has a word for its status": (saying(b"HTTP/1.1 abc OK\r\n\r\n"), "bad_answer"),
    "has a status of five figures": (saying(b"HTTP/1.1 99999 OK\r\n\r\n"), "bad_answer"),
    "sends header lines without a colon": (saying(head("no colon here", f"Content-Length: {len(BODY)}") + BODY), "page"),
    "sends zeros in its headers": (saying(head("X: a\0b", f"Content-Length: {len(BODY)}") + BODY), "page"),
    # statuses
    "is gone": (saying(page(status="410 Gone")), "gone"),
    "forbids": (saying(page(status="403 Forbidden")), "forbidden"),
    "wants a script to be run": (saying(page(b"<script>", "521 ", Set_Cookie="__jsluid_s=1; path=/")), "forbidden"),
    "answers a GET with 412": (saying(page(status="412 Precondition Failed")), "forbidden"),
    "is busy": (saying(page(status="429 Too Many Requests", Retry_After="3600")), "too_many_requests"),
    "is down": (saying(page(status="503 Busy")), "server_error"),
    "says that nothing changed": (saying(page(status="304 Not Modified", length=0)), "unexpected_304"),
    "sends a part that nobody asked for": (saying(page(BODY, "206 Partial Content")), "status"),
    # redirects
    "redirects in a circle": ({"/a.htm": saying(to("/b.htm")), "/b.htm": saying(to("/a.htm"))}, "redirects"),
    "redirects to ever longer addresses": (saying(to("/" + "a" * 5000)), "bad_address"),
    "redirects home": (saying(to("/")), "home_redirect"),
    "redirects elsewhere": (saying(to("http://elsewhere.example/")), "other_host"),
    "redirects to a file": (saying(to("file:///etc/passwd")), "bad_address"),
    "redirects to nowhere": (saying(page(status="302 Found")), "redirects"),
    "sends a redirect's body without end": (
        {"/a.htm": streaming(head("Location: /b.htm", status="302 Found")), "/b.htm": saying(page(BODY))}, "page",
    ),
    # robots.txt
    "forbids all in robots.txt": ({"/robots.txt": saying(page(b"User-agent: *\nDisallow: /\n")), "/a.htm": saying(page(BODY))}, "robots"),
    "has a broken robots.txt": ({"/robots.txt": saying(page(status="500 Oops")), "/a.htm": saying(page(BODY))}, "server_error"),
    "has a robots.txt without end": ({"/robots.txt": streaming(head()), "/a.htm": saying(page(BODY))}, "too_large"),
    "has a robots.txt of a million rules": (
        {"/robots.txt": saying(page(b"User-agent: *\n" + b"Disallow: /*a*b*c*d$\n" * 50_000)), "/a.htm": saying(page(BODY))}, "page",
    ),
}  # fmt: skip

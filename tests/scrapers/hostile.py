"""A web server on loopback that answers each path with the very bytes, at the very pace, that a test wants."""

from __future__ import annotations

import socket
import socketserver
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Answer = Callable[["Peer"], None]


@dataclass(frozen=True, slots=True)
class Asked:
    path: str
    headers: dict[str, str]
    at: float


@dataclass(slots=True)
class Peer:
    """One connection with one request on it."""

    connection: socket.socket
    asked: Asked
    closing: threading.Event

    def say(self, data: bytes) -> None:
        self.connection.sendall(data)

    def drip(self, data: bytes, pause: float) -> None:
        """One byte after the other, until the visitor leaves."""
        for byte in data:
            self.say(bytes([byte]))
            if self.closing.wait(pause):
                return

    def reset(self) -> None:
        """Close with RST in place of FIN."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


def page(body: bytes = b"", status: str = "200 OK", *, length: int | None = None, **headers: str) -> bytes:
    """A whole answer. An underline in a header's name stands for its hyphen."""
    said = {"Content_Length": str(len(body) if length is None else length), "Connection": "close", **headers}
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in said.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def to(location: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return page(status=status, Location=location)


def saying(*answers: bytes) -> Answer:
    """Give these answers in turn; the last one for ever."""
    left = list(answers)
    return lambda peer: peer.say(left.pop(0) if len(left) > 1 else left[0])


@dataclass(slots=True)
class Site:
    port: int
    paths: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str = "/a.htm", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def count(self, path: str) -> int:
        return sum(a.path == path for a in self.asked)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = True
    allow_reuse_address = True


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """The site is up while this is open. A path that it does not know is a 404; so robots.txt is, unless a test sets it."""
    closing = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            connection: socket.socket = self.request
            connection.settimeout(10)
            try:
                if tls:
                    connection = tls.wrap_socket(connection, server_side=True)
                with connection.makefile("rb") as lines:
                    path = lines.readline().decode("latin-1").split(" ")[1]
                    head = [line.decode("latin-1").strip() for line in iter(lines.readline, b"\r\n") if line]
                asked = Asked(path, {n.lower(): v.strip() for n, _, v in (h.partition(":") for h in head)}, time.monotonic())
                site.asked.append(asked)
                site.paths.get(path, saying(page(b"no such page", "404 Not Found")))(Peer(connection, asked, closing))
            except (OSError, IndexError):
                return  # the visitor left, which is what many a test wants of it

    with _Server(("127.0.0.1", 0), Handler) as server:
        site = Site(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            closing.set()
            server.shutdown()
            thread.join(10)

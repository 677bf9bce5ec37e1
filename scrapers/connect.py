"""Connections that look at the address they are about to connect to, and whose answers end in time.

The name is resolved here, each answer is checked, and the connection goes to the very address that was checked: a name
that changes its mind between check and connect gains nothing. TLS still verifies the name.

A socket's own timeout is for one read, so that a host that drips its headers would never end; here each read of an answer
gets no more than what is left of the answer's whole time.
"""

from __future__ import annotations

import io
import queue
import socket
import ssl
import threading
import time
from http.client import HTTPException, HTTPResponse, LineTooLong
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.ssl_ import create_urllib3_context

from scrapers.addresses import is_owned, is_public
from scrapers.errors import Refused, Transient

MAX_HEADERS = 65_536  # bytes of an answer's head; more is no web server's
TRIED = 4  # addresses of a name


def connect(connection: HTTPConnection, allow: frozenset[tuple[str, int]]) -> socket.socket:
    """A socket to the first address of the connection's host that answers. Raises Refused when one is private."""
    host, port = connection.host.rstrip("."), connection.port
    patience = connection.timeout if isinstance(connection.timeout, int | float) else 10.0
    addresses = _resolve(host, port, patience)
    allowed = (host.lower(), port) in allow
    hidden = [a for a in addresses if not (is_public(a) or (allowed and is_owned(a)))]
    if hidden:
        raise Refused("private_address", f"{host} is {hidden[0]}, which is not a public address")
    last: OSError | None = None
    for address in addresses[:TRIED]:
        try:  # all of them together get one connection's time
            return socket.create_connection((address, port), patience / min(len(addresses), TRIED), connection.source_address)
        except OSError as fault:
            last = fault
    if isinstance(last, TimeoutError):
        raise ConnectTimeoutError(connection, f"no connection to {host} in time")
    raise NewConnectionError(connection, f"no connection to {host}: {last}")


def _resolve(host: str, port: int, patience: float) -> list[str]:
    """The addresses of a name. The system's resolver knows no timeout, so that it is asked from a thread of its own."""
    answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(info[4][0]) for info in found)))
        except (OSError, UnicodeError) as fault:
            answers.put(fault)

    threading.Thread(target=ask, daemon=True, name="resolve").start()
    try:
        answer = answers.get(timeout=patience)
    except queue.Empty:
        raise Transient("dns", f"{host}: the name server did not answer in time") from None
    if isinstance(answer, UnicodeError):
        raise Refused("bad_address", f"{host[:80]!r} is no name: {answer}")
    if isinstance(answer, OSError) or not answer:
        raise Transient("dns", f"{host} has no address: {answer}")
    return answer


class _Timed(io.RawIOBase):
    """What comes from a socket, until `end`; at most `left` bytes, when that is set."""

    def __init__(self, sock: socket.socket, inner: io.RawIOBase, end: float) -> None:
        self._sock, self._inner, self._end = sock, inner, end
        self._pause = sock.gettimeout()  # the longest between two pieces
        self.left: int | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        remains = self._end - time.monotonic()
        if remains <= 0:
            raise TimeoutError("the answer took too long")
        if self.left is not None and self.left <= 0:
            raise Refused("headers_too_large", f"more than {MAX_HEADERS} bytes of headers")
        self._sock.settimeout(remains if self._pause is None else min(remains, self._pause))
        count = self._inner.readinto(buffer)
        if self.left is not None and count:
            self.left -= count
        return count

    def close(self) -> None:
        self._inner.close()
        super().close()


def trusting(ca_file: str | None, old_tls: bool = False) -> ssl.SSLContext:
    """A context that verifies name and chain, by the given authorities. To load them takes 26 ms (measured), hence once.

    `old_tls` allows TLS 1.0 and 1.1 and weak ciphers, for a server that has nothing else; the certificate is verified
    all the same."""
    if old_tls:
        # Key lengths and hashes of those years with it, and servers that do not know secure renegotiation (RFC 5746).
        context = create_urllib3_context(
            cert_reqs=ssl.CERT_REQUIRED, ssl_minimum_version=ssl.TLSVersion.TLSv1, ciphers="DEFAULT:@SECLEVEL=0"
        )
        context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    else:
        context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    context.check_hostname = True
    context.load_verify_locations(cafile=ca_file)
    return context


def checking_manager(allow: frozenset[tuple[str, int]], whole_timeout: float, **options: Any) -> PoolManager:
    """A urllib3 pool manager whose connections are checked, and whose answers, headers included, take `whole_timeout`
    seconds at most; `allow` holds the private endpoints that may be asked."""

    class Timely(HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
            super().__init__(sock, *args, **kwargs)
            self._wire = _Timed(sock, self.fp.detach(), time.monotonic() + whole_timeout)
            self.fp = io.BufferedReader(self._wire)

        def begin(self) -> None:
            self._wire.left = MAX_HEADERS
            try:
                super().begin()
            except HTTPException as fault:
                if isinstance(fault, LineTooLong) or type(fault) is HTTPException:  # http.client's own bounds
                    raise Refused("headers_too_large", str(fault)) from None
                raise
            self._wire.left = None

    class Plain(HTTPConnection):
        response_class = Timely

        def _new_conn(self) -> socket.socket:
            return connect(self, allow)

    class Secure(HTTPSConnection):
        response_class = Timely

        def _new_conn(self) -> socket.socket:
            return connect(self, allow)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    manager = PoolManager(**options)
    manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return manager

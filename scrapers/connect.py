"""Connections that look at the address they are about to connect to, and whose answers end in time.

The name is resolved here, each answer is checked, and the connection goes to the very address that was checked: a name
that changes its mind between check and connect gains nothing. TLS still verifies the name.

A socket's own timeout is for one read, so that a host that drips its headers would never end; here each read of an answer
gets no more than what is left of the answer's whole time.
"""

from __future__ import annotations

import io
import socket
import time
from http.client import HTTPResponse
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from scrapers.addresses import is_public
from scrapers.errors import Refused, Transient


def connect(connection: HTTPConnection, allow: frozenset[tuple[str, int]]) -> socket.socket:
    """A socket to the first address of the connection's host that answers. Raises Refused when one is private."""
    host, port = connection.host.rstrip("."), connection.port
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise Transient("dns", f"{host} has no address: {fault}") from None
    addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
    if (host.lower(), port) not in allow:
        hidden = [a for a in addresses if not is_public(a)]
        if hidden:
            raise Refused("private_address", f"{host} is {hidden[0]}, which is not a public address")
    last: OSError | None = None
    for address in addresses[:4]:
        try:
            return socket.create_connection((address, port), connection.timeout, connection.source_address)
        except OSError as fault:
            last = fault
    if isinstance(last, TimeoutError):
        raise ConnectTimeoutError(connection, f"no connection to {host} in time")
    raise NewConnectionError(connection, f"no connection to {host}: {last}")


class _Timed(io.RawIOBase):
    """What comes from a socket, until `end`."""

    def __init__(self, sock: socket.socket, inner: io.RawIOBase, end: float) -> None:
        self._sock, self._inner, self._end = sock, inner, end
        self._pause = sock.gettimeout()  # the longest between two pieces

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        self._sock.settimeout(left if self._pause is None else min(left, self._pause))
        return self._inner.readinto(buffer)

    def close(self) -> None:
        self._inner.close()
        super().close()


def checking_manager(allow: frozenset[tuple[str, int]], whole_timeout: float, **options: Any) -> PoolManager:
    """A urllib3 pool manager whose connections are checked, and whose answers, headers included, take `whole_timeout`
    seconds at most; `allow` holds the private endpoints that may be asked."""

    class Timely(HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
            super().__init__(sock, *args, **kwargs)
            self.fp = io.BufferedReader(_Timed(sock, self.fp.detach(), time.monotonic() + whole_timeout))

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

"""Content decoding with a bound: gzip, deflate and brotli, piece by piece."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import brotli

GZIP = b"\x1f\x8b"


class Bomb(ValueError):
    """More comes out than any page of news holds."""


class Cut(ValueError):
    """The data ends in the middle."""


class Unpacker:
    """Feeds pieces through the named coding. Raises Bomb past `limit` bytes, ValueError on broken data."""

    def __init__(self, coding: str, limit: int) -> None:
        self._limit, self._out = limit, 0
        self._coding = coding.strip().lower()
        self._inner: Any = None
        self._bare_possible = False  # has nothing been unpacked yet that showed a header?
        if self._coding in ("", "identity"):
            pass
        elif self._coding in ("gzip", "x-gzip"):
            self._inner = zlib.decompressobj(31)
        elif self._coding == "deflate":
            self._inner = zlib.decompressobj()
            self._bare_possible = True
        elif self._coding == "br":
            self._inner = brotli.Decompressor()
        else:
            raise ValueError(f"content coding {coding!r}, which was not asked for")

    def feed(self, piece: bytes) -> bytes:
        if self._inner is None:
            return self._count(piece)
        try:
            return b"".join(self._brotli(piece) if self._coding == "br" else self._zlib(piece))
        except (zlib.error, brotli.error) as fault:
            raise ValueError(f"broken {self._coding}: {fault}") from None

    # Both give at most `limit` at a time, so that a bomb is seen before it has filled the memory.

    def _brotli(self, piece: bytes) -> Iterator[bytes]:
        yield self._count(self._inner.process(piece, output_buffer_limit=self._limit + 1))
        while not self._inner.can_accept_more_data():
            yield self._count(self._inner.process(b"", output_buffer_limit=self._limit + 1))

    def _zlib(self, piece: bytes) -> Iterator[bytes]:
        while piece:
            if self._inner.eof:  # gzip may be several members, one after the other (RFC 1952, 2.2)
                if self._coding == "deflate" or not GZIP.startswith(piece[:2]):
                    return  # what follows and is no member is filling, which browsers leave out too
                self._inner = zlib.decompressobj(31)
            try:
                out = self._inner.decompress(piece, self._limit + 1)
            except zlib.error:
                if not self._bare_possible:
                    raise
                self._inner = zlib.decompressobj(-15)  # deflate without its header, as some servers send it
                out = self._inner.decompress(piece, self._limit + 1)
            self._bare_possible = False
            yield self._count(out)
            piece = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail

    def close(self) -> bytes:
        """The rest. Raises Cut when the data ends in the middle."""
        if self._inner is None:
            return b""
        rest = b"" if self._coding == "br" else self._count(self._inner.flush())
        if not (self._inner.is_finished() if self._coding == "br" else self._inner.eof):
            raise Cut(f"broken {self._coding}: the data ends in the middle")
        return rest

    def _count(self, out: bytes) -> bytes:
        self._out += len(out)
        if self._out > self._limit:
            raise Bomb(f"more than {self._limit} bytes after decompression")
        return out

"""Content decoding with a bound: gzip, deflate and brotli, piece by piece."""

from __future__ import annotations

import zlib
from typing import Any

import brotli


class Bomb(ValueError):
    """More comes out than any page of news holds."""


class Unpacker:
    """Feeds pieces through the named codings. Raises Bomb past `limit` bytes, ValueError on broken data."""

    def __init__(self, coding: str, limit: int) -> None:
        self._limit, self._out = limit, 0
        self._coding = coding.strip().lower()
        self._inner: Any = None
        if self._coding in ("", "identity"):
            pass
        elif self._coding in ("gzip", "x-gzip"):
            self._inner = zlib.decompressobj(31)
        elif self._coding == "deflate":
            self._inner = zlib.decompressobj()
        elif self._coding == "br":
            self._inner = brotli.Decompressor()
        else:
            raise ValueError(f"content coding {coding!r}, which was not asked for")

    def feed(self, piece: bytes) -> bytes:
        if self._inner is None:
            return self._count(piece)
        try:
            if self._coding == "br":
                return self._count(self._inner.process(piece))
            parts = []
            while piece:  # at most `limit` at a time, so that a bomb is seen before it has filled the memory
                parts.append(self._count(self._inner.decompress(piece, self._limit + 1)))
                piece = self._inner.unconsumed_tail
            return b"".join(parts)
        except (zlib.error, brotli.error) as fault:
            raise ValueError(f"broken {self._coding}: {fault}") from None

    def close(self) -> bytes:
        """The rest. Raises ValueError when the data ends in the middle."""
        if self._inner is None or self._coding == "br":
            if self._inner is not None and not self._inner.is_finished():
                raise ValueError("broken br: the data ends in the middle")
            return b""
        rest = self._count(self._inner.flush())
        if not self._inner.eof:
            raise ValueError(f"broken {self._coding}: the data ends in the middle")
        return rest

    def _count(self, out: bytes) -> bytes:
        self._out += len(out)
        if self._out > self._limit:
            raise Bomb(f"more than {self._limit} bytes after decompression")
        return out

"""Raw bytes, compressed and content-addressed; verified whenever they are read."""

from __future__ import annotations

import hashlib
import threading

import zstandard

from warehouse.errors import Damaged

CODEC = "zstd"
_LEVEL = 3  # 9 takes four times as long and saves 7% (pages of 150 KB, measured)
_own = threading.local()


def pack(body: bytes) -> bytes:
    compressor = getattr(_own, "compressor", None)
    if compressor is None:  # one a thread: to make one takes as long as to pack a page
        compressor = _own.compressor = zstandard.ZstdCompressor(level=_LEVEL)
    packed: bytes = compressor.compress(body)
    return packed


def unpack(packed: bytes, size: int, sha256: str) -> bytes:
    """The bytes as they were. Raises Damaged when they are not those that `sha256` names."""
    try:
        body = zstandard.ZstdDecompressor().decompress(packed, max_output_size=max(size, 1))
    except zstandard.ZstdError as fault:
        raise Damaged(f"the stored bytes of {sha256} cannot be unpacked: {fault}") from None
    if hashlib.sha256(body).hexdigest() != sha256:
        raise Damaged(f"the stored bytes of {sha256} are not what was written")
    return body

"""Raw bytes, compressed and content-addressed; verified whenever they are read."""

from __future__ import annotations

import hashlib

import zstandard

from warehouse.errors import Damaged

CODEC = "zstd"
_LEVEL = 9


def pack(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=_LEVEL).compress(body)


def unpack(packed: bytes, size: int, sha256: str) -> bytes:
    """The bytes as they were. Raises Damaged when they are not those that `sha256` names."""
    try:
        body = zstandard.ZstdDecompressor().decompress(packed, max_output_size=max(size, 1))
    except zstandard.ZstdError as fault:
        raise Damaged(f"the stored bytes of {sha256} cannot be unpacked: {fault}") from None
    if hashlib.sha256(body).hexdigest() != sha256:
        raise Damaged(f"the stored bytes of {sha256} are not what was written")
    return body

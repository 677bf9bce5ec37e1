"""One text and its copies are one story: reposted, cut off, converted to the other script, lightly rewritten.

A text is kept as a signature of fixed length, from which everything is decided: no text is needed again. It holds MinHashes
of character 3-grams (128 permutations, banded for a Jaccard similarity of 0.3: the design's measured figures), of the whole
text, of its head and of its lead, because a copy that was cut off shares little of the whole and all of its beginning; the
head's 3-grams themselves; and the numbers of whole and head.

Two texts are one story when each one's lead stands in the other's head, the shorter in the longer (containment ≥ 0.4, in the
heads or in the whole), and the numbers of the one with fewer in the other (≥ 0.7; the design's 0.5 folds two years of one
form whose length and cost stay the same). The leads are asked for because a new report often ends with the last one's
background: without it, half of such pairs were folded. A copy under a foreign lead must hold nearly all, and little else.

What this gives on labelled pairs, and what it costs with 100,000 stories known: `tests/bench/bench_stories.py`.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any, Final
from zlib import crc32

import numpy as np

from scrapers.text.normalise import normalise
from warehouse.records import stable_id

PERMUTATIONS: Final = 128
BANDS: Final = 37
ROWS: Final = 3  # 37 bands of 3: what datasketch's MinHashLSH chooses for 128 permutations and a threshold of 0.3
LEAD_SHARED: Final = 0.4
CONTAINMENT: Final = 0.4
NUMBERS: Final = 0.7
FEW: Final = 3  # with fewer numbers than this, all of them must agree,
UNNUMBERED: Final = 0.6  # and so much of the words
NEARLY_ALL: Final = 0.8  # of words and numbers: a copy under a foreign lead,
AS_LONG: Final = 1.5  # with not much else in it: not a roundup that holds the text
SHORTEST: Final = 60  # characters; a shorter text says too little to be told apart from its like
LONGEST: Final = 20_000
HEAD: Final = 400
LEAD: Final = 120
NUMBERS_KEPT: Final = 48
CANDIDATES_AT_MOST: Final = 20
BAND_AT_MOST: Final = 200  # articles of one band that are looked at: the same page under a thousand addresses
VERSION: Final = 4  # of the signature; others are not compared
_KEPT: Final = re.compile(r"[\u3400-\u9fffA-Za-z0-9.%]+")
_NUMBER: Final = re.compile(r"\d++(?:\.\d++)?+(?!$)")  # the text may be cut in the middle of its last one
PARTS: Final = 3
_LAYOUT: Final = np.dtype(
    [
        ("version", "<u4"),
        ("size", "<u4"),  # 3-grams of the whole
        ("hashes", "<u2", (PARTS, PERMUTATIONS)),  # MinHash of the whole, of the head and of the lead
        ("lead_size", "<u2"),
        ("head_size", "<u2"),
        ("head", "<u2", (HEAD,)),  # the head's 3-grams in their order, hashed; the lead's come first
        ("counts", "<u2", (2,)),  # numbers kept of the whole and of the head
        ("numbers", "<u4", (2, NUMBERS_KEPT)),
    ]
)
_MIX: Final = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_BAND: Final = np.arange(PARTS * BANDS, dtype=np.uint64).reshape(PARTS, BANDS) << np.uint64(48)


def signature(text: str) -> bytes:
    """What is kept of a text, always of the same length (1,968 bytes); empty for a text too short to be compared."""
    whole = "".join(_KEPT.findall(normalise(text[:LONGEST]).text))
    if len(whole) < SHORTEST:
        return b""
    grams = _grams(whole)
    found = np.zeros((), dtype=_LAYOUT)
    found["version"], found["size"] = VERSION, len(set(grams))
    short = [gram & 0xFFFF for gram in grams[:HEAD]]
    head = list(dict.fromkeys(short))
    found["lead_size"], found["head_size"] = len(set(short[:LEAD])), len(head)
    found["head"][: len(head)] = head
    for part, some in enumerate((grams, grams[:HEAD], grams[:LEAD])):
        found["hashes"][part] = _minhash(set(some))
    for part, kept in enumerate((whole, whole[:HEAD])):
        # Of very many numbers the least hashes are kept: the same choice in every copy.
        numbers = sorted({crc32(number.encode()) for number in _NUMBER.findall(kept)})[:NUMBERS_KEPT]
        found["counts"][part] = len(numbers)
        found["numbers"][part][: len(numbers)] = numbers
    return found.tobytes()


def _grams(text: str) -> list[int]:
    """The hash of each 3-gram, 32 bits: its code points side by side, twice multiplied so that each bit moves all above it."""
    codes = np.frombuffer(text.encode("utf-32-le"), "<u4").astype(np.uint64)
    mixed = (codes[:-2] | codes[1:-1] << np.uint64(21) | codes[2:] << np.uint64(42)) * _MIX[0]
    mixed = (mixed ^ mixed >> np.uint64(32)) * _MIX[1]
    hashed: list[int] = (mixed >> np.uint64(32)).tolist()
    return hashed


def _hashed(gram: int) -> int:
    return gram


@cache
def _empty() -> Any:
    with _without_scipy():
        from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=_hashed, scheme="affine32")


@contextmanager
def _without_scipy() -> Iterator[None]:
    """datasketch loads SciPy, half a second, for the choice of an LSH's bands and for weighted hashes: neither is used here."""
    if "scipy" in sys.modules:
        yield
        return
    empty = {name: ModuleType(name) for name in ("scipy", "scipy.integrate")}
    empty["scipy.integrate"].quad = None  # type: ignore[attr-defined]
    sys.modules.update(empty)
    try:
        yield
    finally:
        for name in empty:
            del sys.modules[name]


def _minhash(grams: Iterable[int]) -> Any:
    made = _empty().copy()
    made.update_batch(grams)
    # Half of the bits tell 128 values apart; mixed first, because the least of many hashes begins with zeros.
    return (made.hashvalues.astype(np.uint32) * np.uint32(0x9E3779B1)) >> np.uint32(16)


def same_story(one: bytes, other: bytes) -> bool:
    """Are the texts behind these signatures one text and its copy? A text too short to be compared is nobody's copy."""
    a, b = _Kept.of(one), _Kept.of(other)
    return a is not None and b is not None and _same(a, b)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A signature taken apart, its numbers once for all that it is compared with."""

    row: Any
    numbers: tuple[frozenset[int], frozenset[int]]  # of the whole and of the head

    @classmethod
    def of(cls, stored: bytes) -> _Kept | None:
        if len(stored) != _LAYOUT.itemsize:
            return None
        row = np.frombuffer(stored, _LAYOUT)[0]
        if row["version"] != VERSION:
            return None
        (whole, head), (all_, first) = row["numbers"].tolist(), row["counts"].tolist()
        return cls(row, (frozenset(whole[:all_]), frozenset(head[:first])))


def _same(one: _Kept, other: _Kept) -> bool:
    shared, fewer = _numbers(one, other, 0)
    if fewer >= FEW and shared < NUMBERS * fewer:  # most that only look alike end here
        return False
    a, b = one.row, other.row
    mine, yours = (row["head"][: row["head_size"]].tolist() for row in (a, b))
    in_yours, in_mine = set(yours), set(mine)
    if min(_share(mine[: a["lead_size"]], in_yours), _share(yours[: b["lead_size"]], in_mine)) < LEAD_SHARED:
        is_as_long = max(a["size"], b["size"]) <= AS_LONG * min(a["size"], b["size"])
        return is_as_long and fewer >= FEW and shared >= NEARLY_ALL * fewer and _contained(a, b) >= NEARLY_ALL
    heads = len(in_mine & in_yours) / min(len(in_mine), len(in_yours))
    return _agree(heads, *_numbers(one, other, 1)) or _agree(_contained(a, b), shared, fewer)


def _share(some: Sequence[int], others: set[int]) -> float:
    # No 3-gram is twice in a head.
    return len(others.intersection(some)) / len(some)


def _contained(a: Any, b: Any) -> float:
    """How much of the smaller set of 3-grams the larger one holds, estimated from their similarity and sizes."""
    alike = float(np.count_nonzero(a["hashes"][0] == b["hashes"][0])) / PERMUTATIONS
    small, large = sorted((int(a["size"]), int(b["size"])))
    return min(1.0, alike * (small + large) / ((1 + alike) * small))


def _numbers(one: _Kept, other: _Kept, part: int) -> tuple[int, int]:
    """How many numbers both have, and how many the one with fewer has, as far as both were kept."""
    mine, yours = one.numbers[part], other.numbers[part]
    full = [max(numbers) for numbers in (mine, yours) if len(numbers) == NUMBERS_KEPT]
    if full:
        mine, yours = (frozenset(number for number in numbers if number <= min(full)) for numbers in (mine, yours))
    return len(mine & yours), min(len(mine), len(yours))


def _agree(contained: float, shared: int, fewer: int) -> bool:
    if fewer < FEW:
        return contained >= UNNUMBERED and shared == fewer
    return contained >= CONTAINMENT and shared >= NUMBERS * fewer


class Stories:
    """The stories known so far, by signature. Filled from what is stored, it then takes new articles one by one.

    100,000 articles take 0.4 GB and two seconds to fill; a new one takes about a millisecond.
    """

    def __init__(self, known: Iterable[tuple[str, str, bytes]] = ()) -> None:
        """`known`: article id, story id and signature of each article; one that cannot be compared keeps its story."""
        self._story: dict[str, str] = {}
        self._articles: list[str] = []
        self._signatures: list[bytes] = []
        for article, story, stored in known:
            if article not in self._story and len(stored or b"") == _LAYOUT.itemsize:
                self._articles.append(article)
                self._signatures.append(stored)
            self._story.setdefault(article, story)
        keys = _keys(np.frombuffer(b"".join(self._signatures), _LAYOUT)["hashes"]).reshape(-1)
        order = np.argsort(keys, kind="stable")
        self._sorted, self._owners = keys[order], (order // (PARTS * BANDS)).astype(np.uint32)
        self._later: dict[int, array[int]] = {}

    def fold(self, article: str, mine: bytes) -> str:
        """The story of a new article by its signature (its own when it is the first of it); it is known from now on."""
        if article in self._story:
            return self._story[article]
        keys = _bands(mine)
        story = self._story[article] = self._story_of(mine, keys) or stable_id("story", article)
        if mine:
            for key in keys.tolist():
                self._later.setdefault(key, array("I")).append(len(self._articles))
            self._articles.append(article)
            self._signatures.append(mine)
        return story

    def story_of(self, mine: bytes) -> str | None:
        """The story that a text with this signature belongs to; of several that of the article most alike."""
        return self._story_of(mine, _bands(mine))

    def _story_of(self, mine: bytes, keys: Any) -> str | None:
        one = _Kept.of(mine)
        if one is None:
            return None
        near = ((n, _Kept.of(self._signatures[n])) for n in self._near(keys))
        return next((self._story[self._articles[n]] for n, other in near if other and _same(one, other)), None)

    def _near(self, keys: Any) -> Sequence[int]:
        """Articles that share a band with it, those that share most first, the earlier before the later."""
        starts, ends = (np.searchsorted(self._sorted, keys, side) for side in ("left", "right"))
        shared = starts < ends  # few bands, of most texts none
        bounds = zip(starts[shared].tolist(), ends[shared].tolist(), strict=True)
        owners = [self._owners[start : min(end, start + BAND_AT_MOST)] for start, end in bounds]
        later = [np.frombuffer(owned, np.uint32)[:BAND_AT_MOST] for key in keys.tolist() if (owned := self._later.get(key))]
        if not (owners or later):
            return ()
        found, times = np.unique(np.concatenate([*owners, *later]), return_counts=True)
        ordered: list[int] = found[np.lexsort((found, -times))[:CANDIDATES_AT_MOST]].tolist()
        return ordered


def _bands(mine: bytes) -> Any:
    return _keys(np.frombuffer(mine, _LAYOUT)["hashes"])[0] if mine else np.empty(0, np.uint64)


def _keys(hashes: Any) -> Any:
    """The bands of each signature as numbers: three hashes of 16 bits and the band's own number above them."""
    rows = hashes[:, :, : BANDS * ROWS].astype(np.uint64).reshape(len(hashes), PARTS, BANDS, ROWS)
    keys = rows[..., 0] << np.uint64(32) | rows[..., 1] << np.uint64(16) | rows[..., 2] | _BAND
    return keys.reshape(len(hashes), PARTS * BANDS)

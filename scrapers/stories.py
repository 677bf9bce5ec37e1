"""One text and its copies are one story: reposted, cut off, converted to the other script, lightly rewritten.

Figures from the design's measurements: character 3-grams, 128 permutations, LSH threshold 0.3, then containment ≥ 0.4 and
number overlap ≥ 0.5 (recall .97, precision 1.0 there; simhash fails on short news).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from datasketch import MinHash, MinHashLSH

from scrapers.text.normalise import normalise
from warehouse.records import stable_id

PERMUTATIONS = 128
SCHEME = "affine32"
THRESHOLD = 0.3
CONTAINMENT = 0.4
NUMBERS = 0.5
SHORTEST = 60  # characters; a shorter text says too little to be told apart from its like
LONGEST = 20_000
_KEPT = re.compile(r"[\u3400-\u9fffA-Za-z0-9.%]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def signature(text: str) -> bytes:
    """The MinHash of a text, 512 bytes; empty for a text too short to be compared."""
    grams = shingles(text)
    return _minhash(grams).hashvalues.astype("<u4").tobytes() if grams else b""


def shingles(text: str) -> frozenset[str]:
    """Character 3-grams of the cleaned text, without punctuation; none for a short text."""
    kept = "".join(_KEPT.findall(normalise(text[:LONGEST]).text))
    return frozenset(kept[i : i + 3] for i in range(len(kept) - 2)) if len(kept) >= SHORTEST else frozenset()


def same_story(one: str, other: str) -> bool:
    """Does the shorter text stand in the longer one, with the same numbers?"""
    a, b = shingles(one), shingles(other)
    if not a or not b or len(a & b) < CONTAINMENT * min(len(a), len(b)):
        return False
    m, n = (set(_NUMBER.findall(normalise(text[:LONGEST]).text)) for text in (one, other))
    return not m or not n or len(m & n) >= NUMBERS * min(len(m), len(n))


def fold(
    new: Mapping[str, str],
    known: Iterable[tuple[str, str, bytes]],
    texts: Callable[[Sequence[str]], Mapping[str, str]],
) -> dict[str, tuple[str, bytes]]:
    """For each new article (id → text) its story and signature.

    `known` gives article id, story id and signature of those of the last weeks; `texts` their texts, asked for only where
    signatures are near.
    """
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    stories: dict[str, str] = {}
    for article, story, stored in known:
        if stored and article not in stories:
            stories[article] = story
            index.insert(article, _from_bytes(stored))
    found: dict[str, tuple[str, bytes]] = {}
    for article, text in new.items():
        mine = signature(text)
        story = stories.get(article) or stable_id("story", article)
        if mine and article not in stories:
            near = sorted(str(key) for key in index.query(_from_bytes(mine)))
            story = _story_among(text, near, new, texts, stories) or story
            index.insert(article, _from_bytes(mine))
            stories[article] = story
        found[article] = (story, mine)
    return found


def _story_among(
    text: str,
    near: Sequence[str],
    new: Mapping[str, str],
    texts: Callable[[Sequence[str]], Mapping[str, str]],
    stories: Mapping[str, str],
) -> str | None:
    stored = texts([article for article in near if article not in new])
    for article in near:
        if same_story(text, new.get(article) or stored.get(article, "")):
            return stories[article]
    return None


def _minhash(grams: Iterable[str]) -> MinHash:
    found = MinHash(num_perm=PERMUTATIONS, seed=1, scheme=SCHEME)
    found.update_batch([gram.encode() for gram in grams])
    return found


def _from_bytes(stored: bytes) -> MinHash:
    return MinHash(num_perm=PERMUTATIONS, seed=1, scheme=SCHEME, hashvalues=np.frombuffer(stored, dtype="<u4"))

"""Folding copies into stories: recall and precision on labelled pairs, and the cost with 100,000 stories known.

The pairs are made of our own texts and, where $REGIONWATCH_EVAL is set, of the labelled pages (see `labelled`): each text with
its copies as `tests.scrapers.retelling` makes them, against forms of another year, sister notices, and all other texts.
The peer is the design's first proposal: datasketch's MinHashLSH at 0.3, then containment ≥ 0.4 and number overlap ≥ 0.5.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from itertools import combinations

import yaml
from datasketch import MinHash, MinHashLSH

from scrapers.stories import Stories, same_story, signature
from scrapers.text.normalise import normalise
from tests.bench.frame import Bench, Row
from tests.bench.labelled import HERE, texts
from tests.scrapers.retelling import COPIES, a_year_later, numbers

PEER = "MinHashLSH 0.3, containment 0.4, numbers 0.5"
KNOWN = 100_000


def rows(bench: Bench) -> Iterator[Row]:
    told = texts()[: 8 if bench.quick else None]
    ours, theirs = _judge(told, lambda one, other: same_story(signature(one), signature(other))), _judge(told, _design)
    kind = f"{len(told)} texts, their copies and their like"
    yield Row(f"stories: recall, {kind}", "share", ours[0], "required", 0.95, "≥ 1")
    yield Row(f"stories: precision, {kind}", "share", ours[1], "required", 0.99, "≥ 1")
    yield Row(f"stories: recall beside the peer, {kind}", "share", ours[0], PEER, theirs[0])
    yield Row(f"stories: precision beside the peer, {kind}", "share", ours[1], PEER, theirs[1])
    chance = random.Random(5)
    sentences = [part for text in told for part in text.replace("\n", "").split("。") if len(part) > 10]
    made = [_story(sentences, chance) for _ in range(2_000 if bench.quick else KNOWN)]
    new = [_story(sentences, chance) for _ in range(100)]
    stories = Stories((f"a{number}", f"s{number}", signature(text)) for number, text in enumerate(made))
    names = iter(range(10**9))
    mine = 1000 / bench.rate(lambda: [stories.fold(f"n{next(names)}", signature(text)) for text in new], len(new))
    yield Row(f"stories: a new page with {len(made):,} known", "CPU-ms", mine, "required", 3.0, "≤ 1")
    fifth = made[: max(1, len(made) // 5)]
    index = MinHashLSH(threshold=0.3, num_perm=128)
    with index.insertion_session() as session:
        for number, text in enumerate(fifth):
            session.insert(number, _minhash(text))

    def design() -> None:
        for text in new:
            for near in index.query(_minhash(text))[:20]:
                _design(text, fifth[near])

    peer = 1000 / bench.rate(design, len(new), rounds=1)
    yield Row("stories: a new page beside the peer, which knows a fifth", "CPU-ms", mine, PEER, peer)


def _judge(told: list[str], same: Callable[[str, str], bool]) -> tuple[float, float]:
    """Recall, and precision among all that was folded."""
    chance = random.Random(7)
    copies = [(text, retell(text, chance)) for text in told for retell in COPIES.values()]
    others = [(text, a_year_later(text, chance)) for text in told if numbers(text) >= 6]
    entries = yaml.safe_load((HERE / "stories.yaml").read_text(encoding="utf-8"))
    others += [(entry["text"], other) for entry in entries for other in entry["others"]]
    others += combinations(told, 2)
    right = sum(same(*pair) for pair in copies)
    wrong = sum(same(*pair) for pair in others)
    return right / len(copies), right / max(1, right + wrong)


def _story(sentences: list[str], chance: random.Random) -> str:
    """A text of mixed sentences, with numbers and names of its own."""
    mixed = "。".join(chance.sample(sentences, min(len(sentences), chance.randint(4, 14))))
    return re.sub(r"\d", lambda _: str(chance.randrange(10)), mixed)


def _grams(text: str) -> frozenset[str]:
    kept = "".join(re.findall(r"[\u3400-\u9fffA-Za-z0-9.%]+", normalise(text).text))
    return frozenset(kept[i : i + 3] for i in range(len(kept) - 2))


def _minhash(text: str) -> MinHash:
    made = MinHash(num_perm=128, seed=1)
    made.update_batch([gram.encode() for gram in _grams(text)])
    return made


def _design(one: str, other: str) -> bool:
    a, b = _grams(one), _grams(other)
    if len(a & b) < 0.4 * min(len(a), len(b)):
        return False
    m, n = (set(re.findall(r"\d+(?:\.\d+)?", normalise(text).text)) for text in (one, other))
    return not m or not n or len(m & n) >= 0.5 * min(len(m), len(n))

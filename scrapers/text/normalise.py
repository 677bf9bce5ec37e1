"""Dirty Chinese → clean Chinese, with the way back: every cleaned position maps to the page's own characters.

Cleaned text is simplified, half-width in digits and Latin letters, and without pinyin in brackets, invisible characters,
blanks inside Chinese and doubled punctuation. Punctuation has one form (see `scrapers.text.characters`); a comma between
thousands stays ASCII; line feeds end paragraphs and tabs part the cells of a table row, as on the page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc

from scrapers.text.characters import BLANKS, CHARACTERS, INVISIBLE, TWICE, ZHU_AFTER, ZHU_BEFORE

_HAN = "\u3400-\u9fff"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_NOTHING = rf"[{INVISIBLE}{BLANKS}]*"
# Pinyin of converted mirrors: 品質(zhì). At most six letters, one of them with a tone mark; Chinese stands before it.
_PINYIN = re.compile(rf"(?<=[{_HAN}])(?:{_NOTHING}（(?=[a-zü]*[{_TONED}])[a-zü{_TONED}]{{1,6}}）)+")
# The same mirrors write neutral syllables (i, de, le) without a mark; only where they show themselves by a marked one.
_BARE_PINYIN = re.compile(rf"(?<=[{_HAN}])(?:（[a-z]{{1,6}}）)+")
# Where such a mirror lost a character it left half of one: 封頂?shù)臉?biāo)準(zhǔn). The rest is no text.
_LOST = re.compile(rf"(?<=[{_HAN}）])？(?=[a-z]*[{_TONED}])[a-z{_TONED}]{{1,6}}）")
_INVISIBLE = re.compile(rf"[{INVISIBLE}]+")
_BLANK = re.compile(rf"[{BLANKS}]+")
_DOUBLED = re.compile(rf"[，、；：。](?:{_NOTHING}[，、；：。])+")
_DIRTY = re.compile(rf"[{INVISIBLE}{BLANKS}]|[（？][a-zü{_TONED}]{{1,6}}）|[，、；：。][，、；：。]")
_THOUSANDS = re.compile(r"(?<![A-Za-z\d.])\d{1,3}(?:，\d{3})+(?!\d)")
_ZHU = re.compile(rf"(?<![{ZHU_AFTER}])著(?![{ZHU_BEFORE}])")


@dataclass(frozen=True, slots=True)
class Clean:
    """Cleaned text and its way back to the raw one."""

    raw: str
    text: str
    kept: tuple[tuple[int, int], ...] = ()  # (cleaned, raw) start of each run that was kept; () when nothing was dropped

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw slice behind a cleaned one, with all that stood between its characters and the last one's pinyin."""
        if not self.kept:
            return start, end
        first = self._raw(start)
        if start >= end:
            return first, first
        last = self._raw(end - 1) + 1
        after = self._raw(end) if end < len(self.text) else len(self.raw)
        if last < after and self.raw[last] in "(（":
            last = min(after, max(self.raw.find(")", last, after), self.raw.find("）", last, after)) + 1 or last)
        return first, last

    def raw_start(self, position: int) -> int:
        """The raw position of a cleaned one's character."""
        return self._raw(position) if self.kept else position

    def _raw(self, position: int) -> int:
        at = bisect_right(self.kept, position, key=_first) - 1
        clean, raw = self.kept[max(at, 0)]
        return min(raw + position - clean, len(self.raw))


def _first(run: tuple[int, int]) -> int:
    return run[0]


LONGEST_KEPT = 10_000
"""Characters of a text whose cleaning is kept for who asks next: title and text are cleaned for facts and for stories."""


def normalise(raw: str) -> Clean:
    """Clean a text; cleaning what is clean changes nothing. Linear in the length of the text."""
    return _kept_clean(raw) if len(raw) <= LONGEST_KEPT else _clean(raw)


@lru_cache(maxsize=1024)
def _kept_clean(raw: str) -> Clean:
    return _clean(raw)


def _clean(raw: str) -> Clean:
    text = raw.translate(CHARACTERS)
    if _DIRTY.search(text) is None:
        return Clean(raw, _finish(text))
    kept = _keep(text)
    runs, at = [], 0
    for start, end in kept:
        runs.append((at, start))
        at += end - start
    return Clean(raw, _finish("".join([text[start:end] for start, end in kept])), tuple(runs) or ((0, len(raw)),))


def _keep(text: str) -> list[tuple[int, int]]:
    """The runs of a text that stay, in order."""
    gone = [m.span() for m in _INVISIBLE.finditer(text)]
    gone += [m.span() for m in _BLANK.finditer(text) if not _parts_words(text, *m.span())]
    pinyin = [m.span() for m in _PINYIN.finditer(text)]
    if pinyin:
        gone += pinyin
        gone += [m.span() for m in _BARE_PINYIN.finditer(text)]
        gone += [m.span() for m in _LOST.finditer(text)]
    gone += _doubled(text)
    kept, at = [], 0
    for start, end in sorted(gone):
        if start > at:
            kept.append((at, start))
        at = max(at, end)
    if at < len(text):
        kept.append((at, len(text)))
    return kept


def _doubled(text: str) -> list[tuple[int, int]]:
    """，， → ，; ，。 → 。; 。。 → 。 (but 。。。 is an ellipsis): the full stop stays, else the last mark."""
    found = []
    for match in _DOUBLED.finditer(text):
        run = match[0]
        if run.count("。") > 2 and set(run) == {"。"}:
            continue
        kept = match.start() + (run.rindex("。") if "。" in run else len(run) - 1)
        found += [(match.start(), kept), (kept + 1, match.end())]
    return [(start, end) for start, end in found if end > start]


def _parts_words(text: str, start: int, end: int) -> bool:
    """A blank parts two Latin words or two numbers, also after a comma; inside Chinese it is dirt."""
    if not 0 < start < end < len(text):
        return False
    if text[start - 1] == "，":
        start -= 1
    left, right = text[start - 1], text[end]
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()


def _finish(text: str) -> str:
    """Commas of thousands, then simplified characters; the length stays."""
    if "，" in text:
        text = _THOUSANDS.sub(lambda match: match[0].replace("，", ","), text)
    return _simplify(text)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplify(text: str) -> str:
    simple = str(_converter().convert(text))
    if len(simple) != len(text):  # a phrase of another length would break the way back: character by character then
        simple = "".join(s if len(s := str(_converter().convert(c))) == 1 else c for c in text)
    simple = simple.replace(*TWICE)
    return _ZHU.sub("着", simple) if "著" in simple else simple

"""Dirty Chinese → clean Chinese, with the way back: every cleaned position maps to the page's own characters.

Cleaned text is simplified, half-width in digits and Latin letters, without pinyin in brackets, zero-width characters and
blanks inside Chinese. Punctuation is unified to ，。；：！？（）“”、 so that rules need one form only; paragraph ends stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import opencc

# Pinyin of converted mirrors: 品質(zhì). At most six letters, one of them with a tone mark; CJK stands before it.
_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])[(（](?=[a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,6}[)）]")
# The same mirrors write syllables without a tone mark as well (i, de, le); only after a character that they convert.
_BARE_PINYIN = re.compile(r"(?<=[\u3400-\u9fff])[(（](?:[a-z]{1,6})[)）](?=[\u3400-\u9fff，。、；：])")
_DROPPED = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
_BLANK = re.compile(r"[ \t\u00a0\u3000]+")
_TABLE: dict[int, int | str] = {
    **{0xFF01 + n: 0x21 + n for n in range(94)},
    ord(","): "，", ord(";"): "；", ord(":"): "：", ord("!"): "！", ord("?"): "？", ord("("): "（", ord(")"): "）",
    0xFF0C: "，", 0xFF1B: "；", 0xFF1A: "：", 0xFF01: "！", 0xFF1F: "？", 0xFF08: "（", 0xFF09: "）",
    ord("｡"): "。", ord("､"): "、", ord("﹐"): "，", ord("﹑"): "、", ord("「"): "“", ord("」"): "”",
    ord("『"): "“", ord("』"): "”", ord("﹒"): "·", ord("•"): "·", ord("‧"): "·", ord("・"): "·",
    ord("～"): "~", ord("〜"): "~", ord("∼"): "~", ord("—"): "—", ord("–"): "-", ord("－"): "-", ord("‐"): "-",
}  # fmt: skip
# 著 stands for 着 except in these words.
_ZHU = re.compile(r"(?<!显)(?<!名)(?<!原)(?<!专)(?<!论)(?<!编)(?<!巨)(?<!昭)(?<!卓)著(?!名|作|称|述|者|录)")


@dataclass(frozen=True, slots=True)
class Clean:
    """Cleaned text and its way back to the raw one."""

    raw: str
    text: str
    origin: tuple[int, ...] | None  # raw index of each cleaned character; None when nothing was dropped

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw slice behind a cleaned one, with all that stood between its characters."""
        if self.origin is None:
            return start, end
        if start >= end:
            at = self.origin[start] if start < len(self.origin) else len(self.raw)
            return at, at
        return self.origin[start], self.origin[end - 1] + 1


def normalise(raw: str) -> Clean:
    """Clean a text. The same text always cleans to the same; cleaning twice changes nothing more."""
    text = raw.translate(_TABLE)
    simple = _simplify(text)
    mirrored = _PINYIN.search(simple) is not None
    dropped: list[tuple[int, int]] = [m.span() for m in _PINYIN.finditer(simple)]
    if mirrored:
        dropped += [m.span() for m in _BARE_PINYIN.finditer(simple)]
    dropped += [m.span() for m in _DROPPED.finditer(simple)]
    dropped += [m.span() for m in _BLANK.finditer(simple) if not _between_latin(simple, *m.span())]
    dropped += [(m.start() + 1, m.end()) for m in re.finditer(r"，{2,}|。{2,3}(?!。)|、{2,}", simple)]
    if not dropped:
        return Clean(raw, simple, None)
    gone = bytearray(len(simple))
    for start, end in dropped:
        gone[start:end] = b"\1" * (end - start)
    origin = tuple(n for n, dead in enumerate(gone) if not dead)
    return Clean(raw, "".join([simple[n] for n in origin]), origin)


def _between_latin(text: str, start: int, end: int) -> bool:
    """A blank between two Latin words is kept as it is."""
    return start > 0 and end < len(text) and text[start - 1].isascii() and text[end].isascii() and text[start - 1].isalpha()


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplify(text: str) -> str:
    simple = str(_converter().convert(text))
    if len(simple) != len(text):  # a phrase of other length would break the way back: convert character by character
        simple = "".join(c if len(s := str(_converter().convert(c))) != 1 else s for c in text)
    return _ZHU.sub("着", simple)

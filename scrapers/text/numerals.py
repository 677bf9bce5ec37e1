"""Numbers as Chinese pages write them."""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_HAN: Final = "零一二三四五六七八九"
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_BIG: Final = {"万": 10**4, "亿": 10**8}
_ARABIC = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(万亿|[千百十]?[万亿]|[千百])?")
_LONGEST = 32  # characters; a longer run is no number that anyone wrote


def to_number(text: str) -> float | None:
    """12, 1,234.5, 十二, 三百零五, 二〇二五, 3万, 1.2亿, 3亿2000万, 三千五百万 → a number; None when it is none."""
    text = text.replace(",", "").replace("，", "").strip()
    if not 0 < len(text) <= _LONGEST:
        return None
    if text[0].isascii():
        return _arabic(text)
    if all(c in _DIGITS for c in text):
        return float("".join(str(_DIGITS[c]) for c in text))
    return _chinese(text)


def _arabic(text: str) -> float | None:
    total, at = 0.0, 0
    while at < len(text):
        match = _ARABIC.match(text, at)
        if match is None or (at and not match[2] and total < 1e4):
            return None
        scale = 1.0
        for char in match[2] or "":
            scale *= _UNITS.get(char) or _BIG[char]
        total, at = total + float(match[1]) * scale, match.end()
    return total


def _chinese(text: str) -> float | None:
    total = section = digit = 0
    if text[0] in _BIG:
        return None
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in _BIG:
            below = section + digit
            # 三亿二千万: the 万 counts what stands after the 亿; 一万亿: the 亿 counts all before it
            total = total + below * _BIG[char] if total >= _BIG[char] and below else (total + below) * _BIG[char]
            section = digit = 0
        else:
            return None
    return float(total + section + digit)


def to_han(number: int) -> str:
    """12 → 十二; for 1 to 99, as parts are numbered."""
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else _HAN[tens] + "十") + ("" if tens and not ones else _HAN[ones])

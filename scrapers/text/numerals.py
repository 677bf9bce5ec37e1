"""Numbers as Chinese pages write them."""

from __future__ import annotations

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "０": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8}


def to_number(text: str) -> float | None:
    """12, 1,234.5, 十二, 三百零五, 二〇二五, 3万, 1.2亿 → a number; None when it is none."""
    text = text.replace(",", "").replace("，", "").strip()
    scale = 1.0
    while text and text[-1] in _BIG and (text[:-1].replace(".", "", 1).isdigit() or text[-2:-1] in _BIG):
        scale *= _BIG[text[-1]]
        text = text[:-1]
    try:
        return float(text) * scale
    except ValueError:
        pass
    if not text:
        return None
    if all(c in _DIGITS for c in text):
        return float("".join(str(_DIGITS[c]) for c in text)) * scale
    return None if (value := _chinese(text)) is None else value * scale


def _chinese(text: str) -> float | None:
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in _BIG:
            total = (total + section + digit) * _BIG[char]
            section = digit = 0
        else:
            return None
    return float(total + section + digit)

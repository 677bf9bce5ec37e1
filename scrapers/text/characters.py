"""Which characters stand for which, when Chinese text is cleaned. Data; one character for one, so that offsets hold.

Punctuation is unified to the Chinese forms ，；：！？（）“”‘’、·— because that is what the rules of this package are written
in; digits, Latin letters and signs to ASCII. Full stops keep their width: 。 ends a sentence, . is a decimal point or a dot.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_TO_CHINESE: Final = {
    ",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）",
    "｡": "。", "､": "、", "﹐": "，", "﹑": "、", "﹔": "；", "﹕": "：", "﹖": "？", "﹗": "！", "﹙": "（", "﹚": "）",
    "「": "“", "」": "”", "『": "“", "』": "”", "｢": "“", "｣": "”", "〝": "“", "〞": "”",
    "﹒": "·", "•": "·", "‧": "·", "・": "·", "･": "·", "∙": "·", "⋅": "·",
    "〜": "~", "∼": "~", "˜": "~", "–": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "﹣": "-", "―": "—", "─": "—", "━": "—",
    "〔": "〔", "﹝": "〔", "﹞": "〕", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n",
    "○": "〇", "◯": "〇",  # 二○一一年; a lone ○ as a bullet reads the same to the rules
}  # fmt: skip
_FULL_WIDTH_KEPT: Final = "，；：！？（）"


def _table() -> dict[int, str]:
    table = {ord(raw): clean for raw, clean in _TO_CHINESE.items()}
    for code in range(0xFF01, 0xFF5F):
        if chr(code) not in _FULL_WIDTH_KEPT:
            table[code] = chr(code - 0xFEE0)
    # radicals and compatibility ideographs that PDF and old Big5 texts hold: ⼯ is 工; and mathematical digits
    for first, last in ((0x2E80, 0x2FE0), (0xF900, 0xFB00), (0x1D7CE, 0x1D800)):
        for code in range(first, last):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    return table


CHARACTERS: Final = _table()

# Invisible: zero-width, directional and soft-hyphen characters, byte-order marks, variation selectors, stray controls, and
# lone surrogates, which no encoding can write.
INVISIBLE: Final = (
    "\\x00-\\x08\\x0e-\\x1f\\x7f\\r\\u00ad\\u034f\\u061c\\u180e"
    "\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff\\ud800-\\udfff"
)
# Blanks other than the tab, which parts the cells of a table row, and the line feed, which ends a paragraph.
BLANKS: Final = " \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000"

# The one character whose simplified form (of 薴) is itself the traditional form of another: what is clean stays as it is.
TWICE: Final = ("苧", "苎")

# 著 is 著 before and after these, and 着 everywhere else (t2s leaves it as it is).
ZHU_AFTER: Final = "显名原专论编巨昭卓土合译遗力新撰"
ZHU_BEFORE: Final = "名作称述者录书有"

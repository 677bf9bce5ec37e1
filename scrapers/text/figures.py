"""Numbers with a unit and a role: money, progress, length, area. Money is in yuan, progress in percent."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scrapers.text.figure_roles import MONEY_ROLES, PROGRESS_ROLES
from scrapers.text.numerals import to_number

_NUM = r"\d[\d，,]*(?:\.\d+)?|[一二两三四五六七八九十百千零〇]+(?:点[一二三四五六七八九零〇]+)?"
_MONEY = re.compile(
    rf"(?P<approx>约|近|超过?|逾|达|共|共计|为|：|不低于|至少)?(?P<n>{_NUM})(?P<more>余|多)?(?:[-~—至](?P<n2>{_NUM}))?"
    r"(?P<scale>万亿|千亿|百亿|十亿|亿|千万|百万|万|千)?(?P<more2>余|多)?(?:元人民币|元|(?P<currency>美元|港元|港币|欧元|日元|新台币|英镑))"
)
_PERCENT = re.compile(rf"(?P<n>{_NUM})(?:\s?[%％]|个百分点)|百分之(?P<zh>[一二三四五六七八九十百零点]+)")
_SCALES = {"万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "十亿": 1e9, "亿": 1e8, "千万": 1e7, "百万": 1e6, "万": 1e4, "千": 1e3}
_LOOK_BACK, _LOOK_AHEAD = 16, 8


@dataclass(frozen=True, slots=True)
class Found:
    """A figure as found. `value` is in yuan for money (other currencies keep their name as unit), in percent for shares."""

    start: int
    end: int
    role: str
    value: float
    unit: str
    text: str
    approx: bool = False


def find_figures(text: str) -> list[Found]:
    """Money and shares, in order, each with the role that the words around it give; role "" when they give none."""
    found = [_money(match, text) for match in _MONEY.finditer(text)]
    found += [_percent(match, text) for match in _PERCENT.finditer(text)]
    return sorted((f for f in found if f is not None), key=lambda f: f.start)


def _value(text: str) -> float | None:
    whole, point, part = text.partition("点")
    number = to_number(whole)
    if number is not None and point:
        digits = to_number(part)
        number = None if digits is None else number + digits / 10 ** len(part)
    return number


def _money(match: re.Match[str], text: str) -> Found | None:
    number = _value(match["n2"] or match["n"])
    if number is None:
        return None
    value = number * _SCALES.get(match["scale"] or "", 1.0)
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()] + (match["approx"] or "")
    after = text[match.end() : match.end() + _LOOK_AHEAD]
    role = next((r.role for r in MONEY_ROLES if r.fits(before, after)), "")
    approx = bool(match["more"] or match["more2"] or match["n2"] or (match["approx"] or "") in ("约", "近", "超", "超过", "逾"))
    start = match.start("n")
    return Found(start, match.end(), role, round(value, 2), match["currency"] or "yuan", text[start : match.end()], approx)


def _percent(match: re.Match[str], text: str) -> Found | None:
    if match[0].endswith("个百分点"):
        return None
    number = _value(match["zh"] or match["n"])
    if number is None or number > 1000:
        return None
    before = text[max(0, match.start() - 24) : match.start()]
    after = text[match.end() : match.end() + 12]
    role = next((r.role for r in PROGRESS_ROLES if r.fits(before, after)), "")
    return Found(match.start(), match.end(), role, number, "percent", match[0])

"""Figures in cleaned text: money, shares, lengths, areas, capacities, each with the role that the words around it give.

Money in yuan (another currency keeps its own name), shares in percent, the rest in the unit that `scrapers.text.units`
names. A figure without words that say what it is has the role "".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from scrapers.text.figure_roles import GROUP, MONEY_ROLES, SHARE_ROLES
from scrapers.text.guarded import guarded
from scrapers.text.numerals import to_number
from scrapers.text.units import CURRENCIES, SCALE, SCALES, UNITS, Unit

# Where a figure may begin; everything else is skipped without asking the forms. Numbers are bounded: nobody writes longer ones.
_START = guarded(
    r"(?<![\d.A-Za-z])\d|[一二两三四五六七八九](?=[十百千万亿零点成车])|[十百千](?=[一二两三四五六七八九十百千万亿余多元])|百分之"
)
_DIGITS = r"\d[\d,]{0,17}(?:\.\d{1,6})?"
_HAN = r"[一二两三四五六七八九十百千零〇][一二两三四五六七八九十百千万零〇]{0,11}(?:点[一二三四五六七八九零〇]{1,4})?"
_ABOUT = re.compile(r"(?:约|大约|近|将近|接近|超过?|逾|突破|不低于|不少于|至少)(?:人民币)?$")
_CURRENCY = "|".join(CURRENCIES)
_CURRENCY_BEFORE = re.compile(rf"(?:{_CURRENCY}|人民币)$")
_MONEY = re.compile(
    rf"(?:(?P<whole>\d{{1,5}})亿(?=\d))?(?P<n>{_DIGITS}|{_HAN})"
    rf"(?P<more>余|多)?(?:[-~—至](?P<n2>{_DIGITS}))?(?P<scale>{SCALE})?(?P<more2>余|多)?(?:个(?P<ge>亿|万))?"
    rf"(?P<unit>{_CURRENCY}|元(?:人民币|(?P<suffix>{_CURRENCY}))?|(?<=[亿万])(?=[，。、；）的左以]|$))(?P<more3>左右|以上)?"
)
_SHARE = re.compile(
    rf"百分之(?P<zh>[一二两三四五六七八九十百零点]{{1,8}})|(?P<n>{_DIGITS})(?:[-~—至](?P<n2>{_DIGITS}))?%|"
    r"(?P<tenths>[一二三四五六七八九])成(?P<half>[一二三四五六七八九半])?(?![为立功本果套员熟交品都长就分效年型片群批人以绩])"
)
_OTHER = re.compile(
    rf"(?P<n>{_DIGITS}|[一二两三四六八十]+(?=车道))(?P<more>余|多)?(?P<scale>{SCALE})?(?P<more2>余|多)?"
    rf"(?P<unit>{'|'.join(f'(?P<u{n}>{unit.names})' for n, unit in enumerate(UNITS))})"
)
_GROUP = guarded(GROUP)
_LOOK_BACK, _LOOK_AHEAD, _GROUP_BACK = 32, 16, 60  # characters
_LARGEST_SHARE = 10_000


@dataclass(frozen=True, slots=True)
class Found:
    """A figure as found; `upper` when a range was said (30-40亿: value is its lower end), `approx` for 约, 余, 近, 超."""

    start: int
    end: int
    role: str
    value: float
    unit: str
    text: str
    approx: bool = False
    upper: float | None = None


def find_figures(text: str) -> list[Found]:
    """Every figure, in order, without overlaps."""
    found: list[Found] = []
    at = 0
    while begin := _START.search(text, at):
        figure = next((f for find in (_money, _share, _other) if (f := find(text, begin.start()))), None)
        at = figure.end if figure else begin.end()
        if figure:
            found.append(_converted(found[-1], figure, text) if found else figure)
    return found


def _converted(last: Found, figure: Found, text: str) -> Found:
    """2亿美元（约合14亿元）: the same money in yuan, as the page converts it."""
    if figure.role or figure.unit != "yuan" or last.unit not in CURRENCIES.values():
        return figure
    return replace(figure, role=last.role) if not text[last.end : figure.start].strip("（约合折即人民币") else figure


def _value(text: str) -> float | None:
    whole, point, part = text.partition("点")
    number = to_number(whole)
    if number is not None and point:
        digits = to_number(part)
        number = None if digits is None else number + digits / 10 ** len(part)
    return number


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    return _sentence_before(text, start, _LOOK_BACK), text[end : end + _LOOK_AHEAD]


def _sentence_before(text: str, start: int, reach: int) -> str:
    return re.split(r"[。；\n]", text[max(0, start - reach) : start])[-1]


def _money(text: str, start: int) -> Found | None:
    match = _MONEY.match(text, start)
    number = _value(match["n"]) if match else None
    if match is None or number is None:
        return None
    scale = SCALES.get(match["scale"] or "", 1.0) * SCALES.get(match["ge"] or "", 1.0)
    value = number * scale + 1e8 * float(match["whole"] or 0)
    upper = _value(match["n2"]) if match["n2"] else None
    before, after = _around(text, start, match.end())
    prefix = _CURRENCY_BEFORE.search(before)
    currency = match["suffix"] or (match["unit"] if match["unit"] in CURRENCIES else prefix[0] if prefix else "")
    before = before[: prefix.start()] if prefix else before
    role = next((r.role for r in MONEY_ROLES if r.fits(before, after)), "")
    if not match["unit"] and not role and not prefix:
        return None  # 5.2亿 of anything
    if role.startswith("total_investment") and _GROUP.search(_sentence_before(text, start, _GROUP_BACK)):
        role = "group_investment"
    return Found(
        start=start,
        end=match.end(),
        role=role,
        value=round(value, 2),
        unit=CURRENCIES.get(currency, "yuan"),
        text=match[0],
        approx=bool(match["more"] or match["more2"] or match["more3"] or upper or _ABOUT.search(before)),
        upper=None if upper is None else round(upper * scale, 2),
    )


def _share(text: str, start: int) -> Found | None:
    match = _SHARE.match(text, start)
    if match is None:
        return None
    number = _tenths(match["tenths"], match["half"]) if match["tenths"] else _value(match["zh"] or match["n"])
    if number is None or number > _LARGEST_SHARE:
        return None
    before, after = _around(text, start, match.end())
    role = next((r.role for r in SHARE_ROLES if r.fits(before, after)), "")
    if match["tenths"] and role != "progress":
        return None
    upper = _value(match["n2"]) if match["n2"] else None
    approx = bool(match["tenths"] or upper or _ABOUT.search(before))
    return Found(start, match.end(), role, number, "percent", match[0], approx, upper)


def _tenths(tenths: str, half: str | None) -> float:
    """八成 is 80, 九成五 and 九成半 are 95."""
    return 10 * (to_number(tenths) or 0) + (5 if half == "半" else to_number(half or "零") or 0)


def _other(text: str, start: int) -> Found | None:
    match = _OTHER.match(text, start)
    number = to_number(match["n"]) if match else None
    if match is None or number is None:
        return None
    unit = _unit(match)
    before, after = _around(text, start, match.end())
    role = unit.role(before, after)
    if not role:
        return None
    value = round(number * SCALES.get(match["scale"] or "", 1.0) * unit.factor, 4)
    approx = bool(match["more"] or match["more2"] or _ABOUT.search(before))
    return Found(start, match.end(), role, value, unit.unit, match[0], approx)


def _unit(match: re.Match[str]) -> Unit:
    return next(unit for n, unit in enumerate(UNITS) if match[f"u{n}"] is not None)

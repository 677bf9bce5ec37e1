"""Where the article's title stands on the page, and how it reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from scrapers.byline import is_byline
from scrapers.flat import EDGES, Flat

MAX_TITLE: Final = 200
MAX_PROSE: Final = 600.0
"""How much prose (about so many characters) may stand before a title that no heading's tag or name marks."""
_SPACE: Final = re.compile(r"\s+")
_QUOTES: Final = str.maketrans("“”‘’＂＇（）：？！，｜—–", "\"\"''\"'():?!,|--")
_TITLE_NAME: Final = re.compile(r"title|(?:^|[\s_-])(?:tit|bt|biaoti|heading|headline|articletit|con1_ltle|h1)(?:$|[\s_-])")
_NOT_TITLE: Final = re.compile(
    r"当前位置|您的位置|所在位置|目前位置|^首页|^正在(?:浏览|阅读)|>|»|^(?:相关|推荐|热门|热点|最新|更多|网友)|责任编辑|版权所有"
)
_TAGS: Final = {"h1": 1.5, "h2": 1.0, "h3": 1.0, "h4": 0.7, "h5": 0.7, "h6": 0.5}
# The cell before the title in the table that heads a disclosed document.
_LABEL: Final = re.compile(r"[\[【\s]*(?:标\s*题|题\s*名|名\s*称|信息名称|文件名称|文件标题|公文标题)\s*[\]】]?\s*[:：]?\s*$")
# What separates a title from the name of its site in <title>.
_PARTS: Final = re.compile(
    r"\s*(?:_+|\|+|｜|--+|——|=|«|»|<|>|·(?=\s))\s*|\s+[-–—·]+\s+|[-–—]+(?=[^-–—]{2,16}$)|\s*-\s*$|^\s*-\s*"
)


# What <title> begins with when it names the site or the column instead of the article.
_SITE: Final = re.compile(
    r"^.{0,5}$|(?:网|网站|政府|局|委员会|厅|中心|平台|门户|官网|频道|首页|动态|要闻|公告|公示|文件|栏目)$"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """`first` and `last` bound the title's lines on the page; both are -1 when it stands only in the head."""

    text: str
    first: int = -1
    last: int = -1


def _fold(text: str) -> str:
    return _SPACE.sub("", text).translate(_QUOTES).lower()


def find_heading(root: HtmlElement, flat: Flat, found: Mapping[str, str], headline: str, listed: str) -> Heading:
    """The title: the government's meta, else the heading that <title> or Open Graph confirms, else these alone."""
    given = found.get("articletitle", "")
    head = _SPACE.sub(" ", root.findtext(".//title") or "").strip(EDGES)[: 2 * MAX_TITLE]
    og = found.get("og:title", "")
    confirmed = [folded for folded in map(_fold, (given, og, headline, head, listed)) if folded]
    best, best_score = Heading(""), 0.0
    for text, first, last, bonus in _candidates(flat):
        folded = _fold(text)
        score = bonus + _agreement(folded, confirmed)
        if _is_near_byline(flat, last):
            score += 0.7 if score >= 2.0 else 2.0 if bonus > 0 else 1.2 + 0.03 * min(len(text), 30)
        if first and _LABEL.match(flat.lines[first - 1].text):
            score += 2.0
        if score > best_score:
            best, best_score = Heading(text, first, last), score
    if given:
        agrees = best.first >= 0 and _agreement(_fold(best.text), [_fold(given)]) > 0
        return Heading(given, best.first, best.last) if agrees else Heading(given)
    if best_score >= 2.5:
        return best
    text = listed or headline or _without_site(og) or _without_site(head)
    if best.text and _SITE.search(text):
        text = best.text
    return Heading(text, best.first, best.last) if text == best.text else Heading(text)


def _agreement(folded: str, confirmed: list[str]) -> float:
    """0 to 3: how much of what the head says this heading holds."""
    best = 0.0
    for other in confirmed:
        if folded == other:
            return 3.0
        if folded in other:
            share = 3.0 * min(1.0, len(folded) / (0.5 * len(other)), len(folded) / 8)
            best = max(best, share if other.startswith(folded) or len(folded) > 0.5 * len(other) else 0.5 * share)
        elif other in folded and len(other) >= max(6, 0.4 * len(folded)):
            best = max(best, 1.2)
        elif other.endswith(("...", "…")) and len(other) > 10 and folded.startswith(other.rstrip(".…")):
            best = max(best, 2.0)
    return best


def _candidates(flat: Flat) -> list[tuple[str, int, int, float]]:
    found = []
    for box, tag in enumerate(flat.tags):
        if flat.hidden[box]:
            continue
        first, last = flat.first[box], flat.last[box]
        weight = _TAGS.get(tag, 0.0)
        if not weight and _TITLE_NAME.search(flat.names[box]):
            weight = 0.6
        if weight and 1 <= last - first <= 3:
            text = " ".join(line.text for line in flat.lines[first:last])
            linked = sum(line.linked for line in flat.lines[first:last])
            if linked > 0.5 * len(text):
                weight -= 1.5
            if 2 <= len(text) <= MAX_TITLE and not _NOT_TITLE.search(text):
                found.append((text, first, last - 1, weight))
    prose = 0.0
    for number, line in enumerate(flat.lines):
        prose += flat.weights[number]
        if prose > MAX_PROSE:
            break
        text = line.text
        if not 6 <= len(text) <= 120 or line.linked >= 0.5 * len(text) or flat.hidden[line.box]:
            continue
        if "。" not in text and not text.endswith("；") and not _NOT_TITLE.search(text) and not is_byline(text):
            found.append((text, number, number, 0.0))
    return found


def _is_near_byline(flat: Flat, last: int) -> bool:
    return any(is_byline(line.text) for line in flat.lines[last + 1 : last + 4])


def _without_site(text: str) -> str:
    """The part of a <title> that is not the site's or the column's name."""
    parts = [part for part in _PARTS.split(text) if part and part.strip()]
    return parts[0].strip(EDGES) if parts else ""

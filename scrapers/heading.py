"""Where the article's title stands on the page, and how it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import Final

from lxml.html import HtmlElement

from scrapers.byline import DATE, has_label, is_byline, is_clock
from scrapers.flat import EDGES, Flat
from scrapers.furniture import is_legal
from scrapers.prose import PROSE

MAX_TITLE: Final = 200
MAX_PROSE: Final = 600.0
"""How much prose (about so many characters) may stand before a title that nothing but its place marks."""
SOME: Final = 40.0
"""A title has at least so much prose after it, or 15% of the page's."""
_SPACE: Final = re.compile(r"\s+")
_QUOTES: Final = str.maketrans("“”‘’＂＇（）：？！，｜—–", "\"\"''\"'():?!,|--")
_TITLE_NAME: Final = re.compile(r"title|(?:^|[\s_-])(?:tit|bt|biaoti|heading|headline|articletit|con1_ltle|h1)(?:$|[\s_-])")
_NOT_TITLE: Final = re.compile(
    r"当前位置|您的位置|所在位置|目前位置|^首页|^正在(?:浏览|阅读)|>|»|^(?:相关|推荐|热门|热点|最新|更多|网友)|责任编辑|版权所有|^第?\s?[A-Z]?\d{1,3}\s?版"
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
    r"^.{0,5}$|^.{1,17}(?:网|网站|政府|局|委员会|厅|中心|平台|门户|官网|频道|首页|动态|要闻|公告|公示|文件|栏目)$"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """`first` and `last` bound the title's lines on the page; both are -1 when it stands only in the head.

    `is_sure`: the head says the same, and the line with the date stands under it.
    """

    text: str
    first: int = -1
    last: int = -1
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    first: int
    last: int
    mark: float = 0.0  # of its tag or name
    agreement: float = 0.0  # with the head, 0 to 3
    byline: int | None = None  # lines between it and the line with the date, when that is near
    is_labelled: bool = False  # 标题： stands before it

    @property
    def score(self) -> float:
        score = self.mark + self.agreement
        if self.byline is not None:
            score += 0.7 if score >= 2.0 else 2.0 if self.mark > 0 else 1.2 + 0.03 * min(len(self.text), 30)
            score -= 0.1 * self.byline
        if self.agreement < 2.0 and _SITE.search(self.text):
            score -= 0.5
        return score + 2.0 * self.is_labelled


def _fold(text: str) -> str:
    return _SPACE.sub("", text).translate(_QUOTES).lower()


def find_heading(
    root: HtmlElement, flat: Flat, found: Mapping[str, str], headline: str, listed: str, boxes: Sequence[int] = ()
) -> Heading:
    """The title: the government's meta, else the heading that <title> or Open Graph confirms, else these alone.

    `boxes` are those in which the page's family keeps its title.
    """
    given = found.get("articletitle", "")
    head = _SPACE.sub(" ", root.findtext(".//title") or "").strip(EDGES)[: 2 * MAX_TITLE]
    og = found.get("og:title", "")
    confirmed = [folded for folded in map(_fold, (given, og, headline, head, listed)) if folded]
    best = _best(list(_candidates(flat, confirmed, boxes)), _fold(head)) or _Candidate("", -1, -1)
    on_page = Heading(best.text, best.first, best.last, best.agreement >= 2.0 and best.byline is not None)
    if given:
        agrees = best.first >= 0 and _agreement(_fold(best.text), [_fold(given)]) > 0
        return replace(on_page, text=given) if agrees else Heading(given)
    if best.score >= 2.5:
        return on_page
    text = listed or headline or _without_site(og) or _without_site(head)
    if not text or _SITE.search(text):
        opening = best.text or _opening(flat)
        text = opening or text
    return replace(on_page, text=text) if best.text and _fold(text) in _fold(best.text) else Heading(text)


def _best(candidates: Sequence[_Candidate], head: str) -> _Candidate | None:
    best = max(candidates, key=lambda one: one.score, default=None)
    if best and _SITE.search(best.text) and (best.byline is None or _fold(best.text) == head):
        # The site's own name, as its logo has it: the title stands nearer to the date.
        far = 9 if best.byline is None else best.byline
        titles = [one for one in candidates if one.byline is not None and one.byline < far and not _SITE.search(one.text)]
        best = max(titles, key=lambda one: one.score, default=best)
    return best


def _opening(flat: Flat) -> str:
    """The line right before the first two sentences: an untitled page's title, if it has one."""
    for number in range(len(flat.lines) - 2):
        if all(weight >= PROSE for weight in flat.weights[number + 1 : number + 3]):
            text = flat.lines[number].text
            is_title = flat.weights[number] < PROSE and 6 <= len(text) <= 60 and flat.lines[number].linked < 0.5 * len(text)
            return text if is_title and _may_title(text) and not is_byline(text) else ""
    return ""


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


def _candidates(flat: Flat, confirmed: list[str], boxes: Sequence[int]) -> Iterator[_Candidate]:
    said = [0.0 if w >= PROSE and is_legal(line.text) else w for line, w in zip(flat.lines, flat.weights, strict=True)]
    sums = [0.0, *accumulate(said)]
    for text, first, last, mark in (*_marked(flat, boxes), *_unmarked(flat, confirmed)):
        if sums[-1] - sums[last + 1] < min(SOME, 0.15 * sums[-1]):
            continue  # named once more under the text, or who signed it
        byline = next((n for n, line in enumerate(flat.lines[last + 1 : last + 4]) if is_byline(line.text)), None)
        if byline is not None and not mark and 2 * sums[first] > sums[-1] and not has_label(flat.lines[last + 1 + byline].text):
            byline = None  # who signed the text, above the day of signing
        is_labelled = first > 0 and _LABEL.match(flat.lines[first - 1].text) is not None
        yield _Candidate(text, first, last, mark, _agreement(_fold(text), confirmed), byline, is_labelled)


@lru_cache(maxsize=8192)  # the pages of one site have the same names
def _is_named_title(name: str) -> bool:
    return _TITLE_NAME.search(name) is not None


def _marked(flat: Flat, boxes: Sequence[int]) -> Iterator[tuple[str, int, int, float]]:
    titles = {name for name in set(flat.names) if _is_named_title(name)}
    every = enumerate(zip(flat.tags, flat.names, strict=True))
    for box in [n for n, (tag, name) in every if tag in _TAGS or name in titles or n in boxes]:
        if flat.hidden[box]:
            continue
        weight = 2.0 if box in boxes else _TAGS.get(flat.tags[box], 0.6)
        first, last = flat.first[box], flat.last[box]
        if 1 <= last - first <= 3:
            last = next((n for n in range(first + 1, last) if is_byline(flat.lines[n].text)), last)
            text = " ".join(line.text for line in flat.lines[first:last])
            linked = sum(line.linked for line in flat.lines[first:last])
            if linked > 0.5 * len(text):
                weight -= 1.5
            if 2 <= len(text) <= MAX_TITLE and _may_title(text):
                yield text, first, last - 1, weight


def _unmarked(flat: Flat, confirmed: list[str]) -> Iterator[tuple[str, int, int, float]]:
    """Lines that may be a title by their place; after much prose only above a labelled date, or said in the head."""
    prose = 0.0
    for number, line in enumerate(flat.lines):
        prose += flat.weights[number]
        text = line.text
        if not 6 <= len(text) <= 120 or line.linked >= 0.5 * len(text) or flat.hidden[line.box]:
            continue
        if prose > MAX_PROSE and not (_has_byline(flat, number) or any(_fold(text) in one for one in confirmed)):
            continue
        if "。" not in text and not text.endswith("；") and _may_title(text) and not is_byline(text):
            yield text, number, number, 0.0
            before = flat.lines[number - 1].text if number and flat.lines[number - 1].box == line.box else ""
            if before and _fold(before) + _fold(text) in confirmed:  # broken in two
                yield f"{before} {text}", number - 1, number, 0.0


def _has_byline(flat: Flat, number: int) -> bool:
    """Does a line that names date or source follow at once?"""
    after = flat.lines[number + 1].text if number + 1 < len(flat.lines) else ""
    return is_byline(after) and has_label(after)


def _may_title(text: str) -> bool:
    """Is this more than a path through the site, a subtitle (——…) or today's date?"""
    day = DATE.search(text)
    if text[:1] in "—－" or _NOT_TITLE.search(text):
        return False
    return not (day and (len(text) - len(day[0]) < 6 or is_clock(text)))


def _without_site(text: str) -> str:
    """The part of a <title> that is not the site's or the column's name."""
    parts = [part for part in _PARTS.split(text) if part and part.strip()]
    return parts[0].strip(EDGES) if parts else ""

"""Which box of a page holds the article, and which of its lines are furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from scrapers.byline import is_byline
from scrapers.flat import Flat, Line
from scrapers.heading import Heading

_STOPS: Final = re.compile(r"[，。；！？、：“”（）,.;!?]")
_FURNITURE: Final = re.compile(
    r"comment|related|relat(?:ion|e)|recommend|share|sidebar|side-?bar|footer|breadcrumb|crumb|(?:^|[\s_-])nav|copyright"
    r"|qrcode|ewm|pinglun|(?:^|[\s_-])(?:foot|header|menu|search|login|hot|tags?|ad|ads|advert|toolbar|tool|print|editor_?name"
    r"|edit|bdsharebuttonbox|position|location|pager|page-?nav|prev|next|xgwz|xgxw|xgyd|tuijian)(?:$|[\s_-])"
)
_BODY: Final = re.compile(
    r"article|content|zoom|trs_editor|trs_view|detail|story|(?:^|[\s_-])(?:text|txt|body|main|post|entry|editor|cont|con|artibody)"
    r"(?:$|[\s_-])"
)
_WEIGHTS: Final = (1.0, 1.0, 0.6, 0.3, 0.15)


def weigh(line: Line) -> float:
    """How much a line reads like prose: its unlinked characters, counted fully when it has sentence marks."""
    plain = len(line.text) - line.linked
    if plain < 8 or is_byline(line.text):
        return 0.0
    marks = len(_STOPS.findall(line.text))
    if not marks:
        return plain * 0.1
    if line.linked > 0.5 * len(line.text):
        return plain * 0.2
    return plain * min(1.0, 0.35 + 20 * marks / len(line.text) / 2) + 2 * min(marks, 20)


def find_body(flat: Flat, priors: Sequence[int] = (), heading: int = -1) -> int | None:
    """The index of the box that holds the article, or None when no line reads like prose.

    `heading` is the index of the title's last line: what stands before it, or after the start of another story, counts less.
    """
    count = len(flat.tags)
    weights = [weigh(line) for line in flat.lines]
    if heading >= 0:
        end = _end(flat, weights, heading)
        weights = [
            weight * (0.3 if number < heading else 0.12 if number >= end else 1.0)
            for number, weight in enumerate(weights)
        ]
    furniture = _furniture_boxes(flat, weights)
    direct, below = [0.0] * count, [0.0] * count
    plain, linked = [0] * count, [0] * count
    for line, weight in zip(flat.lines, weights, strict=True):
        plain[line.box] += len(line.text)
        linked[line.box] += line.linked
        if furniture[line.box] or flat.hidden[line.box]:
            continue
        below[line.box] += weight
        box = line.box
        if flat.tags[box] in ("p", "li", "h1", "h2", "h3", "h4", "h5", "pre", "blockquote"):
            box = flat.parents[box]
        for share in _WEIGHTS:
            if box < 0:
                break
            direct[box] += weight * share
            box = flat.parents[box]
    for box in range(count - 1, 0, -1):
        outer = flat.parents[box]
        below[outer] += below[box]
        plain[outer] += plain[box]
        linked[outer] += linked[box]
    for box in priors:
        if below[box] > 0.25 * below[0] or below[box] > 150:
            return box
    best, best_score = None, 0.0
    for box in range(count):
        if direct[box] <= 0 or furniture[box]:
            continue
        density = linked[box] / max(1, plain[box])
        score = direct[box] * (1 - density) ** 2 * (1.3 if _BODY.search(flat.names[box]) else 1.0)
        if score > best_score:
            best, best_score = box, score
    if best is None:
        return None
    return _climb(flat, best, below, plain, linked)


def _end(flat: Flat, weights: Sequence[float], heading: int) -> int:
    """The line at which another story, or the list of them, begins."""
    prose = 0.0
    seen = flat.lines[heading].text
    for number in range(heading + 1, len(flat.lines)):
        line = flat.lines[number]
        if prose >= 40 and not flat.hidden[line.box]:
            if len(line.text) < 16 and _NEXT_STORY.match(line.text):
                return number
            if flat.tags[line.box] == "h1" and line.text not in seen and len(line.text) > 8:
                return number
        prose += weights[number]
    return len(flat.lines)


def _climb(flat: Flat, best: int, below: list[float], plain: list[int], linked: list[int]) -> int:
    """Go up while the box around adds prose of the same kind: an article cut in several boxes."""
    box = best
    while (outer := flat.parents[box]) > 0:
        more = below[outer] - below[best]
        text = plain[outer] - plain[best]
        if more < 0.15 * below[best]:
            box = outer
            if text > 0.3 * plain[best] + 200:
                break
            continue
        if (linked[outer] - linked[best]) > 0.3 * text or more < 0.5 * text:
            break
        best = box = outer
    return best


def _furniture_boxes(flat: Flat, weights: Sequence[float]) -> list[bool]:
    total = sum(weights)
    sums = [0.0]
    for weight in weights:
        sums.append(sums[-1] + weight)
    marked: list[bool] = []
    for box, name in enumerate(flat.names):
        outer = flat.parents[box]
        is_furniture = outer >= 0 and marked[outer]
        if not is_furniture and (
            flat.tags[box] in ("nav", "footer", "aside") or (name != " " and _FURNITURE.search(name) is not None)
        ):
            share = sums[flat.last[box]] - sums[flat.first[box]]
            is_furniture = share < 0.4 * total
        marked.append(is_furniture)
    return marked


_EDITORS: Final = re.compile(
    r"^[\[（(【]?\s*(?:责任编辑|责编|编辑|本文编辑|本期编辑|实习编辑|网络编辑|值班编辑|校对|审核|监制|编审|初审|终审|复审|责任编审|作者|文章来源|稿源|"
    r"信息来源|来源|本文来源|转自|发布时间|发布日期|发布机构|浏览次数|阅读次数|浏览量|点击|字号|字体|打印|关闭|分享到?|上一篇|下一篇|上一条|下一条|"
    r"相关阅读|相关新闻|相关文章|相关链接|相关专题|延伸阅读|推荐阅读|更多|扫一扫|扫描|原标题|标签|关键词|关键字|版权声明|免责声明|特别声明|我要纠错|"
    r"文章关键词|已有\s*\d+|分享|收藏|举报|返回|附件下载|文件下载|点击数|访问量|来源地址)"
)
_TAIL: Final = re.compile(
    r"^[\[【（(]?\s*(?:相关(?:阅读|新闻|文章|链接|专题|报道|信息|稿件|推荐)|延伸阅读|推荐阅读|热点推荐|热门推荐|猜你喜欢|网友评论|精彩推荐|版权声明|免责声明)"
)


_NEXT_STORY: Final = re.compile(
    r"^[\W_]*(?:相关(?:阅读|新闻|文章|链接|专题|报道|信息|稿件|推荐|资讯)|延伸阅读|推荐阅读|热点推荐|热门推荐|热门文章|最热文章|猜你喜欢|网友评论|最新评论|"
    r"精彩推荐|看了又看|其他人也在看|相關新聞|延伸閱讀|推薦閱讀|熱門新聞|為你推薦|为你推荐|今日推荐|编辑推荐|更多新闻|图片新闻|新闻排行)"
)


def body_lines(flat: Flat, box: int, heading: Heading) -> list[Line]:
    """The lines of the article without its furniture."""
    weights = [weigh(line) for line in flat.lines]
    first, last = flat.first[box], flat.last[box]
    if first <= heading.last < last:
        first = heading.last + 1
    furniture = _furniture_inside(flat, box, weights)
    numbers = [
        n
        for n in range(first, last)
        if not furniture[flat.lines[n].box] and (flat.hidden[box] or not flat.hidden[flat.lines[n].box])
    ]
    prose = [n for n in numbers if weights[n] > 15]
    homes = {home for n in prose for home in (flat.lines[n].box, flat.parents[flat.lines[n].box])}
    kept: list[Line] = []
    for place, n in enumerate(numbers):
        line = flat.lines[n]
        text = line.text
        if len(text) < 20 and place > 0.5 * len(numbers) and (_TAIL.match(text) or _NEXT_STORY.match(text)):
            break
        if len(text) < 60 and _EDITORS.match(text):
            continue
        if line.linked > 0.6 * len(text) and len(numbers) > 3:
            continue
        if prose and n < prose[0]:
            if is_byline(text) or (flat.lines[n].box not in homes and flat.parents[line.box] not in homes):
                continue
        kept.append(line)
    return kept


def _furniture_inside(flat: Flat, box: int, weights: Sequence[float]) -> dict[int, bool]:
    total = sum(weights[flat.first[box] : flat.last[box]])
    marked = {box: False}
    for inner in range(box + 1, len(flat.tags)):
        outer = flat.parents[inner]
        if outer not in marked:
            break
        bad = marked[outer]
        if not bad:
            first, last = flat.first[inner], flat.last[inner]
            name = flat.names[inner]
            if flat.tags[inner] in ("nav", "footer", "aside") or (name != " " and _FURNITURE.search(name)):
                bad = sum(weights[first:last]) < 0.4 * total
            elif flat.tags[inner] in ("ul", "ol", "dl", "div", "table", "section") and last - first > 1:
                chars = sum(len(line.text) for line in flat.lines[first:last])
                links = sum(line.linked for line in flat.lines[first:last])
                bad = links > 0.6 * chars
        marked[inner] = bad
    return marked

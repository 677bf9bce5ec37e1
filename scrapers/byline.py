"""The line under a title: date, time and publisher as a page shows them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_DATE: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*(?:年|-|/|\.|－|／)\s*(0?[1-9]|1[0-2])\s*(?:月|-|/|\.|－|／)\s*(0?[1-9]|[12]\d|3[01])(?!\d)\s*[日号]?"
    r"(?:[^\d]{0,8}?(上午|下午|晚上)?\s*T?([01]?\d|2[0-4])\s*[:：时點点]\s*([0-5]\d)(?:\s*[:：分]\s*([0-5]\d))?(?!\d))?"
)
_DAY_FIRST: Final = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])/((?:19|20)\d\d)(?!\d)()()()()")
_LABEL: Final = re.compile(
    r"发布|发表|时间|日期|来源|时　间|發布|發表|時間|更新|出处|稿源|字号|字体|浏览|点击|阅读|作者|编辑|记者"
)
_CLOCK: Final = re.compile(r"今天是|星期|农历|现在时间|当前时间|北京时间|欢迎")
MAX_BYLINE: Final = 160


def find_date(text: str) -> str | None:
    """The first full date in `text`, as ISO date, or date-time when a time of day stands beside it."""
    for found in _DATE.finditer(text):
        if iso := _iso(found[1], found[2], found[3], found[4], found[5], found[6], found[7]):
            return iso
    for found in _DAY_FIRST.finditer(text):
        if iso := _iso(found[3], found[2], found[1], None, None, None, None):
            return iso
    return None


def _iso(
    year: str, month: str, day: str, half: str | None, hour: str | None, minute: str | None, second: str | None
) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    if hour is None or minute is None:
        return found.isoformat()
    hours = int(hour) + (12 if half in ("下午", "晚上") and int(hour) < 12 else 0)
    return f"{found.isoformat()}T{hours:02d}:{minute}:{second or '00'}" if hours < 24 else found.isoformat()


_PUBLISHED: Final = re.compile(r"发布|发表|發布|發表|刊发|公开|上传")
_OTHER_DAY: Final = re.compile(r"成文|印发|生效|施行|实施|签发|截止|有效|失效|起草|更新")
# A byline whose date a script fills in later.
_BARE: Final = re.compile(r"\s*(?:(?:文章|信息|稿件)?来\s*源|发布时间|发布日期|发表时间)\s*[:：]")


def is_byline(text: str) -> bool:
    """A short line with a full date and little else, or with a byline's label; no clock, no bracketed remark."""
    if len(text) > MAX_BYLINE:
        return False
    found = _DATE.search(text) or _DAY_FIRST.search(text)
    if not found:
        return len(text) < 80 and _BARE.match(text) is not None
    if text[0] in "（(" or "。" in text:
        return False
    rest = len(text) - (found.end() - found.start())
    if _LABEL.search(text):
        return True
    return (rest <= 24 or (found[5] is not None and rest <= 50)) and not _CLOCK.search(text)


def byline_date(text: str) -> str | None:
    """The date of publication in a byline: the one labelled so, else the first that is not one of signing."""
    first = None
    for found in _DATE.finditer(text):
        before = text[max(0, found.start() - 8) : found.start()]
        if _OTHER_DAY.search(before):
            continue
        if iso := _iso(found[1], found[2], found[3], found[4], found[5], found[6], found[7]):
            if _PUBLISHED.search(before):
                return iso
            first = first or iso
    return first or (None if _DATE.search(text) else find_date(text))


def is_labelled(text: str) -> bool:
    """Does this byline say that its date is one of publication, or give a time of day?"""
    found = _DATE.search(text)
    return found is not None and (found[5] is not None or _LABEL.search(text) is not None)


_SOURCE: Final = re.compile(
    r"(?:文章来源|信息来源|稿件来源|新闻来源|内容来源|本文来源|文章出处|来\s*源(?:于|自)?|稿\s*源|出\s*处|來\s*源|供稿单位|发布机构|发布单位|信息提供)"
    r"\s*[:：]\s*[\[【]?\s*(.{0,60})"
)
_LOOSE: Final = re.compile(r"来源\s*[:：]?\s*([^\s:：|｜]{2,20})")
_ENDS: Final = re.compile(
    r"[\s\u3000\xa0|｜]*(?:作者|编辑|责任|责编|选稿|发布|发表|时间|日期|点击|浏览|阅读|字号|字体|分享|记者|打印|评论|举报|编审|审核|我要|人气|通讯员|\[|"
    r"【|（?(?:19|20)\d\d\s*[-年/.]|访问|查看|收藏|关闭|供稿|撰稿|摄影|扫码|保护视力|视力保护|次数|来源地址)"
)
_NOBODY: Final = frozenset(
    [
        "转载文章",
        "转载",
        "网络",
        "互联网",
        "网络转载",
        "原创",
        "本站原创",
        "未知",
        "无",
        "佚名",
        "综合",
        "其他",
        "其它",
        "不详",
        "本网",
        "本站",
        "网上",
        "来源网络",
        "网络整理",
    ]
)
_PAIRS: Final = {"》": "《", "）": "（", ")": "(", "]": "[", "】": "【", "”": "“"}


def find_source(text: str) -> str | None:
    """The publisher that a line names after 来源 and its like, or None."""
    found = _SOURCE.search(text)
    if found:
        return tidy_source(found[1])
    if is_byline(text) and (loose := _LOOSE.search(text)):
        return tidy_source(loose[1])
    return None


def tidy_source(text: str) -> str | None:
    """A publisher's name without what follows it on the line; None when nothing is left or it names nobody."""
    text = _ENDS.split(text.strip(" \t\u3000\xa0:："), maxsplit=1)[0]
    text = re.split(r"[\u3000\xa0\t|｜]|\s{2,}|\s+(?=\S*[:：])|[；;。]", text.strip(" \u3000\xa0"), maxsplit=1)[0]
    text = re.sub(r"\s*[(（][^()（）]{2,6}[)）]$", "", text).strip(" \u3000\xa0,，-—·")
    while text and text[-1] in _PAIRS and _PAIRS[text[-1]] not in text:
        text = text[:-1]
    while text and text[0] in _PAIRS.values() and not any(c in text for c, o in _PAIRS.items() if o == text[0]):
        text = text[1:]
    if text.startswith("《") and text.endswith("》") and text.count("《") == 1:
        text = text[1:-1]
    return text if 2 <= len(text) <= 40 else None


def is_somebody(source: str) -> bool:
    """False for placeholders such as 转载文章 and 网络, which a better name elsewhere on the page replaces."""
    return source not in _NOBODY


_NOISE: Final = re.compile(
    r"https?://\S*|[\w.]+\.(?:com|cn|net|org)(?:\.cn)?\S*|[(（【\[].*?[)）】\]]|发表于|发布(?:于\S{0,6}|时间|日期)?|来自\S*|更新(?:时间)?|时间|日期|星期.|"
    r"\d+\s*(?:次|人|条|个)?\s*(?:阅读|浏览|评论|参与|跟贴|点击)?|我要评论|字号.*|字体.*|大\s*中\s*小|分享.*|打印.*|举报|收藏|[·•|｜:：,，/-]"
)


def leftover_source(text: str) -> str | None:
    """The one name that stands beside a date without any label (`TNW中文站2016年10月14日07:17`), or None."""
    rest = _NOISE.sub(" ", _DATE.sub(" ", text)).split()
    if len(rest) == 1 and 2 <= len(rest[0]) <= 16 and not re.search(r"作者|编辑|记者|点击|浏览|[。，？！]", rest[0]):
        return rest[0]
    return None

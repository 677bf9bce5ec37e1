"""Names of publishers as pages write them after 来源, 稿源 and their like."""

from __future__ import annotations

import re
from typing import Final

from scrapers.byline import DATE, is_byline

_LABELS: Final = (
    r"(?:(?:文章|信息|稿件|新闻|内容|本文|资料)来源|文章出处|来\s*源(?:于|自)?|稿\s*源|出\s*处|來\s*源"
    r"|供稿单位|发布机构|发布单位|信息提供|公开机构|Source)"
)
_SOURCE: Final = re.compile(_LABELS + r"\s*[:：]\s*[\[【]?\s*(.{0,60})")
_LOOSE: Final = re.compile(r"来源\s*[:：]?\s*([^\s:：|｜]{2,20})")
_LABEL_ALONE: Final = re.compile(r"[\[【\s]*" + _LABELS + r"\s*[:：]?\s*$")
# What follows a name on its line: a word of the byline after a blank, or one with a colon, a date, a bracket.
_WORDS: Final = (
    r"(?:作者|(?:责任|网络|值班)?编辑|责任|责编|选稿|发布|发表|更新|时间|日期|点击|浏览|阅读|字号|字体|字\s体|大\s*中\s*小|分享|记者|打印|评论|举报"
    r"|编审|审核|我要|人气|通讯员|访问|查看|收藏|关闭|供稿|撰稿|摄影|摄像|扫码|保护视力|视力保护|次数|来源地址|热度|跟贴|参与|校对)"
)
_ENDS: Final = re.compile(
    rf"[\s|｜/]+[\[【(（]?{_WORDS}|\s*\d+\s*[条人次个]?(?:评论|参与|跟[贴帖]|阅读|浏览|点击)|[\[【(（]?{_WORDS}(?:时间|日期|次数|量|者|到|至|于|单位|机构)?\s*[:：]|[\[【]|[（(]?(?:19|20)\d\d\s*[-年/.]"
)
_BREAK: Final = re.compile(r"[\u3000\xa0\t|｜]|\s{2,}|\s+(?=\S*[:：])|[；;。]")
_PLACE: Final = re.compile(r"\s*[(（][^()（）]{2,6}[)）]$")
_PROVINCES: Final = (
    r"(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南"
    r"|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|内蒙古|香港|澳门|台湾)"
)
_PROVINCE: Final = re.compile(rf"\s+{_PROVINCES}$")
# 供稿 names an office as often as a person; only the former publishes.
_SUPPLIER: Final = re.compile(
    r"供\s*稿\s*[:：]\s*(\S{2,24}?(?:[局办委部厅院网报社台会处科室镇乡区县市]|中心|政府|公司|学校|街道))(?=[\s|｜;；,，]|$)"
)
_BLANKS: Final = " \t\u3000\xa0"
# Placeholders: they name nobody, and a better name elsewhere on the page replaces them.
_NOBODY: Final = frozenset(
    """
    转载文章 转载 网络 互联网 网络转载 转载自网络 来源网络 网络整理 网上
    原创 本站原创 本网 本网讯 本站 未知 无 佚名 综合 其他 其它 不详
    """.split()  # noqa: SIM905
)
_PAIRS: Final = {"》": "《", "）": "（", ")": "(", "]": "[", "】": "【", "”": "“"}


def find_source(text: str) -> str | None:
    """The publisher that a line names after 来源 and its like, or None."""
    found = _SOURCE.search(text)
    if found:
        return tidy_source(found[1])
    if supplier := _SUPPLIER.search(text):
        return tidy_source(supplier[1])
    if is_byline(text) and (loose := _LOOSE.search(text)):
        return tidy_source(loose[1])
    return None


def is_label(text: str) -> bool:
    """Is this line nothing but 来源 or its like, so that the name stands in the next cell?"""
    return len(text) <= 12 and _LABEL_ALONE.match(text) is not None


def tidy_source(text: str) -> str | None:
    """A publisher's name without what follows it on the line; None when nothing like a name is left."""
    text = _ENDS.split(text.strip(_BLANKS + ":："), maxsplit=1)[0]
    text = _BREAK.split(text.strip(_BLANKS), maxsplit=1)[0]
    text = _PROVINCE.sub("", _PLACE.sub("", text)).strip(_BLANKS + ",，-—·")
    while text and text[-1] in _PAIRS and _PAIRS[text[-1]] not in text:
        text = text[:-1]
    while text and text[0] in _PAIRS.values() and not any(close in text for close, open_ in _PAIRS.items() if open_ == text[0]):
        text = text[1:]
    if text.startswith("《") and text.endswith("》") and text.count("《") == 1:
        text = text[1:-1]
    return text if 2 <= len(text) <= 40 and not text.isdigit() and not text.lower().startswith("http") else None


def is_somebody(source: str) -> bool:
    """False for a placeholder such as 转载文章 or 网络."""
    return source not in _NOBODY


_NOISE: Final = re.compile(
    rf"发布于{_PROVINCES}?|官方账号|"
    r"(?:https?://|www\.)\S*|[\w.]+\.(?:com|cn|net|org)(?:\.cn)?\S*|[(（【\[].*?[)）】\]]|发表于|发布(?:时间|日期|人)|来自\S*|更新(?:时间)?|时间"
    r"|日期|星期.|\d+\s*(?:次|人|条|个)?\s*(?:阅读|浏览|评论|参与|跟贴|点击)?|我要评论|字号.*|字体.*|大\s*中\s*小|分享.*|打印.*|举报|收藏|[·•|｜:：,，/-]"
)
_NO_NAME: Final = re.compile(r"作者|编辑|记者|点击|浏览|[。，？！]")


def leftover_source(text: str) -> str | None:
    """The one name that stands beside a date without any label (`TNW中文站2016年10月14日07:17`), or None.

    Parts of the line that say what they are (作者：陈立) count for nothing where bars or slashes part them.
    """
    parts = _BARS.split(text)
    if len(parts) > 1:
        text = " ".join(part for part in parts if not _LABELLED.match(part))
    rest = _NOISE.sub(" ", DATE.sub(" ", text)).split()
    if len(rest) == 1 and 2 <= len(rest[0]) <= 16 and not _NO_NAME.search(rest[0]):
        return rest[0]
    return None


_BARS: Final = re.compile(r"\s+[|｜/／·•]\s+|[|｜]")
_LABELLED: Final = re.compile(r"\s*[\u4e00-\u9fff]{2,5}\s*[:：]")

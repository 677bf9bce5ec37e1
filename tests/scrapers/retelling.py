"""How copies of a text differ from it: what mirrors, portals and document-sharing sites were seen to do."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from typing import Final

import opencc

Retell = Callable[[str, random.Random], str]

# As spinning programs replace them, with and without sense.
_SYNONYMS: Final = {
    "力争": "力求", "建设": "建造", "推进": "推动", "加快": "加速", "完成": "达成", "项目": "工程", "开展": "进行", "提升": "提高",
    "促进": "增进", "全面": "周全", "重要": "主要", "发展": "开展", "目前": "当前", "预计": "估计", "实现": "完成", "企业": "公司",
    "问题": "疑问", "同时": "与此同时", "据了解": "据悉", "由于": "因为", "可以": "能够", "增长": "增加", "情况": "状况", "使用": "运用",
    "影响": "效应", "投资": "出资", "服务": "效劳", "管理": "办理", "记者": "小编", "通过": "经过", "我们": "咱们", "已经": "现已",
    "工作": "作业", "但是": "可是", "今年": "本年", "组织": "安排", "活动": "举动", "安全": "平安", "基础": "根底", "技术": "技能",
    "支持": "支撑", "成为": "变成", "国家": "国度", "人员": "职员", "出现": "呈现", "生产": "出产", "创新": "立异", "研究": "研讨",
    "参与": "参加", "要求": "请求", "继续": "持续", "此外": "另外", "非常": "十分", "介绍": "引见", "负责人": "担任人", "将由": "将从",
}  # fmt: skip
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def truncated(text: str, chance: random.Random) -> str:
    """The first page of several, or what a teaser shows."""
    return text[: max(100, int(len(text) * chance.uniform(0.35, 0.7)))]


def converted(text: str, chance: random.Random) -> str:
    """The other script, with pinyin in brackets here and there."""
    pinyin = ("(zhì)", "(dòng)", "(de)", "（biāo）")
    return "".join(
        c + chance.choice(pinyin) if "\u4e00" <= c <= "\u9fff" and chance.random() < 0.08 else c
        for c in opencc.OpenCC("s2t").convert(text)
    )


def injected(text: str, chance: random.Random) -> str:
    """Pieces of a title strewn into the text, between words and numbers, and an advertisement under it."""
    title, parts, at = "江口区项目办公室最新消息", [], 0
    while at < len(text):
        end = at + chance.randint(15, 45)
        while 0 < end < len(text) and (text[end - 1] + text[end]).isascii():
            end += 1
        start = chance.randrange(len(title) - 3)
        parts += [text[at:end], title[start : start + chance.randint(1, 3)]]
        at = end
    return "".join(parts) + "\n欢迎关注微信公众号，商务合作请拨打0000-1234567。"


def spun(text: str, chance: random.Random) -> str:
    """Synonyms put in by a program."""
    for word, other in _SYNONYMS.items():
        if chance.random() < 0.8:
            text = text.replace(word, other)
    return text


def reposted(text: str, chance: random.Random) -> str:
    """Under another head, in one paragraph, with an editor's and a lawyer's line."""
    head = chance.choice(("江口网9月3日消息（记者 陈立 通讯员 王越）", "据《江口日报》报道：", "来源：江口发布\n"))
    return f"{head}{text.replace(chr(10), '')}\n（责任编辑：王越）\n免责声明：本文仅代表作者个人观点，与本网无关。"


def spun_and_truncated(text: str, chance: random.Random) -> str:
    return truncated(spun(text, chance), chance)


def converted_and_injected(text: str, chance: random.Random) -> str:
    return converted(injected(text, chance), chance)


COPIES: Final[Mapping[str, Retell]] = {
    one.__name__: one for one in (truncated, converted, injected, spun, reposted, spun_and_truncated, converted_and_injected)
}


def a_year_later(text: str, chance: random.Random) -> str:
    """The same form with the figures of another year: no copy."""

    def other(found: re.Match[str]) -> str:
        written = found[0]
        if "." in written:
            return f"{float(written) * chance.uniform(1.03, 1.5) + 0.1:.{len(written.partition('.')[2])}f}"
        number = int(written[:15])
        return str(number + 1 if 1990 < number < 2040 else int(number * chance.uniform(1.05, 1.6)) + 1)

    return _NUMBER.sub(other, text)


def numbers(text: str) -> int:
    """How many numbers a text gives."""
    return len(_NUMBER.findall(text))

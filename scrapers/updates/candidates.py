"""Names that look like projects and are not tracked: a suffix, and a left edge that is trimmed to where the name begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrapers.text.normalise import Clean
from scrapers.updates.match import Mention
from warehouse.records import Candidate

_NAME = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9·（）-]{3,24}?(?:大桥|特大桥|跨海通道|隧道|高速公路|城际铁路|铁路|高铁|产业园|工业园|科技园|物流园|水库|水电站|抽水蓄能电站|"
    r"综合交通枢纽|集装箱泊位|码头工程|扩建工程|改造工程|建设项目|号线(?:一期|二期)?)"
)
# What stands before a name and is no part of it.
_EDGE = re.compile(
    r"^.*(?:的|了|在|将|对|为|是|有|和|与|及|等|至|到|于|从|由|向|把|被|推进|推动|加快|建设|实施|启动|开工|完成|建成|总投资|包括|位于|连接|其中|今年|目前|日前|近日|"
    r"[，、：“”（]|\d+[个项条座]|(?:年|月|日|元|个|项))(?=[\u4e00-\u9fff])"
)
_GENERIC = re.compile(
    r"^(?:该|本|此|这|各|多|一批|重大|重点|新|老|全|省|市|县|区|民生|交通|水利|基础|配套|续建|在建|扩建|改造|建设)"
)
AT_MOST = 30


def candidates_in(clean: Clean, tracked: Sequence[Mention]) -> list[Candidate]:
    found: dict[str, Candidate] = {}
    for match in _NAME.finditer(clean.text):
        name = match[0]
        edge = _EDGE.match(name)
        start = match.start() + (edge.end() if edge else 0)
        name = clean.text[start : match.end()]
        if not 5 <= len(name) <= 20 or _GENERIC.match(name) or name in found:
            continue
        if any(m.start < match.end() and start < m.end for m in tracked):
            continue
        raw_start, raw_end = _sentence(clean, start, match.end())
        found[name] = Candidate(name=name, evidence=clean.raw[raw_start:raw_end], start=raw_start, end=raw_end)
        if len(found) == AT_MOST:
            break
    return list(found.values())


def _sentence(clean: Clean, start: int, end: int) -> tuple[int, int]:
    left = max(clean.text.rfind(mark, max(0, start - 120), start) for mark in "。！？\n") + 1
    ends = [at for mark in "。！？\n" if (at := clean.text.find(mark, end, end + 120)) >= 0]
    right = min(ends) + 1 if ends else min(len(clean.text), end + 120)
    return clean.raw_span(max(left, start - 120), right if clean.text[right - 1] != "\n" else right - 1)

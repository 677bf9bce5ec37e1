"""Names that share their end in a list: 厦门、泉州云计算公共服务平台 names two platforms, and only the second one whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

SHARES = frozenset("、和与及")
# The part of a name that may stand alone before 、: back to a mark, a verb or another name.
_HEAD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9#-]{2,16}$")
_SHORTEST_TAIL, _SHORTEST_HEAD, _SHORTEST_KIND = 3, 2, 2
_ANYTHING = ("项目", "工程")
_MARKS = re.compile(r"[、和与及]")
_HEAD_OF = r"(?:(?![和与及])[\u4e00-\u9fffA-Za-z0-9]){2,10}"  # without what joins: nothing fits in two ways
_COUNT = r"(?:[两二三四五六七八九十]|\d{1,2})(?:条|座|个|所|家|处|项|段|大)"
_COUNTED = re.compile(
    rf"(?P<heads>{_HEAD_OF}(?:[、和与及]{_HEAD_OF}){{1,6}}?)等?"
    rf"{_COUNT}(?P<tail>[\u4e00-\u9fff]{{2,12}})"
)
# What such a list lies in, and what no list is without: most pages have neither, and need not be asked at every place.
_STRETCH = re.compile(r"[\u4e00-\u9fffA-Za-z\d、]+")
_NEEDED = re.compile(rf"{_COUNT}[\u4e00-\u9fff]{{2}}")

EXAMPLES = (
    ("启动建设厦门、泉州城市轨道交通一期工程。", ("泉州城市轨道交通一期工程", "厦门城市轨道交通一期工程")),
    ("杭宁、杭甬两条高铁同日开工。", ("杭甬高铁", "杭宁高铁")),
    ("长阳清江、建始红瓦屋两座抽水蓄能电站在加快前期工作。", ("长阳清江抽水蓄能电站", "建始红瓦屋抽水蓄能电站")),
    ("加快厦门高崎国际机场、晋江机场扩能改造。", ("晋江机场扩能改造", "厦门高崎国际机场扩能改造")),
)


def shared_tails(text: str, start: int, form: str, known: Callable[[str], bool]) -> Iterator[tuple[int, int, str]]:
    """(start, end, whole form) of names before `form`, which begins at `start`, that have its end in common with it."""
    while start > 1 and text[start - 1] in SHARES:
        end = start - 1
        head = _HEAD.search(text[max(0, end - 16) : end])
        if head is None or (found := _whole(head[0], form, known)) is None:
            return
        start = end - len(found[0])
        yield start, end, found[1]


def counted_tails(text: str, known: Callable[[str], bool]) -> Iterator[tuple[int, int, str]]:
    """(start, end, whole form) of names in a list that is counted before their common end: 杭宁、杭甬两条高铁."""
    for match in _lists(text):
        at = match.start("heads")
        for number, head in enumerate(_MARKS.split(match["heads"])):
            found = _ending(head, match["tail"], known, first=number == 0)
            if found:
                yield at + len(head) - len(found[0]), at + len(head), found[1]
            at += len(head) + 1


def _lists(text: str) -> Iterator[re.Match[str]]:
    for stretch in _STRETCH.finditer(text):
        if _NEEDED.search(text, *stretch.span()):
            yield from _COUNTED.finditer(text, *stretch.span())


def _ending(head: str, tail: str, known: Callable[[str], bool], *, first: bool) -> tuple[str, str] | None:
    """The head (cut from the left where words of the sentence may stand before it) with as much of the tail as names something."""
    for cut in range(len(head) - _SHORTEST_HEAD + 1 if first else 1):
        for end in range(len(tail), _SHORTEST_KIND - 1, -1):
            if tail[:end] not in _ANYTHING and known(head[cut:] + tail[:end]):
                return head[cut:], head[cut:] + tail[:end]
    return None


def _whole(head: str, form: str, known: Callable[[str], bool]) -> tuple[str, str] | None:
    for cut in range(len(head) - _SHORTEST_HEAD + 1):
        for at in range(1, len(form) - _SHORTEST_TAIL + 1):
            if known(head[cut:] + form[at:]):
                return head[cut:], head[cut:] + form[at:]
    return None

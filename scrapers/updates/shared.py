"""Names that share their end in a list: 厦门、泉州云计算公共服务平台 names two platforms, and only the second one whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

SHARES = frozenset("、和与及")
# The part of a name that may stand alone before 、: back to a mark, a verb or another name.
_HEAD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9#-]{2,16}$")
_SHORTEST_TAIL, _SHORTEST_HEAD = 3, 2

EXAMPLES = (
    ("启动建设厦门、泉州城市轨道交通一期工程。", ("泉州城市轨道交通一期工程", "厦门城市轨道交通一期工程")),
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


def _whole(head: str, form: str, known: Callable[[str], bool]) -> tuple[str, str] | None:
    for cut in range(len(head) - _SHORTEST_HEAD + 1):
        for at in range(1, len(form) - _SHORTEST_TAIL + 1):
            if known(head[cut:] + form[at:]):
                return head[cut:], head[cut:] + form[at:]
    return None

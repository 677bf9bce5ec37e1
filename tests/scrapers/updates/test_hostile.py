"""Pages that no person wrote cost little, and say nothing false: the cost grows with the length and not with its square."""

from __future__ import annotations

import time

import pytest

from scrapers.updates.find import find_updates
from tests.scrapers.updates.reading import matcher
from warehouse.records import Article

BRIDGE = "青屿大桥"
MATCHER = matcher(BRIDGE, "东港地铁2号线", "东港地铁2号线二期工程")
CASES = {
    "stage words": lambda n: BRIDGE + "开工" * n,
    "names": lambda n: f"{BRIDGE}、" * n,
    "dates": lambda n: f"{BRIDGE}2025年8月18日开工" * (n // 4),
    "lines": lambda n: f"{BRIDGE}\n" * n,
    "brackets": lambda n: BRIDGE + "（" * n + "通车",
    "quotes and titles": lambda n: "“《" * n + BRIDGE + "通车" + "》”" * n,
    "joined words": lambda n: "和".join(["青屿"] * n) + "两座大桥",
    "sections": lambda n: BRIDGE + "段" * n + "通车",
    "money": lambda n: BRIDGE + "总投资9亿元" * (n // 2),
    "slips": lambda n: BRIDGE + "推迟至2026年" * (n // 3),
    "numerals": lambda n: BRIDGE + "一" * n + "年",
}


@pytest.mark.parametrize("case", CASES)
def test_the_cost_grows_with_the_length(case: str) -> None:
    short, long = (Article(url="page", title="", text=CASES[case](n), published_at="2025-08-20") for n in (1_000, 8_000))
    find_updates(short, MATCHER)
    times = []
    for article in (short, long):
        began = time.process_time()
        found = find_updates(article, MATCHER)
        times.append(time.process_time() - began)
        assert all(article.text[u.start : u.end] == u.evidence for u in found)
    assert times[1] < 24 * times[0] + 0.5  # eight times the length; its square would be sixty-four

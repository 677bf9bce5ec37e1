"""The report counts as it says: facts, dates, figures, silent pages, quotations."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.bench.understood import MONEY, period, read, score, watched


def _page(text: str, *facts: dict[str, Any], published: str | None = "2025-08-20") -> dict[str, Any]:
    known = {"aliases_in_page": [], "when": None, "investment_yuan": None, "progress_percent": None}
    return {"id": text[:4], "text": text, "published": published, "capped": False, "facts": [{**known, **fact} for fact in facts]}


def test_a_page_is_scored_by_what_it_is_labelled_with() -> None:
    bridge = {"project": "青屿大桥", "stage": "started", "modality": "actual", "when": "2025-08", "investment_yuan": 9e8}
    gold = [
        _page("8月18日，青屿大桥开工，总投资9亿元。预计2027年通车。", bridge),
        _page("青屿大桥的夜景很美。"),
        _page("西屿水库招标。", {"project": "西屿水库", "stage": "tender", "modality": "target", "when": "2025"}),
    ]
    s = score(gold, read(gold))
    assert (s.right, s.missed, s.extra) == (1, 1, 2)  # the promise of 2027 is not labelled, the tender is no promise
    assert s.dates == {"right": 1}
    assert s.figures[MONEY]["right"] == 1
    assert (s.silent, s.quoted) == ({True: 1}, s.updates)


def test_an_alias_that_two_share_is_left_out() -> None:
    facts = [{"project": name, "aliases_in_page": ["跨海桥", f"{name}桥"], "stage": "started"} for name in ("东屿跨海", "西屿跨海")]
    assert [(p.name, p.aliases) for p in watched([_page("", *facts)])] == [("东屿跨海", ("东屿跨海桥",)), ("西屿跨海", ("西屿跨海桥",))]


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [("2025", "2025-01-01", "2025-12-31"), ("2024-02", "2024-02-01", "2024-02-29"), ("2025-Q3", "2025-07-01", "2025-09-30")],
)
def test_a_label_is_a_period(said: str, first: str, last: str) -> None:
    assert period(said) == (date.fromisoformat(first), date.fromisoformat(last))

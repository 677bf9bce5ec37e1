"""A page that itself says that a date was moved: one promise, with its new and its old date."""

from __future__ import annotations

import pytest

from tests.scrapers.updates.reading import updates

BRIDGE = "青屿大桥"


@pytest.mark.parametrize(
    ("text", "stage", "new", "old"),
    [
        ("原计划2025年底通车，推迟至2026年6月。", "in_service", "2026-06-30", "2025-12-31"),
        ("原定今年10月开工，现调整为明年3月开工。", "started", "2026-03-31", "2025-10-31"),
        ("完工日期由2025年12月31日调整到2026年第三季度。", "in_service", "2026-09-30", "2025-12-31"),
        ("由2025年6月延到2026年6月。", "in_service", "2026-06-30", "2025-06-30"),
        ("达到预定可使用状态的时间由2025年12月改为2026年12月。", "in_service", "2026-12-31", "2025-12-31"),
        ("原计划2026年底建成，提前至2026年6月。", "in_service", "2026-06-30", "2026-12-31"),
        ("本是今年计划开工项目，因可研未批复，大概率转到明年。", "started", "2026-12-31", "2025-12-31"),
        ("未能如期建成，结转至明年。", "in_service", "2026-12-31", "None"),
        ("竣工时间推迟到2026年底。", "in_service", "2026-12-31", "None"),
    ],
)
def test_a_moved_date_is_one_promise_with_both_dates(text: str, stage: str, new: str, old: str) -> None:
    found = [u for u in updates(f"{BRIDGE}{text}", BRIDGE, published="2025-08-20") if u.stage]
    assert [(u.stage, u.modality, str(u.when_end), str(u.previous_end)) for u in found] == [(stage, "target", new, old)]


def test_each_of_several_has_its_own_new_date() -> None:
    text = "东屿水库、西屿水库和南屿水库分别延期到2026年6月、2026年9月和2027年3月。"
    found = updates(text, "东屿水库", "西屿水库", "南屿水库", published="2025-08-20")
    assert {u.project: str(u.when_end) for u in found} == {
        "东屿水库": "2026-06-30",
        "西屿水库": "2026-09-30",
        "南屿水库": "2027-03-31",
    }


@pytest.mark.parametrize(
    "text", ["开工仪式推迟到明年举行的消息不实。", "评审会改为9月召开。", "2024年9月已投产，结项延期至2026年6月。"]
)
def test_what_else_is_moved_is_no_opening(text: str) -> None:
    assert not [u for u in updates(f"{BRIDGE}{text}", BRIDGE, published="2025-08-20") if u.rule == "moved"]

"""What a person sees: progress and tables at a terminal, the same in plain lines where there is none."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from rich.console import Console

from flows.commands.terminal import following, say_digest
from warehouse.records import SourceRun

NOW = datetime(2025, 9, 1, tzinfo=UTC)
RUNS = [
    SourceRun(source_id="haiwan", started_at=NOW, ended_at=NOW, listed=12, fetched=3, unchanged=9, read=3, updates=5),
    SourceRun(source_id="[red]lin", started_at=NOW, ended_at=NOW, failure="timeout", message="no answer in [/] 30 s"),
]
RESULT = {
    "text": "2025年第35周\n\n临江大桥[推迟]：" + "长" * 200,
    "summary": ["跟踪 9 个项目，本期 1 条。"],
    "window": "自 2025年8月25日 至 2025年9月1日",
    "health": "有 1 个来源失联。",
    "rows": [
        {
            "kind": "promise_slipped", "label": "推迟", "subject": "[b]临江大桥", "what": "2025年12月 → 2026年6月",
            "quote": "现调整为2026年6月底前建成通车。", "source": "海湾要闻 8月29日",
        }
    ],
}  # fmt: skip


def screen(terminal: bool) -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, force_terminal=terminal, width=120, color_system="standard" if terminal else None), out


def collected(terminal: bool) -> str:
    console, out = screen(terminal)
    with following(2, console) as listener:
        for run in RUNS:
            listener(run)
    return out.getvalue()


def test_without_a_terminal_each_source_is_a_plain_line() -> None:
    first, second = collected(terminal=False).splitlines()
    assert first.split() == ["haiwan", "listed", "12", "fetched", "3", "unchanged", "9", "read", "3", "updates", "5"]
    assert second.startswith("[red]lin") and second.endswith("ILL timeout: no answer in [/] 30 s")


def test_at_a_terminal_a_bar_counts_sources_and_sums_what_they_gave() -> None:
    shown = collected(terminal=True)
    assert "✓" in shown and "✗" in shown and "[red]lin" in shown  # a name is no markup
    assert "2/2" in shown and "3 read, 5 updates, 1 ill" in shown


def test_the_digest_is_a_table_at_a_terminal_and_the_mails_text_elsewhere() -> None:
    console, out = screen(terminal=True)
    say_digest(RESULT, console)
    shown = out.getvalue()
    for words in ("推迟", "[b]临江大桥", "2026年6月", "quotation", "海湾要闻", "有 1 个来源失联", "自 2025年8月25日"):
        assert words in shown
    console, out = screen(terminal=False)
    say_digest(RESULT, console)
    assert out.getvalue() == RESULT["text"] + "\n"  # no line is broken, nothing is taken for markup

"""What a reader of the figures relies on: ratios, bounds, a peer that is missing said so, and nothing written by halves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench import __main__ as command
from tests.bench.frame import Bench, PeerMissing, Row


def test_a_row_in_the_form_of_the_file() -> None:
    row = Row("reading: pages", "pages/CPU-s", 512.345, "trafilatura 2.3.1", 20.0, "≥ 5")
    assert row.plain() == {
        "name": "reading: pages", "unit": "pages/CPU-s", "ours": 512.3, "peer": "trafilatura 2.3.1",
        "peer_value": 20.0, "ratio": 25.62, "required": "≥ 5",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "peer", "required", "met"),
    [(10, 2, "≥ 5", True), (9.9, 2, "≥ 5", False), (1.15, 1, "≤ 1.15", True), (1.2, 1, "≤ 1.15", False), (1, 2, None, None)],
)
def test_a_bound_is_one_of_the_ratio(ours: float, peer: float, required: str | None, met: bool | None) -> None:
    assert Row("x", "s", ours, "peer", peer, required).met is met


def test_a_peer_that_does_not_install_is_said_and_judged_by_nobody() -> None:
    row = Row.missing("x", "pages/CPU-s", 3.0, "urlwatch", PeerMissing("does not install: no such version"), "≥ 2")
    assert (row.peer, row.peer_value, row.ratio, row.met) == (
        "urlwatch: not measured, does not install: no such version", None, None, None,
    )  # fmt: skip


def test_a_program_s_whole_cpu_is_counted_and_its_failure_is_shown(tmp_path: Path) -> None:
    bench = Bench(tmp_path, quick=True)
    busy = "import time\nwhile time.process_time() < .3: pass"
    spent = bench.spent(["python3", "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"])
    assert 0.3 <= spent.cpu < 3
    with pytest.raises(PeerMissing, match=r"ended with 1: .*no such thing"):
        bench.spent(["python3", "-c", "raise SystemExit('no such thing')"])


def test_some_rows_take_their_places_and_the_others_keep_their_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "OUT", tmp_path / "bench.json")
    monkeypatch.setattr(command, "ROOT", tmp_path)
    old = [Row("a", "s", 1, "p", 2), Row("b", "s", 1, "p", 2)]
    monkeypatch.setattr(command, "_commit", lambda: "first")
    command.write(old, whole=True)
    monkeypatch.setattr(command, "_commit", lambda: "second")
    command.write([Row("b", "s", 4, "p", 2)], whole=False)
    said = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert set(said) == {"machine", "commit", "rows"} and said["commit"] == "second"
    assert [(r["name"], r["ours"], r.get("commit")) for r in said["rows"]] == [("a", 1, "first"), ("b", 4, None)]

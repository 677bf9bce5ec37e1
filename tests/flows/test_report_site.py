"""`report --site` beside the mail; that it is there when the mails go out is seen in the demo."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.site.region import three_weeks


def report(home: Path) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "REGIONWATCH_"))}
    words = ["report", "--watchlist", str(home / "sample.yaml"), "--now", "2025-09-01T08:00:00+08:00", "--site"]
    return subprocess.run(
        [str(Path(sys.executable).with_name("regionwatch")), *words], env=env | {"REGIONWATCH_HOME": str(home)},
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip


def test_a_site_that_cannot_be_written_costs_no_mail(tmp_path: Path) -> None:
    three_weeks(tmp_path, reported=2)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.txt").write_text("mine")
    refused = report(tmp_path)
    assert refused.returncode == 1 and "no site of ours" in refused.stderr
    assert len(list((tmp_path / "outbox").glob("*2025-W35*.eml"))) == 1
    assert [file.name for file in (tmp_path / "site").iterdir()] == ["thesis.txt"]

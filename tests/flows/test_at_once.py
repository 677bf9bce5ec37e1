"""Collecting, reporting and re-reading started at once, by hand and by schedule: they share the warehouse or wait."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.sample.site import SampleSite, sample_watchlist

REGIONWATCH = Path(sys.executable).with_name("regionwatch")


@pytest.mark.timeout(280)
def test_all_three_at_once_end_well_and_lose_and_double_nothing(tmp_path: Path) -> None:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "REGIONWATCH_"))}
    env |= {"REGIONWATCH_HOME": str(tmp_path / "home"), "REGIONWATCH_DELAY": "0"}
    watchlist = tmp_path / "sample.yaml"
    file = tmp_path / "home" / "warehouse.duckdb"

    def started(command: str, at: str, *words: str) -> subprocess.Popen[str]:
        whole = [str(REGIONWATCH), command, "-w", str(watchlist), "--now", f"2025-08-{at}:00:00+08:00", *words]
        return subprocess.Popen(whole, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    with SampleSite((0, 0, 0, 0)) as site:
        watchlist.write_text(sample_watchlist(site.ports), encoding="utf-8")
        first = started("collect", "18T06", "--allow-private")
        assert first.wait(100) == 0, first.communicate()[1]
        with duckdb.connect(str(file)) as con:  # as if an older reader had read it, so that there is much to read again
            con.execute("UPDATE readings SET reader = 'older'")
            con.execute("UPDATE updates SET reader = 'older'")
        site.week = 2
        jobs = [
            started("collect", "25T06", "--allow-private"), started("reread", "25T06"), started("report", "25T08"),
            started("collect", "25T07", "--allow-private"), started("report", "25T08"),
        ]  # fmt: skip
        ended = [(job.args[1], *job.communicate(timeout=240), job.returncode) for job in jobs]  # type: ignore[index]
    for name, said, fault, code in ended:
        assert not re.search(r"(?i)traceback|\block(ed)?\b|was it set back", fault), (name, fault)
        assert code in ((0, 1) if name == "collect" else (0,)), (name, said, fault)  # week 2 has two sources that are ill
    with duckdb.connect(str(file)) as con:
        for table in ("updates", "articles"):
            assert con.execute(f"SELECT count(*) - count(DISTINCT id) FROM {table}").fetchone() == (0,)
        lost = con.execute("SELECT count(*) FROM updates u ANTI JOIN articles a ON a.id = u.article_id").fetchone()
        sent = con.execute("SELECT count(*) FROM deliveries WHERE state = 'sent'").fetchone()
        left = con.execute("SELECT count(DISTINCT url) FROM readings r WHERE reader = 'older' AND article_id IS NOT NULL AND NOT EXISTS "
                           "(FROM readings n WHERE n.url = r.url AND n.sha256 = r.sha256 AND n.reader <> 'older')").fetchone()  # fmt: skip
    assert (lost, sent, left) == ((0,), (1,), (0,))
    assert len(list((tmp_path / "home" / "outbox").glob("*.eml"))) == 1

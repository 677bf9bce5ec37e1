"""prefect.yaml against a real server: deployed by its one command, run by a process worker, seen as artifacts."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from flows.sample.site import SampleSite, sample_watchlist
from tests.flows.prefect_server import prefect, server_with_worker


def ask(env: dict[str, str], path: str, body: dict[str, Any]) -> Any:
    request = urllib.request.Request(
        env["PREFECT_API_URL"] + path, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


@pytest.mark.timeout(420)
def test_deploy_all_then_each_flow_runs_on_a_worker(tmp_path: Path) -> None:
    with SampleSite((0, 0, 0, 0)) as site, server_with_worker(tmp_path) as env:
        watchlist = tmp_path / "sample.yaml"
        watchlist.write_text(sample_watchlist(site.ports), encoding="utf-8")
        deployed = {d["name"]: d for d in ask(env, "/deployments/filter", {})}
        assert {"daily", "monday"} <= set(deployed)
        crons = {n: [s["schedule"]["cron"] for s in d["schedules"]] for n, d in deployed.items()}
        zones = {s["schedule"]["timezone"] for d in deployed.values() for s in d["schedules"]}
        assert (crons["daily"], crons["monday"], zones) == (["0 6 * * *"], ["0 8 * * 1"], {"Asia/Shanghai"})

        given = ["--param", f"watchlist={watchlist}", "--watch"]
        prefect(
            env, "deployment", "run", "collect/by-hand", *given, "--param", "now=2025-08-18T06:00:00+08:00",
            "--param", "allow_private=true", "--param", 'sources=["haiwan-yaowen", "linjiang-zdxm"]',
        )  # fmt: skip
        prefect(env, "deployment", "run", "weekly-report/by-hand", *given, "--param", "now=2025-08-18T08:00:00+08:00",
                "--param", "dry_run=false")  # fmt: skip

        runs = ask(env, "/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}})
        assert len(runs) == 2
        artifacts = {a["key"]: a["data"] for a in ask(env, "/artifacts/filter", {})}
        assert "海湾要闻" in artifacts["collect-sample"] and "海湾新闻网" not in artifacts["collect-sample"]
        assert "海湾城际铁路S1线" in artifacts["report-sample"]
    assert len(list((tmp_path / "home" / "outbox").glob("sample-2025-W33*.eml"))) == 1

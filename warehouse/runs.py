"""The beginning and the end of a run."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import duckdb

from warehouse.records import stable_id

log = logging.getLogger("regionwatch.warehouse.clock")  # the command shows what is logged here

BESIDE = timedelta(hours=1)  # runs that were started at once wait for each other; the one that waited has the older time


def begin_run(con: duckdb.DuckDBPyConnection, region: str, kind: str, now: datetime, parameters: Mapping[str, Any]) -> str:
    """The run's id; to be called in a transaction. A clock that was set back, by more than an hour, is told."""
    before = con.execute("SELECT count(*) FROM runs WHERE region = ? AND kind = ?", [region, kind]).fetchone()
    last = con.execute("SELECT max(started_at) FROM runs WHERE region = ?", [region]).fetchone()
    if last and last[0] and now < last[0] - BESIDE:
        log.warning(
            "the clock stands at %s, before the last run of %s: was it set back? What is found now counts as learned "
            "after the last report, so that nothing is lost", now.isoformat(), last[0].isoformat(),
        )  # fmt: skip
    run_id = stable_id(region, kind, now.isoformat(), before[0] if before else 0)
    con.execute(
        "INSERT INTO runs (region, id, kind, started_at, parameters) VALUES (?, ?, ?, ?, ?)",
        [region, run_id, kind, now, json.dumps(parameters, ensure_ascii=False)],
    )
    return run_id


def end_run(con: duckdb.DuckDBPyConnection, run_id: str, now: datetime, outcome: str) -> None:
    con.execute("UPDATE runs SET ended_at = ?, outcome = ? WHERE id = ?", [now, outcome, run_id])

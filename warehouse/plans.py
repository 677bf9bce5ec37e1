"""The programmes and what they themselves promised, as the watchlist said at each time."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import duckdb

from warehouse.records import Programme, Project, Promise, Stage, Watchlist

_PROGRAMME = ("id", "name", "page")
_PROJECT = ("id", "name", "place", "sector", "programme")


def remember_plan(con: duckdb.DuckDBPyConnection, watchlist: Watchlist, now: datetime) -> None:
    """A row when it is not as it was last known; to be called in a transaction."""
    plan = _written(watchlist)
    last = con.execute(
        "SELECT plan::VARCHAR FROM plans WHERE region = ? ORDER BY known_at DESC LIMIT 1", [watchlist.id]
    ).fetchone()
    if last and json.loads(last[0]) == plan:
        return
    con.execute("DELETE FROM plans WHERE region = ? AND known_at = ?", [watchlist.id, now])  # the later word counts
    con.execute("INSERT INTO plans VALUES (?, ?, ?)", [watchlist.id, json.dumps(plan, ensure_ascii=False), now])


def plan_at(con: duckdb.DuckDBPyConnection, watchlist: Watchlist, moment: datetime) -> Watchlist:
    """The watchlist with programmes and promised projects as known at a time, and nothing else that is watched.

    As first registered, for a time before that; as it is today, when it was never registered.
    """
    row = con.execute(
        "SELECT plan::VARCHAR FROM plans WHERE region = $region AND known_at <= "
        "greatest($moment, (SELECT min(known_at) FROM plans WHERE region = $region)) ORDER BY known_at DESC LIMIT 1",
        {"region": watchlist.id, "moment": moment},
    ).fetchone()
    plan: dict[str, Any] = json.loads(row[0]) if row else _written(watchlist)
    return Watchlist(
        id=watchlist.id, name=watchlist.name, timezone=watchlist.timezone,
        programmes=tuple(Programme(**programme) for programme in plan["programmes"]),
        projects=tuple(
            Project(**{key: project[key] for key in _PROJECT}, promised=tuple(_promise(*said) for said in project["promised"]))
            for project in plan["projects"]
        ),
    )  # fmt: skip


def _written(watchlist: Watchlist) -> dict[str, Any]:
    return {
        "programmes": [{key: getattr(programme, key) for key in _PROGRAMME} for programme in watchlist.programmes],
        "projects": [
            {key: getattr(project, key) for key in _PROJECT}
            | {"promised": [[str(p.stage), p.by and p.by.isoformat(), p.quote] for p in project.promised]}
            for project in watchlist.projects
            if project.promised
        ],
    }


def _promise(stage: str, by: str | None, quote: str) -> Promise:
    return Promise(stage=Stage(stage), by=date.fromisoformat(by) if by else None, quote=quote)

"""A Prefect event tells automations of each illness and recovery."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from flows import collect as flow
from flows.collecting import Collected
from warehouse.records import Notice, Watchlist

NOW = datetime(2025, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize(("ill", "name"), [(True, "regionwatch.source.ill"), (False, "regionwatch.source.well")])
def test_the_event_names_the_source_and_what_it_has(monkeypatch: pytest.MonkeyPatch, ill: bool, name: str) -> None:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(flow, "emit_event", lambda **event: told.append(event))
    notice = Notice(source_id="county", name="临港县", ill=ill, failure="blocked", since=NOW, message="a firewall")
    done = Collected(
        run="r1", watchlist=Watchlist(id="bay", name="海湾"), now=NOW, sources=(), waiting={}, notices=(notice,)
    )
    flow.announce(done, notice)
    [event] = told
    assert event["event"] == name
    assert event["resource"] == {"prefect.resource.id": "regionwatch.source.bay.county", "prefect.resource.name": "临港县"}
    assert event["payload"] == {"failure": "blocked", "since": "2025-09-01T00:00:00+00:00", "message": "a firewall", "run": "r1"}

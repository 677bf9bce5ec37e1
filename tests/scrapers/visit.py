"""A visit to the hostile site, with a log of what the door told and how long it would have slept."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from scrapers.errors import FetchError
from scrapers.fetch import Door, FetchSettings
from tests.scrapers.hostile import Site
from warehouse.records import Fetch, Snapshot, Source, Unchanged, Validators

NOW = datetime(2025, 9, 1, tzinfo=UTC)
BODY = "<html><body>望海大桥主桥合龙</body></html>".encode()


@dataclass
class Visit:
    """`changes` are to the settings of its door."""

    site: Site
    changes: dict[str, Any] = field(default_factory=dict)
    told: list[Fetch] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        settings = FetchSettings(
            allow=frozenset({("127.0.0.1", self.site.port)}), retries=0, connect_timeout=1, read_timeout=1, whole_timeout=3,
            backoff=0, delay=0,
        )  # fmt: skip
        self.door = Door(replace(settings, **self.changes), sleep=self.slept.append, rng=random.Random(1))
        self.source = Source(id="county", name="临港县", listing=self.site.url("/list.htm"))

    def get(self, path: str = "/a.htm", earlier: Validators | None = None) -> Snapshot | Unchanged:
        return self.door.fetch(self.site.url(path), self.source, earlier or Validators(), NOW, on_attempt=self.told.append)

    def fault(self, path: str = "/a.htm", earlier: Validators | None = None) -> FetchError:
        with pytest.raises(FetchError) as caught:
            self.get(path, earlier)
        assert self.told[-1].outcome == "failed"
        assert (self.told[-1].failure, self.told[-1].status) == (caught.value.kind, caught.value.status)
        return caught.value


Visitor = Callable[..., Visit]

"""A week's report of a million updates on a lake, beside the embedded file; and how many small writes a lake takes a second."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.bench.frame import Bench, Row
from tests.bench.million import REGION, SINCE, UNTIL, make_million
from tests.postgres import postgres
from tests.warehouse.build import House, fact
from warehouse.moving import move
from warehouse.place import Lake
from warehouse.records import Stage
from warehouse.store import Store


def rows(bench: Bench) -> Iterator[Row]:
    updates = 50_000 if bench.quick else 1_000_000
    file = bench.folder / "million.duckdb"
    make_million(file, updates)
    with postgres() as server:
        lake = Lake(catalog=server.create("lake"), data=str(bench.folder / "lake"))
        moved = {m.table: m.rows for m in move(file, lake, 600)}
        assert moved["updates"] == updates
        on_file, on_lake = Store(file), Store(lake)
        assert on_file.changes(REGION, SINCE, UNTIL) == on_lake.changes(REGION, SINCE, UNTIL)
        took = [bench.seconds(lambda store=store: store.changes(REGION, SINCE, UNTIL)) for store in (on_lake, on_file)]
        yield Row(f"a week's report of {updates:,} updates on a lake", "s", took[0], "on the embedded file", took[1], "≤ 3")
        yield from _writes(bench, server.create("writes"))


def _writes(bench: Bench, catalog: str) -> Iterator[Row]:
    """Pages kept and loaded one at a time, each its own three transactions: a run, its bytes, what was read."""
    count = 10 if bench.quick else 40
    rates = []
    for place in (Lake(catalog=catalog, data=str(bench.folder / "writes")), bench.folder / "writes.duckdb"):
        house = House(place)
        house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"), page="first")
        began = time.perf_counter()
        for number in range(count):
            house.publish(fact("bridge", Stage.STARTED, f"海湾大桥第{number}次开工。"), page=str(number))
        rates.append(3 * count / (time.perf_counter() - began))
    yield Row("small writes, one after the other, on a lake", "transactions/s", rates[0], "on the embedded file", rates[1])

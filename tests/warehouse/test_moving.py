"""A warehouse moved to a lake and back is the same warehouse: the same rows, the same report, the same bytes behind it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.warehouse.build import START, House, fact, promise
from warehouse.connection import transaction
from warehouse.errors import Damaged, NotEmpty
from warehouse.moving import move
from warehouse.place import Lake
from warehouse.records import Stage
from warehouse.store import Store


@pytest.fixture
def filled(tmp_path: Path) -> House:
    house = House(tmp_path / "from.duckdb")
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。", investment_yuan=1.5e9))
    house.wait(7)
    house.publish(promise("rail", Stage.IN_SERVICE, date(2026, 6, 30), "滨海铁路2026年6月通车。"), source="paper", page="2")
    house.store.record_report("bay", "2025-W33", "a@b.example", START, house.today, house.changes(), "hash", house.today)
    return house


def test_to_a_lake_and_back(filled: House, lake: Lake, tmp_path: Path) -> None:
    there = move(filled.path, lake)
    back = move(lake, tmp_path / "back.duckdb")
    assert there == back
    rows = {m.table: m.rows for m in there}
    assert (rows["updates"], rows["articles"], rows["bodies"], rows["changes"]) == (2, 2, 2, 1)
    told = filled.changes(0)
    assert len(told) == 2
    for place in (lake, tmp_path / "back.duckdb"):
        store = Store(place)
        assert store.changes("bay", START.replace(year=2000), filled.today) == told
        assert store.dossier(told[0].citations[0].update_id).body == filled.store.dossier(told[0].citations[0].update_id).body


def test_a_warehouse_that_holds_anything_is_not_moved_into(filled: House, lake: Lake) -> None:
    move(filled.path, lake)
    with pytest.raises(NotEmpty, match=r"updates.*empty warehouse"):
        move(filled.path, lake)
    assert House(lake).look("SELECT count(*) FROM updates") == [(2,)]


def test_what_did_not_arrive_whole_does_not_count(filled: House, lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    import warehouse.moving as moving

    true = moving._measured

    def lossy(con: object, side: str, table: str) -> moving.Moved:
        if table == "updates" and side == "lake":
            con.execute("DELETE FROM lake.updates WHERE project = 'rail'")  # type: ignore[attr-defined]
        return true(con, side, table)  # type: ignore[arg-type]

    monkeypatch.setattr(moving, "_measured", lossy)
    with pytest.raises(Damaged, match="updates did not arrive whole: 2 rows, then 1"):
        move(filled.path, lake)
    assert House(lake).look("SELECT count(*) FROM articles") == [(0,)]


def test_a_file_that_is_not_there_is_said_and_not_made(lake: Lake, tmp_path: Path) -> None:
    with pytest.raises(NotEmpty, match=r"no warehouse at .*nowhere\.duckdb"):
        move(tmp_path / "nowhere.duckdb", lake)
    assert not (tmp_path / "nowhere.duckdb").exists()
    with transaction(lake, 5) as con:
        assert con.execute("SELECT count(*) FROM updates").fetchone() == (0,)

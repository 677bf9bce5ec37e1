"""Old bytes go by rule, and never what anything rests on."""

from __future__ import annotations

from datetime import timedelta

from tests.warehouse.build import House, fact
from warehouse.again import Rereading
from warehouse.records import Stage
from warehouse.retention import let_go, spent


def test_only_old_versions_that_nothing_rests_on_go(house: House) -> None:
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"), page="told")
    for version in ("甲", "乙", "丙"):
        house.publish(page="idle", version=version)  # says nothing of a project
        house.wait(10)
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"), page="told", version="改")
    house.wait(100)
    before = house.today - timedelta(days=105)
    assert spent(house.store, before).bodies == 2  # 甲 and 乙: 丙 is the last of its page
    assert let_go(house.store, before).bodies == 2
    assert let_go(house.store, before).bodies == 0
    [first] = [change for change in house.changes(0) if change.kind == "stage_reached"]
    assert house.store.dossier(first.citations[0].update_id).body.decode().startswith("<p>海湾大桥开工。")
    # and what is left is read again, with nothing in its way
    archive = Rereading(house.store, "bay", "next")
    assert archive.waiting() == len(archive.pages(1)) + len(archive.pages(9, skip=1)) == 3


def test_what_is_young_stays(house: House) -> None:
    for version in ("甲", "乙"):
        house.publish(page="idle", version=version)
        house.wait(1)
    assert let_go(house.store, house.today - timedelta(days=30)).bodies == 0

"""What a watchlist could say of a name that nobody tracks yet."""

from __future__ import annotations

import pytest

from scrapers.updates.suggest import SECTORS, suggest
from warehouse.records import Project, Source, Watchlist

REGION = Watchlist(
    id="bay",
    name="海湾",
    sources=(Source(id="s", name="泉州要闻", listing="https://a.example/", place="泉州市"),),
    projects=(
        Project(id="bridge", name="青屿大桥"),
        Project(id="park", name="洛秀工业园项目", place="泉州台商投资区"),
        Project(id="berth3", name="东屿港区3号泊位工程"),
    ),
)


@pytest.mark.parametrize(("sector", "name"), [(sector, name) for sector, _, name in SECTORS])
def test_the_end_of_a_name_tells_its_sector(sector: str, name: str) -> None:
    assert suggest(name, name, REGION).sector == sector


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("青屿跨海大桥", "bridge"),
        ("洛秀工业园", "park"),
        ("东屿港区3号泊位", "berth3"),
        ("东屿港区5号泊位", None),
        ("金屿大桥", None),
        ("青屿大道", None),
    ],
)
def test_another_name_of_a_tracked_project_is_told(name: str, like: str | None) -> None:
    assert suggest(name, name, REGION).like == like


def test_place_from_the_sentence_and_else_from_the_source() -> None:
    assert suggest("彭村水库", "德化县的彭村水库开工。", REGION, near="泉州市").place == "德化县"
    assert suggest("彭村水库", "彭村水库开工。", REGION, near="泉州市").place == "泉州市"


def test_ids_are_stable_and_plain() -> None:
    one, again = (suggest("彭村水库", sentence, REGION) for sentence in ("彭村水库开工。", "另一句。"))
    assert one.id == again.id and one.id.startswith("water-") and one.id.isascii()

"""Where a thing is, from its name and the sentence around it."""

from __future__ import annotations

import pytest

from scrapers.text.places import place_of, places_in, provinces_of

FUJIAN = provinces_of(["泉州市", "漳州市"])


@pytest.mark.parametrize(
    ("name", "sentence", "place"),
    [
        ("德化彭村水库", "德化彭村水库开工。", "德化县"),
        ("厦门地铁6号线", "厦门地铁6号线进入铺轨阶段。", "厦门市"),
        ("彭村水库", "记者从德化县获悉，彭村水库开工。", "德化县"),
        ("彭村水库", "泉州市、德化县共建的彭村水库开工。", "德化县"),
        ("滨海大道", "滨海大道开工，连接惠安县与石狮市。", "惠安县"),
        ("泰维新材料产业园", "漳州台商投资区的泰维新材料产业园开工。", "漳州台商投资区"),
        ("鼓楼医院东院区", "福州市鼓楼区的鼓楼医院东院区开工。", "鼓楼区"),
        ("东方大桥", "东方大桥通车。", None),
        ("和平水厂", "和平水厂投用。", None),
        ("苏州轨道交通8号线", "苏州轨道交通8号线开通。", "苏州市"),
    ],
)
def test_place(name: str, sentence: str, place: str | None) -> None:
    assert place_of(name, sentence, FUJIAN, known=["漳州台商投资区"]) == place


def test_a_bare_county_counts_only_at_home() -> None:
    assert [n.divisions[0].name for n in places_in("德化产业园", FUJIAN)] == ["德化县"]
    assert places_in("德化产业园", provinces_of(["温州市"])) == []


def test_a_name_of_several_provinces_is_the_one_at_home() -> None:
    [named] = places_in("鼓楼区", FUJIAN)
    assert [d.code[:2] for d in named.divisions] == ["35"]
    [anywhere] = places_in("鼓楼区")
    assert len(anywhere.divisions) > 1


def test_provinces() -> None:
    assert provinces_of(["泉州市", "温州市", "海湾市"]) == {"35", "33"}

"""The CMS families that are known. A new one is a file in `sites/`, a line here and a saved page in the tests."""

from __future__ import annotations

from datetime import date
from typing import Final

from scrapers.family import Family
from scrapers.flat import Flat
from scrapers.sites import govcn, jpage, newspaper, trs, wechat, ylcms

FAMILIES: Final[tuple[Family, ...]] = (
    trs.FAMILY,
    ylcms.FAMILY,
    jpage.FAMILY,
    govcn.FAMILY,
    newspaper.FAMILY,
    wechat.FAMILY,
)


def family_named(name: str) -> Family | None:
    """The family with this id, or None."""
    return next((family for family in FAMILIES if family.id == name), None)


def find_family(path: str, flat: Flat, day: date | None = None) -> Family | None:
    """The family that a page's path or its own boxes give away, among the layouts in use on `day`."""
    usable = [family for family in FAMILIES if family.valid(day)]
    for family in usable:
        if family.owns(path):
            return family
    return next((family for family in usable if any(flat.named(mark) for mark in family.marks)), None)


def body_boxes(family: Family | None, flat: Flat, day: date | None = None) -> list[int]:
    """The boxes that may hold the article, likeliest first: the family's own, then those that other families use."""
    others = [other for other in FAMILIES if other is not family and other.valid(day)]
    return [box for one in ([family] if family else []) + others for selector in one.body for box in flat.named(selector)]

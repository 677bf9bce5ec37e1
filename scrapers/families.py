"""The CMS families that are known. A new one is a file in `sites/`, a line here and a saved page in the tests."""

from __future__ import annotations

from datetime import date
from typing import Final

from scrapers.family import Family
from scrapers.flat import Flat
from scrapers.sites import govcn, jpage, newspaper, trs, ucap, vsb, webplus, wechat, ylcms

FAMILIES: Final[tuple[Family, ...]] = (
    trs.FAMILY,
    ylcms.FAMILY,
    jpage.FAMILY,
    govcn.FAMILY,
    newspaper.FAMILY,
    wechat.FAMILY,
    vsb.FAMILY,
    webplus.FAMILY,
    ucap.FAMILY,
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


def body_boxes(family: Family | None, flat: Flat, day: date | None = None) -> tuple[list[int], list[int]]:
    """The boxes that hold the article by the page's own family, and those that other families use for it.

    The latter's names (#zoom, .article-content) mean the same on many sites, yet not on all.
    """
    sure = [box for selector in family.body for box in flat.named(selector)] if family else []
    others = [other for other in FAMILIES if other is not family and other.valid(day)]
    return sure, [box for other in others for selector in other.body for box in flat.named(selector)]

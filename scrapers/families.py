"""The CMS families that are known. A new one is a file in `sites/`, a line here and a saved page in the tests."""

from __future__ import annotations

from typing import Final

from scrapers.family import Family
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

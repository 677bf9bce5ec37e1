from collections.abc import Iterator

import pytest

from tests.scrapers.hostile import Site, page, saying, serving
from tests.scrapers.visit import BODY, Visit, Visitor


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as up:
        up.paths["/a.htm"] = saying(page(BODY, Content_Type="text/html; charset=utf-8"))
        yield up


@pytest.fixture
def visit(site: Site) -> Visitor:
    return lambda **changes: Visit(site, changes)

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lakes import empty, make_lake
from tests.postgres import Postgres, postgres
from warehouse.place import Lake, Place


@pytest.fixture(scope="session")
def catalog_server() -> Iterator[Postgres]:
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def _one_lake(catalog_server: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return make_lake(catalog_server, tmp_path_factory.mktemp("lake"))


@pytest.fixture
def lake(_one_lake: Lake) -> Iterator[Lake]:
    yield _one_lake
    empty(_one_lake)


@pytest.fixture(params=["file", "lake"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place for a warehouse: each test that asks for it runs on a file and on a lake."""
    if request.param == "file":
        return tmp_path / "warehouse.duckdb"
    lake: Place = request.getfixturevalue("lake")
    return lake

from pathlib import Path

import pytest

from tests.warehouse.build import House
from warehouse.place import Place


@pytest.fixture
def house(place: Place) -> House:
    """On a file and on a lake."""
    return House(place)


@pytest.fixture
def house_on_file(tmp_path: Path) -> House:
    """For what only a file has: bytes on disk, its lock, its migrations."""
    return House(tmp_path / "warehouse.duckdb")

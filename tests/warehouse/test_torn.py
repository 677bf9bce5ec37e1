"""A file whose last user was killed while it wrote a block of metadata in its place: opened, with all that it held."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.build import House, fact
from warehouse.errors import Damaged
from warehouse.records import Stage
from warehouse.store import Store

ROOT = Path(__file__).resolve().parents[2]
BLOCK, FIRST = 262_144, 12_288  # bytes of a block; where the first one stands, behind three headers
# Adds a row as any program of ours does, and is gone before the file is closed.
KILLED = """
import os, sys
from pathlib import Path
from warehouse.connection import transaction
with transaction(Path(sys.argv[1]), 10) as con:
    con.execute("INSERT INTO bodies VALUES ('last', 1, 'none', 'x'::BLOB)")
    con.commit()
    os._exit(9)
"""


def bodies(path: Path) -> list[str]:
    with duckdb.connect(str(path), read_only=True) as con:
        return [row[0] for row in con.execute("SELECT sha256 FROM bodies ORDER BY 1").fetchall()]


@pytest.fixture
def torn(tmp_path: Path) -> Path:
    """As a kill left it: of a metadata block the checkpoint's first page, then what stood there before."""
    house = House(tmp_path / "w.duckdb")
    for day in range(3):
        house.publish(fact("bridge", Stage.STARTED, f"海湾大桥第{day}次开工。"), page=str(day))
    path = tmp_path / "w.duckdb"
    assert subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=ROOT, check=False).returncode == 9
    whole = tmp_path / "whole.duckdb"
    shutil.copy(path, whole)
    shutil.copy(f"{path}.wal", f"{whole}.wal")
    with duckdb.connect(str(path), read_only=True) as con:
        metadata = sorted(row[0] for row in con.execute("SELECT block_id FROM pragma_metadata_info()").fetchall())
    duckdb.connect(str(whole)).close()  # which makes the checkpoint
    before, after = path.read_bytes(), whole.read_bytes()
    rewritten = [
        at for at in (FIRST + number * BLOCK for number in metadata) if before[at : at + BLOCK] != after[at : at + BLOCK] != b""
    ]
    assert rewritten, "DuckDB writes no metadata in its place any more: warehouse/torn.py may go"
    at = rewritten[0]
    path.write_bytes(before[:at] + after[at : at + 4096] + before[at + 4096 :])
    return path


def test_it_is_put_right_and_loses_nothing(torn: Path) -> None:
    with pytest.raises(duckdb.IOException, match="computed checksum"):
        bodies(torn)
    House(torn).publish(fact("rail", Stage.STARTED, "滨海铁路开工。"), page="after")
    assert "last" in bodies(torn)
    assert len(bodies(torn)) == 5
    assert not Path(f"{torn}.wal").exists()


def test_a_file_with_more_faults_than_one_is_refused_and_left_as_it_is(torn: Path) -> None:
    content = bytearray(torn.read_bytes())
    for at in range(FIRST + 100, len(content), BLOCK):
        content[at] ^= 0xFF
    torn.write_bytes(content)
    with pytest.raises(Damaged, match="restore"):
        Store(torn)
    assert torn.read_bytes() == bytes(content)


def test_without_a_kill_a_wrong_block_is_never_put_right(torn: Path) -> None:
    Path(f"{torn}.wal").unlink()
    before = torn.read_bytes()
    with pytest.raises(Damaged):
        Store(torn)
    assert torn.read_bytes() == before

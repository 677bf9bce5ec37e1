"""One worker at a time: on a file and on a lake, through kills, and through a restart of the catalog."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.postgres import postgres
from warehouse.errors import Locked
from warehouse.place import Lake, Place
from warehouse.store import Store
from warehouse.turns import turn

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from pathlib import Path
from warehouse.place import Lake
from warehouse.turns import turn
place = Path(sys.argv[2]) if sys.argv[1] == "file" else Lake(catalog=sys.argv[2])
with turn(place, "host gov.example", 5):
    print("mine", flush=True)
    time.sleep(60)
"""


def holder(place: Place) -> subprocess.Popen[str]:
    said = ["lake", place.catalog] if isinstance(place, Lake) else ["file", str(place)]
    process = subprocess.Popen([sys.executable, "-c", HOLD, *said], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "mine\n"
    return process


def test_one_at_a_time_and_a_killed_one_leaves_it_at_once(place: Place) -> None:
    process = holder(place)
    try:
        with pytest.raises(Locked, match=r"at host gov\.example"), turn(place, "host gov.example", 0.2):
            pass
        with turn(place, "host other.example", 5) as other:
            assert not other.waited
    finally:
        os.kill(process.pid, signal.SIGKILL)
    began = time.monotonic()
    with turn(place, "host gov.example", 30) as ours:
        assert ours.keep() and time.monotonic() - began < 10
    process.wait(5)


def test_who_had_to_wait_knows_it(place: Place) -> None:
    store, seen = Store(place), []
    entered = threading.Event()

    def second() -> None:
        with store.turn("host gov.example", 30) as ours:
            seen.append(ours.waited)

    with store.turn("host gov.example", 5) as first:
        thread = threading.Thread(target=second)
        thread.start()
        entered.wait(0.5)
        assert not seen and not first.waited
    thread.join(30)
    assert seen == [True]


def test_after_a_restart_of_the_catalog_a_turn_is_taken_again_unless_somebody_was_faster(tmp_path: Path) -> None:
    with postgres() as server:
        lake = Lake(catalog=server.create("mine"), data=str(tmp_path / "data"))
        with turn(lake, "a", 5) as kept, turn(lake, "b", 5) as lost:
            server.stop()
            server.start()
            assert kept.keep()
            with turn(lake, "b", 5):
                assert not lost.keep()
            with pytest.raises(Locked), turn(lake, "a", 0.2):
                pass

"""The upkeep flow of a lake: its many small files become few, once a day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from prefect import flow, get_run_logger

from flows.settings import read_settings
from warehouse.store import Store


@flow(name="upkeep")
def upkeep() -> dict[str, Any]:
    """Compact the warehouse that the settings name. Beside readers; writers wait for it, some seconds a day."""
    done = Store(read_settings().warehouse).keep_up(datetime.now(UTC))
    get_run_logger().info("%d files became %d in %.1f s", done.files_before, done.files_after, done.seconds)
    return asdict(done)

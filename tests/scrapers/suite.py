"""The hostile suite as a process of its own, so that its memory can be told: python -m tests.scrapers.suite

Prints a JSON line a behaviour, and one with the most memory that the process held, its hostile server included.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

from scrapers.errors import FetchError
from scrapers.fetch import Door, FetchSettings
from tests.bench.memory import peak
from tests.scrapers.behaviours import BEHAVIOURS
from tests.scrapers.hostile import serving
from warehouse.records import Source, Validators

WHOLE = 2.0  # seconds; the bounds on bytes are those of production


def main() -> None:
    for name, (answers, _) in BEHAVIOURS.items():
        with serving() as site:
            site.paths |= {"/a.htm": answers} if callable(answers) else dict(answers)
            source = Source(id="s", name="s", listing=site.url("/a.htm"), delay=0)
            settings = FetchSettings(
                allow=frozenset({("127.0.0.1", site.port)}), retries=0, connect_timeout=1, read_timeout=1, whole_timeout=WHOLE, delay=0
            )
            begun = time.monotonic()
            with Door(settings) as door:
                try:
                    door.fetch(site.url("/a.htm"), source, Validators(), datetime.now(UTC))
                    kind = "page"
                except FetchError as fault:
                    kind = fault.kind
            print(json.dumps({"name": name, "kind": kind, "seconds": round(time.monotonic() - begun, 2)}), flush=True)
    print(json.dumps({"megabytes": round(peak())}))


if __name__ == "__main__":
    main()

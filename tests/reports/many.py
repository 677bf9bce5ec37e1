"""A region of any size with any number of changes, for what must stay quick and small."""

from __future__ import annotations

from collections.abc import Sequence

from reports.digest import Digest, build_digest
from tests.reports.build import HEALTH, SINCE, UNTIL, change, cite
from warehouse.records import Change, Standing

KINDS = (
    "promise_slipped", "stage_reached", "conflict_opened", "edited", "overdue", "promise_made", "money_changed", "new_name",
)  # fmt: skip
QUOTE = "望海大桥受台风影响，通车时间由年底推迟至2026年6月底前，" * 8
STAGES = ("proposed", "preparation", "tender", "started", "construction", "partial", "in_service", None)


def many_changes(number: int) -> list[Change]:
    return [
        change(
            KINDS[n % len(KINDS)],
            f"项目{n}号" + "名" * (n % 80),
            cite(f"{n}{QUOTE}", "2026年", url=f"https://c.example/{n}/" + "x" * 200),
            cite(f"此前{n}{QUOTE}", url=f"https://d.example/{n}"),
            old={"stage": "in_service", "when_end": "2025-12-31", "yuan": 1e9 + n},
            new={"stage": "in_service", "when_start": "2026-06-21", "when_end": "2026-06-30", "days": 181, "yuan": 2e9 + n},
        )
        for n in range(number)
    ]


def many_standings(number: int) -> list[Standing]:
    return [Standing(project=f"p{n}", stage=STAGES[n % len(STAGES)], programme=f"plan{n % 5}") for n in range(number)]


def great_digest(changes: Sequence[Change], standings: Sequence[Standing]) -> Digest:
    return build_digest(
        changes, HEALTH, region_name="海湾都市圈", edition="2025-W35", since=SINCE, until=UNTIL, tracked=len(standings),
        standings=standings, programmes=[(f"plan{n}", f"行动方案{n}") for n in range(5)],
    )  # fmt: skip

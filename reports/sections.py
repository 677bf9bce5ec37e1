"""How the mail is laid out: its sections in order, with their names, and the kinds of change that each holds."""

from __future__ import annotations

from typing import Final

# Sections of the mail, in order, and the kinds that each holds.
SECTIONS: Final[tuple[tuple[str, tuple[str, str], tuple[str, ...]], ...]] = (
    ("stages", ("阶段进展", "Stages reached"),
     ("cancelled", "stopped", "stage_reached", "promise_kept", "resumed", "milestone")),
    ("slips", ("承诺改期", "Promises moved"),
     ("promise_slipped", "promise_forward", "promise_weakened", "promise_strengthened")),
    ("overdue", ("逾期与沉默", "Overdue and silent"), ("overdue", "silent")),
    ("conflicts", ("说法不一", "Conflicts"), ("conflict_opened", "conflict_settled")),
    ("promises", ("新的承诺", "New promises"), ("promise_made",)),
    ("money", ("资金与进度", "Money and progress"), ("money_changed", "progress_moved")),
    ("indicators", ("指标与目标", "Indicators against target"), ("indicator_reported",)),
    ("names", ("新出现的项目", "New projects"), ("new_name", "first_mention")),
    ("pages", ("更正与网页改动", "Corrections and changed pages"), ("corrected", "edited", "withdrawn")),
)  # fmt: skip
# What was published long ago and became known only now stands apart from the week's news.
OLD: Final = ("old", ("补记旧闻", "Older news, first known now"))
DUE: Final = ("due", ("未来四周到期", "Due in the next four weeks"), ("due",))
# A first report has no changes yet: it tells where each project stands, all of one project together.
FIRST: Final = ("standing", ("各项目现状", "Where each project stands"))
FIRST_HOLDS: Final = frozenset({"stages", "slips", "promises", "money"})
LADDER: Final = (("全部项目进展", "All projects by stage"), ("其他项目", "Other projects"))

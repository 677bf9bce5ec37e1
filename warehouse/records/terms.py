"""The words that records are written in: stages, modality, strength, kinds of change; and ids."""

from __future__ import annotations

import hashlib
from enum import StrEnum


class Stage(StrEnum):
    """Where a project stands, in order, after China's project practice; `oc4ids` gives OC4IDS 0.9.5 project status."""

    PROPOSED = "proposed"
    PREPARATION = "preparation"
    TENDER = "tender"
    STARTED = "started"
    CONSTRUCTION = "construction"
    PARTIAL = "partial"
    IN_SERVICE = "in_service"
    STOPPED = "stopped"

    @property
    def rank(self) -> int:
        """The place on the way to service, from 0; `stopped` stands beside the way and has -1."""
        return _RANKS[self]

    @property
    def oc4ids(self) -> str:
        return _OC4IDS[self]


_RANKS = {stage: -1 if stage is Stage.STOPPED else rank for rank, stage in enumerate(Stage)}
_OC4IDS = {
    Stage.PROPOSED: "identification",
    Stage.PREPARATION: "preparation",
    Stage.TENDER: "implementation",  # which covers procurement
    Stage.STARTED: "implementation",
    Stage.CONSTRUCTION: "implementation",
    Stage.PARTIAL: "completion",
    Stage.IN_SERVICE: "maintenance",  # "also called operation"; `completed` was of earlier versions
    Stage.STOPPED: "cancelled",
}


class Modality(StrEnum):
    """Has it happened, or is it promised?"""

    ACTUAL = "actual"
    TARGET = "target"


class Strength(StrEnum):
    """How strongly the page claims it, strongest first: 已 / 将 计划 拟 确保 / 预计 / 力争 争取 有望."""

    DONE = "done"
    FIRM = "firm"
    EXPECTED = "expected"
    HOPED = "hoped"


class ChangeKind(StrEnum):
    """What can change; in the order of the mail."""

    STAGE_REACHED = "stage_reached"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    RESUMED = "resumed"
    MILESTONE = "milestone"
    PROMISE_SLIPPED = "promise_slipped"
    PROMISE_FORWARD = "promise_forward"
    PROMISE_WEAKENED = "promise_weakened"
    PROMISE_STRENGTHENED = "promise_strengthened"
    PROMISE_MADE = "promise_made"
    PROMISE_KEPT = "promise_kept"
    OVERDUE = "overdue"
    MONEY_CHANGED = "money_changed"
    PROGRESS_MOVED = "progress_moved"
    INDICATOR_REPORTED = "indicator_reported"
    FIRST_MENTION = "first_mention"
    CONFLICT_OPENED = "conflict_opened"
    CONFLICT_SETTLED = "conflict_settled"
    SILENT = "silent"
    EDITED = "edited"
    WITHDRAWN = "withdrawn"
    NEW_NAME = "new_name"
    CORRECTED = "corrected"
    SOURCE_ILL = "source_ill"
    SOURCE_WELL = "source_well"
    DUE = "due"  # a promise that comes due soon: no change, and told in every mail until then


REPORTABLE = 0.5
YEARLY = ("亿元", "万元", "亿美元", "万美元", "万吨", "吨", "万标箱", "万人次", "亿千瓦时", "万人天")
"""Units of numbers that are counted on from January, so that a year's target has a path of months."""


def stable_id(*parts: object) -> str:
    """A short id that depends on nothing but its parts: 20 hex digits of SHA-256."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:20]

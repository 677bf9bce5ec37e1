"""The nouns that every part of Regionwatch shares. Standard library only; no I/O; all values immutable.

Times are aware `datetime`s; a page's own dates are `date`s in the region's calendar (Asia/Shanghai). Money is in yuan.
"""

from warehouse.records.pages import Article, Attachment, Fetch, Link, Listing, Snapshot, Unchanged, Validators
from warehouse.records.terms import REPORTABLE, YEARLY, ChangeKind, Modality, Stage, Strength, stable_id
from warehouse.records.told import Change, Citation, Fact, KeptPage, Notice, ReportWindow, SourceHealth, SourceRun, Standing
from warehouse.records.understood import Candidate, Figure, Reading, Update
from warehouse.records.watched import (
    Every,
    Expectations,
    Indicator,
    Programme,
    Project,
    Promise,
    Reader,
    Source,
    Target,
    Task,
    Watchlist,
)

__all__ = [
    "REPORTABLE",
    "YEARLY",
    "Article",
    "Attachment",
    "Candidate",
    "Change",
    "ChangeKind",
    "Citation",
    "Every",
    "Expectations",
    "Fact",
    "Fetch",
    "Figure",
    "Indicator",
    "KeptPage",
    "Link",
    "Listing",
    "Modality",
    "Notice",
    "Programme",
    "Project",
    "Promise",
    "Reader",
    "Reading",
    "ReportWindow",
    "Snapshot",
    "Source",
    "SourceHealth",
    "SourceRun",
    "Stage",
    "Standing",
    "Strength",
    "Target",
    "Task",
    "Unchanged",
    "Update",
    "Validators",
    "Watchlist",
    "stable_id",
]

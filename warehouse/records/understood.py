"""What was understood of an article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from warehouse.records.pages import Article, Link
from warehouse.records.terms import Modality, Stage, Strength


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its role.

    Roles: total_investment, contract_price, year_plan, spent, progress, year_progress, length, area, capacity …
    """

    role: str
    value: float
    unit: str  # yuan, percent, km, m2, …
    text: str  # as the page has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One fact about one project or indicator from one article.

    `evidence` is a slice of the article's text: `article.text[start:end] == evidence`.
    A project's update has a stage; an indicator's has value and unit. A state that goes on (在建, 停工) without a date is
    dated by the page's own day, with an empty `when_text`.
    """

    project: str | None = None
    indicator: str | None = None
    stage: Stage | None = None
    modality: Modality
    strength: Strength
    when_start: date | None = None  # of the event, or of the promise; inclusive
    when_end: date | None = None
    when_text: str = ""  # as written
    previous_start: date | None = None  # a slip said by the page itself: 原计划 … 推迟至 …
    previous_end: date | None = None
    milestone: str = ""  # the word that carried the stage: 封顶, 合龙, 通车 …
    investment_yuan: float | None = None  # total investment only
    progress_percent: float | None = None
    value: float | None = None
    unit: str | None = None
    cumulative: bool = False  # an indicator's number that counts since a beginning: 1-7月, 累计, 截至
    scope: str = ""  # whose an indicator's number is, as written right before its name: 全市, 我区, the watchlist's place
    figures: tuple[Figure, ...] = ()
    mention: str = ""  # the name as found
    evidence: str
    start: int
    end: int
    rule: str = ""  # which rule saw it
    confidence: float = 1.0  # 0..1; below REPORTABLE it is kept for review, not reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A name that looks like a project and is not tracked yet."""

    name: str
    evidence: str
    start: int
    end: int
    place: str | None = None  # from the name or its sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one kept snapshot gave: an article with its updates, or the reason why there is none."""

    source_id: str
    url: str  # as asked; the page's identity
    sha256: str  # of the kept bytes
    fetched_at: datetime
    article: Article | None = None
    updates: tuple[Update, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    failure: str | None = None  # kind of a ReadError
    message: str = ""
    link: Link | None = None  # what the listing said of the page, as the reader was told
    signature: bytes = b""  # what copies of the article's text are told by; empty when it has none

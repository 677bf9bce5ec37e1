"""What is put together while a page is read: statements, and what each sentence leaves open for the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from scrapers.text.dates import When
from scrapers.text.sentences import Span
from scrapers.updates.page import Page
from scrapers.updates.triggers import Trigger
from warehouse.records import Modality, Strength

# How sure: the name in the clause, in the sentence, before it, in a list, among those that the page goes on to describe,
# and many sentences before. What is less sure than REPORTABLE is kept for review.
NAMED, SUBJECT, CARRIED, LISTED, DESCRIBED, DISTANT = 0.9, 0.8, 0.7, 0.6, 0.45, 0.4
NEAR_SENTENCES = 6  # without the name: on real pages more than half of what is further off is said of something else



@dataclass(frozen=True, slots=True)
class Statement:
    """What one stage word says, or (without a trigger) a clause about projects that may hold figures only."""

    span: Span
    clause: Span
    projects: tuple[str, ...]
    trigger: Trigger | None = None
    modality: Modality = Modality.ACTUAL
    strength: Strength = Strength.DONE
    when: When | None = None
    sure: float = NAMED


@dataclass(slots=True)
class State:
    """What the text before a sentence leaves open for it."""

    carried: tuple[str, ...] = ()  # the subject, if the next sentence names none
    line: tuple[str, ...] = ()  # A of 高铁A隧道B: what 全线 speaks of
    several: tuple[str, ...] = ()  # the latest list, for 这三条通道
    batch: Statement | None = None  # 集中开工20个项目: a stage whose projects are still to be named
    promised: bool = False  # the sentence before was a promise
    promised_when: When | None = None  # and for when
    horizon: date | None = None  # the latest promised day so far
    paragraph: int = 0
    paragraph_names: list[str] = field(default_factory=list)  # whom its sentences have named, in order


@dataclass(slots=True)
class Sentence:
    page: Page
    span: Span
    triggers: list[Trigger]
    subject: tuple[str, ...]
    sure: float
    promised: Modality | None = None  # modality of the stage word before
    previous: int = 0  # end of the stage word before
    last: Statement | None = None  # what it said
    found: list[Statement] = field(default_factory=list)

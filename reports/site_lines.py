"""Changes and facts → the lines of a page: words, quotations in pieces, and links within the site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from reports.catalogue import plain
from reports.charts import Bar
from reports.marks import quotation
from reports.quotes import clip, safe_url
from reports.sections import DUE, SECTIONS
from reports.site_model import Group
from reports.site_paths import kept_page, project_page, source_page
from reports.site_words import SiteCatalogue
from reports.wording import say_change
from reports.words import COUNTS
from warehouse.records import Change, ChangeKind, Citation, Fact, Modality

QUOTE_AT_MOST = 300  # characters of a quotation on the site
_BESIDE = {ChangeKind.EDITED: "was", ChangeKind.CORRECTED: "was"}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    pieces: tuple[tuple[str, bool], ...]
    label: str  # "" or what this quotation is beside the first
    source: str
    source_href: str
    day: str
    url: str  # "" when it is not a web address
    kept: str  # our kept copy, with the place of the quotation in it
    title: str
    reference: str

    @property
    def text(self) -> str:
        return "".join(piece for piece, _ in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    id: str
    kind: str
    label: str
    subject: str
    href: str  # "" when the site has no page of it
    place: str
    what: str
    tag: str  # the difference in a word or two
    tone: str  # plain | good | bad | warn
    note: str
    bars: tuple[Bar, ...]
    sources: str
    quotes: tuple[QuoteLine, ...]

    @property
    def said(self) -> str:
        """On one line, where no tag can be shown."""
        return f"{self.what}（{self.tag}）" if self.tag else self.what


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLines:
    id: str
    name: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    id: str
    day: str
    label: str
    promised: bool
    what: str
    quote: QuoteLine
    copies: tuple[QuoteLine, ...]
    stands: bool


def sections(
    changes: Sequence[Change], pages: frozenset[str], words: SiteCatalogue, zone: ZoneInfo, today: date
) -> list[SectionLines]:
    """The lines of a report in the order of the mail. `pages` are the ids of projects that have a page."""
    found = (
        SectionLines(
            id=ident,
            name=words.pick(names),
            lines=tuple(change_line(c, pages, words, zone, today) for kind in kinds for c in changes if c.kind == kind),
        )
        for ident, names, kinds in (*SECTIONS, DUE)
    )
    return [section for section in found if section.lines]


def counts(changes: Sequence[Change], words: SiteCatalogue) -> list[str]:
    """2项推迟, 1处说法不一 …: what matters most first."""
    numbers = {kind: sum(c.kind == kind for c in changes) for kind in COUNTS}
    return [words.count(kind, number) for kind, number in numbers.items() if number]


def change_line(
    change: Change, pages: frozenset[str], words: SiteCatalogue, zone: ZoneInfo, today: date | None = None
) -> ChangeLine:
    """`today` is the day of the report; without one a change is told as of the day on which it became known."""
    said = say_change(change, words, change.known_at.astimezone(zone).date() if today is None else today)
    labels = said.sides or ("", *(words.say(_BESIDE.get(change.kind, "earlier_page")) for _ in change.citations[1:]))
    return ChangeLine(
        id=change.id,
        kind=str(change.kind),
        label=words.kind(change.kind),
        subject=clip(change.subject_name, 120),
        href=project_page(change.subject) if change.subject in pages else "",
        place=clip(change.place or "", 30),
        what=said.what,
        tag=said.tag,
        tone=said.tone,
        note=said.note,
        bars=said.bars,
        sources="" if said.sides else sources_said(change.sources, words),
        quotes=tuple(quote_line(c, label, words, zone) for c, label in zip(change.citations, labels, strict=False)),
    )


def sources_said(number: int, words: SiteCatalogue) -> str:
    return "" if number < 1 else words.say("sources_one") if number == 1 else words.say("sources", n=number)


def quote_line(citation: Citation, label: str, words: SiteCatalogue, zone: ZoneInfo) -> QuoteLine:
    return QuoteLine(
        pieces=quotation(citation, QUOTE_AT_MOST),
        label=label,
        source=clip(citation.source_name, 60),
        source_href=source_page(citation.source_id),
        day=words.say("published", day=words.day(citation.published))
        if citation.published
        else words.say("learned", day=learned(citation.known_at, words, zone)),
        url=safe_url(citation.url),
        kept=f"{kept_page(citation.snapshot)}#{anchor(citation.update_id)}",
        title=clip(citation.title, 120),
        reference=citation.update_id,
    )


def anchor(update_id: str) -> str:
    """The place of a quotation in a kept copy."""
    return f"u-{update_id[:20]}"


def learned(moment: datetime, words: SiteCatalogue, zone: ZoneInfo) -> str:
    return words.day(moment.astimezone(zone).date())


def group_line(group: Group, words: SiteCatalogue, zone: ZoneInfo) -> FactLine:
    fact = group.first
    return FactLine(
        id=fact.citation.update_id,
        day=words.day(fact.said),
        label=fact_label(fact, words),
        promised=fact.update.modality is Modality.TARGET,
        what=fact_said(fact, words),
        quote=quote_line(fact.citation, "", words, zone),
        copies=tuple(quote_line(copy.citation, "", words, zone) for copy in group.facts[1:]),
        stands=fact.stands,
    )


def fact_label(fact: Fact, words: SiteCatalogue) -> str:
    u = fact.update
    if u.value is not None:
        return words.tell("indicator")
    if u.modality is Modality.TARGET:
        return words.strength(u.strength)
    if u.stage:
        return words.stage(u.stage)
    return words.tell("progress" if u.progress_percent is not None else "money" if u.investment_yuan else "mentioned")


def fact_said(fact: Fact, words: SiteCatalogue) -> str:
    """What one fact says, in words: stage and day, promise and date, money, progress, value."""
    u = fact.update
    when = words.period(u.when_start, u.when_end) if u.when_end else ""
    if when and u.modality is Modality.TARGET:
        when = words.promised(u.when_start, u.when_end, u.when_text)
    parts: list[str] = []
    if u.value is not None:
        said = words.tell("said_promised" if u.modality is Modality.TARGET else "said_reported")
        parts.append(f"{said} {when} {words.amount(u.value, clip(u.unit or '', 20))}".replace("  ", " ").strip())
    elif u.stage and u.modality is Modality.TARGET:
        stage = words.stage(u.stage)
        parts.append(words.tell("promised", stage=stage, when=when) if when else words.tell("promised_undated", stage=stage))
    elif u.stage:
        parts.append(words.stage(u.stage) + (words.say("happened", when=when) if when else ""))
    if u.investment_yuan is not None:
        parts.append(words.tell("total_money", money=words.money(u.investment_yuan)))
    if u.progress_percent is not None:
        parts.append(words.tell("progress_at", n=plain(u.progress_percent)))
    return words.say("comma").join(parts) or words.tell("mentioned")

"""A change → a row of the mail: its words, its quotations with the deciding words marked, its links. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from reports.catalogue import Catalogue
from reports.charts import Bar
from reports.marks import quotation
from reports.phrases import figures
from reports.quotes import clip, safe_url
from reports.site_paths import kept_page
from reports.values import Values, day, mapping
from reports.wording import say_change
from reports.words import STRENGTHS
from warehouse.records import Change, ChangeKind, Citation

QUOTE_AT_MOST = 160  # characters of a quotation in the mail
OLD_AFTER = 60  # days between a page's date and our first sight of it
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quotation in pieces; those with `mark` decided."""

    pieces: tuple[tuple[str, bool], ...]
    label: str  # "" for the first, else what this one is: earlier, against, was
    source: str
    day: str
    url: str  # "" when it is not a web address
    reference: str  # the update's id, for `regionwatch evidence`
    kept: str = ""  # address of our copy of the page, where there is a site that has it

    @property
    def text(self) -> str:
        return "".join(piece for piece, _ in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    kind: str
    label: str
    subject: str
    what: str
    quotes: tuple[Quote, ...]
    sources: str
    place: str
    tag: str = ""  # the difference in a word or two
    tone: str = "plain"  # plain | good | bad | warn
    note: str = ""
    bars: tuple[Bar, ...] = ()
    old: bool = False  # from a page of long ago
    continues: bool = False  # the row before it in its section is of the same project


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    id: str
    name: str
    rows: tuple[Row, ...]
    more: int = 0  # rows that were left out of this form
    count: int = 0  # of its changes; where a first report tells how things stand, of its projects


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes rows in one language, for one day."""

    words: Catalogue
    zone: ZoneInfo
    today: date
    site: str
    programmes: tuple[tuple[str, str], ...] = ()  # ids with names
    planned: Mapping[tuple[str, str], date] = field(default_factory=dict)  # project and stage → the programme's own date

    def section(self, ident: str, names: tuple[str, str], kinds: tuple[str, ...], changes: Sequence[Change]) -> Section:
        chosen = [change for kind in kinds for change in changes if change.kind == kind]
        if len(kinds) > 1:  # all of one project together, where its weightiest change stands
            first = {change.subject: n for n, change in reversed(list(enumerate(chosen)))}
            chosen.sort(key=lambda change: first[change.subject])
        rows = joined([self.row(change) for change in chosen], self.words)
        return Section(id=ident, name=self.words.pick(names), rows=rows, count=len(rows))

    def row(self, change: Change) -> Row:
        said = say_change(change, self.words, self.today)
        labels = said.sides or ("", self.words.say(_SECOND.get(change.kind, "earlier_page")))
        if change.kind is ChangeKind.CORRECTED:
            labels = (self.words.say("read_now" if change.new else "read_then"), labels[1])
        if change.kind in _ONLY:
            labels = (self.words.say(_ONLY[change.kind]), labels[1])
        count = 0 if said.sides else change.sources  # beside one side of two it would read as that side's
        return Row(
            kind=change.kind,
            label=self.words.kind(change.kind),
            subject=clip(change.subject_name, 80),
            what=said.what,
            quotes=tuple(
                self.quote(citation, label, (*figures(values), *_strength(change, values)))
                for citation, label, values in zip(change.citations, labels, (change.new, change.old, {}), strict=False)
            ),
            sources="" if count < 1 else self.words.say("sources_one") if count == 1 else self.words.say("sources", n=count),
            place=clip(change.place or "", 20),
            tag=said.tag,
            tone=said.tone,
            note=self._with_plan(change, self._with_source_of_target(change, said.note)),
            bars=said.bars,
            old=is_old(change),
        )

    def _with_source_of_target(self, change: Change, note: str) -> str:
        """A target is no page's claim: the programme that set it is named instead of a quotation."""
        name = dict(self.programmes).get(change.programme or "", "")
        if change.kind is not ChangeKind.INDICATOR_REPORTED or not name or not change.new.get("targets"):
            return note
        said = self.words.say("target_of", name=clip(name, 60))
        return f"{note}{self.words.say('semicolon')}{said}" if note else said

    def _with_plan(self, change: Change, note: str) -> str:
        """How much later a promise is than the programme's own date, unless that is the date which the change moves."""
        promise = mapping(change.new, "expects") if change.kind is ChangeKind.CONFLICT_OPENED else change.new
        by, end = self.planned.get((change.subject, str(promise.get("stage")))), day(promise, "when_end")
        if change.kind not in _PROMISES or not by or not end or end <= by or day(change.old, "when_end") == by:
            return note
        name = clip(dict(self.programmes).get(change.programme or "", ""), 60)
        plan = self.words.say("plan_named", name=name) if name else self.words.say("the_plan")
        said = self.words.say("behind_plan", name=plan, by=self.words.promised(None, by, "年底"), n=(end - by).days)
        if change.kind is ChangeKind.CONFLICT_OPENED:
            said = self.words.say("by_second", what=said)
        return f"{note}{self.words.say('semicolon')}{said}" if note else said

    def quote(self, citation: Citation, label: str, decided: Sequence[str] = ()) -> Quote:
        known = self.words.say("learned", day=self.words.day(citation.known_at.astimezone(self.zone).date()))
        if not citation.update_id:  # a programme's own words were never learned from a page
            known = ""
        kept = f"{self.site}/{kept_page(citation.snapshot)}" if self.site and _SHA256.fullmatch(citation.snapshot) else ""
        return Quote(
            pieces=quotation(citation, QUOTE_AT_MOST, decided),
            label=label,
            source=clip(citation.source_name, 40),
            day=self.words.say("published", day=self.words.day(citation.published)) if citation.published else known,
            url=safe_url(citation.url),
            reference=citation.update_id,
            kept=kept,
        )


def is_old(change: Change) -> bool:
    """First known now, but from a page of long ago: true, and no news of this week."""
    if change.kind in _TOLD_LATE or not change.citations:
        return False
    first = change.citations[0]
    return first.published is not None and (first.known_at.date() - first.published).days > OLD_AFTER


def _strength(change: Change, values: Values) -> tuple[str, ...]:
    """力争, 计划: what decides where a promise became weaker or stronger."""
    reworded = change.kind in (ChangeKind.PROMISE_WEAKENED, ChangeKind.PROMISE_STRENGTHENED)
    return STRENGTHS.get(str(values.get("strength")), ())[:1] if reworded else ()


_SECOND = {ChangeKind.EDITED: "was", ChangeKind.CORRECTED: "read_then"}
_ONLY = {
    ChangeKind.EDITED: "now_page",
    ChangeKind.WITHDRAWN: "gone_page",
    ChangeKind.SILENT: "last_page",
}
_PROMISES = (
    ChangeKind.PROMISE_MADE, ChangeKind.PROMISE_SLIPPED, ChangeKind.PROMISE_FORWARD, ChangeKind.CONFLICT_OPENED,
)  # fmt: skip
_TOLD_LATE = (
    ChangeKind.SILENT, ChangeKind.WITHDRAWN, ChangeKind.EDITED, ChangeKind.OVERDUE, ChangeKind.DUE, ChangeKind.CORRECTED,
)  # fmt: skip


def joined(rows: Sequence[Row], words: Catalogue) -> tuple[Row, ...]:
    """Rows of one project that stand after each other know it; two that rest on the same quotation become one."""
    found: list[Row] = []
    own = 0  # where the rows of the present project begin
    for row in rows:
        if found and (found[-1].subject, found[-1].place) == (row.subject, row.place):
            if row.kind == ChangeKind.PROMISE_KEPT and _keeps(found[own], row):
                met = found[own]  # the stage that was reached is told with the promise that it keeps
                found[own] = replace(met, tag=row.tag, tone=row.tone, quotes=met.quotes + row.quotes[1:])
                continue
            same = [n for n in range(own, len(found)) if _cites(found[n]) == _cites(row)]
            if same and not row.tag and not row.bars:
                told = found[same[0]]
                found[same[0]] = replace(told, what=told.what + words.say("semicolon") + row.what)
                continue
            row = replace(row, continues=True)
        else:
            own = len(found)
        found.append(row)
    return tuple(found)


def _keeps(reached: Row, kept: Row) -> bool:
    return reached.kind == ChangeKind.STAGE_REACHED and _cites(reached)[:1] == _cites(kept)[:1]


def _cites(row: Row) -> tuple[str, ...]:
    return tuple(quote.reference for quote in row.quotes)

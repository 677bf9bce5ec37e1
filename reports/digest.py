"""Changes → a digest: what a reader is told, in words, in the order of the mail. Pure: no time, no I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from reports.catalogue import COUNTS, SECTIONS, Catalogue
from reports.quotes import clip, safe_url
from reports.wording import what_changed
from warehouse.records import Change, ChangeKind, Citation, SourceHealth

QUOTE_AT_MOST = 160  # characters of a quotation in the mail
OLD_AFTER = 60  # days between a page's date and our first sight of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quotation in pieces; those with `mark` decided."""

    pieces: tuple[tuple[str, bool], ...]
    label: str  # "" for the first, else what this one is: earlier, against, was
    source: str
    day: str
    url: str  # "" when it is not a web address
    reference: str  # the update's id, for `regionwatch evidence`

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    id: str
    name: str
    rows: tuple[Row, ...]
    more: int = 0  # rows that were left out of this form


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    language: str
    region: str
    edition: str
    subject: str
    window: str
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    health: str

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for section in self.sections for row in section.rows)


def build_digest(
    changes: Sequence[Change],
    health: Sequence[SourceHealth],
    *,
    region_name: str,
    edition: str,
    since: datetime | None,
    until: datetime,
    tracked: int,
    language: str = "zh",
    zone: str = "Asia/Shanghai",
) -> Digest:
    """`since` is None for a reader's first report. Every row has its quotation, or names the source that is ill."""
    words = Catalogue(language)
    local = ZoneInfo(zone)
    sections = tuple(
        section
        for ident, names, kinds in SECTIONS
        if (section := _section(ident, words.section(names), kinds, changes, words, local)).rows
    )
    last = words.day(until.astimezone(local).date())
    if since is None:
        window = words.say("first", until=last)
    else:
        window = words.say("since", since=words.day(since.astimezone(local).date()), until=last)
    return Digest(
        language=words.language,
        region=clip(region_name, 60),
        edition=edition,
        subject=_subject(region_name, edition, changes, words),
        window=window,
        summary=_summary(changes, sections, tracked, words) if sections else (words.say("nothing"),),
        sections=sections,
        health=_health(changes, health, words, local),
    )


def shorten(digest: Digest, rows: int) -> Digest:
    """The same with at most so many rows a section; the rest is counted."""
    return replace(
        digest,
        sections=tuple(replace(s, rows=s.rows[:rows], more=s.more + max(0, len(s.rows) - rows)) for s in digest.sections),
    )


def _section(
    ident: str, name: str, kinds: tuple[str, ...], changes: Sequence[Change], words: Catalogue, zone: ZoneInfo
) -> Section:
    chosen = [c for kind in kinds for c in changes if c.kind == kind]
    return Section(id=ident, name=name, rows=tuple(_row(change, words, zone) for change in chosen))


def _row(change: Change, words: Catalogue, zone: ZoneInfo) -> Row:
    labels = {ChangeKind.CONFLICT_OPENED: "against", ChangeKind.EDITED: "was"}
    label = labels.get(change.kind, "earlier_page")
    quotes = tuple(
        _quote(citation, "" if n == 0 else words.say(label), words, zone) for n, citation in enumerate(change.citations[:2])
    )
    count = change.sources
    return Row(
        kind=change.kind,
        label=words.kind(change.kind),
        subject=clip(change.subject_name, 80),
        what=what_changed(change, words) + (words.say("old_news") if _is_old(change) else ""),
        quotes=quotes,
        sources="" if count < 1 else words.say("sources_one") if count == 1 else words.say("sources", n=count),
        place=clip(change.place or "", 20),
    )


def _is_old(change: Change) -> bool:
    """First known now, but from a page of long ago: true, and no news of this week."""
    if change.kind in (ChangeKind.SILENT, ChangeKind.WITHDRAWN, ChangeKind.EDITED, ChangeKind.OVERDUE) or not change.citations:
        return False
    first = change.citations[0]
    return first.published is not None and (first.known_at.date() - first.published).days > OLD_AFTER


def _quote(citation: Citation, label: str, words: Catalogue, zone: ZoneInfo) -> Quote:
    day = (
        words.say("published", day=words.day(citation.published))
        if citation.published
        else words.say("learned", day=words.day(citation.known_at.astimezone(zone).date()))
    )
    decided = [clip(mark, QUOTE_AT_MOST) for mark in citation.mark]
    return Quote(
        pieces=marked(clip(citation.quote, QUOTE_AT_MOST, around=decided), decided),
        label=label,
        source=clip(citation.source_name, 40),
        day=day,
        url=safe_url(citation.url),
        reference=citation.update_id,
    )


def marked(text: str, marks: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """The text in pieces, the first place of each deciding word marked."""
    spans: list[tuple[int, int]] = []
    for mark in sorted({m for m in marks if m}, key=len, reverse=True):
        at = text.find(mark)
        if at >= 0 and not any(at < end and start < at + len(mark) for start, end in spans):
            spans.append((at, at + len(mark)))
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start, end in sorted(spans):
        pieces += [(text[done:start], False), (text[start:end], True)]
        done = end
    pieces.append((text[done:], False))
    return tuple(piece for piece in pieces if piece[0])


def _subject(region: str, edition: str, changes: Sequence[Change], words: Catalogue) -> str:
    said = _counts(changes, words)[:4]
    week = edition_name(edition, words)
    tail = words.say("comma").join(said) if said else words.say("nothing_subject")
    return clip(f"{region} {week}{words.say('colon')}{tail}", 120)


def edition_name(edition: str, words: Catalogue) -> str:
    """2025-W35 → 2025年第35周; 2025-W35-0827 → 2025年第35周（至8月27日）."""
    year, _, rest = edition.partition("-W")
    week, _, day = rest.partition("-")
    if not rest:
        return edition
    if words.language == "en":
        return f"{year} week {int(week)}" + (f" (to {int(day[2:])}/{int(day[:2])})" if day else "")
    return f"{year}年第{int(week)}周" + (f"（至{int(day[:2])}月{int(day[2:])}日）" if day else "")


def _counts(changes: Sequence[Change], words: Catalogue) -> list[str]:
    """2项推迟, 1处说法不一 …: what matters most first."""
    numbers = Counter(str(c.kind) for c in changes)
    return [words.count(kind, numbers[kind]) for kind in COUNTS if numbers[kind]]


def _summary(changes: Sequence[Change], sections: Sequence[Section], tracked: int, words: Catalogue) -> tuple[str, ...]:
    """Three lines: the counts, then what weighs most in a sentence each."""
    comma, stop = words.say("comma"), words.say("stop")
    counts = _counts(changes, words)
    said = comma.join(counts[:6]) + (words.say("and_more") if len(counts) > 6 else "")
    lines = [words.say("tracked", n=tracked, changes=sum(len(s.rows) for s in sections), counts=said)]
    rest = tuple(kind for kind in COUNTS if kind != "stage_reached")
    told: list[Row] = []
    for kinds in (("stopped", "promise_slipped", "conflict_opened", "overdue"), ("stage_reached",), rest, rest):
        taken = {row.subject for row in told}
        rows = [row for kind in kinds for s in sections for row in s.rows if row.kind == kind and row.subject not in taken]
        told += rows[:1]
    lines += [f"{row.subject}{words.say('colon')}{row.what}{stop}" for row in told]
    return tuple(lines[:3])


def _health(changes: Sequence[Change], health: Sequence[SourceHealth], words: Catalogue, zone: ZoneInfo) -> str:
    ill = [h for h in health if h.state == "ill"]
    recovered = [c.subject_name for c in changes if c.kind == ChangeKind.SOURCE_WELL]
    said = ""
    if ill:
        said = words.say("ill_one", n=len(ill)) + words.say("comma").join(
            words.say(
                "ill_since",
                name=clip(h.name, 30),
                failure=words.failure(h.failure or ""),
                since=words.day(_local(h.since, zone)) if h.since else "?",
            )
            for h in ill[:8]
        ) + words.say("stop")  # fmt: skip
    elif health and all(h.state == "ok" for h in health):
        said = words.say("well", n=len(health))
    if waiting := sum(h.state == "new" for h in health):
        said += words.say("never_read", n=waiting)
    if recovered:
        said += " " + words.say("recovered", names=words.say("comma").join(clip(n, 30) for n in recovered[:8]))
    return said.strip()


def _local(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()

"""Changes → a digest: what a reader is told, in words, in the order of the mail. Pure: no time, no I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from reports.catalogue import Catalogue
from reports.charts import Ladder, ladders
from reports.quotes import clip, safe_url
from reports.rows import Quote, Row, Section, Writer, is_old, joined
from reports.sections import DUE, FIRST, FIRST_HOLDS, OLD, SECTIONS
from reports.summary import edition_name, subject_line, summary_lines
from warehouse.records import Change, ChangeKind, SourceHealth, Standing

__all__ = ["Digest", "Quote", "Row", "Section", "build_digest", "edition_name", "hidden", "shorten"]


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
    ladders: tuple[Ladder, ...] = ()
    watch: str = ""  # what this reader follows, when that is not all
    site: str = ""  # address of the site that keeps pages and reports, "" without one
    corrects: str = ""  # which earlier mails this one corrects
    due: Section | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """What changed; what comes due is not among it."""
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
    upcoming: Sequence[Change] = (),
    standings: Sequence[Standing] = (),
    programmes: Sequence[tuple[str, str]] = (),
    planned: Mapping[tuple[str, str], date] | None = None,
    watch: Sequence[str] = (),
    site: str = "",
    corrects: Sequence[str] = (),
) -> Digest:
    """`since` is None for a reader's first report. Every row has its quotation, or names the source that is ill.

    `upcoming` are promises that come due soon, `programmes` ids with names, `planned` the programmes' own dates by project
    and stage, `corrects` the editions that this one corrects.
    """
    local = ZoneInfo(zone)
    today = until.astimezone(local).date()
    words = Catalogue(language, year=today.year)
    writer = Writer(words, local, today, safe_url(site).rstrip("/"), tuple(programmes), planned or {})
    old = [] if since is None else [change for change in changes if is_old(change)]
    news = [change for change in changes if since is None or not is_old(change)]
    sections = [s for ident, names, kinds in SECTIONS if (s := writer.section(ident, names, kinds, news)).rows]
    rows = [row for section in sections for row in section.rows]
    if old:
        sections.append(writer.section(OLD[0], OLD[1], tuple(kind for _, _, kinds in SECTIONS for kind in kinds), old))
    if since is None:
        sections = _first_report(sections, words)
        window = words.say("first", until=words.whole_day(today))
    else:
        begin = since.astimezone(local).date()
        days = (words.whole_day(begin), words.day(today)) if language == "zh" else (words.day(begin), words.whole_day(today))
        window = words.say("since", since=days[0], until=days[1])
    due = writer.section(DUE[0], DUE[1], DUE[2], upcoming)
    return Digest(
        language=words.language,
        region=clip(region_name, 60),
        edition=edition,
        subject=subject_line(region_name, edition, news, len(old), since is None, words),
        window=window,
        summary=summary_lines(news, len(old), rows, due.rows, tracked, since is None, words),
        sections=tuple(sections),
        health=_health(changes, health, words, local),
        ladders=ladders(standings, news if since else [], programmes, words),
        watch=words.say("for_you", watch=words.say("comma").join(clip(w, 40) for w in watch)) if watch else "",
        site=writer.site,
        corrects=_corrects(corrects, words),
        due=due if due.rows else None,
    )


def shorten(digest: Digest, rows: int) -> Digest:
    """The same with at most so many rows a section, and fewer charts; what is left out of a section is counted."""

    def cut(section: Section) -> Section:
        return replace(section, rows=section.rows[:rows], more=section.more + max(0, len(section.rows) - rows))

    return replace(
        digest,
        sections=tuple(map(cut, digest.sections)),
        due=cut(digest.due) if digest.due else None,
        ladders=digest.ladders[: max(1, rows // 10)],
    )


def hidden(digest: Digest) -> int:
    """How many rows a shortened digest leaves out."""
    return sum(section.more for section in (*digest.sections, *([digest.due] if digest.due else ())))


def _first_report(sections: Sequence[Section], words: Catalogue) -> list[Section]:
    """All that is known of a project in one place: nothing has changed yet."""
    rows = [replace(row, continues=False) for section in sections if section.id in FIRST_HOLDS for row in section.rows]
    place = {row.subject: n for n, row in reversed(list(enumerate(rows)))}
    lively = {row.subject for row in rows if not row.old}
    rows.sort(key=lambda row: (row.subject not in lively, place[row.subject]))
    standing = []
    if rows:
        standing.append(Section(id=FIRST[0], name=words.pick(FIRST[1]), rows=joined(rows, words), count=len(place)))
    return standing + [section for section in sections if section.id not in FIRST_HOLDS]


def _corrects(editions: Sequence[str], words: Catalogue) -> str:
    if not editions:
        return ""
    names = words.say("comma").join(edition_name(edition, words) for edition in editions)
    return words.say("mails_corrected", names=names) + words.say("stop").strip()


def _health(changes: Sequence[Change], health: Sequence[SourceHealth], words: Catalogue, zone: ZoneInfo) -> str:
    ill = [h for h in health if h.state == "ill"]
    recovered = [c.subject_name for c in changes if c.kind == ChangeKind.SOURCE_WELL]
    said = []
    if ill:
        named = [
            words.say(
                "ill_since",
                name=clip(h.name, 30),
                failure=words.failure(h.failure or ""),
                since=words.day(h.since.astimezone(zone).date()) if h.since else "?",
            )
            for h in ill[:8]
        ]
        stop = words.say("stop").strip() if len(ill) <= 8 else words.say("and_more") + words.say("stop").strip()
        said.append(words.say("ill_one" if len(ill) == 1 else "ill", n=len(ill)) + words.say("comma").join(named) + stop)
    elif health and all(h.state == "ok" for h in health):
        said.append(words.say("well", n=len(health)))
    if waiting := sum(h.state == "new" for h in health):
        said.append(words.say("never_read", n=waiting))
    if recovered:
        said.append(words.say("recovered", names=words.say("comma").join(clip(n, 30) for n in recovered[:8])))
    return (" " if words.language == "en" else "").join(said)

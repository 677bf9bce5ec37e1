"""Is a source well? What a run gave, against what the watchlist expects of it.

A run that breaks an expectation is quarantined: its pages are kept as bytes and not read, so that the last good state
stands and the next run asks for them again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flows.listings import Listed
from warehouse.records import Reading, Source, SourceRun

# The failures of a source that no page of it has; the others are those of scrapers.errors and scrapers.page.KINDS.
ILLNESSES = frozenset(
    {
        "listing_empty", "listing_short", "listing_long", "links_unread", "layout_changed", "dates_missing",
        "publishers_missing", "stale", "internal",
    }
)  # fmt: skip
ENOUGH = 3  # fewer pages say nothing of a source
FILES = ("unread_scan", "unread_document")  # a scan is no page whose layout we have lost
MANY = 10  # of so many pages most are gone at once: the site was rebuilt, and its articles were not withdrawn
# What pages answer that come in place of articles, when most do: the source's failure by the same name. What only shows
# that there is no text ("layout", "empty" and the like) is a layout that changed.
TOLD = frozenset({"blocked", "soft_404", "error_page", "login_wall", "suspended", "home_redirect"})


@dataclass(slots=True)
class Gathered:
    """What a source's pages gave in one run."""

    readings: list[Reading] = field(default_factory=list)
    unchanged: int = 0
    failures: Counter[str] = field(default_factory=Counter)  # of fetching, by kind
    missed: list[str] = field(default_factory=list)  # addresses that did not come and may come another time
    hold: float = 0.0  # seconds that the host asked to be left alone

    @property
    def asked(self) -> int:
        return len(self.readings) + self.unchanged + sum(self.failures.values())


def judge(
    source: Source, listed: Listed, gathered: Gathered, now: datetime, *, links_new: int = 0, newest: date | None = None
) -> tuple[SourceRun, bool]:
    """The run of one source in numbers with its illness, and whether what was read must be left out of the warehouse.

    `newest` is the day of the newest article that the source has shown, in this visit or before.
    """
    failure, message = listed.failure, listed.message
    quarantined = False
    if failure is None:
        failure, message, quarantined = _of_pages(source, gathered)
    if failure is None and source.expect.fresh_days is not None and newest is not None:
        age = (now.date() - newest).days
        if age > source.expect.fresh_days:
            failure, message = "stale", f"no new article in {age} days, where one in {source.expect.fresh_days} is expected"
    articles = [reading.article for reading in gathered.readings if reading.article is not None]
    hold = max(listed.hold, gathered.hold)
    run = SourceRun(
        source_id=source.id,
        started_at=now,
        ended_at=now,
        listed=len(listed.links),
        fetched=len(gathered.readings),
        unchanged=gathered.unchanged,
        read=len(articles),
        failed=gathered.asked - gathered.unchanged - len(articles),
        updates=0 if quarantined else sum(len(r.updates) for r in gathered.readings),
        failure=failure,
        message=message,
        links_new=links_new,
        dated=sum(article.published_at is not None for article in articles),
        named=sum(article.publisher is not None for article in articles),
        newest=newest,
        hold_until=now + timedelta(seconds=hold) if hold else None,
    )
    return run, quarantined


def _of_pages(source: Source, gathered: Gathered) -> tuple[str | None, str, bool]:
    """Failure, message, and whether the readings are to be left out."""
    expect, readings = source.expect, gathered.readings
    read = [reading.article for reading in readings if reading.article is not None]
    readable = [r for r in readings if r.failure not in FILES]
    if len(readable) >= ENOUGH and len(read) < expect.read_share * len(readable):
        unread = Counter(r.failure for r in readable if r.failure)
        kind = unread.most_common(1)[0][0]
        said = ", ".join(f"{name} {count}" for name, count in unread.most_common())
        return (kind if kind in TOLD else "layout_changed"), f"only {len(read)} of {len(readable)} pages read: {said}", True
    if gathered.failures:
        kind, count = gathered.failures.most_common(1)[0]
        came = len(readings) + gathered.unchanged
        if gathered.asked >= (MANY if kind == "gone" else ENOUGH) and came < expect.read_share * gathered.asked:
            return kind, f"{count} of {gathered.asked} pages did not come: {kind}", False  # what else came is sound
    if len(read) >= ENOUGH:
        for name, share, have in (
            ("dates_missing", expect.date_share, sum(a.published_at is not None for a in read)),
            ("publishers_missing", expect.publisher_share, sum(a.publisher is not None for a in read)),
        ):
            if have < share * len(read):
                return name, f"{have} of {len(read)} articles, where {share:.0%} are expected", True
    return None, "", False


def later(days: Sequence[date | None]) -> date | None:
    return max((day for day in days if day), default=None)

"""What one reader is told, and when: their own watch, how much it must weigh, how often. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from reports.catalogue import Catalogue, weight
from reports.site_words import SITE_WORDS
from warehouse.records import Change, ChangeKind, Reader, Standing, Watchlist

_LEAST = {"all": 1, "notable": 2, "urgent": 3}
# A report of the same hour next week is due although this run is some minutes earlier.
_APART = {"weekly": timedelta(days=6.5), "fortnightly": timedelta(days=13.5), "monthly": timedelta(days=27.5)}
_OF_SOURCES = (ChangeKind.SOURCE_ILL, ChangeKind.SOURCE_WELL)


def is_due(reader: Reader, last: datetime | None, until: datetime) -> bool:
    """May a report up to `until` go to a reader whose last one went up to `last`?"""
    apart = _APART.get(reader.frequency)
    return apart is None or last is None or until - last >= apart


def has_own_watch(reader: Reader) -> bool:
    return bool(reader.projects or reader.places or reader.sectors or reader.programmes)


def of_all(reader: Reader) -> Reader:
    """The same reader without a choice: what the report's own page shows."""
    return replace(reader, projects=(), places=(), sectors=(), programmes=(), importance="all")


def told_to(reader: Reader, changes: Sequence[Change]) -> list[Change]:
    """The changes that a reader follows and that weigh enough; those of sources are everybody's."""
    least = _LEAST[reader.importance]
    return [c for c in changes if c.kind in _OF_SOURCES or (weight(c.kind) >= least and _follows(reader, c.subject, c))]


def standings_for(reader: Reader, standings: Sequence[Standing]) -> list[Standing]:
    return [standing for standing in standings if _follows(reader, standing.project, standing)]


def _follows(reader: Reader, subject: str, about: Change | Standing) -> bool:
    return not has_own_watch(reader) or (
        subject in reader.projects
        or about.place in reader.places
        or about.sector in reader.sectors
        or about.programme in reader.programmes
    )


def watch_names(reader: Reader, watchlist: Watchlist, words: Catalogue) -> tuple[str, ...]:
    """What a reader follows, under the names that people use; nothing when it is all."""
    names: dict[str, str] = {}
    for item in watchlist.projects:
        names[item.id] = item.name
    for indicator in watchlist.indicators:
        names[indicator.id] = indicator.name
    for programme in watchlist.programmes:
        names[programme.id] = programme.name
    sectors = [words.pick(SITE_WORDS[f"sector_{s}"]) if f"sector_{s}" in SITE_WORDS else s for s in reader.sectors]
    return (*reader.places, *sectors, *(names.get(ident, ident) for ident in (*reader.programmes, *reader.projects)))

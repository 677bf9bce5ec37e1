"""What cannot wait for Monday: a project that was stopped, or a promise that moved back by many days. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from reports.quotes import clip
from reports.site_lines import change_line
from reports.site_words import SiteCatalogue
from warehouse.records import Change, ChangeKind

TOLD_AT_MOST = 20  # changes of one message
OLD_AFTER = 60  # days between a page's date and our first sight of it: true, and no alarm


def urgent(changes: Sequence[Change], days: int) -> list[Change]:
    """Stops, and slips of more than `days` days, that a page of these weeks tells."""
    return [change for change in changes if _weighs(change, days) and not _is_old(change)]


def _weighs(change: Change, days: int) -> bool:
    if change.kind is ChangeKind.PROMISE_SLIPPED:
        moved = change.new.get("days")
        return isinstance(moved, int | float) and moved > days
    return change.kind in (ChangeKind.STOPPED, ChangeKind.CANCELLED)


def _is_old(change: Change) -> bool:
    first = change.citations[0] if change.citations else None
    return first is not None and first.published is not None and (first.known_at.date() - first.published).days > OLD_AFTER


def urgent_message(changes: Sequence[Change], region: str, language: str, zone: ZoneInfo) -> tuple[str, str]:
    """Title and plain text; each change with its quotation, source and address."""
    words = SiteCatalogue(language)
    lines: list[str] = []
    for change in changes[:TOLD_AT_MOST]:
        line = change_line(change, frozenset(), words, zone)
        lines.append(f"【{line.label}】{line.subject}{words.say('colon')}{line.said}")
        for quote in line.quotes[:1]:
            lines.append(f"“{quote.text}”")
            lines.append(f"{quote.source} · {quote.day} {quote.url}".strip())
        lines.append("")
    if len(changes) > TOLD_AT_MOST:
        lines.append(words.tell("urgent_more", n=len(changes) - TOLD_AT_MOST))
    return words.tell("urgent_title", region=clip(region, 60), n=len(changes)), "\n".join(lines).strip()

"""The message to operators: which sources fell ill, and which are well again. Plain text, for mail and chat."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from reports.catalogue import Catalogue
from warehouse.records import Notice, Watchlist

TOLD_AT_MOST = 30  # sources; chat programs cut long messages
CLIP = 200  # characters of a failure's message, which may hold a page's words

WORDS = {
    "title": ("{region}：{ill} 个来源失联，{well} 个恢复", "{region}: {ill} sources ill, {well} well again"),
    "ill": ("失联 {name}（{id}）：{kind}，自 {since}", "ILL {name} ({id}): {kind}, since {since}"),
    "well": ("恢复 {name}（{id}）：此前 {kind}，自 {since}", "WELL AGAIN {name} ({id}): was {kind}, since {since}"),
    "success": ("上次成功 {day}", "last success {day}"),
    "never": ("从未成功", "never succeeded"),
    "old_tls": ("已按设置允许旧版 TLS", "old TLS is allowed for it (old_tls)"),
    "more": ("……另有 {n} 个，见 regionwatch sources", "… and {n} more: regionwatch sources"),
}


def message(notices: Sequence[Notice], watchlist: Watchlist) -> tuple[str, str]:
    """Title and text, in the watchlist's language."""
    at = 1 if watchlist.language == "en" else 0
    ill, well = [n for n in notices if n.ill], [n for n in notices if not n.ill]
    lines = [line for notice in [*ill, *well][:TOLD_AT_MOST] for line in _lines(notice, watchlist)]
    if len(notices) > TOLD_AT_MOST:
        lines.append(WORDS["more"][at].format(n=len(notices) - TOLD_AT_MOST))
    return WORDS["title"][at].format(region=watchlist.name, ill=len(ill), well=len(well)), "\n".join(lines)


def _lines(notice: Notice, watchlist: Watchlist) -> list[str]:
    words, zone = Catalogue(watchlist.language), ZoneInfo(watchlist.timezone)
    at = 1 if watchlist.language == "en" else 0
    kind = f"{words.failure(notice.failure)} {notice.failure}"
    since = words.day(notice.since.astimezone(zone).date())
    said = WORDS["ill" if notice.ill else "well"][at]
    lines = [said.format(name=notice.name, id=notice.source_id, kind=kind, since=since)]
    if notice.ill:
        if notice.message:
            lines.append("    " + " ".join(notice.message.split())[:CLIP])
        day = words.day(notice.last_success.astimezone(zone).date()) if notice.last_success else None
        lines.append("    " + (WORDS["success"][at].format(day=day) if day else WORDS["never"][at]))
    if any(source.old_tls for source in watchlist.sources if source.id == notice.source_id):
        lines.append("    " + WORDS["old_tls"][at])
    return lines

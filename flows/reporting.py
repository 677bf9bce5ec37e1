"""The report as plain functions: what changed for one reader, written, and handed over once."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows.settings import Settings
from flows.weeks import Edition
from reports.deliver import SmtpSettings, deliver
from reports.digest import Digest, build_digest
from reports.message import build_message
from reports.outbox import Outbox
from reports.render import Message, render, render_page, to_text
from warehouse.records import Change, Watchlist, stable_id
from warehouse.store import Store

EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One reader's report, written and not yet sent."""

    region: str
    region_name: str
    edition: str
    reader: str
    since: datetime
    until: datetime
    now: datetime
    changes: tuple[Change, ...]
    digest: Digest
    message: Message
    page: str
    terminal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    reader: str
    outcome: str  # sent | already | failed | unknown
    message: str = ""


def readers_of(watchlist: Watchlist, settings: Settings, to: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(to or watchlist.readers or settings.mail_to or ("reader@localhost",))


def draft_for(
    reader: str,
    *,
    watchlist: Watchlist,
    store: Store,
    about: Edition,
    now: datetime,
    language: str | None,
    known: datetime | None = None,
    announce: bool = False,
) -> Draft:
    """What became known since the last mail that reached this reader, until the edition's end.

    A report that went out is told again as it was; with `known`, by the knowledge of that later time. `announce` says
    that it is to be sent, so that a collect that is under way counts as later.
    """
    made = store.recorded(watchlist.id, about.name, reader)
    if made and made.sent:
        since, until, language = made.since, made.until, language or made.language
    else:
        since, until = store.last_window(watchlist.id, reader, about.name, about.until) or EVER, about.until
        if announce:
            store.announce_report(watchlist.id, about.name, reader, since, until, now)
    changes = store.changes(watchlist.id, since, until, known=known, reader=reader)
    watched = store.watched(watchlist.id, known or until)
    digest = build_digest(
        changes,
        store.health(watchlist.id, until),
        region_name=watched.name if watched else watchlist.name,
        edition=about.name,
        since=None if since == EVER else since,
        until=until,
        tracked=watched.tracked if watched else len(watchlist.projects),
        zone=watched.timezone if watched else watchlist.timezone,
        language=language or (watched.language if watched else watchlist.language),
        upcoming=store.upcoming(watchlist.id, until),
        standings=store.standings(watchlist.id, until),
        programmes=[(p.id, p.name) for p in watchlist.programmes],
    )
    return Draft(
        region=watchlist.id,
        region_name=watchlist.name,
        edition=about.name,
        reader=reader,
        since=since,
        until=until,
        now=now,
        changes=tuple(changes),
        digest=digest,
        message=render(digest),
        page=render_page(digest),
        terminal=to_text(digest),
    )


def write_page(draft: Draft, settings: Settings) -> Path:
    """The whole report as one HTML file; it holds what the mail had no room for."""
    settings.reports.mkdir(parents=True, exist_ok=True)
    path = settings.reports / f"{draft.region}-{draft.edition}.html"
    waiting = path.with_suffix(".part")
    waiting.write_text(draft.page, encoding="utf-8")
    waiting.replace(path)
    return path


def send(draft: Draft, *, store: Store, settings: Settings, resend: bool) -> Sent:
    """Hand one report over, once. Without SMTP settings the mail becomes an .eml file in the outbox."""
    given = SmtpSettings.parse(settings.smtp) if settings.smtp else None
    ledger = store.ledger(draft.region, draft.edition, draft.reader, draft.until, draft.now)
    if resend:
        ledger.forget()
    if not ledger.gone_out:  # what was recorded of a report that went out stays
        digest = hashlib.sha256(draft.message.html.encode()).hexdigest()
        store.record_report(
            draft.region, draft.edition, draft.reader, draft.since, draft.until, draft.changes, digest, draft.now,
            draft.digest.language,
        )
    host = settings.mail_from.rpartition("@")[2] or "localhost"
    name = stable_id(draft.region, draft.edition, draft.reader, draft.now if resend else "")
    mail = build_message(
        draft.message,
        sender=settings.mail_from,
        to=draft.reader,
        date=draft.now,
        message_id=f"<{draft.region}-{draft.edition}.{name}@{host}>",
        list_id=f"{draft.region}.regionwatch.{host}",
    )
    if given:
        outcome = deliver(mail, given, ledger, sleep=time.sleep)
    else:
        with Outbox(settings.outbox) as outbox:
            outcome = deliver(mail, outbox.settings, ledger, sleep=time.sleep)
    return Sent(reader=draft.reader, outcome=outcome.state, message=outcome.message)

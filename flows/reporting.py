"""The report as plain functions: what changed for one reader, written, and handed over once."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from flows.settings import Settings
from flows.weeks import Edition
from reports.catalogue import Catalogue
from reports.deliver import SmtpSettings, deliver
from reports.digest import Digest, build_digest
from reports.message import build_message, leave_address
from reports.outbox import Outbox
from reports.planned import planned_dates, planned_dues
from reports.quotes import clip
from reports.readers import has_own_watch, is_due, standings_for, told_to, watch_names
from reports.render import Message, render, render_page, to_text
from reports.site_paths import report_page
from warehouse.errors import UnderWay
from warehouse.readers import load_readers
from warehouse.records import Change, ChangeKind, Reader, Watchlist, stable_id
from warehouse.store import Store

EVER = datetime(1970, 1, 1, tzinfo=UTC)
QUIET = {"not_due": "not due yet", "nothing": "nothing changed, and this reader wants no mail then"}


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
    quiet: str = ""  # not_due or nothing: this reader gets no mail now
    replies_to: tuple[str, ...] = ()  # Message-IDs of the mails that this one corrects


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    reader: str
    outcome: str  # sent | already | quiet | failed | unknown
    message: str = ""


def readers_of(
    watchlist: Watchlist, settings: Settings, to: Sequence[str] | None, file: Path | None = None
) -> tuple[Reader, ...]:
    """Who gets the report: the readers file, else the watchlist's own addresses, else the settings'.

    Whoever is named by `to` gets it alone, with the watch that the file gives them, and always. Raises WatchlistError.
    """
    path = file or settings.readers
    known = load_readers(path, watchlist) if path else ()
    if to:
        found = {reader.address: replace(reader, frequency="every", nothing="line") for reader in known}
        return tuple(found.get(address) or Reader(address=address) for address in dict.fromkeys(to))
    addresses = watchlist.readers or settings.mail_to or ("reader@localhost",)
    return known or tuple(Reader(address=address) for address in dict.fromkeys(addresses))


def draft_for(
    reader: Reader | str,
    *,
    watchlist: Watchlist,
    store: Store,
    about: Edition,
    now: datetime,
    language: str | None,
    known: datetime | None = None,
    announce: bool = False,
    settings: Settings | None = None,
) -> Draft:
    """What became known since the last mail that reached this reader, until the edition's end, as far as they follow it.

    A report that went out is told again as it was; with `known`, by the knowledge of that later time. `announce` says
    that it is to be sent, so that a collect that is under way counts as later.
    """
    who = reader if isinstance(reader, Reader) else Reader(address=reader)
    made = store.recorded(watchlist.id, about.name, who.address)
    due = True
    if made and made.sent:
        since, until, language = made.since, made.until, language or made.language
    else:
        last = store.last_window(watchlist.id, who.address, about.name, about.until)
        since, until, due = last or EVER, about.until, is_due(who, last, about.until)
        if announce and due:
            store.announce_report(watchlist.id, about.name, who.address, since, until, now)
    changes = told_to(who, store.changes(watchlist.id, since, until, known=known, reader=who.address))
    corrected = _corrected(store, watchlist.id, who.address, changes, since)
    watched = store.watched(watchlist.id, known or until)
    language = language or who.language or (watched.language if watched else watchlist.language)
    everywhere = store.standings(watchlist.id, until)
    standings = standings_for(who, everywhere)
    plan = store.plan(watchlist, known or until)
    planned = planned_dates(plan)
    moved = store.promised_later(watchlist.id, until, planned)
    upcoming = planned_dues(plan, everywhere, store.upcoming(watchlist.id, until), moved, until)
    digest = build_digest(
        changes,
        store.health(watchlist.id, until),
        region_name=watched.name if watched else watchlist.name,
        edition=about.name,
        since=None if since == EVER else since,
        until=until,
        tracked=len(standings) if has_own_watch(who) else watched.tracked if watched else len(watchlist.projects),
        zone=watched.timezone if watched else watchlist.timezone,
        language=language,
        upcoming=told_to(who, upcoming),
        standings=standings,
        programmes=[(p.id, p.name) for p in plan.programmes],
        planned=planned,
        watch=watch_names(who, watchlist, Catalogue(language)),
        site=settings.site_url if settings else "",
        corrects=[name for name, _ in corrected],
    )
    link = f"{settings.site_url}/{report_page(about.name)}" if settings and settings.site_url else ""
    leave = leave_address(settings.mail_from, list_id(watchlist.id, settings)) if settings else ""
    nothing = who.nothing == "silence" and not digest.rows and not (made and made.sent)
    return Draft(
        region=watchlist.id,
        region_name=watchlist.name,
        edition=about.name,
        reader=who.address,
        since=since,
        until=until,
        now=now,
        changes=tuple(changes),
        digest=digest,
        message=render(digest, link=link, leave=leave, page_name=page_name(watchlist.id, about.name)),
        page=render_page(digest),
        terminal=to_text(digest),
        quiet="not_due" if not due else "nothing" if nothing else "",
        replies_to=tuple(message_id for _, message_id in corrected),
    )


def _corrected(store: Store, region: str, reader: str, changes: Sequence[Change], before: datetime) -> list[tuple[str, str]]:
    """Editions and Message-IDs of the mails that told this reader what these changes correct."""
    wrong = [c for c in changes if c.kind in (ChangeKind.CORRECTED, ChangeKind.EDITED)]
    ids = [citation.update_id for change in wrong for citation in change.citations]
    return store.quoted_in(region, reader, ids, before + timedelta(microseconds=1)) if ids else []


def list_id(region: str, settings: Settings) -> str:
    return f"{region}.regionwatch.{settings.mail_from.rpartition('@')[2] or 'localhost'}"


def page_name(region: str, edition: str) -> str:
    return f"{region}-{edition}.html"


def write_page(draft: Draft, settings: Settings) -> Path:
    """The whole report as one HTML file; it holds what the mail had no room for.

    What another reader's mail may lead to stays: their page keeps the name, this one gets one of its own.
    """
    settings.reports.mkdir(parents=True, exist_ok=True)
    path = settings.reports / page_name(draft.region, draft.edition)
    if path.exists() and path.read_text(encoding="utf-8") != draft.page:
        path = path.with_suffix(f".{stable_id(draft.reader)[:8]}.html")
    waiting = path.with_suffix(".part")
    waiting.write_text(draft.page, encoding="utf-8")
    waiting.replace(path)
    return path


def send(draft: Draft, *, store: Store, settings: Settings, resend: bool) -> Sent:
    """Hand one report over, once. Without SMTP settings the mail becomes an .eml file in the outbox.

    What goes wrong with one reader is that reader's outcome, and costs no other.
    """
    given = SmtpSettings.parse(settings.smtp) if settings.smtp else None
    ledger = store.ledger(draft.region, draft.edition, draft.reader, draft.until, draft.now)
    if draft.quiet and not resend:
        ledger.quiet(draft.quiet)
        return Sent(reader=draft.reader, outcome="quiet", message=QUIET[draft.quiet])
    if resend:
        ledger.forget()
    if not ledger.gone_out:  # what was recorded of a report that went out stays
        digest = hashlib.sha256(draft.message.html.encode()).hexdigest()
        store.record_report(
            draft.region, draft.edition, draft.reader, draft.since, draft.until, draft.changes, digest, draft.now,
            draft.digest.language,
        )  # fmt: skip
    try:
        mail = mail_of(draft, settings, again=resend)
        if given:
            outcome = deliver(mail, given, ledger, sleep=time.sleep)
        else:
            with Outbox(settings.outbox) as outbox:
                outcome = deliver(mail, outbox.settings, ledger, sleep=time.sleep)
    except (UnderWay, ValueError) as fault:
        return Sent(reader=draft.reader, outcome="failed", message=clip(str(fault), 300))
    written = "" if given or outcome.state != "sent" else f"written to {settings.outbox}, since no SMTP server is set"
    return Sent(reader=draft.reader, outcome=outcome.state, message=outcome.message or written)


def mail_of(draft: Draft, settings: Settings, *, again: bool = False) -> EmailMessage:
    """The mail as it goes out. Raises ValueError on an address that is none."""
    host = settings.mail_from.rpartition("@")[2] or "localhost"
    name = stable_id(draft.region, draft.edition, draft.reader, draft.now if again else "")
    return build_message(
        draft.message,
        sender=settings.mail_from,
        to=draft.reader,
        date=draft.now,
        message_id=f"<{draft.region}-{draft.edition}.{name}@{host}>",
        list_id=list_id(draft.region, settings),
        replies_to=draft.replies_to,
    )

"""The weekly report flow: changes → digest → mail, once. Prefect's skin over `flows.reporting`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.blocks.system import Secret
from prefect.cache_policies import NO_CACHE
from prefect.utilities.annotations import quote

from flows.reporting import Draft, Sent, draft_for, mail_of, readers_of, send, write_page
from flows.settings import Settings, read_settings
from flows.site import SiteError, refresh_site
from flows.weeks import edition, read_known, read_now
from reports.deliver import SmtpError
from reports.lint import lint
from reports.readers import of_all
from warehouse.errors import WarehouseError
from warehouse.records import Reader
from warehouse.store import Store
from warehouse.watchlist import load_watchlist

log = logging.getLogger("regionwatch.report")


@flow(name="weekly-report")
def weekly_report(
    watchlist: str,
    week: str | None = None,
    now: str | None = None,
    dry_run: bool = False,
    resend: bool = False,
    to: list[str] | None = None,
    language: str | None = None,
    home: str | None = None,
    as_known_on: str | None = None,
    site: bool = False,
    readers: str | None = None,
) -> dict[str, Any]:
    """Tell each reader what has changed since the last report that reached them.

    Parameters: the watchlist's file; the ISO week (default: the week that has just ended, else the running one); the
    time to act at; print only; send although it went out already; other readers; zh or en; the data folder; by the knowledge of
    which day (prints only); refresh the static site as well; a YAML file of readers.
    """
    settings = read_settings(home=Path(home) if home else None)
    watched = load_watchlist(Path(watchlist))
    moment = read_now(now, watched.timezone, datetime.now(UTC))
    about = edition(moment, watched.timezone, week)
    known = read_known(as_known_on, watched.timezone, about, moment)
    dry_run = dry_run or known is not None
    store = Store(settings.warehouse)
    told = readers_of(watched, settings, to, Path(readers) if readers else None)

    def write(reader: Reader, announce: bool) -> Draft:
        given = (quote(watched), quote(store), about, reader, moment, language, known, announce, settings)
        return draft.submit(*given).result()

    drafts, failed = drafts_of(told, lambda reader: write(reader, not dry_run))
    result: dict[str, Any] = {
        "edition": about.name,
        "dry_run": dry_run,
        "changes": len(drafts[0].changes),
        "text": drafts[0].terminal,
        "window": drafts[0].digest.window,
        "summary": list(drafts[0].digest.summary),
        "health": drafts[0].digest.health,
        "rows": rows_of(drafts[0]),
        "html": drafts[0].message.html if dry_run else "",
        "lint": lint_of(drafts[0], settings) if dry_run else [],
        "page": None,
        "site": None,
        "site_failure": "",
        "deliveries": [asdict(s) for s in failed],
    }
    if not dry_run:
        first = next(reader for reader in told if reader.address == drafts[0].reader)
        whole = drafts[0] if first == of_all(first) else write(of_all(first), False)
        result["page"] = str(write_page(whole, settings))
        run_id = store.begin_run(watched.id, "report", moment, {"edition": about.name})
        if site:  # before the mails, whose links lead to it
            result |= refresh.submit(quote(watched), quote(store), settings, language).result()
        sent = failed + [deliver.submit(quote(d), quote(store), settings, resend).result() for d in drafts]
        store.end_run(run_id, moment, "failed" if any(s.outcome in ("failed", "unknown") for s in sent) else "done")
        result["deliveries"] = [asdict(s) for s in sent]
    create_markdown_artifact(key=f"report-{watched.id}".lower(), markdown=summary(about.name, drafts[0], result))
    return result


def drafts_of(told: Sequence[Reader], write: Callable[[Reader], Draft]) -> tuple[list[Draft], list[Sent]]:
    """Each reader's report; one that cannot be written is that reader's failure and costs no other.

    What is the warehouse's fault, or leaves no report at all, is raised."""
    drafts: list[Draft] = []
    failed: list[Sent] = []
    for reader in told:
        try:
            drafts.append(write(reader))
        except Exception as fault:
            if isinstance(fault, WarehouseError) or (reader is told[-1] and not drafts):
                raise
            log.exception("the report for %s", reader.address)
            what = f"not written: {type(fault).__name__}: {fault}"
            failed.append(Sent(reader=reader.address, outcome="failed", message=what[:300]))
    return drafts, failed


def rows_of(written: Draft) -> list[dict[str, str]]:
    """The digest's rows as plain values, each with its first quotation."""
    return [
        {
            "kind": row.kind,
            "label": row.label,
            "subject": row.subject,
            "what": f"{row.what} [{row.tag}]" if row.tag else row.what,
            "quote": row.quotes[0].text if row.quotes else "",
            "source": f"{row.quotes[0].source} {row.quotes[0].day}" if row.quotes else "",
        }
        for row in written.digest.rows
    ]


def lint_of(written: Draft, settings: Settings) -> list[dict[str, Any]]:
    """What speaks against the mail as it would go out."""
    return [
        {"rule": found.rule, "points": found.points, "found": found.found, "mend": found.mend}
        for found in lint(mail_of(written, settings))
    ]


@task(cache_policy=NO_CACHE, task_run_name="write for {reader.address}")
def draft(
    watched: Any, store: Any, about: Any, reader: Reader, moment: datetime, language: str | None, known: datetime | None,
    announce: bool, settings: Settings,
) -> Draft:  # fmt: skip
    return draft_for(
        reader, watchlist=_bare(watched), store=_bare(store), about=about, now=moment, language=language, known=known,
        announce=announce, settings=settings,
    )  # fmt: skip


@task(cache_policy=NO_CACHE, task_run_name="deliver")
def deliver(written: Any, store: Any, settings: Settings, resend: bool) -> Sent:
    outcome = send(_bare(written), store=_bare(store), settings=with_secret(settings), resend=resend)
    get_run_logger().info("%s: %s %s", outcome.reader, outcome.outcome, outcome.message)
    return outcome


def with_secret(settings: Settings) -> Settings:
    """The settings with the SMTP address that a Prefect Secret block holds, where they name one (secret:NAME)."""
    kind, _, name = settings.smtp.partition(":")
    if kind != "secret":
        return settings
    try:
        held = Secret.load(name)
    except ValueError as fault:
        raise SmtpError(f"REGIONWATCH_SMTP names the Prefect Secret block {name!r}, which is not there; create it") from fault
    return replace(settings, smtp=str(held.get()))  # type: ignore[union-attr]  # load waits where there is no event loop


@task(cache_policy=NO_CACHE, task_run_name="refresh the site")
def refresh(watched: Any, store: Any, settings: Settings, language: str | None) -> dict[str, str]:
    """The static site in the data folder; gives its front page, or why there is none: that costs no mail."""
    try:
        done = refresh_site(_bare(watched), _bare(store), settings.site, language=language, base=settings.site_url)
    except (SiteError, WarehouseError, OSError) as fault:
        get_run_logger().error("site: %s", fault)
        return {"site_failure": str(fault)}
    get_run_logger().info("site: %d files, %d written, %d removed", done.files, done.written, done.removed)
    return {"site": str(done.front)}


def _bare(value: Any) -> Any:
    """What stands inside Prefect's quote, which keeps Prefect from walking through it."""
    return value.unquote() if isinstance(value, quote) else value


def summary(name: str, first: Draft, result: dict[str, Any]) -> str:
    """The report as Markdown, for Prefect's pages."""
    rows = "\n".join(f"| {d['reader']} | {d['outcome']} |" for d in result["deliveries"])
    text = first.terminal.replace("```", "'''")
    return f"# {name}\n\n| reader | outcome |\n|---|---|\n{rows}\n\n```\n{text[:20_000]}\n```\n"

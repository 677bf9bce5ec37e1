"""What a listing and its first articles give, for someone adding a source. Stores nothing."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from flows.collecting import fetch_settings
from flows.commands.console import watchlist_or_none
from flows.settings import read_settings
from scrapers.article import read_article
from scrapers.attachments import attachments_to_read
from scrapers.errors import FetchError
from scrapers.fetch import Door
from scrapers.listing import list_links
from scrapers.page import ReadError
from scrapers.proposal import Proposal, propose
from scrapers.updates.find import find_updates
from scrapers.updates.match import Matcher
from warehouse.records import Article, Link, Listing, Snapshot, Source, Validators, Watchlist


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that holds a notice's text."""

    url: str
    characters: int = 0
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One listed article: what reading it gave, or why not."""

    link: Link
    page: Snapshot | None = None
    article: Article | None = None
    files: tuple[File, ...] = ()
    updates: int = 0
    failure: str | None = None


def check_source(source: str, watchlist_file: Path | None, articles: int, allow_private: bool, as_json: bool) -> int:
    watchlist = watchlist_or_none(watchlist_file)
    if watchlist_file and watchlist is None:
        return 2
    chosen = _chosen(source, watchlist)
    if chosen is None:
        known = ", ".join(s.id for s in watchlist.sources) if watchlist else "none: give --watchlist"
        print(f"{source}: neither an http(s) address nor a source of the watchlist ({known})", file=sys.stderr)
        return 2
    alone = Watchlist(id="check", name="check", sources=(chosen,))
    door = Door(fetch_settings(read_settings(), alone, allow_private))
    now = datetime.now(UTC)
    try:
        page = door.fetch(chosen.listing, chosen, Validators(), now)
        listing = list_links(page, chosen) if isinstance(page, Snapshot) else Listing(links=())
    except (FetchError, ReadError) as fault:
        print(f"{chosen.listing}: {fault.kind}: {fault}", file=sys.stderr)
        return 1
    matcher = Matcher(watchlist.projects, watchlist.indicators) if watchlist else None
    tried = [_try(link, chosen, door, matcher, now) for link in listing.links[:articles]]
    held = [(t.link, t.page) for t in tried if t.page]
    proposal = propose(chosen, page, listing, held) if isinstance(page, Snapshot) else Proposal({"listing": chosen.listing})
    if as_json:
        rows = [{"link": asdict(t.link), **_plain(t)} for t in tried]
        said = {"listing": asdict(listing), "articles": rows, "entry": proposal.entry, "feeds": proposal.feeds}
        print(json.dumps(said, ensure_ascii=False, default=str))
    else:
        _show(chosen, listing, tried, proposal)
    return 0 if listing.links and all(t.article for t in tried) else 1


def _plain(tried: Tried) -> dict[str, Any]:
    return {
        "article": asdict(tried.article) if tried.article else None,
        "files": [asdict(file) for file in tried.files],
        "updates": tried.updates,
        "failure": tried.failure,
    }


def _chosen(source: str, watchlist: Watchlist | None) -> Source | None:
    if watchlist:
        for known in watchlist.sources:
            if known.id == source:
                return known
    if urlsplit(source).scheme in ("http", "https"):
        return Source(id=_id_of(source), name=_id_of(source), listing=source)
    return None


def _id_of(address: str) -> str:
    parts = urlsplit(address)
    words = [*(parts.hostname or "").removeprefix("www.").split(".")[:1], *parts.path.split("/")]
    joined = "-".join(w for w in words if w and "." not in w)
    return re.sub(r"[^a-z0-9_-]+", "-", joined.lower())[-40:].strip("-_") or "source"


def _try(link: Link, source: Source, door: Door, matcher: Matcher | None, now: datetime) -> Tried:
    try:
        page = door.fetch(link.url, source, Validators(), now)
        if not isinstance(page, Snapshot):
            return Tried(link=link, failure="unchanged")
        article = read_article(page, link, source)
    except (FetchError, ReadError) as fault:
        return Tried(link=link, failure=f"{fault.kind}: {fault}")
    updates = len(find_updates(article, matcher)) if matcher else 0
    files = []
    for attached in attachments_to_read(article):
        try:
            read = read_article(door.fetch(attached.url, source, Validators(), now), link)  # type: ignore[arg-type]  # nothing is known to be unchanged
        except (FetchError, ReadError) as fault:
            files.append(File(url=attached.url, failure=f"{fault.kind}: {fault}"))
            continue
        files.append(File(url=attached.url, characters=len(read.text)))
        updates += len(find_updates(read, matcher)) if matcher else 0
    return Tried(link=link, page=page, article=article, files=tuple(files), updates=updates)


def _show(source: Source, listing: Listing, tried: list[Tried], proposal: Proposal) -> None:
    dated = sum(link.day is not None for link in listing.links)
    print(source.listing)
    print(f"  {len(listing.links)} links, {dated} with a date, family {listing.family}")
    print(f"  next page: {listing.next or 'none found'}")
    for t in tried:
        print(f"\n  {t.link.day or '    no date'}  {t.link.title}\n  {t.link.url}")
        if t.article:
            a = t.article
            print(
                f"    title {a.title}\n    date {a.published_at} (from {a.date_from}), publisher {a.publisher}, "
                f"{len(a.text)} characters, {t.updates} updates" + (f"\n    doubts: {'; '.join(a.doubts)}" if a.doubts else "")
            )
            print(f"    begins: {a.text[:60]!r}")
            for file in t.files:
                print(f"    file {file.url}: {f'UNREAD {file.failure}' if file.failure else f'{file.characters} characters'}")
        else:
            print(f"    FAILED {t.failure}")
    for feed in proposal.feeds:
        print(f"\nthe page declares a feed, which may serve as listing: {feed}")
    for host, articles in proposal.elsewhere:
        print(f"\n{articles} further articles stand on {host}; to follow them: hosts: [{host}]")
    line = yaml.safe_dump(proposal.entry, allow_unicode=True, sort_keys=False, default_flow_style=True, width=10_000).strip()
    print(f"\nwatchlist entry:\n  - {line}")

"""`regionwatch explain`: a page, sentence by sentence, with all that each rule saw in it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

from flows.commands.console import watchlist_or_none
from scrapers.article import read_article
from scrapers.page import ReadError, decode
from scrapers.updates.explain import Seen, Word, explain, verdict
from scrapers.updates.match import Matcher
from warehouse.records import REPORTABLE, Article, Snapshot, Update

_PAGE = (".html", ".htm", ".shtml", ".pdf", ".docx", ".xlsx")


def explain_file(
    file: Path, watchlist_file: Path, published: str | None, as_json: bool, out: TextIO, every: bool = False
) -> int:
    watchlist = watchlist_or_none(watchlist_file, whole=False)
    if watchlist is None:
        return 2
    try:
        day = date.fromisoformat(published) if published else None
    except ValueError:
        print(f"--published {published}: write a day such as 2025-08-15", file=sys.stderr)
        return 2
    try:
        article = _article(file)
    except ReadError as fault:
        print(f"{file}: {fault}", file=sys.stderr)
        return 1
    if day:
        article = replace(article, published_at=day.isoformat())
    seen = explain(article, Matcher(watchlist.projects, watchlist.indicators))
    if as_json:
        head = {"title": article.title, "published_at": article.published_at, "reportable": REPORTABLE}
        json.dump(head | {"sentences": [asdict(s) for s in seen]}, out, ensure_ascii=False, indent=1, default=str)
        out.write("\n")
        return 0
    names = {p.id: p.name for p in watchlist.projects} | {i.id: i.name for i in watchlist.indicators}
    out.write(f"{article.title or file.name}\npublished {article.published_at or 'on a day that the page does not say'}\n\n")
    for number, sentence in enumerate(seen, 1):
        lines = list(_told(sentence, names))
        if lines or every:
            out.write(f"{number:>4}  {_one_line(sentence.sentence)}\n")
            out.writelines(f"      {line}\n" for line in lines)
            out.write("\n")
    out.write(_sum(seen) + "\n")
    return 0


def _article(file: Path) -> Article:
    """A page as the reader reads it; any other file as plain text. Raises ReadError."""
    body = file.read_bytes()
    if file.suffix.lower() in _PAGE or body[:512].lstrip().lower().startswith((b"<!doctype", b"<html")):
        now, url = datetime.now(UTC), file.name
        return read_article(Snapshot(url=url, final_url=url, fetched_at=now, status=200, content_type="", body=body))
    return Article(url=file.name, title="", text=decode(body).replace("\r\n", "\n"))


def _told(seen: Seen, names: dict[str, str]) -> Iterator[str]:
    if seen.names:
        yield "names     " + "; ".join(f"{n.id} “{n.form}”" + ("" if n.how == "own" else f" ({n.how})") for n in seen.names)
    for word in seen.words:
        yield f"word      {word.word} → {word.stage} (rule {word.rule})" + _fate(word)
    for day in seen.days:
        period = f"{day.first} … {day.last}" if day.first != day.last else f"{day.first}"
        yield f"date      {day.text} = {period if day.first else 'no day'} ({day.kind})"
    for amount in seen.amounts:
        yield f"figure    {amount.text} = {amount.value:.12g} {amount.unit}: {amount.role or 'what it is the words do not say'}"
    for number in seen.numbers:
        said = f"= {number.value:g}" if number.value is not None else f"left out: {number.why}"
        yield f"number    {number.indicator} “{number.form}” {said}"
    if seen.planned and seen.words:
        yield "plan      a plan speaks here: what is to be done is promised"
    for name in seen.candidates:
        yield f"new name  {name}"
    for update in seen.updates:
        yield f"update    {_update(update, names)}; {update.confidence:.2f}, {verdict(update)}"


def _fate(word: Word) -> str:
    if not word.projects:
        return f": left out, {word.why}"
    when = f" {word.when_text}" if word.when_text else ""
    said = f": {word.modality}, {word.strength}{when}, of {', '.join(word.projects)}"
    return said + (f"; {word.why}" if word.why else "")


def _update(update: Update, names: dict[str, str]) -> str:
    subject = update.project or update.indicator or ""
    parts = [names.get(subject, subject)]
    parts += [f"{update.value:g} {update.unit}"] if update.value is not None else [update.stage or "figures only"]
    parts.append(f"{update.modality} ({update.strength})")
    if update.when_end:
        parts.append(f"{update.when_start} … {update.when_end}")
    if update.previous_end:
        parts.append(f"moved from {update.previous_start} … {update.previous_end}")
    if update.investment_yuan is not None:
        parts.append(f"investment {update.investment_yuan:.12g} yuan")
    if update.progress_percent is not None:
        parts.append(f"progress {update.progress_percent:g}%")
    return ", ".join(parts) + f"; rule {update.rule}"


def _sum(seen: list[Seen]) -> str:
    updates = {id(u): u for s in seen for u in s.updates}.values()
    sure = sum(u.confidence >= REPORTABLE for u in updates)
    left = sum(bool(w.why) for s in seen for w in s.words)
    told = f"{sure} updates reported, {len(updates) - sure} kept for review"
    return f"{len(seen)} sentences; {told}, {left} stage words left out or joined"


def _one_line(text: str) -> str:
    return " ".join(text.split())

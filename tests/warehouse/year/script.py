"""Plays the year of year.yaml into a warehouse and asks for each Monday's report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from warehouse.again import Rereading
from warehouse.connection import transaction
from warehouse.records import (
    Article,
    Candidate,
    Change,
    Fetch,
    Indicator,
    Modality,
    Project,
    Reading,
    Snapshot,
    Source,
    SourceRun,
    Stage,
    Strength,
    Target,
    Update,
    Watchlist,
    stable_id,
)  # fmt: skip
from warehouse.store import Store

YEAR: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("year.yaml").read_text(encoding="utf-8"))
FIRST = datetime.fromisoformat("2025-01-06T06:00:00+08:00")
EVER = datetime.fromisoformat("1970-01-01T00:00:00+08:00")
WEEKS = 52
READERS = ("weekly@bay.example", "monthly@bay.example")
_STRENGTH = {"firm": Strength.FIRM, "expected": Strength.EXPECTED, "hoped": Strength.HOPED}


def watchlist() -> Watchlist:
    return Watchlist(
        id="bay",
        name="海湾",
        sources=tuple(
            Source(id=name, name=name, listing=f"https://{name}.example/l/", trust=trust) for name, trust in YEAR["sources"].items()
        ),
        projects=tuple(Project(id=name, name=called) for name, called in YEAR["projects"].items()),
        indicators=tuple(
            Indicator(id=name, name=name, unit=i["unit"], targets=(Target(value=i["value"], by=i["by"]),))
            for name, i in YEAR["indicators"].items()
        ),
    )


def same_text(new: Mapping[str, bytes], known: object) -> dict[str, str]:
    """Stories by equal text; how the real finder of stories tells copies has tests of its own."""
    return {ident: stable_id("story", text) for ident, text in new.items()}


@dataclass
class Play:
    store: Store
    watched: Watchlist = field(default_factory=watchlist)
    pages: dict[str, tuple[Snapshot, Article]] = field(default_factory=dict)

    def weeks(self) -> Iterator[tuple[int, list[Change], dict[str, list[Change]]]]:
        """Week, what became known in it, and what each reader's mail of that Monday says, if one went out."""
        since = EVER
        last = dict.fromkeys(READERS, EVER)
        self.store.register(self.watched, FIRST)
        for week in range(1, WEEKS + 1):
            now = FIRST + timedelta(weeks=week - 1)
            self.collect(YEAR["weeks"].get(week, {}), now)
            until = now + timedelta(hours=2)
            mails = {}
            for reader in READERS[: 2 if week % 4 == 0 else 1]:
                mails[reader] = self.store.changes("bay", last[reader], until, reader=reader)
                self.store.record_report("bay", f"W{week:02d}", reader, last[reader], until, mails[reader], "", until)
                self._sent(f"W{week:02d}", reader, until)
                last[reader] = until
            yield week, mails[READERS[0]], mails
            since = until
        assert since > EVER

    def collect(self, news: Mapping[str, Any], now: datetime) -> None:
        self._watch(news.get("watch", {}), now)
        pages = [self._page(name, given, now) for name, given in news.get("pages", {}).items()]
        run = self.store.begin_run("bay", "collect", now, {})
        for source in self.watched.sources:
            ours = [page for page in pages if page[1].source_id == source.id]
            self.store.keep("bay", source.id, [snapshot for snapshot, _ in ours], run)
            fetches = [self._fetch(reading.source_id, reading.url, now, "new", 200) for _, reading in ours]
            ill = news.get("ill", {}).get(source.id)
            fetches += [
                self._fetch(source.id, _url(name), now, "failed", 404) for name in news.get("gone", ()) if _source(name) == source.id
            ]
            done = SourceRun(source_id=source.id, started_at=now, ended_at=now, failure=ill)
            self.store.load("bay", run, [reading for _, reading in ours], fetches, done, "r1", now, same_text)
        for name, facts in news.get("reread", {}).items():
            snapshot, article = self.pages[name]
            reading = Reading(
                source_id=_source(name), url=article.url, sha256=snapshot.sha256, fetched_at=now, article=article,
                updates=tuple(_updates(article, facts)),
            )  # fmt: skip
            Rereading(self.store, "bay", "r2").load([reading], now)

    def _page(self, name: str, given: Any, now: datetime) -> tuple[Snapshot, Reading]:
        facts = given if isinstance(given, list) else given.get("facts", [])
        more = {} if isinstance(given, list) else given
        day = more.get("dated") or next((f["dated"] for f in facts if "dated" in f), now.date() - timedelta(days=3))
        if "copy" in more:
            facts = next(w["pages"][more["copy"]] for w in YEAR["weeks"].values() if more["copy"] in w.get("pages", {}))
        text = more.get("text") or "\n".join(_words(fact) for fact in facts) or "本页无事。"
        body = f"<p>{text}</p>".encode()
        snapshot = Snapshot(url=_url(name), final_url=_url(name), fetched_at=now, status=200, content_type="", body=body)
        article = Article(url=_url(name), title=name, text=text, published_at=day.isoformat())
        self.pages[name] = snapshot, article
        names = [(fact, called) for fact in facts for called in fact.get("names", ())]
        reading = Reading(
            source_id=_source(name), url=_url(name), sha256=snapshot.sha256, fetched_at=now, article=article,
            updates=tuple(_updates(article, [fact for fact in facts if "of" in fact])),
            candidates=tuple(
                Candidate(name=called, evidence=_words(fact), start=text.index(_words(fact)), end=text.index(_words(fact)) + len(_words(fact)))
                for fact, called in names
            ),
            signature=text.encode(),
        )  # fmt: skip
        return snapshot, reading

    def _watch(self, change: Mapping[str, Any], now: datetime) -> None:
        if change:
            named = change.get("rename", {})
            projects = (p for p in self.watched.projects if p.id not in change.get("drop", ()))
            self.watched = replace(self.watched, projects=tuple(replace(p, name=named.get(p.id, p.name)) for p in projects))
            self.store.register(self.watched, now)

    def _sent(self, edition: str, reader: str, until: datetime) -> None:
        with transaction(self.store.path, 5) as con:
            con.execute("INSERT INTO deliveries VALUES ('bay', ?, ?, '', ?, 'sent', NULL, ?)", [edition, reader, until, until])

    @staticmethod
    def _fetch(source: str, url: str, now: datetime, outcome: str, status: int) -> Fetch:
        return Fetch(source_id=source, url=url, at=now, outcome=outcome, status=status)


def _source(name: str) -> str:
    return name.partition("/")[0]


def _url(name: str) -> str:
    return f"https://{_source(name)}.example/{name.partition('/')[2]}"


def _words(fact: Mapping[str, Any]) -> str:
    """What the page says: the script's own words, or the fact spelled out."""
    said = {k: v for k, v in fact.items() if k not in ("of", "says", "dated", "unsure")}
    return fact.get("says") or " ".join([YEAR["projects"].get(fact.get("of"), ""), *(f"{k} {v}" for k, v in said.items())]).strip() + "。"


def _updates(article: Article, facts: Sequence[Mapping[str, Any]]) -> Iterator[Update]:
    for fact in facts:
        words = _words(fact)
        start = max(article.text.find(words), 0)
        end = start + len(words) if words in article.text else len(article.text)
        yield _update(fact, article.text[start:end], start, end)


def _update(fact: Mapping[str, Any], words: str, start: int, end: int) -> Update:
    day: date | None = fact.get("day")
    last: date | None = day or fact.get("by")
    was: date | None = fact.get("was")
    indicator = fact["of"] in YEAR["indicators"]
    return Update(
        project=None if indicator else fact["of"],
        indicator=fact["of"] if indicator else None,
        stage=None if indicator else Stage(fact.get("is") or fact["will"]),
        modality=Modality.TARGET if "will" in fact else Modality.ACTUAL,
        strength=_STRENGTH[fact.get("how", "firm")] if "will" in fact else Strength.DONE,
        when_start=fact.get("from") or day or (last and last.replace(day=1)),
        when_end=last,
        when_text=str(last or ""),
        previous_start=was and was.replace(day=1),
        previous_end=was,
        milestone=fact.get("word", ""),
        investment_yuan=fact.get("yuan"),
        progress_percent=fact.get("percent"),
        value=fact.get("value"),
        unit=YEAR["indicators"][fact["of"]]["unit"] if indicator else None,
        evidence=words,
        start=start,
        end=end,
        confidence=0.3 if fact.get("unsure") else 0.9,
    )

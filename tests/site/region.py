"""Two regions to make sites of: the sample's three weeks out of a real warehouse, and one whose every word is hostile."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flows.collecting import fetch_settings
from flows.pipeline import collect_source, tools_for
from flows.sample.site import SampleSite, sample_watchlist
from flows.settings import read_settings
from reports.site_model import Book, Edition
from scrapers.fetch import Door
from tests.reports.build import HEALTH, SINCE, cite, due, one_of_each
from tests.site.hostile import ADDRESSES, STRINGS
from warehouse.records import (
    Change,
    ChangeKind,
    Citation,
    Fact,
    Indicator,
    Modality,
    Programme,
    Project,
    Promise,
    ReportWindow,
    Source,
    SourceHealth,
    SourceRun,
    Stage,
    Strength,
    Target,
    Update,
    Watchlist,
    stable_id,
)
from warehouse.store import Store
from warehouse.watchlist import load_watchlist

MONDAYS = ("2025-08-18", "2025-08-25", "2025-09-01")
EDITIONS = ("2025-W33", "2025-W34", "2025-W35")
EVER = datetime(1970, 1, 1, tzinfo=UTC)


def three_weeks(home: Path, reported: int = 3) -> tuple[Watchlist, Store]:
    """The sample region collected three times, and reported the first `reported` times."""
    home.mkdir(parents=True, exist_ok=True)
    with SampleSite((0, 0, 0, 0)) as site:
        file = home / "sample.yaml"
        file.write_text(sample_watchlist(site.ports), encoding="utf-8")
        watchlist = load_watchlist(file)
        store = Store(home / "warehouse.duckdb")
        since = EVER
        for number, monday in enumerate(MONDAYS, 1):
            site.week = number
            now = datetime.fromisoformat(f"{monday}T06:00:00+08:00")
            store.register(watchlist, now)
            run = store.begin_run(watchlist.id, "collect", now, {})
            door = Door(fetch_settings(read_settings(home=home), watchlist, True))
            tools = tools_for(watchlist, store, door, run, now)
            for source in watchlist.sources:
                collect_source(source, tools)
            store.end_run(run, now, "done")
            if number <= reported:
                until = datetime.fromisoformat(f"{monday}T08:00:00+08:00")
                store.record_report(watchlist.id, EDITIONS[number - 1], "reader@sample.example", since, until, [], "", until)
                since = until
    return watchlist, store


UNTIL = datetime(2025, 9, 1, 0, 0, tzinfo=UTC)


def hostile_citation(n: int) -> Citation:
    """Its every word is one of the hostile strings."""
    word = STRINGS[n % len(STRINGS)]
    return Citation(
        update_id=stable_id("hostile", n),
        quote=f"工程{word}已经开工",
        url=ADDRESSES[n % len(ADDRESSES)],
        title=word,
        source_id="s",
        source_name=word,
        published=date(2025, 8, 26) if n % 2 else None,
        known_at=UNTIL - timedelta(days=2),
        snapshot=hashlib.sha256(str(n).encode()).hexdigest(),
        mark=(word, "开工"),
    )


def hostile_book() -> Book:
    """A region whose names, quotations, titles and addresses all try to do harm; one project a string."""
    projects = tuple(
        Project(
            id=f"p{n}" if n % 3 else f"项目#{n}?", name=word, aliases=(word, word[::-1]), place=word, sector=word,
            programme="plan", note=word, promised=(Promise(stage=Stage.IN_SERVICE, by=date(2025, 12, 31), quote=word),),
        )
        for n, word in enumerate(STRINGS)
    )  # fmt: skip
    facts, changes = [], []
    for n, project in enumerate(projects):
        citation = hostile_citation(n)
        facts.append(
            Fact(
                update=Update(
                    project=project.id, stage=Stage.STARTED, modality=Modality.ACTUAL, strength=Strength.DONE,
                    when_start=date(2025, 8, 26), when_end=date(2025, 8, 26), milestone=STRINGS[n],
                    evidence=citation.quote, start=0, end=len(citation.quote),
                ),
                citation=citation, said=date(2025, 8, 26), story=str(n), trust=3, stands=bool(n % 5),
            )
        )  # fmt: skip
        kind = list(ChangeKind)[n % 20]
        changes.append(
            Change(
                id=stable_id("change", n), kind=kind, subject=project.id, subject_name=project.name, known_at=citation.known_at,
                old={"stage": "proposed", "milestone": STRINGS[n], "yuan": 1e9}, place=project.place,
                new={"stage": "started", "milestone": STRINGS[n], "unit": STRINGS[n], "value": 3.0, "yuan": 2e9},
                citations=(citation, hostile_citation(n + 1)), sources=2,
            )
        )  # fmt: skip
    evil = STRINGS[0]
    return Book(
        watchlist=Watchlist(
            id="evil", name=evil,
            sources=(Source(id="s", name=evil, listing="javascript:window.ran=1", place=evil),),
            programmes=(Programme(id="plan", name=evil, citation=evil),), projects=projects,
            indicators=(
                Indicator(id="i", name=evil, unit=evil, place=evil, targets=(Target(value=3, by=date(2025, 12, 31)),)),
            ),
        ),
        as_of=UNTIL,
        editions=(
            Edition(window=ReportWindow(edition="2025-W35", since=None, until=UNTIL), changes=tuple(changes)),
        ),
        facts=tuple(facts),
        health=(SourceHealth(source_id="s", name=evil, state="ill", failure=evil, since=UNTIL, message=evil),),
        history={
            "s": [SourceRun(source_id="s", started_at=UNTIL, ended_at=UNTIL, failure=evil, message=evil)],
        },
    )  # fmt: skip


def reviewed_book() -> Book:
    """One report with a change of each kind, and a bridge whose promise moved: what the reviewed pictures show."""
    changes = tuple(change for change in one_of_each() if change.kind is not ChangeKind.SOURCE_ILL)
    bridge = Project(
        id="bridge", name="望海大桥", aliases=("望海通道",), place="临港县", sector="bridge", programme="plan",
        promised=(Promise(stage=Stage.IN_SERVICE, by=date(2025, 6, 30), quote="望海大桥2025年6月底前建成通车。"),),
    )  # fmt: skip

    def fact(words: str, said: date, stage: Stage, **more: Any) -> Fact:
        given: dict[str, Any] = {"modality": Modality.ACTUAL, "strength": Strength.DONE} | more
        update = Update(project="bridge", stage=stage, evidence=words, start=0, end=len(words), **given)
        cited = cite(words, given.get("when_text", ""), day=said)
        return Fact(update=update, citation=cited, said=said, story=words, trust=4, stands=True)

    def promise(words: str, said: date, by: date, written: str) -> Fact:
        return fact(
            words, said, Stage.IN_SERVICE, modality=Modality.TARGET, strength=Strength.FIRM, when_start=by.replace(day=1),
            when_end=by, when_text=written,
        )  # fmt: skip

    return Book(
        watchlist=Watchlist(
            id="bay", name="海湾都市圈", projects=(bridge,),
            programmes=(Programme(id="plan", name="海湾都市圈建设2025年行动方案", citation="海政办〔2025〕8号"),),
            indicators=(
                Indicator(id="output", name="规上工业增加值", unit="亿元", place="临港县", programme="plan",
                          targets=(Target(value=33, by=date(2025, 12, 31), base=30, base_year=2024),)),
            ),
        ),
        as_of=UNTIL,
        editions=(Edition(window=ReportWindow(edition="2025-W35", since=SINCE, until=UNTIL), changes=changes, upcoming=(due(),)),),
        facts=(
            fact("望海大桥2022年12月开工建设。", date(2025, 7, 2), Stage.STARTED, when_start=date(2022, 12, 1), when_end=date(2022, 12, 31)),
            promise("望海大桥计划2025年底前建成通车。", date(2025, 8, 12), date(2025, 12, 31), "2025年底前"),
            fact("8月20日，望海大桥主桥合龙。", date(2025, 8, 21), Stage.CONSTRUCTION, when_start=date(2025, 8, 20), when_end=date(2025, 8, 20)),
            promise("受台风影响，通车时间由年底推迟至2026年6月底前。", date(2025, 8, 26), date(2026, 6, 30), "2026年6月底前"),
        ),
        health=HEALTH,
        standings={"bridge": Stage.CONSTRUCTION},
    )  # fmt: skip

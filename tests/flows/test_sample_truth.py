"""Three weeks of the sample region, collected and compared: every line of the truth is told, and nothing it forbids."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import yaml

from flows.collecting import fetch_settings
from flows.pipeline import collect_source, tools_for
from flows.sample.site import HERE, Region, SampleArticle, SampleSite, sample_watchlist
from flows.settings import read_settings
from scrapers.fetch import Door
from scrapers.updates.find import find_updates
from scrapers.updates.match import Matcher
from warehouse.records import REPORTABLE, Article, Change, Update
from warehouse.store import Store
from warehouse.watchlist import load_watchlist

TRUTH: dict[str, Any] = yaml.safe_load((HERE / "truth.yaml").read_text(encoding="utf-8"))
ARTICLES = {article.id: article for article in Region().articles}
FACTS = [(ARTICLES[name], fact) for name, facts in TRUTH["updates"].items() for fact in facts]
SAID = [(monday, line) for monday, week in TRUTH["weeks"].items() for line in week["says"]]
UNSAID = [(monday, line) for monday, week in TRUTH["weeks"].items() for line in week["silent_on"]]
BEFORE = datetime.fromisoformat("2000-01-01T00:00:00+08:00")


def named(value: Any) -> str:
    if isinstance(value, dict):
        return "-".join(str(value[k]) for k in ("kind", "subject", "project", "indicator", "stage") if k in value)
    return value.id if isinstance(value, SampleArticle) else str(value)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    watchlist = load_watchlist(HERE.parents[1] / "watchlists" / "sample.yaml")
    return Matcher(watchlist.projects, watchlist.indicators)


@pytest.mark.parametrize(("article", "fact"), FACTS, ids=named)
def test_a_fact_that_the_page_states_is_found(matcher: Matcher, article: SampleArticle, fact: dict[str, Any]) -> None:
    read = Article(url=article.id, title=article.title, text=article.text.rstrip(), published_at=article.published[:10])
    found = [update for update in find_updates(read, matcher) if update.confidence >= REPORTABLE]
    assert any(states(update, fact) for update in found), found


def states(update: Update, fact: dict[str, Any]) -> bool:
    held = {
        "project": update.project, "indicator": update.indicator, "stage": update.stage, "modality": update.modality,
        "by": update.when_end, "percent": update.progress_percent, "yuan": update.investment_yuan, "value": update.value,
        "unit": update.unit, "previous": update.previous_end,
        "day": update.when_end if update.when_start == update.when_end else None,
    }  # fmt: skip
    return all(held[key] == value for key, value in fact.items())


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[date, list[Change]]]:
    home = tmp_path_factory.mktemp("sample")
    told: dict[date, list[Change]] = {}
    with SampleSite((0, 0, 0, 0)) as site:
        file = home / "sample.yaml"
        file.write_text(sample_watchlist(site.ports), encoding="utf-8")
        watchlist = load_watchlist(file)
        store = Store(home / "w.duckdb")
        since = BEFORE
        for site.week, monday in enumerate(TRUTH["weeks"], 1):
            now = datetime.fromisoformat(f"{monday}T06:00:00+08:00")
            store.register(watchlist, now)
            run = store.begin_run(watchlist.id, "collect", now, {})
            door = Door(fetch_settings(read_settings(home=home), watchlist, True))
            tools = tools_for(watchlist, store, door, run, now)
            for source in watchlist.sources:
                collect_source(source, tools)
            store.end_run(run, now, "done")
            until = datetime.fromisoformat(f"{monday}T08:00:00+08:00")
            told[monday] = store.changes(watchlist.id, since, until)
            since = until
    yield told


@pytest.mark.parametrize(("monday", "line"), SAID, ids=named)
def test_the_week_tells_it(weeks: dict[date, list[Change]], monday: date, line: dict[str, Any]) -> None:
    about = [change for change in weeks[monday] if change.kind == line["kind"]]
    assert any(tells(change, line) for change in about), about


@pytest.mark.parametrize(("monday", "line"), UNSAID, ids=named)
def test_the_week_does_not_tell_it(weeks: dict[date, list[Change]], monday: date, line: dict[str, Any]) -> None:
    assert [change for change in weeks[monday] if tells(change, line)] == [], line["why"]


def tells(change: Change, line: dict[str, Any]) -> bool:
    if change.kind != line["kind"] or line.get("subject", change.subject) not in (change.subject, change.subject_name):
        return False
    if change.sources != line.get("sources", change.sources) or change.new.get("days") != line.get(
        "days", change.new.get("days")
    ):
        return False
    return all(
        plain(line[side]) in map(plain, held.values())
        for side, held in (("old", change.old), ("new", change.new))
        if side in line
    )


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value

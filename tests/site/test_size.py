"""A large region: 5,000 projects and a week of 2,000 changes."""

from __future__ import annotations

import re
import time
from dataclasses import replace

from reports.site import render_site
from reports.site_frame import frame
from reports.site_model import Book, Edition
from reports.site_pages import report
from reports.site_views import PAGES_SHOWN, project_views, source_view
from reports.site_words import SiteCatalogue
from tests.reports.build import one_of_each
from tests.site.region import UNTIL, hostile_citation
from warehouse.records import Fact, Modality, Project, ReportWindow, Source, Stage, Strength, Update, Watchlist, stable_id

PROJECTS, CHANGES = 5000, 2000


def large(number: int = PROJECTS) -> Book:
    projects = tuple(Project(id=f"p{n}", name=f"第{n}号工程", place="临江县", sector="road") for n in range(number))
    kinds = one_of_each()
    changes = tuple(
        replace(kinds[n % len(kinds)], id=stable_id(n), subject=f"p{n}", subject_name=f"第{n}号工程") for n in range(CHANGES)
    )
    window = ReportWindow(edition="2025-W35", since=None, until=UNTIL)
    return Book(
        watchlist=Watchlist(id="large", name="大区", projects=projects), as_of=UNTIL,
        editions=(Edition(window=window, changes=changes),), facts=(), health=(),
        standings={p.id: Stage.CONSTRUCTION for p in projects},
    )  # fmt: skip


def test_the_weeks_page_holds_every_change_and_is_made_within_three_seconds() -> None:
    book = large()
    around = frame(book, SiteCatalogue("zh"))
    began = time.process_time()
    page = report(book, 0, project_views(book), around).decode()
    assert time.process_time() - began < 3
    told = {f"c-{change.id}" for change in book.editions[0].changes if change.kind not in ("source_ill", "source_well")}
    assert set(re.findall(r'id="(c-[0-9a-f]+)"', page)) == told and len(told) > 1800


def test_a_project_without_news_costs_little() -> None:
    """A page and a feed, under four milliseconds of the processor each on any machine that runs the tests."""
    began = time.process_time()
    files = dict(render_site(large(1000)))
    assert len([path for path in files if path.startswith("projects/")]) == 2 * 1000 + 1
    assert time.process_time() - began < 8 + 3  # three seconds for all the rest


def test_a_source_with_very_many_cited_pages_shows_the_newest_and_counts_the_rest() -> None:
    facts = [
        Fact(
            update=Update(
                project="p", stage=Stage.STARTED, modality=Modality.ACTUAL, strength=Strength.DONE, evidence="开工", start=0, end=2
            ),
            citation=hostile_citation(n), said=UNTIL.date(), story=str(n), trust=3, stands=True,
        )
        for n in range(PAGES_SHOWN + 7)
    ]  # fmt: skip
    view = source_view(Source(id="s", name="要闻", listing="https://a.example/"), None, (), facts)
    assert (len(view.pages), view.more) == (PAGES_SHOWN, 7)

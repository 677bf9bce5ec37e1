"""What a programme promised comes due with its own sentence, unless it is met or a page has told it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reports.digest import build_digest
from reports.planned import planned_dues
from reports.render import render, to_text
from tests.reports.build import HEALTH, SINCE, UNTIL, change, cite
from warehouse.records import Programme, Project, Promise, Stage, Standing, Watchlist


def project(ident: str, by: date | None, quote: str = "9月20日前建成。", stage: Stage = Stage.IN_SERVICE) -> Project:
    return Project(id=ident, name=f"项目{ident}", programme="plan", promised=(Promise(stage=stage, by=by, quote=quote),))


SOON, LATER = date(2025, 9, 20), date(2025, 12, 31)
WATCHLIST = Watchlist(
    id="bay", name="海湾", programmes=(Programme(id="plan", name="行动方案", page="https://plan.example/8.htm"),),
    projects=(
        project("soon", SOON), project("later", LATER), project("past", date(2025, 8, 20)), project("met", SOON),
        project("stopped", SOON), project("told", SOON), project("wordless", SOON, ""), project("moved", SOON), project("undated", None),
    ),
)  # fmt: skip
REACHED = {"met": "in_service", "stopped": "stopped", "soon": "construction"}
STANDINGS = [Standing(project=p.id, stage=REACHED.get(p.id), programme="plan") for p in WATCHLIST.projects]
TOLD = change("due", "told", cite("told将于9月10日建成。"), new={"stage": "in_service", "when_end": "2025-09-10"})


def test_what_comes_due_by_the_plan() -> None:
    told = replace(TOLD, subject="told")
    found = planned_dues(WATCHLIST, STANDINGS, [told], {("moved", "in_service")}, UNTIL)
    assert [(c.subject, c.new["when_end"]) for c in found] == [("told", "2025-09-10"), ("soon", "2025-09-20")]
    digest = build_digest(
        [], HEALTH, region_name="海湾", edition="2025-W35", since=SINCE, until=UNTIL, tracked=8, upcoming=found
    )
    assert digest.due
    row = digest.due.rows[1]
    assert (row.what, row.tag) == ("计划2025年9月20日前建成投用", "还有 19 天")
    assert (row.quotes[0].source, row.quotes[0].day, row.quotes[0].reference) == ("行动方案", "", "")
    assert "“9月20日前建成。”\n     行动方案\n     https://plan.example/8.htm\n" in to_text(digest)
    assert [piece for piece, mark in row.quotes[0].pieces if mark] == ["9月"]
    assert "依据 <" not in render(digest).html.split("行动方案")[1][:80]

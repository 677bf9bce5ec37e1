"""Any past week's report renders again, byte for byte, from the warehouse alone."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from flows.reporting import Draft, draft_for, send
from flows.settings import Settings
from flows.weeks import Edition, edition, read_known
from tests.warehouse.build import WATCHLIST, House, fact, promise
from warehouse.records import Programme, Project, Promise, Stage, Watchlist

READER = "reader@bay.example"


OPENING = Promise(stage=Stage.IN_SERVICE, by=date(2026, 3, 31))
PLAN = replace(
    WATCHLIST, programmes=(Programme(id="plan", name="行动方案"),),
    projects=(
        replace(WATCHLIST.projects[0], programme="plan", promised=(OPENING,)),
        Project(
            id="rail", name="滨海铁路", programme="plan",
            promised=(replace(OPENING, by=date(2025, 8, 31), quote="滨海铁路8月底前建成。"),),
        ),
    ),
)  # fmt: skip


def draft(house: House, about: Edition, watchlist: Watchlist = PLAN, **more: object) -> Draft:
    given: dict[str, object] = {"language": None} | more
    return draft_for(READER, watchlist=watchlist, store=house.store, about=about, now=house.today, **given)  # type: ignore[arg-type]


def mailed(house: House, settings: Settings) -> tuple[Edition, Draft]:
    about = edition(house.today, WATCHLIST.timezone)
    written = draft(house, about, announce=True)
    assert send(written, store=house.store, settings=settings, resend=False).outcome == "sent"
    return about, written


def test_past_reports_are_the_same_after_all_that_came_since(tmp_path: Path) -> None:
    house = House(tmp_path / "warehouse.duckdb")
    house.store.register(PLAN, house.today)
    settings = Settings(home=tmp_path, mail_from="regionwatch@bay.example")
    sent = []
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"), page="1")
    sent.append(mailed(house, settings))
    house.wait(7)
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2026, 6, 30), "2026年6月通车。"), page="2")
    house.run("paper", failure="timeout")
    sent.append(mailed(house, settings))
    house.wait(7)
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2026, 12, 31), "推迟至2026年12月通车。"), page="3")
    house.publish(promise("bridge", Stage.IN_SERVICE, date(2027, 6, 30), "2027年6月通车。"), page="2", version="改")
    house.run("paper")
    bridge = Project(id="bridge", name="海湾跨海大桥", promised=(replace(OPENING, by=date(2026, 1, 31)),))
    other = (Programme(id="plan", name="新的方案", page="https://bay.example/plan"),)
    later = replace(
        WATCHLIST, name="新海湾", language="en", projects=(bridge,), programmes=other, sources=WATCHLIST.sources[1:]
    )
    house.store.register(later, house.today)
    house.wait(30)
    assert "行动方案" in sent[0][1].message.text and "滨海铁路8月底前建成。" in sent[0][1].message.text
    assert "比《行动方案》所定的2026年3月底前晚 91 天" in sent[1][1].message.text
    for about, then in sent:
        again = draft(house, about, later)
        assert (again.message.html, again.message.text, again.page) == (then.message.html, then.message.text, then.page)
        kept = house.store.recorded("bay", about.name, READER)
        assert kept and kept.digest == hashlib.sha256(again.message.html.encode()).hexdigest()


def test_a_past_report_by_the_knowledge_of_a_day(tmp_path: Path) -> None:
    house = House(tmp_path / "warehouse.duckdb")
    settings = Settings(home=tmp_path, mail_from="regionwatch@bay.example")
    house.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"), page="1")
    house.wait(7)
    mailed(house, settings)
    house.wait(7)
    about, then = mailed(house, settings)
    house.wait(7)
    house.publish(fact("bridge", Stage.CONSTRUCTION, "首墩封顶。", milestone="封顶"), page="2", on=date(2025, 8, 15))

    def kinds(day: str | None) -> list[str]:
        known = read_known(day, WATCHLIST.timezone, about, house.today)
        return [str(change.kind) for change in draft(house, about, known=known).changes]

    assert (kinds(None), kinds("2025-08-18"), kinds("2025-08-20"), kinds("now")) == ([], [], [], ["stage_reached"])
    assert draft(house, about, known=about.until).message == then.message


def test_a_day_is_known_up_to_its_end(tmp_path: Path) -> None:
    about = edition(House(tmp_path / "w.duckdb").today, WATCHLIST.timezone)
    end = read_known("2025-08-20", WATCHLIST.timezone, about, about.until)
    assert end and (end + timedelta(seconds=1)).isoformat() == "2025-08-21T00:00:00+08:00"

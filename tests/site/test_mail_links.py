"""Every link of the sample's mails leads somewhere: to a page that its site serves, or to a page of our own site."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from flows.reporting import draft_for, mail_of
from flows.sample.site import Region
from flows.settings import Settings
from flows.weeks import edition
from reports.lint import lint, score
from tests.site.region import MONDAYS
from warehouse.records import Reader, Watchlist
from warehouse.store import Store

SITE = "https://watch.example/bay"
SETTINGS = Settings(home=Path("/nowhere"), mail_from="regionwatch@sample.example", site_url=SITE)


@pytest.mark.parametrize("week", [1, 2, 3])
def test_every_link_resolves_and_no_filter_minds(region: tuple[Watchlist, Store], site: Path, week: int) -> None:
    watchlist, store = region
    now = datetime.fromisoformat(f"{MONDAYS[week - 1]}T08:00:00+08:00").astimezone(UTC)
    reader = Reader(address="links@sample.example")
    about = edition(now + timedelta(minutes=week), watchlist.timezone)
    draft = draft_for(reader, watchlist=watchlist, store=store, about=about, now=now, language=None, settings=SETTINGS)
    ports = {urlsplit(source.listing).port: None for source in watchlist.sources}
    hosts = {port: n for n, port in enumerate(ports)}
    gone = {Region().path(article) for article in Region().articles if article.until < week}
    links = [str(a["href"]) for a in BeautifulSoup(draft.message.html, "lxml").find_all("a")]
    assert len([link for link in links if link.startswith(f"{SITE}/pages/")]) == len([x for x in links if "127.0.0.1" in x])
    for link in links:
        parts = urlsplit(link)
        if parts.scheme == "mailto":
            assert link.startswith("mailto:regionwatch@sample.example?subject=unsubscribe")
        elif link.startswith(SITE):
            assert (site / unquote(link.removeprefix(SITE)).lstrip("/")).is_file(), link
        else:
            status = Region().answer(hosts[parts.port], parts.path + (f"?{parts.query}" if parts.query else ""), week)[0]
            # a firewall's page answers 200 as well; what was withdrawn is why the mail links to our copy too
            assert status == (404 if parts.path in gone else 200), link
    findings = lint(mail_of(draft, SETTINGS))
    assert {finding.rule for finding in findings} <= {"html_numeric"}  # the sample site has numbers for hosts
    assert score(findings) < 2

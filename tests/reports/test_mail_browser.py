"""The mail in a real Chromium: at phone and desktop width, light and dark, in both languages, and with hostile words in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from reports.digest import Digest, build_digest
from reports.render import render, render_page
from tests.browser import CONTRAST, DESKTOP, PHONE, SMALL_TEXT, chromium, difference, show, too_wide
from tests.reports.build import HEALTH, SINCE, STANDINGS, UNTIL, change, cite, due, one_of_each
from tests.site.hostile import ADDRESSES, STRINGS

PICTURES = Path(__file__).with_name("pictures")
SIZES = {"phone": PHONE, "desktop": DESKTOP}
TOLERANCE = 0.01  # of the picture; a font of another version moves the edges of its letters


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def full(language: str = "zh") -> Digest:
    """All that a mail can hold."""
    return build_digest(
        one_of_each(), HEALTH, region_name="海湾都市圈", edition="2025-W35", since=SINCE, until=UNTIL, tracked=12,
        language=language, upcoming=[due()], standings=STANDINGS, programmes=[("plan", "海湾都市圈建设2025年行动方案")],
        watch=["临港县", "望海大桥"], site="https://watch.example", corrects=["2025-W34"],
    )  # fmt: skip


def mail(language: str = "zh") -> str:
    link, leave = "https://watch.example/reports/2025-W35.html", "mailto:a@b.example?subject=unsubscribe"
    return render(full(language), link=link, leave=leave).html


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_it_looks_as_reviewed(browser: Browser, size: str, scheme: str) -> None:
    page = show(browser, mail(), viewport=SIZES[size], color_scheme=scheme)
    assert difference(page, PICTURES / f"mail-{size}-{scheme}.webp") <= TOLERANCE
    page.context.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_it_can_be_read(browser: Browser, size: str, scheme: str, language: str) -> None:
    """No scrolling sideways, no text under 13 pixels, contrast of AA, and nothing serious that axe-core finds."""
    page = show(browser, mail(language), viewport=SIZES[size], color_scheme=scheme)
    assert not too_wide(page)
    assert page.evaluate(SMALL_TEXT, 13) == []
    faint = {pair: ratio for pair, ratio in page.evaluate(CONTRAST).items() if ratio < 4.5}
    assert not faint
    serious = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    assert [(v["id"], [node["html"][:100] for node in v["nodes"][:3]]) for v in serious] == []
    assert page.asked == []  # type: ignore[attr-defined]
    page.context.close()


def test_outlooks_own_darkness_is_readable_too(browser: Browser) -> None:
    """Outlook's apps know no prefers-color-scheme: they mark what they darken with data-ogsc and data-ogsb."""
    page = show(browser, mail(), viewport=PHONE, color_scheme="light")
    page.evaluate("document.documentElement.setAttribute('data-ogsc', ''); document.documentElement.setAttribute('data-ogsb', '')")
    assert page.evaluate("getComputedStyle(document.querySelector('.paper')).backgroundColor") == "rgb(30, 34, 38)"
    assert {pair: ratio for pair, ratio in page.evaluate(CONTRAST).items() if ratio < 4.5} == {}
    page.context.close()


def test_without_styles_in_the_head_it_is_whole(browser: Browser) -> None:
    """Some mail programs throw the head away: the inlined styles must carry the light form alone."""
    bare = re.sub(r"(?s)<head>.*?</head>", "", mail())
    page = show(browser, bare, viewport=DESKTOP)
    assert not too_wide(page) and page.evaluate(SMALL_TEXT, 13) == []
    assert not page.locator(".preheader").is_visible()
    assert {pair: ratio for pair, ratio in page.evaluate(CONTRAST).items() if ratio < 4.5} == {}
    page.context.close()


def test_colour_is_never_alone(browser: Browser) -> None:
    """What red, green and yellow mark says so in words; bars have their number beside them."""
    page = show(browser, mail())
    assert all(text.strip() for text in page.locator(".tag").all_inner_texts())
    rows = page.locator(".bars > tbody > tr")
    assert rows.count() >= 5
    assert all(re.search(r"\d", rows.nth(n).inner_text()) for n in range(rows.count()))
    assert page.evaluate("getComputedStyle(document.querySelector('.quote b')).textDecorationLine") == "underline"
    page.context.close()


@pytest.mark.parametrize("form", ["mail", "page"])
def test_nothing_hostile_runs_and_nothing_is_fetched(browser: Browser, form: str) -> None:
    """Every string stands as name, place, quotation, deciding word, source, milestone, unit, region and programme."""
    changes = []
    for n, text in enumerate(STRINGS):
        quoted = cite(f"前{text}后", text, where=(text, ADDRESSES[n % len(ADDRESSES)]))
        new = {"stage": "started", "milestone": text, "unit": text, "value": 3, "when_text": text, "claims": [{"stage": text}]}
        for kind in ("stage_reached", "conflict_opened", "indicator_reported", "corrected"):
            changes.append(change(kind, text + kind, quoted, quoted, old={"name": text}, new=new, place=text))
    digest = build_digest(
        changes, HEALTH, region_name=STRINGS[0], edition="2025-W35", since=SINCE, until=UNTIL, tracked=1,
        standings=STANDINGS, programmes=[("plan", STRINGS[5])], watch=STRINGS[:5], site=ADDRESSES[0],
    )  # fmt: skip
    assert len(STRINGS) >= 60
    html = render(digest).html if form == "mail" else render_page(digest)
    page = show(browser, html)
    page.mouse.move(300, 300)
    page.keyboard.press("Tab")
    assert page.evaluate("window.ran") is None
    assert (page.asked, page.talked) == ([], [])  # type: ignore[attr-defined]
    assert page.evaluate("document.querySelectorAll('script, iframe, object, embed, form, input, img, svg, base, link').length") == 0
    assert page.evaluate("[...document.querySelectorAll('a')].every(a => /^https?:$/.test(a.protocol))")
    assert page.title() and page.locator("h1").count() == 1
    page.context.close()

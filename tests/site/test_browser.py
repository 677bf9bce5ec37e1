"""The site in a real Chromium, opened from disk: at phone and desktop width, light and dark, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from reports.site import render_site
from tests.browser import CONTRAST, DESKTOP, PHONE, chromium, difference, too_wide
from tests.site.region import reviewed_book

PAGES = [
    "index.html", "reports/index.html", "reports/2025-W34.html", "projects/index.html", "projects/bridge.html",
    "programmes/index.html", "programmes/plan2025.html", "sources/index.html", "sources/linjiang-zdxm.html", "search.html",
]  # fmt: skip
PICTURES = Path(__file__).with_name("pictures")
TOLERANCE = 0.01  # of the picture; a font of another version moves the edges of its letters
REVIEWED = [
    ("index.html", "phone", "dark"),
    ("index.html", "desktop", "light"),
    ("projects/bridge.html", "phone", "light"),
    ("projects/bridge.html", "desktop", "dark"),
    ("programmes/plan.html", "desktop", "light"),
]
SMALLEST = 13  # CSS pixels of text


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def open_page(browser: Browser, file: Path, **options: Any) -> Page:
    """A tab in a context of its own, which notes what the page complains of and refuses every request but for files."""
    page = browser.new_context(**({"viewport": DESKTOP} | options)).new_page()
    page.set_default_timeout(60_000)
    page.asked = []  # type: ignore[attr-defined]
    page.on("request", lambda request: page.asked.append(request.url))  # type: ignore[attr-defined]
    page.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
    page.goto(file.as_uri() if isinstance(file, Path) else file)
    return page


def pages_of(site: Path) -> list[Path]:
    kept = sorted((site / "pages").iterdir())[:2]
    return [*(site / path for path in PAGES), *kept]


SMALL = """limit => [...document.querySelectorAll('body *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())
  && e.getClientRects().length && parseFloat(getComputedStyle(e).fontSize) * (e.closest('svg') ? e.closest('svg').getBoundingClientRect().width
  / e.closest('svg').viewBox.baseVal.width : 1) < limit).map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_kind_of_page_is_readable(browser: Browser, site: Path, size: dict[str, int], scheme: str) -> None:
    """No page scrolls sideways, has text under 13 pixels, or a serious or critical fault that axe-core finds."""
    axe, faults = Axe(), []
    page = open_page(browser, site / "index.html", viewport=size, color_scheme=scheme)
    for file in pages_of(site):
        page.goto(file.as_uri())
        if page.locator("details").count():
            page.locator("summary").click()
        name = file.relative_to(site)
        if too_wide(page):
            faults.append(f"{name} scrolls sideways")
        faults += [f"{name}: small text {text}" for text in page.evaluate(SMALL, SMALLEST)]
        faint = {pair: ratio for pair, ratio in page.evaluate(CONTRAST).items() if ratio < 4.5}
        faults += [f"{name}: contrast {pair} is {ratio:.1f}" for pair, ratio in faint.items()]
        for found in axe.run(page).response["violations"]:
            if found["impact"] in ("serious", "critical"):
                faults.append(f"{name}: {found['id']} {[node['html'][:100] for node in found['nodes'][:3]]}")
    assert not faults
    page.context.close()


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("reviewed")
    for path, content in render_site(reviewed_book()):
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(content)
    return out


@pytest.mark.parametrize(("path", "size", "scheme"), REVIEWED, ids=lambda value: str(value).replace("/", "-"))
def test_it_looks_as_reviewed(browser: Browser, reviewed: Path, path: str, size: str, scheme: str) -> None:
    page = open_page(browser, reviewed / path, viewport={"phone": PHONE, "desktop": DESKTOP}[size], color_scheme=scheme)
    name = path.removesuffix(".html").replace("/", "-")
    assert difference(page, PICTURES / f"{name}-{size}-{scheme}.webp") <= TOLERANCE
    page.context.close()


def test_dark_is_dark_and_light_is_light(browser: Browser, site: Path) -> None:
    shades = {}
    for scheme in ("light", "dark"):
        page = open_page(browser, site / "index.html", color_scheme=scheme)
        colour = page.evaluate("getComputedStyle(document.querySelector('main')).backgroundColor")
        shades[scheme] = sum(map(int, colour.removeprefix("rgb(").removesuffix(")").split(",")))
        page.context.close()
    assert shades["light"] > 600 > 200 > shades["dark"]


def test_search_finds_as_one_types_and_from_any_page(browser: Browser, site: Path) -> None:
    page = open_page(browser, site / "projects" / "bridge.html")
    page.locator("header input[type=search]").fill("南溪")
    page.locator("header input[type=search]").press("Enter")
    page.wait_for_url("**/search.html?q=*")
    shown = page.locator("#all li:visible")
    assert 0 < shown.count() < 8 and "南溪水库" in shown.first.inner_text()
    page.locator("#q").fill("s1线 隧道")  # several words, whatever their case
    assert page.locator("#all li:visible").count() > 0
    assert all("s1线" in text.lower() and "隧道" in text for text in page.locator("#all li:visible").all_inner_texts())
    page.locator("#q").fill("查无此项目")
    assert "没有找到" in page.locator("#told").inner_text()
    page.locator("#q").press("Escape")
    assert page.locator("#all li:visible").count() == page.locator("#all li").count()
    page.context.close()


def test_the_keyboard_reaches_everything(browser: Browser, site: Path) -> None:
    page = open_page(browser, site / "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0  # the skip link shows itself
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
    assert reached[:2] == ["本期变化 CSV", "本期变化 Excel"]
    page.goto((site / "search.html").as_uri())
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.context.close()


def test_without_javascript_all_is_there(browser: Browser, site: Path) -> None:
    page = open_page(browser, site / "index.html", java_script_enabled=False)
    assert "推迟 181 天" in page.locator("main").inner_text()
    page.locator("header input[type=search]").fill("临江大桥")
    page.locator("header button").click()
    page.wait_for_url("**/search.html?q=*")
    assert "页内查找" in page.locator("noscript").inner_text()
    page.locator("#all a", has_text="临江大桥").first.click()
    assert page.locator("h1").inner_text() == "临江大桥"
    page.context.close()


def test_print_leaves_out_what_paper_cannot_do_and_names_addresses(browser: Browser, site: Path) -> None:
    page = open_page(browser, site / "reports" / "2025-W35.html")
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible() and not page.locator("header form").is_visible()
    assert page.locator("h1").is_visible()
    after = page.evaluate("getComputedStyle(document.querySelector('.from a[href^=http]'), '::after').content")
    assert "http" in after
    page.context.close()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_nothing_hostile_runs_loads_or_covers_anything(browser: Browser, hostile_site: Path, javascript: bool) -> None:
    page = open_page(browser, hostile_site / "index.html", java_script_enabled=javascript)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    files = sorted(hostile_site.rglob("*.html"))
    assert len(files) > 150
    for file in files if javascript else files[::6]:
        page.goto(file.as_uri())
        assert page.url == file.as_uri()
        if not javascript:
            continue
        assert page.evaluate("window.ran === undefined"), file.name
        bad = (
            "script:not([src]), iframe, object, embed, img, base, link[rel=stylesheet], [onerror], [onload], [onfocus], [style]"
        )
        allowed = 1 if file.name == "search.html" else 0
        assert page.locator(bad).count() == allowed, file.name
        assert page.evaluate("[...document.links].every(a => ['http:', 'https:', 'file:'].includes(a.protocol))"), file.name
    outside = [url for url in page.asked if not url.startswith("file:")]  # type: ignore[attr-defined]
    assert not outside and not dialogs
    page.context.close()


def test_hostile_pages_do_not_scroll_sideways_on_a_phone(browser: Browser, hostile_site: Path) -> None:
    page = open_page(browser, hostile_site / "index.html", viewport=PHONE)
    kept = sorted((hostile_site / "pages").iterdir())[:2]
    projects = sorted((hostile_site / "projects").glob("*.html"))[:6]
    for file in [hostile_site / "index.html", hostile_site / "projects" / "index.html", *projects, *kept]:
        page.goto(file.as_uri())
        assert not too_wide(page), file.name
    page.context.close()

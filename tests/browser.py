"""A real Chromium for the tests of mails: pages shown, measured, and compared with reviewed pictures."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from reports.picture import find_chromium

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1100, "height": 900}
SMALL_TEXT = """limit => [...document.querySelectorAll('body *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3
  && n.data.trim()) && e.getClientRects().length && parseFloat(getComputedStyle(e).fontSize) < limit)
  .map(e => e.outerHTML.slice(0, 120))"""
# The contrast of each text with what lies behind it, by WCAG 2's formula; the worst of each colour pair.
CONTRAST = """() => {
  const rgb = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; };
  const worst = {};
  for (const e of document.querySelectorAll('body *')) {
    if (!e.getClientRects().length || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const [a, b] = [rgb(getComputedStyle(e).color), behind(e)].map(light).sort((x, y) => y - x);
    worst[`${getComputedStyle(e).color} on ${behind(e)}`] = (a + .05) / (b + .05);
  }
  return worst; }"""
# Both pictures at half size: how many of their pixels differ by more than a fifth in one of the colours.
DIFFERENCE = """async ([now, reviewed]) => {
  const load = async data => { const image = new Image(); image.src = data; await image.decode(); return image; };
  const [a, b] = [await load(now), await load(reviewed)];
  if (Math.abs(a.width / 2 - b.width) > 2) return 1;
  const pixels = image => { const canvas = new OffscreenCanvas(b.width, b.height); const pen = canvas.getContext('2d');
    pen.fillStyle = '#888'; pen.fillRect(0, 0, b.width, b.height);
    pen.drawImage(image, 0, 0, image.width / (image === a ? 2 : 1), image.height / (image === a ? 2 : 1));
    return pen.getImageData(0, 0, b.width, b.height).data; };
  const [p, q] = [pixels(a), pixels(b)]; let far = 0;
  for (let i = 0; i < p.length; i += 4)
    if ([0, 1, 2].some(c => Math.abs(p[i + c] - q[i + c]) > 48)) far++;
  return far / (p.length / 4) + Math.abs(Math.floor(a.height / 2) - b.height) / b.height; }"""
HALF = """async now => { const image = new Image(); image.src = now; await image.decode();
  const canvas = document.createElement('canvas'); canvas.width = image.width / 2; canvas.height = image.height / 2;
  canvas.getContext('2d').drawImage(image, 0, 0, image.width / 2, image.height / 2); return canvas.toDataURL('image/webp', .7); }"""


def needed_chromium() -> str:
    found = find_chromium()
    if found is None:
        assert not os.environ.get("CI"), "CI must have Chromium"
        pytest.skip("no Chromium on this machine; CI has one")  # a developer's own machine runs the rest; CI failed above
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    found = needed_chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


def show(browser: Browser, html: str, **options: Any) -> Page:
    """A tab in a context of its own that shows this; what it asks the network for is refused and stands in `page.asked`."""
    page = browser.new_context(**({"viewport": DESKTOP} | options)).new_page()
    page.set_default_timeout(60_000)
    page.asked = []  # type: ignore[attr-defined]
    page.talked = []  # type: ignore[attr-defined]
    page.on("request", lambda request: page.asked.append(request.url))  # type: ignore[attr-defined]
    page.on("dialog", lambda dialog: (page.talked.append(dialog.message), dialog.dismiss()))  # type: ignore[attr-defined]
    page.route(lambda url: not url.startswith(("data:", "about:")), lambda route: route.abort())
    page.set_content(html)
    return page


def too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def difference(page: Page, reviewed: Path) -> float:
    """The share of the page that differs from the reviewed picture. REGIONWATCH_REVIEW=1 writes the picture anew, to be
    looked at before it is committed."""
    now = "data:image/png;base64," + base64.b64encode(page.screenshot(full_page=True)).decode()
    blank = page.context.new_page()
    if os.environ.get("REGIONWATCH_REVIEW"):
        half = str(blank.evaluate(HALF, now))
        reviewed.write_bytes(base64.b64decode(half.partition(",")[2]))
    kept = "data:image/webp;base64," + base64.b64encode(reviewed.read_bytes()).decode()
    return float(blank.evaluate(DIFFERENCE, [now, kept]))

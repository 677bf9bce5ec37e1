"""A page's picture, by the system's Chromium."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from html import escape
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--force-device-scale-factor=1",
)  # fmt: skip
TALLEST = 12_000  # CSS pixels
# No window is narrower than 500 pixels, whatever its flags say; a frame is as narrow as a phone.
_MEASURE = (
    '<!DOCTYPE html><iframe style="width:{width}px;height:9px;border:0" srcdoc="{page}" onload="document.documentElement.'
    "setAttribute('data-height', this.contentDocument.documentElement.scrollHeight)\"></iframe>"
)


class PictureError(RuntimeError):
    """No picture could be taken; the message says what is missing."""


def find_chromium() -> str | None:
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def take_picture(page: Path, out: Path, *, width: int = 720, chromium: str | None = None) -> None:
    """Write a PNG of the whole page. Raises PictureError without a browser, or when it fails."""
    browser = chromium or find_chromium()
    if browser is None:
        raise PictureError("no Chromium found; install it (Debian: apt-get install chromium fonts-noto-cjk)")
    with tempfile.TemporaryDirectory() as folder:
        measured = Path(folder) / "page.html"
        framed = escape(page.read_text(encoding="utf-8"), quote=True)
        measured.write_text(_MEASURE.format(width=width, page=framed), encoding="utf-8")
        dom = _run(browser, folder, [f"--window-size={width},800", "--dump-dom", measured.as_uri()])
        found = re.match(r'<!DOCTYPE html>\s*<html data-height="(\d+)"', dom)
        height = min(TALLEST, max(200, int(found[1]))) if found else 2000
        out.parent.mkdir(parents=True, exist_ok=True)
        _run(browser, folder, [f"--window-size={width},{height}", f"--screenshot={out.resolve()}", page.resolve().as_uri()])
    if not out.exists():
        raise PictureError(f"{browser} took no picture")


def _run(browser: str, folder: str, words: list[str]) -> str:
    command = [browser, *_FLAGS, f"--user-data-dir={folder}/profile", *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    except subprocess.TimeoutExpired:
        raise PictureError(f"{browser} did not answer within 90 s") from None
    if done.returncode != 0:
        raise PictureError(f"{browser} failed: {done.stderr.strip()[-300:]}")
    return done.stdout

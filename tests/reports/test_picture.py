"""A picture of a page, by the system's Chromium; without one, a clear word."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from reports.picture import PictureError, take_picture
from reports.render import render
from tests.browser import needed_chromium
from tests.reports.build import digest_of, one_of_each


def test_without_a_browser_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PictureError, match="apt-get install chromium"):
        take_picture(tmp_path / "page.html", tmp_path / "page.png")


def test_a_browser_that_fails_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>x</p>", encoding="utf-8")
    with pytest.raises(PictureError, match="failed"):
        take_picture(page, tmp_path / "page.png", chromium="/bin/false")


@pytest.mark.parametrize("width", [390, 720])
def test_the_picture_holds_the_whole_page_and_not_more(tmp_path: Path, width: int) -> None:
    """A page of 3,000 pixels and a square as wide as the window, whose text lies about its height."""
    needed_chromium()
    page, out = tmp_path / "page.html", tmp_path / "page.png"
    tall = "<!DOCTYPE html><body style='margin:0'><title>height:50</title><div style='height:3000px'>data-height=\"7\"</div>"
    tall += "<div style='width:100%;aspect-ratio:1'></div>"
    page.write_text(tall, encoding="utf-8")
    take_picture(page, out, width=width)
    assert _size(out) == (width, 3000 + width)


def test_the_mail_is_taller_on_a_phone(tmp_path: Path) -> None:
    needed_chromium()
    page = tmp_path / "mail.html"
    page.write_text(render(digest_of(one_of_each())).html, encoding="utf-8")
    heights = []
    for width in (390, 720):
        take_picture(page, tmp_path / f"{width}.png", width=width)
        heights.append(_size(tmp_path / f"{width}.png")[1])
    assert heights[0] > heights[1] > 1500


def _size(png: Path) -> tuple[int, int]:
    head = png.read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", head[16:24])
    return int(wide), int(high)

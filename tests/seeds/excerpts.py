"""Excerpts of the five programmes as the project was given them: dirty copies of public documents, cited in their first line.

They stand here word for word, slips, pinyin and strewn words included, since that is what reading them must cope with.
"""

from __future__ import annotations

from pathlib import Path

from warehouse.records import Article, Watchlist
from warehouse.watchlist import load_watchlist

FOLDER = Path(__file__).parent / "excerpts"
WATCHLISTS = Path(__file__).parents[2] / "watchlists"
PROGRAMMES = ("haicang-taishang", "xzq-2025", "tongcheng-2011", "qz-parks-2024", "ojk-145")


def article(programme: str) -> Article:
    """The excerpt; its day is None where the copy does not say one."""
    _, day, text = (FOLDER / f"{programme}.txt").read_text(encoding="utf-8").split("\n", 2)
    published = day.removeprefix("# published: ")
    return Article(url=programme, title="", text=text, published_at=None if published == "not said" else published)


def watchlist(programme: str) -> Watchlist:
    return load_watchlist(WATCHLISTS / f"{programme}.yaml")

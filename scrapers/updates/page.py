"""What is found in a page before anything is put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scrapers.text.dates import When
from scrapers.text.figures import Found
from scrapers.text.normalise import Clean
from scrapers.updates.match import Mention


@dataclass(frozen=True, slots=True)
class Page:
    """What is found in a page before anything is put together."""

    clean: Clean
    published: date | None
    mentions: tuple[Mention, ...]
    dates: tuple[When, ...]
    figures: tuple[Found, ...]

"""What is known of a CMS family: data for the one reader. Each family is one small file in `scrapers/sites/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """How pages of one content management system are built.

    A selector is `#id` (as written), `.class` or `tag` (lower case); an earlier one is better. `since` and `until` (the
    latter exclusive) bound the layout's life by the article's date: an old page is read by the rules of its day.
    """

    id: str
    addresses: tuple[str, ...] = ()  # regular expressions, searched in the path of an article's address
    listings: tuple[str, ...] = ()  # the same for a listing's address
    marks: tuple[str, ...] = ()  # boxes that only this family has, so that they give it away at any address
    body: tuple[str, ...] = ()  # the box that holds the article
    title: tuple[str, ...] = ()
    source: tuple[str, ...] = ()  # the box that names the publisher and nothing else
    attachments: tuple[str, ...] = ()  # boxes whose links are attachments
    links: tuple[str, ...] = ()  # the box that holds the links of a listing page
    since: date | None = None
    until: date | None = None

    def owns(self, path: str) -> bool:
        """Does this path look like one of the family's articles?"""
        return any(re.search(pattern, path) for pattern in self.addresses)

    def lists(self, path: str) -> bool:
        """Does this path look like one of the family's listings?"""
        return any(re.search(pattern, path) for pattern in self.listings)

    def valid(self, day: date | None) -> bool:
        """Was this layout in use on `day`? An unknown day fits every layout."""
        return day is None or ((self.since is None or self.since <= day) and (self.until is None or day < self.until))

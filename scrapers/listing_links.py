"""The articles that a listing page names, told apart from its navigation, pictures and directories."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from scrapers.families import FAMILIES
from scrapers.link_address import own_address
from scrapers.listing_dates import LEVELS, day_of_row, days_between, is_day, strings, without_day
from scrapers.listing_words import (
    ARTICLE_PATH,
    ARTICLE_QUERY,
    COLUMN_PATH,
    DATED_PATH,
    DETAILS,
    DIRECTORY,
    DOCUMENTS,
    FILES,
    FURNITURE,
    FURNITURE_TAGS,
    LABELLED_TITLE,
    is_navigation,
)
from scrapers.metadata import address_date
from warehouse.records import Link

ANCHORS_AT_MOST: Final = 6000
TITLE_AT_MOST: Final = 300
LONG: Final = 8  # characters of a title that no menu has
COMPANY: Final = 3  # so many sure articles in a box, or in a folder, make their like articles too
_NUMBERED: Final = re.compile(r"/\d{3,}/$")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "strong", "dt"))
_TITLE_CLASS: Final = re.compile(r"(?:^|[\s_-])(?:tit(?:le)?|bt|name)(?=$|[\s_-])", re.I)
_SCRIPTED: Final = re.compile(r"""['"]([^'"\s]{4,300}?\.s?html?(?:\?[^'"\s]*)?)['"]""")


@dataclass(slots=True, eq=False)
class Row:
    """A link that may be an article, with what speaks for it."""

    url: str
    title: str
    anchor: HtmlElement
    is_owned: bool  # a family's article by its address
    is_dated: bool  # its address says a day
    is_shaped: bool  # an article by its address
    is_column: bool  # a column by its address
    is_furniture: bool
    boxes: list[HtmlElement] = field(default_factory=list)  # around this link and no other, the smallest first
    day: date | None = None

    @property
    def box(self) -> HtmlElement | None:
        """The box that it shares with others."""
        around = self.boxes[-1] if self.boxes else self.anchor
        parent: HtmlElement | None = around.getparent()
        return parent

    @property
    def folder(self) -> tuple[str, str]:
        """The address up to its last slash, and the extension."""
        head, _, name = self.url.partition("?")[0].rpartition("/")
        return head, name.rpartition(".")[2] if "." in name else ""

    @property
    def stem(self) -> str:
        """The name of the file."""
        name = unquote(urlsplit(self.url).path).rpartition("/")[2]
        return name.rpartition(".")[0] or name

    @property
    def is_long(self) -> bool:
        return len(_HAN.findall(self.title)) >= LONG or len(self.title.split()) >= 5 or len(self.title) >= 24


def article_links(root: HtmlElement, base: str, hosts: frozenset[str], today: date) -> list[Link]:
    """The links to articles in the page's order, each once; `hosts` are those that may be followed."""
    rows = list(_rows(root, base, hosts))
    holds = _find_boxes(rows)
    _find_days(rows, holds, today)
    chosen = _choose(_merge(rows))
    return [Link(url=row.url, title=row.title[:TITLE_AT_MOST], day=_day(row)) for row in chosen]


def _rows(root: HtmlElement, base: str, hosts: frozenset[str]) -> Iterator[Row]:
    for anchor in islice(root.iter("a", "area"), ANCHORS_AT_MOST):
        url = own_address(_href(anchor), base, hosts)
        if url is None or url == base:
            continue
        parts = urlsplit(url)
        title = _title(anchor)
        if FILES.search(parts.path) or is_navigation(title):
            continue
        is_owned = any(family.owns(parts.path) for family in FAMILIES)
        is_asked = ARTICLE_QUERY.search(parts.query) is not None
        is_named_column = COLUMN_PATH.search(parts.path) is not None
        is_dated = not is_named_column and DATED_PATH.search(parts.path) is not None
        is_column = not (is_owned or is_asked or is_dated) and (is_named_column or parts.path.endswith("/"))
        yield Row(
            url=url,
            title="" if DETAILS.fullmatch(title) else title,
            anchor=anchor,
            is_owned=is_owned,
            is_dated=is_dated,
            is_shaped=is_owned or is_asked or is_dated or (not is_column and ARTICLE_PATH.search(parts.path) is not None),
            is_column=is_column,
            is_furniture=_in_furniture(anchor),
        )


def _href(anchor: HtmlElement) -> str:
    """Where a link leads; one that a script opens says so in its handler."""
    href = (anchor.get("href") or "").strip()
    if href and href != "#" and not href[:11].lower().startswith("javascript:"):
        return href
    for handler in (anchor.get("onclick"), href):
        if handler and (found := _SCRIPTED.search(handler[:1000])):
            return found[1]
    return ""


def _in_furniture(anchor: HtmlElement) -> bool:
    is_headed = False
    for box in islice(anchor.iterancestors(), 8):
        if box.tag == "article":  # its own header and footer
            return False
        if box.tag in FURNITURE_TAGS:
            is_headed = True
        elif FURNITURE.search(f"{(box.get('class') or '')[:200]} {(box.get('id') or '')[:100]}"):
            return True
    return is_headed


def _title(anchor: HtmlElement) -> str:
    """The whole title: a listing's text is often cut, its title attribute is not; a card's title is its heading."""
    pieces = [piece for piece in strings(anchor) if not is_day(piece)]
    marked = next((h for h in islice(anchor.iterdescendants(), 60) if h.tag in ("h1", "h2", "h3", "h4", "h5", "h6")), None)
    if marked is not None and (headed := _tidy("".join(strings(marked)))):
        text = headed
    else:
        text = _tidy("".join(pieces) if len(pieces) < 4 else _heading(anchor) or " ".join(pieces))
    if len(text) > 60 and len(pieces) > 1:
        text = _heading(anchor) or _tidy(pieces[0]) or text
    raw = anchor.get("title") or anchor.get("alt") or ""
    labelled = LABELLED_TITLE.search(raw[:1000])
    said = _tidy(labelled[1] if labelled else raw)
    if said and (not text or labelled or DETAILS.fullmatch(text) or _is_cut(text, said)):
        return said
    return text or next((_tidy(alt) for image in anchor.iter("img") if (alt := image.get("alt") or image.get("title"))), "")


def _is_cut(text: str, said: str) -> bool:
    start = re.sub(r"[….\s]+$", "", text)
    return len(said) >= len(start) and (said.startswith(start[:6]) if start == text else said != text)


def _heading(anchor: HtmlElement) -> str:
    for node in islice(anchor.iterdescendants(), 60):
        is_marked = node.tag in _HEADINGS or (
            isinstance(node.tag, str) and _TITLE_CLASS.search((node.get("class") or "")[:200])
        )
        if is_marked and (text := _tidy("".join(strings(node)))):
            return text
    return ""


def _tidy(text: str) -> str:
    text = " ".join(text[:1000].split())
    return without_day(re.sub(r"^[·•■▪◆●★>»\-–—\s]+(?=\S)", "", text))


def _find_boxes(rows: Sequence[Row]) -> Mapping[HtmlElement, str | None]:
    """Give each link the boxes that hold no other link to follow; return every such box, with None for several."""
    holds: dict[HtmlElement, str | None] = {}
    for row in (row for row in rows if not row.is_column):
        for box in (row.anchor, *islice(row.anchor.iterancestors(), LEVELS)):
            if holds.setdefault(box, row.url) != row.url:
                holds[box] = None
    for row in rows:
        for box in islice(row.anchor.iterancestors(), LEVELS):
            if holds.get(box, row.url) != row.url or box.tag in ("body", "html"):
                break
            row.boxes.append(box)
    return holds


def _find_days(rows: Sequence[Row], holds: Mapping[HtmlElement, str | None], today: date) -> None:
    shared: dict[HtmlElement, list[Row]] = defaultdict(list)
    for row in rows:
        row.day = day_of_row(row.anchor, row.boxes, row.title, today)
        if row.day is None and row.box is not None and not row.is_column:
            shared[row.box].append(row)
    for members in shared.values():
        edges = [row.boxes[-1] if row.boxes else row.anchor for row in members]
        for row, day in zip(members, days_between(edges, today, holds.__contains__), strict=True):
            row.day = day


def _title_beside(row: Row) -> str:
    """What a card says whose only link is “details”."""
    for box in row.boxes[:4]:
        for piece in strings(box, leave=row.anchor):
            if len(_tidy(piece)) >= 4 and not is_day(piece) and not is_navigation(piece):
                return _tidy(piece)
    return ""


def _merge(rows: Sequence[Row]) -> list[Row]:
    """Each address once: picture, title and “details” are one link. The best of its titles and the first day win."""
    kept: dict[str, Row] = {}
    for row in rows:
        first = kept.setdefault(row.url, row)
        if first is row:
            continue
        first.day = first.day or row.day
        first.is_furniture = first.is_furniture and row.is_furniture
        if len(first.title) < len(row.title) <= 100 and not (first.is_long and row.title.endswith(("…", "..."))):
            first.title = row.title
            if not strings(first.anchor, 1):  # a picture stands where its designer liked, the title in the list
                first.boxes, first.anchor = row.boxes, row.anchor
    for row in kept.values():
        row.title = row.title or _title_beside(row)
    return list(kept.values())


def _choose(rows: Sequence[Row]) -> list[Row]:
    """Those that are sure, and those that stand among them and look alike."""
    boxed: dict[HtmlElement | None, list[Row]] = defaultdict(list)
    for row in rows:
        boxed[row.box].append(row)
    directories = {box for box, members in boxed.items() if _is_directory(members)}
    indexes = {box for box, members in boxed.items() if sum(row.title == row.stem for row in members) >= COMPANY}
    sure = {row.url for row in rows if row.box not in directories and (_is_sure(row) or _is_indexed(row, indexes))}
    folders = Counter(row.folder for row in rows if row.url in sure)
    shares = {box: sum(row.url in sure for row in members) for box, members in boxed.items()}
    return [
        row
        for row in rows
        if row.url in sure
        or (
            row.box not in directories
            and not (row.is_furniture or row.is_column)
            and (folders[row.folder] >= COMPANY or shares[row.box] >= max(COMPANY, 0.6 * len(boxed[row.box])))
        )
    ]


def _is_directory(rows: Sequence[Row]) -> bool:
    named = [row for row in rows if row.title]
    alike = sum(DIRECTORY.fullmatch(row.title) is not None for row in named)
    return len(named) >= COMPANY and alike >= 0.8 * len(named) and not any(row.day for row in rows)


def _is_sure(row: Row) -> bool:
    path = urlsplit(row.url).path
    if row.is_furniture:
        return row.is_owned and row.day is not None
    if row.is_owned:
        return True
    if DOCUMENTS.search(path):
        return row.is_long
    if row.is_dated or not row.title:
        return row.is_dated
    if row.is_column:  # a pretty address ends like a column's; a day beside it tells them apart
        return row.day is not None and path.endswith("/") and (row.is_long or _NUMBERED.search(path) is not None)
    return row.day is not None or row.is_long or (row.is_shaped and len(row.title) >= 4)


def _is_indexed(row: Row, indexes: Set[HtmlElement | None]) -> bool:
    """A plain index of files shows their names for titles."""
    return not row.is_furniture and row.title == row.stem and (row.box in indexes or any(map(str.isdecimal, row.stem)))


def _day(row: Row) -> date | None:
    """The day beside a link, else the one in its address; [02-13] beside t20180213_1.htm is of the address's year."""
    said = address_date(row.url)
    if said is None:
        return row.day
    written = date.fromisoformat(said)
    is_same = row.day is None or (row.day.month, row.day.day) == (written.month, written.day)
    return written if is_same else row.day

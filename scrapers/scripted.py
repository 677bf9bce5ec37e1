"""The article of a page that a script fills: it stands in JSON-LD, or as a string in the script's own data."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from lxml.html import HtmlElement

from scrapers.flat import Flat, flatten
from scrapers.page import parse
from scrapers.prose import PROSE

LITTLE: Final = 60.0
"""A page that shows more prose than this (about so many characters) is read as it stands."""
MUCH: Final = 120.0
"""A string with less prose is a tip or a small print of the script."""
MAX_SCRIPTS: Final = 4_000_000
"""Characters of scripts that are searched."""
_HELD: Final = re.compile(
    r'"(?:article_?body|(?:article|news|doc|html|txt)?_?content(?:_?(?:html|text|data))?|cnt_?html|body|detail|html|text)"\s*:\s*'
    r'"((?:[^"\\]|\\.)++)"',
    re.I | re.S,
)


def with_scripted(root: HtmlElement, flat: Flat, data: Mapping[str, Any]) -> Flat:
    """The page, with the article that its scripts hold put at its end when it shows hardly any prose itself."""
    own = _prose(flat)
    if own > LITTLE:
        return flat
    held = data.get("articleBody")
    if not isinstance(held, str) or not held.strip():
        held = _longest(root)
    if not held:
        return flat
    if "<" not in held:
        held = "".join(f"<p>{html.escape(part)}</p>" for part in held.splitlines())
    found = parse(f"<div>{held}</div>")
    added = flatten(found)
    if _prose(added) < max(MUCH, 4 * own):
        return flat
    body, boxes = root.find("body"), found.find("body")
    if body is None or boxes is None:
        return flat
    body.extend(list(boxes))
    return flatten(root)


def _prose(flat: Flat) -> float:
    return sum(weight for weight in flat.weights if weight >= PROSE)


def _longest(root: HtmlElement) -> str:
    """The longest string under a telling key in the page's scripts, as HTML."""
    best, left = "", MAX_SCRIPTS
    for script in root.iter("script"):
        text = (script.text or "")[:left]
        left -= len(text)
        for found in _HELD.finditer(text):
            if len(found[1]) > len(best):
                best = found[1]
        if left <= 0:
            break
    try:
        said = str(json.loads(f'"{best}"', strict=False))
    except ValueError:
        return ""
    return html.unescape(said) if "<" not in said and "&lt;" in said else said

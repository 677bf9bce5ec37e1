"""What each mail program does with what our mails are made of, by caniemail.com's tests of it (clients.json).

Outlook's Word engine cannot be run here; what it leaves out is known, and must cost no word and no meaning.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from reports.render import render
from tests.reports.build import change, cite, digest_of, one_of_each

SUPPORT = json.loads(Path(__file__).with_name("clients.json").read_text(encoding="utf-8"))
WORD = "outlook/windows"
# What every program has always had, so that nobody tests it.
PLAIN = {"color", "a", "meta", "title", "head", "html", "style", "mso-hide"}
ELEMENTS = {"td": "table", "tr": "table", "tbody": "table", "h1": "h1-h6", "h2": "h1-h6", "b": "strong"}
ATTRIBUTES = {"role", "lang", "align", "width", "height", "cellpadding", "cellspacing"}
FAMILIES = ("padding", "margin", "border", "background")  # with their longhands
# What a program that leaves it out loses, and why no reader misses it.
HARMLESS = {
    "css-border-radius": "square corners",
    "css-border-spacing": "nothing: the tables say cellspacing=0 and their borders collapse",
    "css-max-height": "nothing: the preheader says display: none and mso-hide besides",
    "css-overflow": "nothing: as before, and no other element asks for it",
    "css-white-space": "a label may be broken in two lines",
    "css-text-decoration": "an underline, with the colour and the bold beside it",
    "html-body": "nothing: the sheet's table has the ground and the font",
}
# Of these the Word engine has a part, and more is not asked of it: elements that may carry them.
WORD_HAS = {
    "css-padding": {"td"},
    "css-border": {"td", "table", "h2"},  # on <p> unreliable
    "css-margin": {"p", "h1", "h2", "table", "body"},  # none negative, none auto
    "css-background": {"table", "td", "body", "span"},  # colours only
    "css-max-width": {"table"},
    "css-width": {"table", "td"},
    "css-height": {"td"},
    "css-font-size": None,  # no rem
    "css-font-weight": None,  # bold and normal
    "css-line-height": None,  # with mso-line-height-rule: exactly
    "css-display-none": {"div"},
    "html-width": {"table", "td"},
    "html-height": {"td"},
}
# Words that stand in such elements all the same: the mail's own style for Word gives them their place, or they need none.
FOR_WORD = {"quote": "margin-left", "from": "margin-left", "h2": "margin-bottom"}
HUGGED = {"tag"}  # a coloured ground without room around it


@cache
def mail() -> str:
    slipped = [change("promise_slipped", f"{n}号泊位", cite("计划2026年6月底前建成。", "2026年6月底前")) for n in range(3)]
    return render(digest_of([*one_of_each(), *slipped]), leave="mailto:x@a.example?subject=unsubscribe").html


def used() -> Iterator[tuple[str, Tag, str]]:
    """Each feature of the mail with the element that has it and its value."""
    soup = BeautifulSoup(mail(), "lxml")
    for element in soup.find_all(True):
        yield f"html-{ELEMENTS.get(element.name, element.name)}", element, ""
        for name in ATTRIBUTES & element.attrs.keys():
            yield f"html-{name}", element, str(element[name])
        if element.name == "a" and str(element.get("href")).startswith("mailto:"):
            yield "html-mailto-links", element, ""
        for declaration in str(element.get("style", "")).split(";"):
            name, _, value = (part.strip() for part in declaration.partition(":"))
            if name:
                yield _feature(name, value), element, value


def _feature(name: str, value: str) -> str:
    if (name, value) == ("display", "none"):
        return "css-display-none"
    if name == "font-family":
        return "css-font"
    own = f"css-{name}"
    return own if own in SUPPORT["features"] else next((f"css-{f}" for f in FAMILIES if name.startswith(f"{f}-")), own)


def test_every_feature_of_a_mail_is_known() -> None:
    features = {feature for feature, _, _ in used()}
    unknown = {f for f in features if f not in SUPPORT["features"] and f.partition("-")[2] not in PLAIN}
    assert not unknown, f"look these up at caniemail.com and add them to clients.json: {unknown}"
    assert features >= {"css-padding", "css-border", "css-background", "css-max-width", "html-table", "html-width", "html-role"}


@pytest.mark.parametrize("client", [client for client in SUPPORT["clients"] if client != WORD])
def test_what_a_mail_program_leaves_out_costs_nothing(client: str) -> None:
    for feature, element, value in used():
        said = SUPPORT["features"].get(feature, {}).get(client, "y")
        if said[0] == "y" or feature in HARMLESS:
            continue
        assert feature == "css-margin", f"{client} on {feature} of {element.name}: {said}"
        assert "-" not in value, "a negative margin"


def test_the_word_engine_shows_all_that_matters() -> None:
    for feature, element, value in used():
        said = SUPPORT["features"].get(feature, {}).get(WORD, "y")
        if said[0] == "y" or feature in HARMLESS or re.fullmatch(r"(?:0(?:px)?\s*)+", value):
            continue
        assert feature in WORD_HAS, f"Word on {feature}: {said}"
        elements = WORD_HAS[feature]
        names = {element.name, *element.get_attribute_list("class")}
        assert elements is None or element.name in elements or names & {*FOR_WORD, *HUGGED}, f"{element.name}: {feature}: {said}"
        if feature == "css-margin":
            assert "-" not in value and "auto" not in value
        if feature == "css-background":
            assert value.startswith("#"), "Word knows colours only"
        if feature == "css-border" and (width := re.search(r"(\d+)px", value)):
            assert int(width[1]) <= 8
        if feature == "css-font-weight":
            assert value in ("bold", "normal")
        if feature == "css-font-size":
            assert value.endswith("px")


def test_the_style_for_word_gives_its_place_to_what_word_would_crowd() -> None:
    [style] = re.findall(r"<!--\[if mso\]>.*?<style>(.*?)</style><!\[endif\]-->", mail(), re.DOTALL)
    rules = dict(re.findall(r"([^{}]+?)\s*\{([^{}]*)\}", style))
    assert "mso-line-height-rule: exactly" in rules["td, p, h1, h2"]
    for name, wanted in FOR_WORD.items():
        [rule] = [body for selectors, body in rules.items() if re.search(rf"(?:^|[\s,.]){name}(?:$|[\s,])", selectors) and wanted in body]
        assert f"{wanted}:" in rule
    for name in ("quote", "from"):
        assert f'class="{name}"' in mail(), "css-inline dropped the class that Word's style needs"

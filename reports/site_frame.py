"""The frame of every page of the site: templates, style, and the policy that lets nothing else run or load."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.quotes import clip
from reports.site_model import Book
from reports.site_words import SiteCatalogue
from warehouse.records import stable_id

MENU = (
    ("this_week", "index.html"),
    ("reports", "reports/index.html"),
    ("projects", "projects/index.html"),
    ("programmes", "programmes/index.html"),
    ("sources", "sources/index.html"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every page of one site has in common."""

    region: str
    as_of: str
    words: SiteCatalogue

    def fill(self, template: str, path: str, **values: Any) -> bytes:
        """A page's bytes; `path` is where it will stand, from the site's root."""
        common = {
            "words": self.words, "region": self.region, "as_of": self.as_of, "menu": MENU, "css": text_of("site.css"),
            "root": "../" * path.count("/"), "here": "", "policy": policy(),
        }  # fmt: skip
        return (environment().get_template(template).render(common | values) + "\n").encode("utf-8", "replace")


def frame(book: Book, words: SiteCatalogue) -> Frame:
    said = words.tell("as_of", day=words.day(book.today)) if book.editions else words.tell("no_reports")
    return Frame(region=clip(book.watchlist.name, 60), as_of=said, words=words)


def policy(script: str = "") -> str:
    """Only the page's own style, by its hash, and the script given, by its; nothing is loaded from anywhere."""
    rules = ["default-src 'none'", f"style-src {_hash(text_of('site.css'))}"]
    rules.append(f"script-src {_hash(script)}" if script else "script-src 'none'")
    return "; ".join([*rules, "base-uri 'none'"])


def kept_policy() -> str:
    return f"default-src 'none'; style-src {_hash(text_of('site.css'))}; base-uri 'none'; form-action 'none'; sandbox"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def text_of(name: str) -> Any:
    """A template folder's file as it stands, to be put in unescaped: it is ours."""
    return Markup(files("reports").joinpath("templates/site", name).read_text(encoding="utf-8").strip())


@cache
def version() -> str:
    """Changes with every rendering rule: a hash of this package's own files."""
    root = files("reports")
    names = sorted(entry.name for entry in root.iterdir() if entry.name.endswith(".py"))
    parts = [root.joinpath(name).read_bytes() for name in names]
    folder = root.joinpath("templates/site")
    parts += [folder.joinpath(name).read_bytes() for name in sorted(entry.name for entry in folder.iterdir())]
    return stable_id(*(hashlib.sha256(part).hexdigest() for part in parts))


@cache
def environment() -> Environment:
    return Environment(
        loader=PackageLoader("reports", "templates/site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

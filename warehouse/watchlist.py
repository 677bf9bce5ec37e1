"""A region's YAML file → a validated Watchlist.

Errors::

    WatchlistError    the file has mistakes; `.problems` holds all of them, each with file, line, key and mend
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from warehouse.records import Stage, Watchlist
from warehouse.watchlist_checks import check_form, check_references
from warehouse.watchlist_form import WatchlistForm, to_records
from warehouse.yamlfile import Document, YamlFault, read_yaml

log = logging.getLogger("regionwatch.watchlist")

BYTES_AT_MOST = 32_000_000  # 10,000 projects are 1 to 3 MB
SHOWN_AT_MOST = 50

# Words that people write for a key of ours.
_MEANT = {
    "url": "listing",
    "address": "listing",
    "link": "listing",
    "title": "name",
    "alias": "aliases",
    "type": "kind",
    "deadline": "by",
    "until": "by",
    "date": "by",
    "due": "by",
    "citation": "quote",
    "promises": "promised",
    "target": "targets",
    "plan": "programme",
    "city": "place",
    "region": "place",
    "tz": "timezone",
    "emails": "readers",
    "recipients": "readers",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake, or one thing to look at, in a watchlist file."""

    file: str
    line: int  # from 1
    key: str  # such as projects[3].promised[0].by
    what: str
    mend: str

    def __str__(self) -> str:
        where = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}: {where}{self.what}. Mend: {self.mend}."


class WatchlistError(Exception):
    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        lines = [str(p) for p in problems[:SHOWN_AT_MOST]]
        if len(problems) > SHOWN_AT_MOST:
            lines.append(f"… and {len(problems) - SHOWN_AT_MOST} more")
        super().__init__("\n".join(lines))


def load_watchlist(path: Path, *, whole: bool = True) -> Watchlist:
    """The watchlist in a file; what is only worth a look is logged.

    A `whole` watchlist names its region and sources; otherwise projects or indicators alone will do, and the region
    takes the file's name. Raises WatchlistError with every mistake found.
    """
    watchlist, warnings = read_watchlist(path, whole=whole)
    for warning in warnings[:3]:
        log.warning("%s", warning)
    if len(warnings) > 3:
        log.warning("%s: %d more things to look at", path, len(warnings) - 3)
    return watchlist


def read_watchlist(path: Path, *, whole: bool = True) -> tuple[Watchlist, tuple[Problem, ...]]:
    """The watchlist and what is worth a look in it. Raises WatchlistError with every mistake found."""
    file = str(path)
    document = _document(path)
    mistakes = _doubled(document, file)
    warnings: list[Problem] = []
    findings = list(check_references(document.data, whole=whole))
    form = None
    try:
        form = WatchlistForm.model_validate(document.data)
    except ValidationError as fault:
        mistakes += _of_form(fault, document, file)
    else:
        findings += check_form(form)
    for finding in findings:
        problem = _problem(document, file, finding.path, finding.what, finding.mend)
        (mistakes if finding.fatal else warnings).append(problem)
    if mistakes or form is None:
        raise WatchlistError(_sorted(mistakes))
    return to_records(form, fallback=path.stem), _sorted(warnings)


def json_schema() -> dict[str, Any]:
    """JSON Schema of a whole watchlist, for editors (`regionwatch schema`, watchlists/schema.json)."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | WatchlistForm.model_json_schema()


def _document(path: Path) -> Document:
    file = str(path)

    def fault(line: int, what: str, mend: str) -> WatchlistError:
        return WatchlistError((Problem(file=file, line=line, key="", what=what, mend=mend),))

    try:
        with path.open("rb") as opened:
            raw = opened.read(BYTES_AT_MOST + 1)
    except OSError as error:
        raise fault(1, f"cannot be read: {error.strerror}", "give the path of a watchlist's YAML file") from None
    if len(raw) > BYTES_AT_MOST:
        raise fault(1, f"larger than {BYTES_AT_MOST:,} bytes", "split the region into several watchlists")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise fault(line, "not UTF-8", "save the file as UTF-8") from None
    try:
        document = read_yaml(text)
    except YamlFault as error:
        raise fault(error.line, error.what, error.mend) from None
    if not isinstance(document.data, dict):
        raise fault(1, "no watchlist: the file must hold keys", f"begin with one of {', '.join(_keys(()))}")
    return document


def _of_form(fault: ValidationError, document: Document, file: str) -> list[Problem]:
    problems: dict[tuple[int, str], Problem] = {}
    for error in fault.errors(include_url=False):
        # A union adds its branch to the place ("literal['']", "function-after[_text(), str]"); the file has no such key.
        path = tuple(step for step in error["loc"] if isinstance(step, int) or "[" not in step)
        found = _problem(document, file, path, *_words(error, path))
        problems.setdefault((found.line, found.key), found)
    return list(problems.values())


def _words(error: Any, path: tuple[str | int, ...]) -> tuple[str, str]:
    """What is wrong and how to mend it, in the words of a watchlist."""
    kind, given, context = error["type"], _short(error["input"]), error.get("ctx", {})
    last = str(path[-1]) if path else ""
    match kind:
        case "watchlist":
            return context["what"], context["mend"]
        case "extra_forbidden":
            known = _keys(path[:-1])
            meant = get_close_matches(last, known, 1, 0.6) or [m for m in [_MEANT.get(last.lower())] if m in known]
            hint = f"did you mean {meant[0]!r}? " if meant else ""
            return f"unknown key {last!r}", f"{hint}the keys here are {', '.join(known)}"
        case "missing":
            return f"{last} is missing", f"add {last!r}"
        case "string_type" if isinstance(error["input"], int | float) or hasattr(error["input"], "isoformat"):
            return f"{given} is not text to YAML", "put it in quotes"
        case "string_type":
            return f"must be text, not {_kind(error['input'])}", "write text here, in quotes if need be"
        case "list_type":
            return f"must be a list, not {_kind(error['input'])}", f"write it as a list: {last}: [ … ], or '- ' lines"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"must hold keys, not {_kind(error['input'])}", f"give it keys: {', '.join(_keys(path))}"
        case "string_pattern_mismatch" if last == "id":
            return f"{given} cannot be an id", "use Latin letters, digits, - and _, no spaces or slashes"
        case "enum" | "literal_error":
            allowed = [s.value for s in Stage] if last == "stage" else context["expected"].replace("'", "").split(", ")
            meant = get_close_matches(str(error["input"]), allowed, 1, 0.5)
            hint = f"did you mean {meant[0]!r}? " if meant else ""
            return f"{given} is not known here", f"{hint}write one of {', '.join(allowed)}"
        case _:
            return f"{given}: {error['msg'][:1].lower()}{error['msg'][1:]}", "write a value within these bounds"


def _keys(path: tuple[str | int, ...]) -> list[str]:
    """The keys that may stand at a place of the file."""
    model: type[BaseModel] = WatchlistForm
    for step in path:
        if isinstance(step, int) or step not in model.model_fields:
            continue
        inner = _model_in(model.model_fields[step].annotation)
        if inner is None:
            return []
        model = inner
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for m in map(_model_in, get_args(annotation)) if m), None)


def _doubled(document: Document, file: str) -> list[Problem]:
    return [
        Problem(file=file, line=line, key=_dotted(path), what="this key stands twice", mend="join the two into one")
        for path, line in document.doubled
    ]


def _problem(document: Document, file: str, path: tuple[str | int, ...], what: str, mend: str) -> Problem:
    return Problem(file=file, line=document.line(path), key=_dotted(path), what=what, mend=mend)


def _dotted(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in path).lstrip(".")


def _sorted(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda p: (p.line, p.key)))


def _short(value: object) -> str:
    said = repr(value) if isinstance(value, str) else str(value)
    return said if len(said) <= 60 else said[:59] + "…"


def _kind(value: object) -> str:
    return {dict: "keys", list: "a list", str: "text", bool: "yes or no", type(None): "nothing"}.get(type(value), "a number")

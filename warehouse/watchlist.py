"""A region's YAML file → a validated Watchlist.

Errors::

    WatchlistError    the files have mistakes; `.problems` holds all of them, each with file, line, key and mend
"""

from __future__ import annotations

import logging
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from warehouse.records import Stage, Watchlist
from warehouse.watchlist_checks import Finding, check_form, check_references
from warehouse.watchlist_files import BYTES_AT_MOST, Files, read_files
from warehouse.watchlist_form import WatchlistForm, to_records
from warehouse.watchlist_problems import Problem, WatchlistError

log = logging.getLogger("regionwatch.watchlist")

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
    "email": "address",
    "mail": "address",
    "emails": "readers",
    "recipients": "readers",
}


__all__ = ["BYTES_AT_MOST", "Finding", "Problem", "WatchlistError", "json_schema", "load_watchlist", "read_watchlist"]


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
    files = read_files(path)
    mistakes = files.doubled
    warnings: list[Problem] = []
    findings = list(check_references(files.data, whole=whole))
    form = None
    try:
        form = WatchlistForm.model_validate(files.data)
    except ValidationError as fault:
        mistakes += of_form(fault, files)
    else:
        findings += check_form(form)
    for finding in findings:
        what = finding.what.format(other=_name_of(files, finding)) if finding.other else finding.what
        problem = problem_at(files, finding.path, what, finding.mend)
        (mistakes if finding.fatal else warnings).append(problem)
    if mistakes or form is None:
        raise WatchlistError(sort_problems(mistakes))
    return to_records(form, fallback=path.stem), sort_problems(warnings)


def json_schema() -> dict[str, Any]:
    """JSON Schema of a whole watchlist, for editors (`regionwatch schema`, watchlists/schema.json)."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | WatchlistForm.model_json_schema()


def _name_of(files: Files, finding: Finding) -> str:
    """The other place that a finding speaks of, with its file where that is another one."""
    file, line, key = files.where(finding.other)
    return key if file == files.where(finding.path)[0] else f"{key} in {file}:{line}"


def of_form(fault: ValidationError, files: Files, form: type[BaseModel] = WatchlistForm) -> list[Problem]:
    """Mistakes of form in the words of the file, each with its place and its mend."""
    problems: dict[tuple[str, int, str], Problem] = {}
    for error in fault.errors(include_url=False):
        # A union adds its branch to the place ("literal['']", "function-after[_text(), str]"); the file has no such key.
        path = tuple(step for step in error["loc"] if isinstance(step, int) or "[" not in step)
        found = problem_at(files, path, *_words(error, path, form))
        problems.setdefault((found.file, found.line, found.key), found)
    return list(problems.values())


def _words(error: Any, path: tuple[str | int, ...], form: type[BaseModel]) -> tuple[str, str]:
    """What is wrong and how to mend it, in the words of a watchlist."""
    kind, given, context = error["type"], _short(error["input"]), error.get("ctx", {})
    last = str(path[-1]) if path else ""
    match kind:
        case "watchlist":
            return context["what"], context["mend"]
        case "extra_forbidden":
            known = _keys(path[:-1], form)
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
            return f"must hold keys, not {_kind(error['input'])}", f"give it keys: {', '.join(_keys(path, form))}"
        case "string_pattern_mismatch" if last == "id":
            return f"{given} cannot be an id", "use Latin letters, digits, - and _, no spaces or slashes"
        case "enum" | "literal_error":
            allowed = [s.value for s in Stage] if last == "stage" else context["expected"].replace("'", "").split(", ")
            meant = get_close_matches(str(error["input"]), allowed, 1, 0.5)
            hint = f"did you mean {meant[0]!r}? " if meant else ""
            return f"{given} is not known here", f"{hint}write one of {', '.join(allowed)}"
        case _:
            return f"{given}: {error['msg'][:1].lower()}{error['msg'][1:]}", "write a value within these bounds"


def _keys(path: tuple[str | int, ...], form: type[BaseModel]) -> list[str]:
    """The keys that may stand at a place of the file."""
    model = form
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


def problem_at(files: Files, path: tuple[str | int, ...], what: str, mend: str) -> Problem:
    file, line, key = files.where(path)
    return Problem(file=file, line=line, key=key, what=what, mend=mend)


def sort_problems(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda p: (p.file, p.line, p.key)))


def _short(value: object) -> str:
    said = repr(value) if isinstance(value, str) else str(value)
    return said if len(said) <= 60 else said[:59] + "…"


def _kind(value: object) -> str:
    return {dict: "keys", list: "a list", str: "text", bool: "yes or no", type(None): "nothing"}.get(type(value), "a number")

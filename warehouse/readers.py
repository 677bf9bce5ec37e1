"""A YAML file of readers → validated Readers, checked against the watchlist that they read about.

Mistakes are told like a watchlist's: file, line, key, what, mend. Raises WatchlistError with all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from warehouse.records import Reader, Watchlist
from warehouse.watchlist import Finding, of_form, problem_at, sort_problems
from warehouse.watchlist_files import read_files
from warehouse.watchlist_form import Form, Mailbox, Name
from warehouse.watchlist_problems import WatchlistError


class ReaderForm(Form):
    address: Mailbox = Field(description="The bare e-mail address.")
    name: Name | Literal[""] = Field("", description="Who that is, for whoever keeps this file.")
    language: Literal["zh", "en"] | None = Field(None, description="zh or en; without it the watchlist's.")
    frequency: Literal["every", "weekly", "fortnightly", "monthly"] = Field(
        "every", description="every: each time a report is made; else at least so long after the last mail."
    )
    importance: Literal["all", "notable", "urgent"] = Field("all", description="What weighs less is left out.")
    nothing: Literal["line", "silence"] = Field("line", description="When nothing changed: a mail that says so, or none.")
    projects: list[Name] = Field([], description="ids of projects and indicators.")
    places: list[Name] = Field([], description="Places as the watchlist has them.")
    sectors: list[Name] = Field([], description="Sectors as the watchlist has them.")
    programmes: list[Name] = Field([], description="ids of programmes.")


class ReadersForm(Form):
    readers: Annotated[list[ReaderForm], Field(min_length=1)] = Field(description="Who gets the report.")


def load_readers(path: Path, watchlist: Watchlist) -> tuple[Reader, ...]:
    """The readers in a file. Raises WatchlistError with every mistake found."""
    files = read_files(path)
    mistakes = files.doubled
    form = None
    try:
        form = ReadersForm.model_validate(files.data)
    except ValidationError as fault:
        mistakes += of_form(fault, files, ReadersForm)
    else:
        found = (*_twice(form.readers), *_unknown(form.readers, watchlist))
        mistakes += [problem_at(files, f.path, f.what, f.mend) for f in found]
    if mistakes or form is None:
        raise WatchlistError(sort_problems(mistakes))
    return tuple(_record(reader) for reader in form.readers)


def readers_schema() -> dict[str, Any]:
    """JSON Schema of a readers file, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | ReadersForm.model_json_schema()


def _twice(readers: list[ReaderForm]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for at, reader in enumerate(readers):
        first = seen.setdefault(reader.address.lower(), at)
        if first != at:
            what = f"readers[{first}] has the same address"
            yield Finding(path=("readers", at, "address"), what=what, mend="join the two into one")


def _unknown(readers: list[ReaderForm], watchlist: Watchlist) -> Iterator[Finding]:
    """What a reader follows must be there: a name that nothing has would be silence without a word."""
    places = [*(p.place for p in watchlist.projects), *(i.place for i in watchlist.indicators)]
    known: dict[str, list[str]] = {
        "projects": [*(p.id for p in watchlist.projects), *(i.id for i in watchlist.indicators)],
        "places": _given(places),
        "sectors": _given(project.sector for project in watchlist.projects),
        "programmes": [programme.id for programme in watchlist.programmes],
    }
    for at, reader in enumerate(readers):
        for key, names in known.items():
            for n, wanted in enumerate(getattr(reader, key)):
                if wanted in names:
                    continue
                meant = get_close_matches(wanted, names, 1, 0.5)
                hint = f"did you mean {meant[0]!r}? " if meant else ""
                listed = ", ".join(names[:20]) or "none"
                mend = f"{hint}the watchlist has {listed}" + (" …" if len(names) > 20 else "")
                yield Finding(path=("readers", at, key, n), what=f"{wanted!r} is not among the watchlist's {key}", mend=mend)


def _given(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _record(form: ReaderForm) -> Reader:
    lists = {key: tuple(dict.fromkeys(getattr(form, key))) for key in ("projects", "places", "sectors", "programmes")}
    return Reader(**(dict(form) | lists))

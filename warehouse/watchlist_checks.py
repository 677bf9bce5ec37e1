"""What the form alone cannot say of a watchlist: ids once, references known, names that tell projects apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from warehouse.watchlist_files import PARTS
from warehouse.watchlist_form import IndicatorForm, ProjectForm, WatchlistForm

Path = tuple[str | int, ...]

# Names that every page has; as an alias they would give one project every other's news.
_GENERIC = """
项目 工程 该项目 该工程 本项目 此项目 大桥 铁路 高速 高速公路 公路 隧道 机场 园区
产业园 工业园 一期 二期 三期 主体 全线 线路 港区 码头 医院 学校 地铁 水库 核电 电站 厂房 主体工程 一期工程 二期工程
"""
GENERIC = frozenset(_GENERIC.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    path: Path
    what: str
    mend: str
    other: Path = ()  # the place that `{other}` in `what` stands for
    fatal: bool = True  # otherwise it is worth a look, and the watchlist still loads


def check_references(data: dict[str, Any], *, whole: bool) -> Iterator[Finding]:
    """Parts, ids and references; on the file's plain values, so that it can be told beside mistakes of form."""
    parts = {p: _items(data, p) for p in PARTS}
    yield from _parts(data, whole)
    yield from _ids(parts, whole)
    known = [item["id"] for item in parts["programmes"].values() if isinstance(item.get("id"), str)]
    for part in ("projects", "indicators", "tasks"):
        for at, item in parts[part].items():
            named = item.get("programme")
            if isinstance(named, str) and named not in known:
                meant = get_close_matches(named, known, 1, 0.6)
                hint = f"did you mean {meant[0]!r}? " if meant else ""
                mend = f"{hint}add it under 'programmes'" + (f", which has {', '.join(known[:20])}" if known else "")
                yield Finding(path=(part, at, "programme"), what=f"no programme {named!r}", mend=mend)
    yield from _tasks(parts)


def check_form(form: WatchlistForm) -> Iterator[Finding]:
    """What needs values of the right form."""
    yield from _sources(form)
    yield from _targets(form)
    yield from _names("projects", form.projects)
    yield from _names("indicators", form.indicators)


def _items(data: dict[str, Any], part: str) -> dict[int, dict[str, Any]]:
    listed = data.get(part)
    return {n: item for n, item in enumerate(listed) if isinstance(item, dict)} if isinstance(listed, list) else {}


def _parts(data: dict[str, Any], whole: bool) -> Iterator[Finding]:
    if not (data.get("projects") or data.get("indicators")):
        yield Finding(path=(), what="nothing to watch for", mend="add 'projects' or 'indicators'")
    if whole and data.get("region") is None:
        yield Finding(path=(), what="region is missing", mend="add 'region: {id: …, name: …}'")
    if whole and not data.get("sources"):
        yield Finding(path=(), what="no sources", mend="add 'sources' with at least one id, name and listing")


def _ids(parts: dict[str, dict[int, dict[str, Any]]], whole: bool) -> Iterator[Finding]:
    seen: dict[str, dict[str, int]] = {}
    for part, items in parts.items():
        ids = seen[part] = {}
        for at, item in items.items():
            key = item.get("id")
            if isinstance(key, str) and ids.setdefault(key, at) != at:
                what = f"the id {_brace(key)!r} is that of {{other}} already"
                yield Finding(path=(part, at, "id"), what=what, mend="give each its own id", other=(part, ids[key]))
    for shared in sorted(seen["projects"].keys() & seen["indicators"].keys()):
        # Reports speak of both by id; where only updates are asked for, the two streams tell them apart.
        path: Path = ("indicators", seen["indicators"][shared], "id")
        what = f"the id {shared!r} is that of a project too"
        yield Finding(path=path, what=what, mend="give the indicator its own id", fatal=whole)


def _tasks(parts: dict[str, dict[int, dict[str, Any]]]) -> Iterator[Finding]:
    """A task's projects are tracked, and its parents end."""
    tasks = {item["id"]: item for item in parts["tasks"].values() if isinstance(item.get("id"), str)}
    known = {item.get("id") for part in ("projects", "indicators") for item in parts[part].values()}
    for at, item in parts["tasks"].items():
        for key in ("projects", "partners"):
            named = item.get(key)
            for n, project in enumerate(named if isinstance(named, list) else []):
                if project not in known:
                    what, mend = f"no project or indicator {project!r}", "add it under 'projects' or 'indicators'"
                    yield Finding(path=("tasks", at, key, n), what=what, mend=mend)
        above, seen = item.get("parent"), {item.get("id")}
        while isinstance(above, str) and above in tasks and above not in seen:
            seen.add(above)
            above = tasks[above].get("parent")
        if isinstance(above, str):
            what = f"{above!r} is above itself" if above in tasks else f"no task {above!r}"
            yield Finding(path=("tasks", at, "parent"), what=what, mend="name the id of the task that this one is a part of")


def _sources(form: WatchlistForm) -> Iterator[Finding]:
    listings: dict[str, int] = {}
    for at, source in enumerate(form.sources):
        if source.expect.links_min > source.expect.links_max:
            what = f"links_min {source.expect.links_min} is more than links_max {source.expect.links_max}"
            yield Finding(path=("sources", at, "expect", "links_min"), what=what, mend="lower it, or raise links_max")
        if source.every.min_hours > source.every.max_hours:
            what = f"min_hours {source.every.min_hours:g} is more than max_hours {source.every.max_hours:g}"
            yield Finding(path=("sources", at, "every", "min_hours"), what=what, mend="lower it, or raise max_hours")
        if source.old_tls and source.listing.startswith("http:"):
            what = "old_tls, but the listing is plain http"
            yield Finding(path=("sources", at, "old_tls"), what=what, mend="remove it", fatal=False)
        if source.listing in listings:
            first: Path = ("sources", listings[source.listing])
            path: Path = ("sources", at, "listing")
            what, mend = "{other} has the same listing", "remove one of the two"
            yield Finding(path=path, what=what, mend=mend, other=first, fatal=False)
        listings.setdefault(source.listing, at)


def _targets(form: WatchlistForm) -> Iterator[Finding]:
    for at, indicator in enumerate(form.indicators):
        days = [t.by for t in indicator.targets]
        for n, day in enumerate(days):
            if day in days[:n]:
                path: Path = ("indicators", at, "targets", n, "by")
                yield Finding(path=path, what=f"a second target for {day}", mend="keep one target a day")


def _names(part: str, items: Sequence[ProjectForm | IndicatorForm]) -> Iterator[Finding]:
    """Names that two items share, or that name nothing. Only worth a look: context or place may tell them apart."""
    owners: dict[str, list[tuple[int, Path]]] = defaultdict(list)
    for at, item in enumerate(items):
        if isinstance(item, ProjectForm):  # indicators of a region are named alike on purpose: 常住人口 of many places
            owners[item.name].append((at, (part, at, "name")))
        for n, alias in enumerate(item.aliases):
            path: Path = (part, at, "aliases", n)
            if not isinstance(alias, str):  # the words near it tell it apart
                continue
            if alias in GENERIC or len(alias) < 2:
                what = f"{alias!r} can stand for anything"
                yield Finding(path=path, what=what, mend="use a name that only this one has", fatal=False)
            if isinstance(item, ProjectForm):
                owners[alias].append((at, path))
    for name, found in owners.items():
        first = found[0][0]
        for at, where in _later(found, first):
            if not (items[at].place and items[first].place and items[at].place != items[first].place):
                what = f"{_brace(name)!r} names {{other}} ({_brace(items[first].name)}) too"
                mend = "keep it on one of them, or give both a 'context'"
                yield Finding(path=where, what=what, mend=mend, other=(part, first), fatal=False)


def _brace(text: str) -> str:
    """The file's own braces, kept as they are beside `{other}`."""
    return text.replace("{", "{{").replace("}", "}}")


def _later(found: Iterable[tuple[int, Path]], first: int) -> Iterator[tuple[int, Path]]:
    return ((at, path) for at, path in found if at != first)

"""A sentence and the names watched → what is understood, short enough to state in a test."""

from __future__ import annotations

from scrapers.updates.find import find_updates
from scrapers.updates.match import Matcher
from warehouse.records import Article, Project, Update


def matcher(*names: str | Project) -> Matcher:
    return Matcher([n if isinstance(n, Project) else Project(id=n, name=n) for n in names])


def updates(text: str, *names: str | Project, published: str | None = None, title: str = "") -> list[Update]:
    return find_updates(Article(url="page", title=title, text=text, published_at=published), matcher(*names))


def facts(text: str, *names: str | Project, published: str | None = None, title: str = "") -> set[tuple[str, str, str]]:
    """(project, stage, modality) of every update that says a stage."""
    return {
        (u.project or "", u.stage.value, u.modality.value)
        for u in updates(text, *names, published=published, title=title)
        if u.stage is not None
    }

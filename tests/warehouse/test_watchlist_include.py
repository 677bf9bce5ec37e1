"""A watchlist may include others: a region of several programmes, each of which is also watched alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.watchlist import Problem, WatchlistError, load_watchlist, read_watchlist

SOURCES = 'sources: [{id: yaowen, name: 要闻, listing: "https://www.haiwan.example/yw/"}]\n'
BRIDGES = """\
region: {id: bridges, name: 海湾大桥}
include: [parts/sources.yaml]
programmes: [{id: plan, name: 方案}]
projects:
  - {id: bridge, name: 临江大桥, programme: plan}
tasks:
  - {id: one, name: 建桥, programme: plan, departments: [省交通厅]}
  - {id: two, name: 建一座, programme: plan, parent: one, projects: [bridge], by: 2025-12-31, quote: 建一座桥。}
"""
REGION = """\
region: {id: bay, name: 海湾}
include: [bridges.yaml, parts/sources.yaml]
projects: [{id: port, name: 东屿港}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, {"parts/sources.yaml": SOURCES, "bridges.yaml": BRIDGES, "bay.yaml": REGION})
    return tmp_path


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def mistakes(file: Path) -> list[Problem]:
    with pytest.raises(WatchlistError) as caught:
        load_watchlist(file)
    return list(caught.value.problems)


def test_what_an_included_file_watches_is_watched_and_a_file_counts_once(folder: Path) -> None:
    watchlist, warnings = read_watchlist(folder / "bay.yaml")
    assert warnings == ()
    assert (watchlist.id, watchlist.name) == ("bay", "海湾")
    assert [s.id for s in watchlist.sources] == ["yaowen"]
    assert [p.id for p in watchlist.projects] == ["port", "bridge"]
    assert [(t.id, t.parent, t.projects, t.departments) for t in watchlist.tasks] == [
        ("one", None, (), ("省交通厅",)), ("two", "one", ("bridge",), ()),
    ]  # fmt: skip


def test_an_included_file_is_a_watchlist_of_its_own(folder: Path) -> None:
    watchlist = load_watchlist(folder / "bridges.yaml")
    assert (watchlist.id, [p.id for p in watchlist.projects]) == ("bridges", ["bridge"])


def test_files_that_include_each_other_load(folder: Path) -> None:
    write(folder, {"parts/sources.yaml": "include: [../bay.yaml]\n" + SOURCES})
    assert len(load_watchlist(folder / "bay.yaml").projects) == 2


def test_a_mistake_is_told_in_the_file_where_it_stands(folder: Path) -> None:
    write(folder, {"bridges.yaml": BRIDGES.replace("programme: plan}", "programm: plan}", 1)})
    [problem] = mistakes(folder / "bay.yaml")
    assert (problem.file, problem.line, problem.key) == (str(folder / "bridges.yaml"), 5, "projects[0].programm")


def test_an_id_that_two_files_give_names_the_other_file(folder: Path) -> None:
    write(folder, {"bay.yaml": REGION.replace("id: port", "id: bridge")})
    [problem] = mistakes(folder / "bay.yaml")
    assert (problem.file, problem.key) == (str(folder / "bridges.yaml"), "projects[0].id")
    assert problem.what == f"the id 'bridge' is that of projects[0] in {folder / 'bay.yaml'}:3 already"


@pytest.mark.parametrize(
    ("change", "key", "what"),
    [
        (("parent: one", "parent: three"), "tasks[1].parent", "no task 'three'"),
        (("parent: one", "parent: two"), "tasks[1].parent", "'two' is above itself"),
        (("projects: [bridge]", "projects: [ferry]"), "tasks[1].projects[0]", "no project or indicator 'ferry'"),
        (("{id: one, name: 建桥, programme: plan", "{id: one, name: 建桥, programme: pan"), "tasks[0].programme", "no programme 'pan'"),
        (("include: [parts/sources.yaml]", "include: [parts/nothing.yaml]"), "include[0]", "no file 'parts/nothing.yaml' beside this one"),
        (("include: [parts/sources.yaml]", "include: parts/sources.yaml"), "include", "must be a list, not text"),
    ],
)  # fmt: skip
def test_tasks_and_includes_name_what_is_there(folder: Path, change: tuple[str, str], key: str, what: str) -> None:
    write(folder, {"bridges.yaml": BRIDGES.replace(*change)})
    assert (key, what) in [(p.key, p.what) for p in mistakes(folder / "bridges.yaml")]

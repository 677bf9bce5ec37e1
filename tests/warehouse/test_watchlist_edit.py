"""Entries are added to a watchlist's text; everything else stays as its owner wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from warehouse.watchlist import load_watchlist
from warehouse.watchlist_edit import CannotEdit, add_projects, entries_as_yaml

NEW = [
    {"id": "rail-1", "name": "临江: 铁路 #2", "place": None, "sector": "rail"},
    {"id": "port-2", "name": "东屿港", "place": "东屿区", "sector": "port"},
]
BEFORE = """\
# our region
region: {id: bay, name: 海湾}   # short
sources:
  - {id: s, name: 要闻, listing: "https://a.example/"}
projects:
  # bridges first
  - id: bridge
    name: 临江大桥  # the first
    aliases: [大临桥]
"""
AFTER = """
# numbers
indicators:
  - {id: gdp, name: 生产总值, unit: 亿元}
"""
ADDED = """\
  - id: rail-1
    name: '临江: 铁路 #2'
    sector: rail
  - id: port-2
    name: 东屿港
    place: 东屿区
    sector: port
"""


def test_entries_go_to_the_end_of_the_list_and_nothing_else_changes() -> None:
    assert add_projects(BEFORE + AFTER, NEW) == BEFORE + ADDED + AFTER


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "  # a last word\n"])
def test_at_the_end_of_the_file(end: str) -> None:
    text = add_projects(BEFORE.rstrip("\n") + "\n" + end, NEW)
    assert text.startswith(BEFORE + ADDED)
    assert [p["id"] for p in yaml.safe_load(text)["projects"]] == ["bridge", "rail-1", "port-2"]


def test_a_file_without_a_newline_at_its_end() -> None:
    assert add_projects(BEFORE.rstrip("\n"), NEW) == BEFORE + ADDED


def test_a_list_that_is_not_indented() -> None:
    text = "projects:\n- id: bridge\n  name: 临江大桥\nindicators: []\n"
    assert add_projects(text, NEW[1:]) == (
        "projects:\n- id: bridge\n  name: 临江大桥\n- id: port-2\n  name: 东屿港\n  place: 东屿区\n  sector: port\nindicators: []\n"
    )


def test_a_file_without_projects_gets_them(tmp_path: Path) -> None:
    file = tmp_path / "bay.yaml"
    file.write_text(BEFORE, encoding="utf-8")
    whole = tmp_path / "whole.yaml"
    whole.write_text(add_projects("region: {id: whole, name: 全域}\ninclude: [bay.yaml]\n", NEW), encoding="utf-8")
    assert [p.name for p in load_watchlist(whole).projects] == ["临江: 铁路 #2", "东屿港", "临江大桥"]


@pytest.mark.parametrize("text", ["projects: [{id: a, name: 某}]\n", "projects: []\n", '{"projects": [{"id": "a"}]}', "- a\n", "a"])
def test_where_nothing_can_be_added_it_is_said(text: str) -> None:
    with pytest.raises(CannotEdit):
        add_projects(text, NEW)


def test_an_entry_is_what_yaml_reads_back() -> None:
    odd = [{"id": "no", "name": "“四个一批”: 3#、5#泊位 {x} & 'y'", "aliases": ["a", "1"], "place": ""}]
    [read] = yaml.safe_load("projects:\n" + entries_as_yaml(odd))["projects"]
    assert read == {"id": "no", "name": "“四个一批”: 3#、5#泊位 {x} & 'y'", "aliases": ["a", "1"]}

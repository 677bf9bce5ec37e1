"""docs/failures.md names every failure that there is, and none that there is not; the mail has words for each."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from flows.judge import ILLNESSES
from reports.words import FAILURES
from scrapers.page import KINDS

ROOT = Path(__file__).parents[1]
FAMILIES = {"Transient", "Blocked", "Gone", "Refused", "Odd"}


def constants(node: ast.AST) -> set[str]:
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def raised(file: str) -> dict[str, str]:
    """Kind → family of the FetchErrors that a module can raise, read from its code."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        named = {
            target.id: {b.value for b in (node.value.body, node.value.orelse) if isinstance(b, ast.Constant)}
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.IfExp)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in (n for n in ast.walk(function) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)):
            assert isinstance(call.func, ast.Name)
            if call.func.id in FAMILIES:
                kind = call.args[0]
                assert isinstance(kind, ast.Constant | ast.Name), f"{file}:{call.lineno}: a kind that cannot be read here"
                said = {kind.value} if isinstance(kind, ast.Constant) else named[kind.id]
                found |= {str(word): call.func.id for word in said}
    return found


DOOR = ("fetch", "connect", "answers", "faults", "render")
FETCHED = {kind: family for part in DOOR for kind, family in raised(f"scrapers/{part}.py").items()}
JUDGED = ILLNESSES


def test_the_code_was_read() -> None:
    assert {"timeout", "gone", "robots", "private_address", "too_many_requests", "server_error", "tls"} <= set(FETCHED)
    judging = "".join((ROOT / "flows" / f"{name}.py").read_text(encoding="utf-8") for name in ("listings", "judge", "collecting"))
    assert all(judging.count(f'"{kind}"') >= 2 for kind in JUDGED), "each is named in the set and given somewhere"


def rows() -> list[list[str]]:
    text = (ROOT / "docs/failures.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_failure_is_explained_once() -> None:
    told = [row[0].strip("`") for row in rows()]
    assert sorted(told) == sorted(set(FETCHED) | KINDS | JUDGED)
    assert all(len(cell) > 10 and cell.endswith((".", ">")) for row in rows() for cell in row[-1:])


def test_what_is_tried_again_is_said() -> None:
    again = {row[0].strip("`"): row[2] for row in rows() if len(row) == 4}
    assert again == {kind: "yes" if family == "Transient" else "no" for kind, family in FETCHED.items()}


def test_what_it_says_of_options_and_keys_is_so() -> None:
    text = (ROOT / "docs/failures.md").read_text(encoding="utf-8")
    keys = set(re.findall(r"`(links_min|links_max|read_share|date_share|publisher_share|fresh_days|family|hosts|delay|pages|listing|render)`", text))
    form = (ROOT / "warehouse/watchlist_form.py").read_text(encoding="utf-8")
    assert keys and all(re.search(rf"\b{key}\b", form) for key in keys)
    assert "--allow-private" in (ROOT / "flows/cli_app.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", sorted(set(FETCHED) | KINDS | JUDGED))
def test_the_mail_has_words_for_each(kind: str) -> None:
    """Any of them may be why a listing could not be read, and so stand in the mail's list of ill sources."""
    chinese, english = FAILURES[kind]
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert english.isascii()

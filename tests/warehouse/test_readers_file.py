"""A readers file with mistakes says where they are and how to mend them; a good one gives readers."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.readers import load_readers
from warehouse.records import Indicator, Programme, Project, Reader, Watchlist
from warehouse.watchlist import WatchlistError

WATCHLIST = Watchlist(
    id="bay",
    name="海湾",
    programmes=(Programme(id="plan", name="行动方案"),),
    projects=(Project(id="bridge", name="海湾大桥", place="临江县", sector="bridge"),),
    indicators=(Indicator(id="output", name="增加值", unit="亿元", place="海湾市"),),
)


def written(folder: Path, text: str) -> Path:
    file = folder / "readers.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_good_file(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "readers:\n"
        "  - address: li@bay.example\n"
        "  - {address: wang@bay.example, name: 王, language: en, frequency: fortnightly, importance: urgent, nothing: silence,\n"
        "     projects: [bridge, output, bridge], places: [临江县], sectors: [bridge], programmes: [plan]}\n",
    )
    plain, chosen = load_readers(file, WATCHLIST)
    assert plain == Reader(address="li@bay.example")
    assert (chosen.frequency, chosen.importance, chosen.nothing, chosen.language) == ("fortnightly", "urgent", "silence", "en")
    assert chosen.projects == ("bridge", "output") and chosen.places == ("临江县",)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("address: nobody", [":2: readers[0].address", "no e-mail address", "bare address"]),
        ("adress: a@b.example", ["readers[0].adress", "did you mean 'address'"]),
        ("mail: a@b.example", ["readers[0].mail", "did you mean 'address'"]),
        ("{address: a@b.example, frequency: dayly}", ["readers[0].frequency", "write one of every, weekly, fortnightly"]),
        ("{address: a@b.example, projects: [brige]}", ["readers[0].projects[0]", "did you mean 'bridge'"]),
        ("{address: a@b.example, places: [临海县]}", ["readers[0].places[0]", "临江县"]),
        ("{address: a@b.example, sectors: [trains]}", ["readers[0].sectors[0]", "the watchlist has bridge"]),
        ("{address: a@b.example, programmes: [plans]}", ["readers[0].programmes[0]", "did you mean 'plan'"]),
        ("{address: a@b.example, projects: bridge}", ["readers[0].projects", "must be a list"]),
        ("{address: A@b.example}\n  - {address: a@B.example}", [":3: readers[1].address", "the same address", "join"]),
        ("{address: 'a@b.example\\nBcc: x@y.example'}", ["readers[0].address", "no e-mail address"]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_key_and_mend(tmp_path: Path, line: str, said: list[str]) -> None:
    if "\\n" in line:
        line = line.replace("'", '"')
    with pytest.raises(WatchlistError) as fault:
        load_readers(written(tmp_path, f"readers:\n  - {line}\n"), WATCHLIST)
    for words in ("readers.yaml", "Mend: ", *said):
        assert words in str(fault.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(WatchlistError) as fault:
        load_readers(written(tmp_path, "readers:\n  - {address: x}\n  - {adress: y}\nreader: []\n"), WATCHLIST)
    assert len(fault.value.problems) >= 3


@pytest.mark.parametrize("text", ["readers: []\n", "- a@b.example\n", "", "readers: {a: 1}\n"])
def test_what_is_no_readers_file_is_told_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(WatchlistError):
        load_readers(written(tmp_path, text), WATCHLIST)

"""A refresh writes what differs and nothing else; what it writes depends on the warehouse alone."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.commands.site import write_site
from flows.site import MANIFEST, SiteError, refresh_site
from tests.site.region import three_weeks
from warehouse.records import Watchlist
from warehouse.store import Store

Region = tuple[Watchlist, Store]


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_a_second_refresh_writes_nothing_and_another_folder_gets_the_same_bytes(
    region: Region, site: Path, tmp_path: Path
) -> None:
    before = hashes(site)
    again = refresh_site(*region, site)
    assert (again.written, again.removed) == (0, 0) and again.files == len(before) - 1  # beside the manifest
    refresh_site(*region, tmp_path / "other")
    assert hashes(tmp_path / "other") == before == hashes(site)


def test_a_page_that_was_changed_by_hand_or_lost_comes_back(region: Region, tmp_path: Path) -> None:
    out = tmp_path / "site"
    refresh_site(*region, out)
    before = hashes(out)
    [kept, *_] = sorted((out / "pages").iterdir())
    kept.unlink()
    (out / "index.html").write_text("改坏了")
    done = refresh_site(*region, out)
    assert done.written == 2 and hashes(out) == before


def test_what_is_no_longer_in_the_site_is_removed_and_what_is_not_ours_stays(region: Region, tmp_path: Path) -> None:
    out = tmp_path / "site"
    refresh_site(*region, out)
    (out / "notes.txt").write_text("mine")
    watchlist, store = region
    fewer = Watchlist(
        id=watchlist.id, name=watchlist.name, sources=watchlist.sources, programmes=watchlist.programmes,
        projects=tuple(p for p in watchlist.projects if p.id != "bridge"), indicators=watchlist.indicators,
    )  # fmt: skip
    done = refresh_site(fewer, store, out)
    assert done.removed == 2 and not (out / "projects" / "bridge.html").exists()
    assert (out / "notes.txt").read_text() == "mine"


def test_it_writes_into_no_folder_that_holds_something_else(region: Region, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(SiteError, match="no site of ours"):
        refresh_site(*region, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_manifest_cannot_make_it_remove_what_lies_outside(region: Region, tmp_path: Path) -> None:
    out = tmp_path / "site"
    refresh_site(*region, out)
    (tmp_path / "thesis.txt").write_text("mine")
    known = json.loads((out / MANIFEST).read_text())
    (out / MANIFEST).write_text(json.dumps(known | {"../thesis.txt": "", str(tmp_path / "thesis.txt"): ""}))
    refresh_site(*region, out)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_what_became_known_since_the_last_report_stands_on_the_front_page(tmp_path: Path) -> None:
    region = three_weeks(tmp_path / "home", reported=2)
    refresh_site(*region, tmp_path / "site")
    front = (tmp_path / "site" / "index.html").read_text()
    assert "上期周报以来（截至2025年9月1日）" in front and "推迟 181 天" in front
    assert (tmp_path / "site" / "reports" / "running.html").exists()


def test_the_command_writes_it_and_says_where(region: Region, tmp_path: Path) -> None:
    _, store = region
    assert isinstance(store.path, Path)
    watchlist, out = store.path.with_name("sample.yaml"), tmp_path / "site"
    env = {k: v for k, v in os.environ.items() if not k.startswith("REGIONWATCH_")}
    done = subprocess.run(
        [str(Path(sys.executable).with_name("regionwatch")), "site", "--watchlist", str(watchlist), "--out", str(out)],
        env=env | {"REGIONWATCH_HOME": str(store.path.parent)}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and f"{out}/index.html" in done.stdout and (out / "projects" / "bridge.html").exists()


@pytest.mark.parametrize(
    ("language", "base", "out", "code", "said"),
    [
        ("fr", "", "site", 2, "there is zh and there is en"),
        ("zh", "news.example", "site", 2, "such as https://"),
        ("zh", "", ".", 2, "no site of ours"),
    ],
)
def test_the_command_says_what_is_wrong(
    region: Region, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    language: str, base: str, out: str, code: int, said: str,
) -> None:  # fmt: skip
    assert isinstance(region[1].path, Path)
    home = region[1].path.parent
    monkeypatch.setenv("REGIONWATCH_HOME", str(home))
    assert write_site(home / "sample.yaml", home / out, language, base, as_json=False) == code
    assert said in capsys.readouterr().err


def test_the_command_without_a_warehouse_says_what_to_do_first(
    region: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert isinstance(region[1].path, Path)
    monkeypatch.setenv("REGIONWATCH_HOME", str(tmp_path))
    assert write_site(region[1].path.with_name("sample.yaml"), None, None, "", as_json=False) == 1
    assert "run a collect first" in capsys.readouterr().err


def test_an_empty_warehouse_gives_a_site_that_says_so(tmp_path: Path) -> None:
    watchlist = Watchlist(id="new", name="新区")
    done = refresh_site(watchlist, Store(tmp_path / "w.duckdb"), tmp_path / "site")
    assert "还没有周报" in done.front.read_text()

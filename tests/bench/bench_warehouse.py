"""The warehouse: the week's changes over a long history, loading, re-reading the archive, bytes on disk."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flows.rereading import reread
from tests.bench.frame import ROOT, Bench, Row
from tests.bench.history import UNTIL, WEEK, history
from warehouse.records import Article, Modality, Reading, Snapshot, SourceRun, Stage, Strength, Update, Watchlist
from warehouse.store import Store

WORDS = "建设工程项目推进施工完成投资计划年月日市县区大桥铁路公路医院学校园区海湾滨海临港重点保障安全质量进度群众发展经济产业服务"
LIST = Watchlist(id="land", name="全国")
ONE = """
import sys, time
from pathlib import Path
from tests.bench.memory import peak
from tests.bench.history import UNTIL, WEEK, history
if sys.argv[2] == "make":
    history(Path(sys.argv[1]), int(sys.argv[3]))
else:
    from warehouse.store import Store
    store = Store(Path(sys.argv[1]))
    began = time.perf_counter()
    found = len(store.changes("land", UNTIL - WEEK, UNTIL))
    print(found, time.perf_counter() - began, peak() * 2**20)
"""


def rows(bench: Bench) -> Iterator[Row]:
    yield from _changes(bench)
    yield from _load(bench)
    yield from _archive(bench)


def _changes(bench: Bench) -> Iterator[Row]:
    small, large = (5_000, 20_000) if bench.quick else (10_000, 1_000_000)
    stores = [history(bench.folder / f"{size}.duckdb", size) for size in (small, large)]
    took = [bench.seconds(lambda s=store: s.changes("land", UNTIL - WEEK, UNTIL), rounds=5) for store in stores]  # type: ignore[misc]
    yield Row(f"warehouse: the week's changes, {large:,} updates", "s", took[1], "required", 2.0, "≤ 1")
    yield Row(f"warehouse: the week's changes, {large:,} updates beside {small:,}", "s", took[1], f"{small:,} updates", took[0], "≤ 4")
    for size in (small, large):
        (bench.folder / f"{size}.duckdb").unlink()
    huge = 40_000 if bench.quick else 10_000_000
    path = bench.folder / "huge.duckdb"
    env = {"PYTHONPATH": str(ROOT)}
    bench.spent([sys.executable, "-c", ONE, path, "make", str(huge)], env, ROOT)
    found, seconds, bytes_ = bench.spent([sys.executable, "-c", ONE, path, "ask"], env, ROOT).out.split()
    path.unlink()
    yield Row(f"warehouse: the week's changes, {huge:,} updates ({found} found)", "s", float(seconds), "no limit", None)
    yield Row(f"warehouse: memory for that, {huge:,} updates", "GB", float(bytes_) / 1e9, "required", 2.0, "≤ 1")


def _load(bench: Bench) -> Iterator[Row]:
    count = 2_000 if bench.quick else 100_000
    readings = [_reading(n) for n in range(count)]
    store = Store(bench.folder / "load.duckdb")
    run = store.begin_run("land", "collect", UNTIL, {})
    done = SourceRun(source_id="s", started_at=UNTIL, ended_at=UNTIL)
    took = bench.seconds(lambda: store.load("land", run, readings, [], done, "1", UNTIL), rounds=1)
    rate = 2 * count / took  # an update and its article are a row each; their reading is not counted
    yield Row(f"warehouse: load {count:,} updates with their articles", "rows/s", rate, "required", 20_000, "≥ 1")


def _reading(number: int) -> Reading:
    said = f"第{number % 5000}号工程完成投资的{number % 100}%。"
    text = said + "各参建单位倒排工期、挂图作战，确保工程质量和安全。" * 10
    url = f"https://s.example/{number}"
    update = Update(
        project=f"p{number % 5000}", stage=Stage.CONSTRUCTION, modality=Modality.ACTUAL, strength=Strength.DONE, evidence=said,
        start=0, end=len(said), progress_percent=float(number % 100),
    )  # fmt: skip
    article = Article(url=url, title=f"第{number}号进展", text=text, published_at="2026-01-04")
    return Reading(source_id="s", url=url, sha256=f"{number:064d}", fetched_at=UNTIL, article=article, updates=(update,))


def _archive(bench: Bench) -> Iterator[Row]:
    count = 200 if bench.quick else 20_000
    path = bench.folder / "archive.duckdb"
    store = Store(path)
    chance = random.Random(7)
    frame = _frame(chance)
    store.register(LIST, UNTIL)
    run = store.begin_run("land", "collect", UNTIL, {})
    size = 0
    for at in range(0, count, 200):
        pages = [_page(number, chance, frame) for number in range(at, at + 200)]
        size += sum(len(page.body) for page in pages)
        store.keep("land", "s", pages, run)
        read = [Reading(source_id="s", url=p.url, sha256=p.sha256, fetched_at=UNTIL, failure="layout") for p in pages]
        store.load("land", run, read, [], None, "0", UNTIL)
    kept = path.stat().st_size / count / 1024
    yield Row(f"warehouse: on disk a page, {count:,} pages of {size / count / 1024:.0f} KB", "KB", kept, "required", 16.0, "≤ 1")
    rates = []
    for workers, reader in ((1, "one"), (2, "two")):
        now = UNTIL + timedelta(days=workers)
        with _cores(workers):
            took = bench.seconds(lambda w=workers, r=reader, t=now: reread(LIST, store, t, w, _silent, reader=r), rounds=1)  # type: ignore[misc]
        rates.append(count / took)
    yield Row(f"warehouse: reread {count:,} pages on 2 cores", "pages/s", rates[1], "required", 150.0, "≥ 1")
    yield Row(f"warehouse: reread {count:,} pages on 2 cores beside one", "pages/s", rates[1], "one core", rates[0], "≥ 1.7")


@contextmanager
def _cores(count: int) -> Iterator[None]:
    """This process and its children on so many cores: the one that loads takes a share of the second core else."""
    all_ = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(all_)[:count]))
    try:
        yield
    finally:
        os.sched_setaffinity(0, all_)


def _silent(done: int, left: int) -> None:
    pass


def _prose(chance: random.Random, characters: int) -> str:
    return "".join(chance.choice(WORDS) for _ in range(characters))


def _frame(chance: random.Random) -> tuple[str, str]:
    """What stands around every article of a site: menus and scripts, 25 KB of them."""
    menu = "".join(f'<li><a href="/xxgk/{n}/" title="{_prose(chance, 6)}">{_prose(chance, 6)}</a></li>' for n in range(180))
    script = "".join(f"var v{n}='{chance.getrandbits(64):x}';" for n in range(250))
    return f"<ul class='nav'>{menu}</ul><script>{script}</script>", f"<div class='footer'>{_prose(chance, 400)}</div>"


def _page(number: int, chance: random.Random, frame: tuple[str, str]) -> Snapshot:
    paragraphs = "".join(f"<p style='text-indent:2em'>{_prose(chance, 150)}，{_prose(chance, 40)}。</p>" for _ in range(8))
    beside = "".join(f'<li><a href="/xw/t{chance.getrandbits(40)}.html">{_prose(chance, 20)}</a></li>' for _ in range(30))
    html = (
        f"<html><head><title>进展{number}</title><meta name='PubDate' content='2025-12-01'></head><body>{frame[0]}"
        f"<h1>进展{number}</h1><div class='TRS_Editor'>{paragraphs}</div><ul>{beside}</ul>{frame[1]}</body></html>"
    )
    url = f"https://s.example/{number}.html"
    return Snapshot(url=url, final_url=url, fetched_at=UNTIL, status=200, content_type="text/html", body=html.encode())



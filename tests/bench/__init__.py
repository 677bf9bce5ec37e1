"""Figures, each beside a peer measured in the same run: `make bench`, or `python -m tests.bench [NAME…] [--quick]`.

To add figures, add a file `tests/bench/bench_<name>.py` with one function:

    from tests.bench.frame import Bench, Row

    def rows(bench: Bench) -> Iterator[Row]:
        pages = made_pages(20 if bench.quick else 500)
        ours = bench.rate(lambda: [read_article(p) for p in pages], len(pages))     # pages per CPU-second, best of three
        theirs = bench.rate(lambda: [trafilatura.extract(p) for p in pages], len(pages))
        yield Row("reading: pages", "pages/CPU-s", ours, "trafilatura 2.3", theirs, "≥ 5")

`required` bounds the ratio ours / peer_value (`≥ 5`, `≤ 1.15`); None asks for nothing. With `--quick` every bench does the
same with so little that all of them end in a minute or two; nothing is written then. `bench.folder` is an empty folder.

A peer that is no dependency of ours gets an environment of its own, made once from the package index:

    try:
        python = bench.peer("urlwatch")                       # requirements, as pip takes them; the path of its interpreter
    except PeerMissing as why:
        yield Row.missing("a whole collect: urlwatch", "pages/CPU-s", ours, "urlwatch", why, "≥ 2")
    spent = bench.spent([python, "-m", "urlwatch", …])        # .cpu and .wall seconds of a process and all its children

A complete run writes docs/bench.json anew; a run of some NAMEs prints, and with `--keep` puts its rows in place of theirs.
"""

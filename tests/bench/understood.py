"""How well pages are understood: facts, dates and figures against labelled pages, by stage and by phenomenon.

`python -m tests.bench.understood` prints the tables and the ids of what is unsolved, from the labelled pages of $REGIONWATCH_EVAL;
`--write` puts them into docs/understanding.md. Labels, a page a line of `updates/<set>.jsonl`: {"id", "text", "published",
"capped", "phenomena", "facts": [{"project", "aliases_in_page", "name_in_restated", "stage", "modality", "when",
"investment_yuan", "progress_percent"}]}. A fact is found when project, stage and modality are right; its date is right when one
of the two periods holds the other within the same years.
"""

from __future__ import annotations

import argparse
import calendar
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scrapers.updates.find import find_updates
from scrapers.updates.match import Matcher
from tests.bench.frame import ROOT
from tests.bench.labelled import folder
from warehouse.records import Article, Project, Stage, Update

SETS = ("dev", "real")
DOC = ROOT / "docs" / "understanding.md"
BEGIN, END = "<!-- figures: python -m tests.bench.understood --write -->", "<!-- end of figures -->"
MONEY, PERCENT = "investment_yuan", "progress_percent"
_GENERIC = re.compile(
    r"^(该|本|此|其|这)?(项目|工程|大桥|铁路|高速|公路|隧道|机场|园区|产业园|一期|二期|三期|主体|全线|线路|港区|码头|医院|学校|地铁|水库|核电|电站|厂房)(工程|项目)?$"
)

Page = Mapping[str, Any]
Key = tuple[str, str, str]  # project, stage, modality


@dataclass(slots=True)
class Score:
    """Counts of one slice of the labelled pages."""

    right: int = 0
    missed: int = 0
    extra: int = 0
    dates: Counter[str] = field(default_factory=Counter)  # right, wrong, absent, invented
    figures: dict[str, Counter[str]] = field(default_factory=lambda: {MONEY: Counter(), PERCENT: Counter()})
    silent: Counter[bool] = field(default_factory=Counter)  # pages without a fact: did they stay without?
    updates: int = 0
    quoted: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.missed + self.extra)

    def share(self, counts: Counter[str]) -> float:
        return counts["right"] / max(1, counts["right"] + counts["wrong"] + counts["absent"])


def load(name: str) -> list[Page]:
    root = folder()
    file = root / "updates" / f"{name}.jsonl" if root else None
    if file is None or not file.exists():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def watched(gold: Sequence[Page]) -> list[Project]:
    """One project a distinct name; an alias that two share, or that names anything, is left out."""
    aliases: dict[str, set[str]] = {}
    for fact in (fact for page in gold for fact in page["facts"]):
        known = aliases.setdefault(fact["project"], set())
        said = [*fact.get("aliases_in_page", []), fact.get("name_in_restated")]
        known |= {a for a in said if a and a != fact["project"] and len(a) >= 3 and not _GENERIC.match(a)}
    owners = Counter(form for name, known in aliases.items() for form in known | {name})
    return [
        Project(id=name, name=name, aliases=tuple(sorted(a for a in known if owners[a] == 1))) for name, known in aliases.items()
    ]


def read(gold: Sequence[Page]) -> list[list[Update]]:
    matcher = Matcher(watched(gold))
    articles = [Article(url=page["id"], title="", text=page["text"], published_at=page["published"]) for page in gold]
    return [find_updates(article, matcher) for article in articles]


def score(gold: Sequence[Page], found: Sequence[Sequence[Update]]) -> Score:
    total = Score()
    for page, updates in zip(gold, found, strict=True):
        _score_page(total, page, updates)
    return total


def _score_page(total: Score, page: Page, updates: Sequence[Update]) -> None:
    wanted, got = labels(page), {key(u): u for u in updates if u.stage}
    total.right += len(wanted.keys() & got.keys())
    total.missed += len(wanted.keys() - got.keys())
    total.extra += 0 if page.get("capped") else len(got.keys() - wanted.keys())
    total.updates += len(updates)
    total.quoted += sum(bool(u.evidence) and u.evidence in page["text"] for u in updates)
    if not page["facts"]:
        total.silent[not updates] += 1
    for fact, when in wanted.items():
        if fact in got:
            total.dates[_dated(when, got[fact])] += 1
    for name, counts in total.figures.items():
        for project in {fact["project"] for fact in page["facts"]}:
            values = {float(f[name]) for f in page["facts"] if f["project"] == project and f[name] is not None}
            told = {float(value) for u in updates if u.project == project and (value := getattr(u, name)) is not None}
            counts[_valued(values, told)] += 1


def labels(page: Page) -> dict[Key, str | None]:
    return {(f["project"], f["stage"], f["modality"]): f["when"] for f in page["facts"] if f["stage"]}


def key(update: Update) -> Key:
    return update.project or "", str(update.stage), str(update.modality)


def _dated(when: str | None, update: Update) -> str:
    got = (update.when_start, update.when_end)
    if when is None:
        return "invented" if got[1] else "none"
    if got[0] is None or got[1] is None:
        return "absent"
    first, last = period(when)
    holds = (first <= got[0] and got[1] <= last) or (got[0] <= first and last <= got[1])
    return "right" if holds and last.year == got[1].year else "wrong"


def _valued(wanted: set[float], told: set[float]) -> str:
    if not wanted:
        return "invented" if told else "none"
    near = any(abs(a - b) <= 0.005 * abs(a) for a in wanted for b in told)
    return "right" if near else "wrong" if told else "absent"


def period(said: str) -> tuple[date, date]:
    """2025, 2025-08, 2025-08-18 or 2025-Q3."""
    if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", said):
        year, month = int(quarter[1]), 3 * int(quarter[2])
        return date(year, month - 2, 1), date(year, month, calendar.monthrange(year, month)[1])
    numbers = [int(n) for n in re.findall(r"\d+", said)]
    if len(numbers) == 3:
        return date(*numbers), date(*numbers)
    first, last = (numbers[1], numbers[1]) if len(numbers) == 2 else (1, 12)
    return date(numbers[0], first, 1), date(numbers[0], last, calendar.monthrange(numbers[0], last)[1])


def report() -> Iterator[str]:
    """The tables as Markdown, a line each."""
    for name in SETS:
        gold = load(name)
        if not gold:
            continue
        found = read(gold)
        yield from (f"### {name}.jsonl: {len(gold)} pages", "", *_whole(score(gold, found)), "")
        yield from ("| stage | | labelled | found | extra | F1 |", "|---|---|---|---|---|---|", *_by_stage(gold, found), "")
        if any(page.get("phenomena") for page in gold):
            yield from ("| phenomenon | pages | labelled | found | extra | dates right |", "|---|---|---|---|---|---|")
            yield from (*_by_phenomenon(gold, found), "")
        yield from ("Unsolved, by page:", "", *_unsolved(gold, found), "")


def _whole(s: Score) -> Iterator[str]:
    n = s.right + s.missed
    yield f"- facts (project, stage, modality): {s.right} of {n} found, {s.extra} more said, F1 {s.f1:.3f}"
    d = s.dates
    yield (
        f"- dates: right {s.share(d):.3f} of those labelled, given the fact ({d['wrong']} wrong, {d['absent']} absent); "
        f"{d['invented']} invented, {d['invented'] / max(1, s.updates):.3f} of {s.updates} updates"
    )
    for name, said in ((MONEY, "total investment"), (PERCENT, "progress")):
        counts = s.figures[name]
        yield f"- {said}: right {s.share(counts):.3f} ({counts['wrong']} wrong, {counts['absent']} absent, {counts['invented']} invented)"
    yield f"- quotations that stand in the page: {s.quoted} of {s.updates}"
    yield f"- pages without a fact that stay without: {s.silent[True]} of {s.silent.total()}"


def _by_stage(gold: Sequence[Page], found: Sequence[Sequence[Update]]) -> Iterator[str]:
    for stage in Stage:
        for modality in ("actual", "target"):
            right = missed = extra = 0
            for page, updates in zip(gold, found, strict=True):
                wanted, got = ({k for k in keys if k[1:] == (stage, modality)} for keys in (labels(page), map(key, updates)))
                right, missed = right + len(wanted & got), missed + len(wanted - got)
                extra += 0 if page.get("capped") else len(got - wanted)
            if right + missed + extra:
                f1 = 2 * right / (2 * right + missed + extra)
                yield f"| {stage} | {modality} | {right + missed} | {right} | {extra} | {f1:.2f} |"


def _by_phenomenon(gold: Sequence[Page], found: Sequence[Sequence[Update]], least: int = 3) -> Iterator[str]:
    slices: dict[str, list[int]] = defaultdict(list)
    for at, page in enumerate(gold):
        for name in page.get("phenomena") or ():
            slices[name].append(at)
    rare = sorted({at for places in slices.values() if len(places) < least for at in places})
    named = sorted(((n, p) for n, p in slices.items() if len(p) >= least), key=lambda item: (-len(item[1]), item[0]))
    for name, places in [*named, ("any that fewer pages show", rare)]:
        s = score([gold[at] for at in places], [found[at] for at in places])
        labelled = s.right + s.missed
        told = s.dates["right"] + s.dates["wrong"] + s.dates["absent"]
        dates = f"{s.dates['right']} of {told}" if told else ""
        yield f"| {name} | {len(places)} | {labelled} | {s.right} | {s.extra} | {dates} |"


def _unsolved(gold: Sequence[Page], found: Sequence[Sequence[Update]]) -> Iterator[str]:
    for page, updates in zip(gold, found, strict=True):
        wanted, got = labels(page), {key(u): u for u in updates if u.stage}
        said = Counter(f"missed {stage} {modality}" for _, stage, modality in wanted.keys() - got.keys())
        if not page.get("capped"):
            said += Counter(f"extra {stage} {modality}" for _, stage, modality in got.keys() - wanted.keys())
        said += Counter(f"date {d}" for f in wanted.keys() & got.keys() if (d := _dated(wanted[f], got[f])) not in ("right", "none"))
        if said:
            yield f"- {page['id']}: " + ", ".join(what if n == 1 else f"{what} × {n}" for what, n in sorted(said.items()))


def main() -> int:
    ask = argparse.ArgumentParser(prog="python -m tests.bench.understood", description="How well the labelled pages are understood.")
    ask.add_argument("--write", action="store_true", help=f"put the tables into {DOC.relative_to(ROOT)}")
    given = ask.parse_args()
    lines = list(report())
    if not lines:
        print("no labelled pages: set REGIONWATCH_EVAL to the folder that holds updates/dev.jsonl", file=sys.stderr)
        return 2
    text = "\n".join(lines)
    if given.write:
        page = DOC.read_text(encoding="utf-8")
        before, after = page[: page.index(BEGIN)], page[page.index(END) :]
        DOC.write_text(f"{before}{BEGIN}\n\n{text}\n{after}", encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

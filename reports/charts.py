"""What the small charts show: an indicator's path to its target, and how many projects stand at which stage. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from reports.catalogue import Catalogue, plain
from reports.sections import LADDER
from reports.values import Values, day, mapping, number
from reports.words import STAGES
from warehouse.records import Change, ChangeKind, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a chart: its words carry what its length shows."""

    label: str
    percent: int  # of the chart's width, 0 to 100
    text: str
    tone: str = "fill"  # fill | time | good | bad


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """How a reported number stands to its target."""

    goal: float
    by: date
    share: float | None  # percent of the target; None where a smaller number is the aim
    elapsed: float | None = None  # percent of the target's year that has passed, for what is counted on from January
    months_left: int = 0
    need: float = 0.0  # a month, to reach the target
    pace: float = 0.0  # a month, so far
    even: float | None = None  # what an even path from the base year would have by now

    @property
    def reached(self) -> bool:
        return self.share is not None and self.share >= 100


def path_to_target(new: Values) -> Path | None:
    """The path that the warehouse found; None without a target, and for a number that is itself one."""
    path = mapping(new, "path")
    goal, by = number(path, "goal"), day(path, "by")
    if number(new, "value") is None or goal is None or by is None:
        return None
    left, need, pace = (number(path, key) for key in ("months_left", "need", "pace"))
    return Path(
        goal=goal, by=by, share=number(path, "share"), elapsed=number(path, "elapsed"), months_left=int(left or 0),
        need=need or 0.0, pace=pace or 0.0, even=number(path, "even"),
    )  # fmt: skip


def path_bars(path: Path, words: Catalogue) -> tuple[Bar, ...]:
    if path.share is None:
        return ()
    done = Bar(label=words.say("done_bar"), percent=_bounded(path.share), text=f"{plain(path.share)}%")
    if path.elapsed is None:
        return (done,)
    return done, Bar(label=words.say("time_bar"), percent=_bounded(path.elapsed), text=f"{plain(path.elapsed)}%", tone="time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """A programme's projects by stage."""

    name: str
    bars: tuple[Bar, ...]
    count: int = 0


def ladders(
    standings: Sequence[Standing], changes: Iterable[Change], programmes: Sequence[tuple[str, str]], words: Catalogue
) -> tuple[Ladder, ...]:
    """One ladder a programme, and one of the projects that belong to none; `programmes` are ids with names."""
    moved = {c.subject: str(c.new.get("stage")) for c in changes if c.kind in (ChangeKind.STAGE_REACHED, ChangeKind.STOPPED)}
    known = [ident for ident, _ in programmes]
    groups = {ident: [s for s in standings if s.programme == ident] for ident in known}
    rest = [s for s in standings if s.programme not in groups]
    named = [(name, groups[ident]) for ident, name in programmes if groups[ident]]
    named += [(words.pick(LADDER[1] if named else LADDER[0]), rest)] if rest else []
    return tuple(_ladder(name, group, moved, words) for name, group in named)


def _ladder(name: str, group: Sequence[Standing], moved: dict[str, str], words: Catalogue) -> Ladder:
    counts = Counter(standing.stage or "" for standing in group)
    new = Counter(s.stage for s in group if s.stage and moved.get(s.project) == s.stage)
    most = max(counts.values())
    bars = []
    for stage in (*STAGES, ""):
        if not counts[stage]:
            continue
        label = words.stage(stage) or words.say("no_news")
        text = str(counts[stage])
        if new[stage]:
            text += words.say("in_words", words=words.say("moved_here", n=new[stage]))
        tone = "bad" if stage == "stopped" else "time" if not stage else "fill"
        bars.append(Bar(label=label, percent=_bounded(100 * counts[stage] / most), text=text, tone=tone))
    return Ladder(name=name, bars=tuple(bars), count=len(group))


def _bounded(share: float) -> int:
    return max(0, min(100, round(share)))

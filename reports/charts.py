"""What the small charts show: an indicator's path to its target, and how many projects stand at which stage. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from reports.catalogue import Catalogue, plain
from reports.values import Values, day, maps, number
from reports.words import LADDER, STAGES, YEARLY
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
    """The path to the first target that the reported period does not outlive; None without a target or a period."""
    value, start, end = number(new, "value"), day(new, "when_start"), day(new, "when_end")
    if value is None or new.get("modality") == "target":
        return None
    targets = [(by, goal, target) for target in maps(new, "targets")
               if (by := day(target, "by")) and (goal := number(target, "value")) is not None]  # fmt: skip
    targets.sort(key=lambda found: found[0])
    fitting = [found for found in targets if end is None or found[0] >= end] or targets[-1:]
    if not fitting:
        return None
    by, goal, target = fitting[0]
    base, base_year = number(target, "base"), number(target, "base_year")
    falling = base is not None and base > goal
    path = Path(goal=goal, by=by, share=None if falling or goal <= 0 else round(100 * value / goal, 1))
    if start is None or end is None or (start.month, start.day) != (1, 1) or start.year != end.year:
        return path
    if end.year == by.year and (by.month, by.day) == (12, 31) and end.month < 12 and new.get("unit") in YEARLY and not falling:
        left = 12 - end.month
        return Path(
            goal=goal, by=by, share=path.share, elapsed=round(100 * end.month / 12, 1), months_left=left,
            need=(goal - value) / left, pace=value / end.month,
        )  # fmt: skip
    if base is not None and base_year and base_year < end.year < by.year and end.month == 12:
        even = base + (goal - base) * (end.year - base_year) / (by.year - base_year)
        return Path(goal=goal, by=by, share=path.share, even=even)
    return path


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

"""An article → updates: who (match, reference), which stage (triggers), happened or promised (modality), when, how much.

A sentence is taken clause by clause. A stage word belongs to the names of its clause, before it or, for words that take an
object, after it; else to those of the clause before; else to what the sentence refers back to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scrapers.text.dates import When, find_dates
from scrapers.text.figures import Found, find_figures
from scrapers.text.normalise import Clean, normalise
from scrapers.text.sentences import Span, clauses, sentences
from scrapers.updates.indicators import find_indicators
from scrapers.updates.match import Matcher, Mention
from scrapers.updates.modality import modality_of
from scrapers.updates.reference import PART_OF_WORK, names_stranger, refers_back
from scrapers.updates.slips import previous_date
from scrapers.updates.triggers import Trigger, find_triggers
from warehouse.records import Article, Candidate, Figure, Modality, Stage, Strength, Update

LONGEST_TEXT = 200_000  # characters read of an article; a newspaper's longest page has a tenth of it


@dataclass(frozen=True, slots=True)
class Page:
    """What is found in a page before anything is put together."""

    clean: Clean
    published: date | None
    mentions: tuple[Mention, ...]
    dates: tuple[When, ...]
    figures: tuple[Found, ...]


def find_updates(article: Article, matcher: Matcher) -> list[Update]:
    """The facts that an article states about tracked projects and indicators, in the order of the text."""
    clean = normalise(article.text[:LONGEST_TEXT])
    title = normalise(article.title).text
    mentions = matcher.mentions(clean.text)
    spans = sentences(clean.text)
    numbers = find_indicators(clean, title, spans, matcher, article.published)
    if not mentions and not matcher.mentions(title):
        return numbers
    page = Page(
        clean=clean,
        published=article.published,
        mentions=tuple(mentions),
        dates=tuple(find_dates(clean.text, article.published)),
        figures=tuple(find_figures(clean.text)),
    )
    return _merge(_project_updates(page, spans, matcher.mentions(title))) + numbers


def find_candidates(article: Article, matcher: Matcher) -> list[Candidate]:
    """Names that look like projects and are not tracked."""
    from scrapers.updates.candidates import candidates_in

    clean = normalise(article.text[:LONGEST_TEXT])
    return candidates_in(clean, matcher.mentions(clean.text))


def _project_updates(page: Page, spans: Sequence[Span], title: Sequence[Mention]) -> list[Update]:
    found: list[Update] = []
    of_title = tuple(dict.fromkeys(m.id for m in title))
    carried: tuple[str, ...] = of_title if len(of_title) == 1 else ()
    paragraph = 0
    for span in spans:
        if span.paragraph != paragraph:
            paragraph = span.paragraph
            everyone = {m.id for m in page.mentions}
            if len(of_title) == 1:
                carried = of_title
            elif len(everyone) > 1:
                carried = ()
        found += _sentence(page, span, carried)
        here = _within(page.mentions, span)
        if here:
            carried = (
                (here[-1].id,)
                if len({m.id for m in here}) > 1 and not _listed(page, here)
                else tuple(dict.fromkeys(m.id for m in here))
            )
        elif names_stranger(span.of(page.clean.text)) and not refers_back(span.of(page.clean.text)):
            carried = ()
    return found


def _sentence(page: Page, span: Span, carried: tuple[str, ...]) -> list[Update]:
    text = page.clean.text
    here = _within(page.mentions, span)
    subjects: tuple[str, ...] = ()
    if not here:
        sentence = span.of(text)
        if not carried or (names_stranger(sentence) and not refers_back(sentence)):
            return []
        subjects = carried
    found: list[Update] = []
    for clause in clauses(text, span):
        mine = _within(page.mentions, clause)
        triggers = find_triggers(text, clause)
        own = subjects
        if not mine and names_stranger(clause.of(text)) and not refers_back(clause.of(text)) and here:
            own = ()  # this clause speaks of something that we do not track
        covered: set[str] = set()
        for at, trigger in enumerate(triggers):
            following = triggers[at + 1].start if at + 1 < len(triggers) else clause.end
            whom = _whom(text, trigger, mine, clause, following) or own
            covered.update(whom)
            for project in whom:
                found.append(_update(page, project, trigger, clause, span, mine))
        if mine:
            subjects = tuple(dict.fromkeys(m.id for m in mine)) if _listed(page, mine) else (mine[-1].id,)
        found += _figures_alone(page, span, clause, subjects if mine else own, covered)
    return found


def _whom(text: str, trigger: Trigger, mine: Sequence[Mention], clause: Span, following: int) -> tuple[str, ...]:
    """The projects of a clause that a stage word speaks of."""
    before = [m for m in mine if m.end <= trigger.start + 1]
    after = [m for m in mine if trigger.end <= m.start < following]
    if after and trigger.rule.object_follows:
        gap = after[0].start - trigger.end
        if not before or gap <= 8:
            return _run(text, after, forward=True)
    if before:
        return _run(text, before, forward=False)
    inside = [m for m in mine if trigger.start <= m.start and m.end <= trigger.end]
    if inside:
        return tuple(dict.fromkeys(m.id for m in inside))
    if after and after[0].start - trigger.end <= 4:
        return _run(text, after, forward=True)
    return ()


def _run(text: str, mentions: Sequence[Mention], *, forward: bool) -> tuple[str, ...]:
    """The list A、B和C that the first (or last) of these names belongs to."""
    order = list(mentions) if forward else list(mentions)[::-1]
    run = [order[0]]
    for mention in order[1:]:
        left, right = (run[-1], mention) if forward else (mention, run[-1])
        between = text[left.end : right.start]
        if len(between) <= 40 and _joins(between):
            run.append(mention)
        else:
            break
    return tuple(dict.fromkeys(m.id for m in (run if forward else run[::-1])))


def _joins(between: str) -> bool:
    return any(j in between for j in "、和及与") and not any(
        w in between for w in ("已", "将", "正在", "开工", "通车", "建成", "投用")
    )


def _listed(page: Page, mentions: Sequence[Mention]) -> bool:
    return len(_run(page.clean.text, mentions, forward=True)) == len({m.id for m in mentions})


def _update(page: Page, project: str, trigger: Trigger, clause: Span, span: Span, mine: Sequence[Mention]) -> Update:
    text = page.clean.text
    opening = max([clause.start, *(m.end for m in mine if m.end <= trigger.start and m.id != project)])
    if opening != clause.start and "、" in text[opening : trigger.start]:
        opening = clause.start
    before = text[clause.start : trigger.start]
    modality, strength = modality_of(before)
    when = _when(page, trigger, clause, span, modality)
    if when and when.first and page.published and when.first > page.published and modality is Modality.ACTUAL:
        modality, strength = Modality.TARGET, Strength.FIRM
    start, end = page.clean.raw_span(span.start, span.end)
    money, progress, figures = _figures(page, clause)
    previous = previous_date(text, clause, page.dates) if modality is Modality.TARGET else None
    return Update(
        project=project,
        stage=trigger.rule.stage,
        modality=modality,
        strength=strength,
        when_start=when.first if when else None,
        when_end=when.last if when else None,
        when_text=when.text if when else "",
        previous_start=previous.first if previous else None,
        previous_end=previous.last if previous else None,
        milestone=trigger.word,
        investment_yuan=money,
        progress_percent=progress if trigger.rule.stage is Stage.CONSTRUCTION else None,
        figures=figures,
        mention=next((m.form for m in mine if m.id == project), ""),
        evidence=page.clean.raw[start:end],
        start=start,
        end=end,
        rule=trigger.rule.name,
        confidence=0.9 if mine else 0.7,
    )


def _when(page: Page, trigger: Trigger, clause: Span, span: Span, modality: Modality) -> When | None:
    """The date that a stage word goes with: before it in its clause, else right after it, else earlier in the sentence."""
    inside = [d for d in page.dates if clause.start <= d.start < clause.end and d.kind != "vague"]
    before = [d for d in inside if d.end <= trigger.start]
    if before:
        return before[-1]
    after = [d for d in inside if d.start >= trigger.end and d.start - trigger.end <= 6]
    if after:
        return after[0]
    earlier = [d for d in page.dates if span.start <= d.start and d.end <= clause.start and d.kind != "vague"]
    if (
        earlier
        and modality is Modality.ACTUAL
        and (not page.published or not earlier[-1].first or earlier[-1].first <= page.published)
    ):
        return earlier[-1]
    return None


def _figures(page: Page, clause: Span) -> tuple[float | None, float | None, tuple[Figure, ...]]:
    here = [f for f in page.figures if clause.start <= f.start < clause.end]
    yuan = [f for f in here if f.unit == "yuan"]
    now = [f for f in yuan if f.role == "total_investment_now"] or [f for f in yuan if f.role == "total_investment"]
    money = now[0].value if now else None
    whole = [f for f in here if f.role == "progress" and not _of_a_part(page.clean.text[clause.start : f.start])]
    progress = whole[0].value if whole else None
    return money, progress, tuple(Figure(role=f.role, value=f.value, unit=f.unit, text=f.text) for f in here if f.role)


def _of_a_part(before: str) -> bool:
    """Is this the progress of one kind of work, and not of the project?"""
    return PART_OF_WORK.search(before) is not None


def _figures_alone(page: Page, span: Span, clause: Span, subjects: tuple[str, ...], covered: set[str]) -> list[Update]:
    """Money or progress in a clause without a stage word: kept to be joined with the project's stage of this page."""
    money, progress, figures = _figures(page, clause)
    if len(subjects) != 1 or subjects[0] in covered or (money is None and progress is None):
        return []
    start, end = page.clean.raw_span(span.start, span.end)
    return [
        Update(
            project=subjects[0], modality=Modality.ACTUAL, strength=Strength.DONE, investment_yuan=money,
            progress_percent=progress, figures=figures, evidence=page.clean.raw[start:end], start=start, end=end,
            rule="figures", confidence=0.6,
        )
    ]  # fmt: skip


def _merge(found: Sequence[Update]) -> list[Update]:
    """One update a project, stage and modality: the latest; money and progress join the project's first stage."""
    kept: dict[tuple[str | None, Stage | None, Modality], Update] = {}
    for update in found:
        if update.stage is None:
            continue
        key = (update.project, update.stage, update.modality)
        known = kept.get(key)
        kept[key] = update if known is None else _later(known, update)
    for update in found:
        if update.stage is not None:
            continue
        mine = [k for k in kept if k[0] == update.project]
        if mine:
            built = [k for k in mine if update.progress_percent is not None and k[1] is Stage.CONSTRUCTION]
            # what a page says of the money belongs to where the project stands now
            best = built[0] if built else max(mine, key=lambda k: (k[2] is Modality.ACTUAL, k[1].rank if k[1] else -1))
            at = kept[best]
            kept[best] = replace(
                at,
                investment_yuan=at.investment_yuan if at.investment_yuan is not None else update.investment_yuan,
                progress_percent=at.progress_percent if at.progress_percent is not None else update.progress_percent,
            )
    facts = [*kept.values(), *_with_own_words(found, kept.values())]
    return sorted(facts, key=lambda u: (u.start, u.end, u.project or "", u.stage or "", u.modality))


def _with_own_words(found: Sequence[Update], kept: Iterable[Update]) -> list[Update]:
    """Figures that joined a stage from another sentence, once more, without a stage, with the sentence that says them."""
    own: dict[tuple[str | None, float | None, float | None], Update] = {}
    for fact in kept:
        for update in found:
            money = update.investment_yuan if update.investment_yuan == fact.investment_yuan else None
            progress = update.progress_percent if update.progress_percent == fact.progress_percent else None
            elsewhere = (update.start, update.end) != (fact.start, fact.end)
            if update.project == fact.project and elsewhere and (money is not None or progress is not None):
                own.setdefault(
                    (fact.project, money, progress),
                    replace(
                        update, stage=None, modality=Modality.ACTUAL, strength=Strength.DONE, milestone="", rule="figures",
                        when_start=None, when_end=None, when_text="", previous_start=None, previous_end=None,
                        investment_yuan=money, progress_percent=progress,
                    ),
                )  # fmt: skip
    return list(own.values())


def _later(known: Update, update: Update) -> Update:
    """Of two facts of one kind: the later one; what the other alone knows joins it."""
    newer = update.when_end is not None and (known.when_end is None or update.when_end > known.when_end)
    best, other = (update, known) if newer else (known, update)
    return replace(
        best,
        investment_yuan=best.investment_yuan if best.investment_yuan is not None else other.investment_yuan,
        progress_percent=best.progress_percent if best.progress_percent is not None else other.progress_percent,
    )


def _within(mentions: Sequence[Mention], span: Span) -> list[Mention]:
    return [m for m in mentions if span.start <= m.start < span.end]

"""Sentence by sentence, which rule saw what: for people who wonder why an update is there, or is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from scrapers.text.normalise import normalise
from scrapers.text.sentences import Span
from scrapers.updates.candidates import candidates_in
from scrapers.updates.find import find_updates
from scrapers.updates.indicator_values import in_place, value_of
from scrapers.updates.match import Matcher
from scrapers.updates.page import Page, read_page
from scrapers.updates.plans import plan_at
from scrapers.updates.statements import statements
from scrapers.updates.telling import Statement
from scrapers.updates.triggers import Trigger, find_triggers
from warehouse.records import REPORTABLE, Article, Update

NOBODY = "of nobody that we track: no name in its clause, and what is spoken of before is another thing or unclear"
BATCH = "of a batch whose members may follow"
HELPS = "only helps another stage word of the sentence"
JOINED = "joined into another update: the same project, stage and modality, said later, surer or with its day"
ONLY_TITLE = "of the title, which counts only where the text is silent"


@dataclass(frozen=True, slots=True)
class Name:
    """A tracked name. `how`: own (the watchlist's own form), made (a shorter form or a part made from it, or a near match)."""

    id: str
    form: str
    how: str


@dataclass(frozen=True, slots=True)
class Word:
    """A stage word and what became of it; `why` is empty when it became an update of each of `projects`."""

    word: str
    rule: str
    stage: str
    why: str = ""
    projects: tuple[str, ...] = ()
    modality: str = ""
    strength: str = ""
    when_text: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Day:
    text: str
    kind: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Amount:
    text: str
    role: str  # "" when the words around it do not say what it is
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Number:
    """An indicator's name in a sentence, and its value or why there is none."""

    indicator: str
    form: str
    value: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One sentence (`article.text[start:end] == sentence`) with all that was seen in it and the updates that quote it."""

    sentence: str
    start: int
    end: int
    heading: bool = False
    planned: bool = False  # a plan speaks here
    names: tuple[Name, ...] = ()
    words: tuple[Word, ...] = ()
    days: tuple[Day, ...] = ()
    amounts: tuple[Amount, ...] = ()
    numbers: tuple[Number, ...] = ()
    candidates: tuple[str, ...] = ()
    updates: tuple[Update, ...] = field(default=())


def explain(article: Article, matcher: Matcher) -> list[Seen]:
    """Every sentence in order."""
    page = read_page(article, matcher)
    title = normalise(article.title).text
    told: dict[int, list[Statement]] = {}
    for statement in statements(page):
        if statement.trigger is not None:
            told.setdefault(statement.trigger.start, []).append(statement)
    updates = find_updates(article, matcher)
    new = candidates_in(page.clean, page.spans, page.mentions)
    seen = []
    for span in page.spans:
        start, end = page.clean.raw_span(span.start, span.end)
        here = tuple(u for u in updates if start <= u.start < end or (u.start <= start and end == u.end))
        seen.append(
            Seen(
                sentence=page.clean.raw[start:end],
                start=start,
                end=end,
                heading=span.end <= page.heading,
                planned=plan_at(page.plans, span.start, span.end) is not None,
                names=tuple(Name(m.id, m.form, "own" if m.own else "made") for m in page.within(span)),
                words=_words(page, span, told, updates),
                days=tuple(Day(d.text, d.kind, d.first, d.last) for d in page.dates if span.start <= d.start < span.end),
                amounts=tuple(
                    Amount(f.text, f.role, f.value, f.unit) for f in page.figures if span.start <= f.start < span.end
                ),
                numbers=_numbers(page, title, span, matcher),
                candidates=tuple(c.name for c in new if c.start == start),
                updates=here,
            )
        )
    return seen


def _words(page: Page, span: Span, told: dict[int, list[Statement]], updates: Sequence[Update]) -> tuple[Word, ...]:
    masked = [(m.start, m.end) for m in page.within(span)]
    planned = plan_at(page.plans, span.start, span.end) is not None
    left_out: list[tuple[Trigger, str]] = []
    heard = find_triggers(page.text, span, masked, planned=planned, left_out=left_out)
    found = [(t.start, Word(t.word, t.rule.name, t.rule.stage, why)) for t, why in left_out if not _covered(t, heard)]
    for trigger in heard:
        said = [s for s in told.get(trigger.start, ()) if s.projects]
        if not said:
            found.append((trigger.start, Word(trigger.word, trigger.rule.name, trigger.rule.stage, BATCH if trigger.batch else NOBODY)))
        found += [(trigger.start, _said(page, span, statement, updates)) for statement in said]
    return tuple(word for _, word in sorted(found, key=lambda item: item[0]))


def _covered(trigger: Trigger, heard: Sequence[Trigger]) -> bool:
    """Another rule heard the same words."""
    return any(t.start < trigger.end and trigger.start < t.end for t in heard)


def _said(page: Page, span: Span, statement: Statement, updates: Sequence[Update]) -> Word:
    trigger = statement.trigger
    assert trigger is not None  # only statements with a stage word are told
    start, _ = page.clean.raw_span(statement.span.start, statement.span.end)
    mine = {u.project for u in updates if u.start == start and u.milestone == trigger.word and u.modality is statement.modality}
    why = "" if mine & set(statement.projects) else ONLY_TITLE if span.end <= page.heading else JOINED
    return Word(
        word=trigger.word,
        rule=trigger.rule.name,
        stage=trigger.rule.stage,
        why=why,
        projects=statement.projects,
        modality=statement.modality,
        strength=statement.strength,
        when_text=statement.when.text if statement.when else "",
        confidence=statement.sure,
    )


def _numbers(page: Page, title: str, span: Span, matcher: Matcher) -> tuple[Number, ...]:
    found = []
    for mention in matcher.numbers(page.text[span.start : span.end]) if matcher.indicators else ():
        indicator = matcher.indicators[mention.id]
        whole = type(mention)(mention.start + span.start, mention.end + span.start, mention.id, mention.form, mention.own)
        if not in_place(page.text, title, span, whole, indicator):
            found.append(Number(mention.id, mention.form, why=f"not of {indicator.place or 'the place'}: elsewhere, or narrower"))
        elif (value := value_of(page.text, span, whole, indicator)) is None:
            found.append(Number(mention.id, mention.form, why=f"no number in {indicator.unit} right beside it"))
        else:
            found.append(Number(mention.id, mention.form, value.value))
    return tuple(found)


def verdict(update: Update) -> str:
    return "reported" if update.confidence >= REPORTABLE else "kept for review"

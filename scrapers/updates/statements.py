"""A page, clause by clause → statements: which projects, which stage word, happened or promised, when.

A stage word belongs to the names of its clause; else to the subject of its sentence; else to what the page speaks of, as
long as no name that we do not track stands in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scrapers.text.sentences import Span, clauses
from scrapers.updates.batches import QUOTED, is_described, is_enumerated, members, opens_a_list, respective
from scrapers.updates.match import Mention
from scrapers.updates.modality import modality_of
from scrapers.updates.page import Page
from scrapers.updates.plans import plan_at
from scrapers.updates.reference import (
    AGGREGATE,
    BATCH,
    EXPLICIT,
    GENERAL,
    LISTS,
    builds_other,
    is_light,
    is_question,
    kind_of,
    names_stranger,
    refers_back,
    refers_to,
)
from scrapers.updates.saying import statement_of
from scrapers.updates.telling import (
    CARRIED,
    DESCRIBED,
    DISTANT,
    NAMED,
    NEAR_SENTENCES,
    SUBJECT,
    Sentence,
    State,
    Statement,
)
from scrapers.updates.triggers import Trigger, find_triggers
from scrapers.updates.whom import is_oblique, is_of_many, run, whom
from warehouse.records import Modality

_LISTS_HERE = re.compile(r"(?:包括|其中有?|以及|分别是?|涵盖|涉及|还有|[亿万]元的|：)$")
_SINCE = re.compile(r"(?:自从?|随着|经过?)")
_OF_LINE = re.compile(r"的?(?:全线)?(?:重点|关键)?(?:控制性|节点)?(?:工程)?(?:——|—)?")
_WHOLE_LINE = re.compile(r"(?:目前，?|按计划，?|预计|计划)?(?:全线|全段|整条线路|整条铁路|整条高速)")
_THAT = re.compile(r"(?:了)?(?:该|本|此|上述)(?:项目|工程)")  # 核准该项目


def statements(page: Page) -> Iterator[Statement]:
    state = State(carried=page.title if len(page.title) == 1 else ())
    everyone: set[str] = set()
    for span in page.spans:
        if span.paragraph != state.paragraph:
            _new_paragraph(page, state, span, everyone)
        if not state.carried and len(page.title) == 1 and GENERAL.search(page.text, span.start, span.end):
            state.carried = page.title
        if not state.carried and not page.within(span) and not BATCH.search(page.text, span.start, span.end):
            continue  # nobody is spoken of
        sentence = _sentence(page, span, state)
        if not is_question(page.text, span):
            yield from sentence.found
        everyone.update(m.id for m in page.within(span))
        _leave(page, sentence, state)


def _new_paragraph(page: Page, state: State, span: Span, everyone: set[str]) -> None:
    state.paragraph, state.promised, state.paragraph_names = span.paragraph, False, []
    if len(everyone) == 1:
        state.carried = tuple(everyone)
    elif not EXPLICIT.search(page.text, span.start, span.end):
        state.carried = page.title if len(page.title) == 1 else ()


def _sentence(page: Page, span: Span, state: State) -> Sentence:
    here = page.within(span)
    masked = [(m.start, m.end) for m in here]
    triggers = find_triggers(page.text, span, masked, planned=plan_at(page.plans, span.start, span.end) is not None)
    subject = () if here else _carried(page, span, state)
    sentence = Sentence(page, span, triggers, subject, CARRIED, previous=span.start)
    if state.batch is not None and span.start - state.batch.span.end > QUOTED:
        state.batch = None
    if here and all(t.later for t in triggers) and state.batch is not None:
        if LISTS.search(page.text[span.start : here[0].start]) or is_enumerated(page, here):
            sentence.found += members(page, span, here, state.batch)
        elif is_described(page, span):
            sentence.found += members(page, span, here[:1], replace(state.batch, sure=DESCRIBED))
    if not triggers and not any(span.start <= f.start < span.end for f in page.figures):
        for clause in clauses(page.text, span):
            _mark_promise(sentence, clause, state)
        _subject(sentence, here, triggers, state)  # nothing is stated
        return sentence
    for clause in clauses(page.text, span):
        _clause(sentence, clause, state)
    return sentence


def _carried(page: Page, span: Span, state: State) -> tuple[str, ...]:
    """Whom a sentence without a name speaks of."""
    text = page.text
    said = span.of(text)
    if kind := kind_of(said):
        alike = [m.id for m in page.mentions if m.end <= span.start and m.form.removesuffix("工程").endswith(kind)]
        if alike:
            return (alike[-1],)
    number = refers_to(said)
    if number is not None and len(state.several) > 1 and number in (0, len(state.several)):
        return state.several
    if number is not None and number == len(state.paragraph_names) > 1:
        return tuple(state.paragraph_names)
    return state.carried


def _clause(sentence: Sentence, clause: Span, state: State) -> None:
    page, text = sentence.page, sentence.page.text
    mine = page.within(clause)
    triggers = [t for t in sentence.triggers if clause.start <= t.start < clause.end]
    opening = text[clause.start : triggers[0].start if triggers else clause.end]
    own = state.line if state.line and not mine and _WHOLE_LINE.match(opening) else sentence.subject
    if not mine and not own and _SINCE.match(opening) and (whole := page.within(sentence.span)):
        own = (whole[0].id,)  # 自2015年建成通车以来，大桥…
    elif not mine and not refers_back(opening):
        if names_stranger(_undated(page, clause.start, opening)):
            own = ()  # this clause speaks of something that we do not track
            if sentence.sure == CARRIED or AGGREGATE.search(opening):
                sentence.subject = ()
        elif sentence.sure == CARRIED and not is_light(opening) and not EXPLICIT.search(opening):
            own = ()
    if not triggers and (mine or sentence.subject):
        _mark_promise(sentence, clause, state)
    covered: set[str] = set()
    for trigger in triggers:
        named = whom(text, trigger, triggers, mine, clause)
        away = sentence.sure == CARRIED and builds_other(text[trigger.start : clause.end])
        projects = named or (sentence.subject if _THAT.match(text, trigger.end) else () if away else own)
        counted = trigger.batch and not any(m.start >= trigger.end and m.id in named for m in mine)
        if counted or is_of_many(text, trigger, mine, named):
            trigger, projects = replace(trigger, batch=True), ()
        statement = statement_of(sentence, clause, trigger, projects, NAMED if named else _sure(sentence), state)
        if statement is None:
            continue
        if projects:
            sentence.found += respective(page, clause, statement)
        elif "取得" not in text[trigger.start : trigger.end + 2] and (trigger.batch or opens_a_list(text, clause, mine)):
            state.batch = statement
        covered.update(projects)
        if "集中" in trigger.word:
            state.batch = statement
    _subject(sentence, mine, triggers, state)
    opening = text[max(sentence.span.start, clause.start - 1) : mine[0].start] if mine else ""
    if not triggers and sentence.triggers and state.batch and mine and _LISTS_HERE.search(opening):
        sentence.found += members(page, clause, mine, state.batch)
    left = tuple(p for p in (sentence.subject if mine else own) if p not in covered)
    sentence.found.append(Statement(sentence.span, clause, left))


def _sure(sentence: Sentence) -> float:
    if sentence.sure != CARRIED:
        return sentence.sure
    last = max((m.end for m in sentence.page.mentions if m.end <= sentence.span.start), default=0)
    since = sum(last < span.start < sentence.span.start for span in sentence.page.spans)
    return CARRIED if since <= NEAR_SENTENCES else DISTANT


def _mark_promise(sentence: Sentence, clause: Span, state: State) -> None:
    """A promise without a stage word still says until when the page looks ahead."""
    days = [d.first for d in sentence.page.dates if clause.start <= d.start < clause.end and d.first and d.year_said]
    if days and modality_of(clause.of(sentence.page.text))[0] is Modality.TARGET:
        state.horizon = max(days[-1], state.horizon or days[-1])


def _undated(page: Page, start: int, words: str) -> str:
    """The words without their dates: 明年10月水库下闸 names no 10月水库."""
    for when in reversed(page.dates):
        if start <= when.start and when.end <= start + len(words):
            words = words[: when.start - start] + "，" + words[when.end - start :]
    return words


def _subject(sentence: Sentence, mine: Sequence[Mention], triggers: list[Trigger], state: State) -> None:
    """After a clause: whom the rest of the sentence speaks of."""
    text = sentence.page.text
    straight = [m for m in mine if not is_oblique(text, m)]
    if not straight:
        return
    sentence.subject = run(text, straight, triggers, forward=False)
    sentence.sure = SUBJECT
    holds = len(straight) > 1 and _OF_LINE.fullmatch(text, straight[-2].end, straight[-1].start)
    state.line = (straight[-2].id,) if holds else ()
    if len(sentence.subject) > 1:
        state.several = sentence.subject


def _leave(page: Page, sentence: Sentence, state: State) -> None:
    """What the sentence leaves open for the next."""
    said = sentence.span.of(page.text)
    if named := page.within(sentence.span):
        state.carried = sentence.subject
        state.paragraph_names += [m.id for m in named if m.id not in state.paragraph_names]
    elif names_stranger(said) and not refers_back(said):
        state.carried = ()
    told = [s for s in sentence.found if s.trigger is not None]
    state.promised = bool(told) and told[-1].modality is Modality.TARGET
    state.promised_when = told[-1].when if state.promised else None

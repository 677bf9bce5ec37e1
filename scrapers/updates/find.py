"""An article → updates: who (match, reference), which stage (triggers), happened or promised (modality), when, how much.

A sentence is taken clause by clause. A stage word belongs to the names of its clause, before it or, for words that take an
object, after it; else to those of the clause before; else to what the sentence refers back to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrapers.text.dates import find_dates
from scrapers.text.figures import find_figures
from scrapers.text.normalise import normalise
from scrapers.text.sentences import Span, clauses, sentences
from scrapers.updates.indicators import find_indicators
from scrapers.updates.match import Matcher, Mention
from scrapers.updates.merge import merge
from scrapers.updates.modality import carried_promise, goes_on, modality_of
from scrapers.updates.page import Page
from scrapers.updates.reference import PART_OF_WORK, named_by, names_stranger, refers_back
from scrapers.updates.slips import previous_date
from scrapers.updates.triggers import Trigger, find_triggers
from scrapers.updates.when import EVENTS, ahead, when_of
from scrapers.updates.who import listed, whom, within
from warehouse.records import Article, Candidate, Figure, Modality, Stage, Strength, Update

# A sentence that goes on with the names of a roundup.
LISTS = re.compile(
    r"^(?:其中|包括|此次|本次|这次|这批|它们是|他们是|分别是|分别为|主要有|主要包括|涉及|项目包括|[^，。]{0,14}(?:包括|专场))"
)
GROUP_EVENT = re.compile(
    r"(?:集中|同时|同步|同日|现场|专场|签约|开工|奠基|竣工|投产)[^，。]{0,12}\d+(?:余|多)?(?:个|项|座)|(?:\d+|[二两三四五六七八九十]+)(?:余|多)?(?:个|项|座)[^，。]{0,14}(?:集中|同时|同步)|集中(?:开工|签约|竣工|投产)"
)
SAID_DONE = re.compile(r"已|了|正在|目前")
LONGEST_TEXT = 200_000  # characters read of an article; a newspaper's longest page has a tenth of it


def find_updates(article: Article, matcher: Matcher) -> list[Update]:
    """The facts that an article states about tracked projects and indicators, in the order of the text."""
    clean = normalise(article.text[:LONGEST_TEXT])
    title = normalise(article.title).text
    mentions = matcher.mentions(clean.text, clean)
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
    return merge(_project_updates(page, spans, matcher.mentions(title))) + numbers


def find_candidates(article: Article, matcher: Matcher) -> list[Candidate]:
    """Names that look like projects and are not tracked."""
    from scrapers.updates.candidates import candidates_in

    clean = normalise(article.text[:LONGEST_TEXT])
    return candidates_in(clean, matcher.mentions(clean.text))


def _project_updates(page: Page, spans: Sequence[Span], title: Sequence[Mention]) -> list[Update]:
    found: list[Update] = []
    of_title = tuple(dict.fromkeys(m.id for m in title))
    carried: tuple[str, ...] = of_title if len(of_title) == 1 else ()
    roundup: tuple[Trigger, Span] | None = None
    paragraph = 0
    for span in spans:
        if span.paragraph != paragraph:
            paragraph = span.paragraph
            everyone = {m.id for m in page.mentions}
            if len(of_title) == 1:
                carried = of_title
            elif len(everyone) > 1:
                carried = ()
        mine = _sentence(page, span, carried)
        here = within(page.mentions, span)
        if roundup and not any(u.stage for u in mine) and here and LISTS.match(span.of(page.clean.text)):
            mine += _of_roundup(page, roundup, span, here)
        elif here or not LISTS.match(span.of(page.clean.text)):
            roundup = _roundup(page, span)
        found += mine
        if here:
            carried = (
                (here[-1].id,)
                if len({m.id for m in here}) > 1 and not listed(page.clean.text, here)
                else tuple(dict.fromkeys(m.id for m in here))
            )
        elif names_stranger(span.of(page.clean.text)) and not refers_back(span.of(page.clean.text)):
            carried = ()
    return found


def _roundup(page: Page, span: Span) -> tuple[Trigger, Span] | None:
    """集中开工14个项目: the stage of many, whose names the next sentences give."""
    if not GROUP_EVENT.search(page.clean.text, span.start, span.end):
        return None
    triggers = find_triggers(page.clean.text, span)
    events = [t for t in triggers if t.rule.stage in EVENTS]
    return (events[-1], span) if events and len({t.rule.stage for t in events}) == 1 else None


def _of_roundup(page: Page, roundup: tuple[Trigger, Span], span: Span, here: Sequence[Mention]) -> list[Update]:
    """The roundup's stage for each name, with the money that stands beside that name alone."""
    leads = any(span.start <= f.start and f.end <= here[0].start and f.role.startswith("total_") for f in page.figures)
    found = []
    for at, mention in enumerate(here):
        after = here[at + 1].start if at + 1 < len(here) else span.end
        before = here[at - 1].end if at else span.start
        own = Span(before, mention.end) if leads else Span(mention.start, after)
        found.append(_update(page, mention.id, roundup[0], own, _both(roundup[1], span), (), ""))
    return found


def _both(first: Span, last: Span) -> Span:
    return Span(first.start, last.end, last.paragraph)


def _sentence(page: Page, span: Span, carried: tuple[str, ...]) -> list[Update]:
    text = page.clean.text
    here = within(page.mentions, span)
    subjects: tuple[str, ...] = ()
    if not here:
        sentence = span.of(text)
        if named := named_by(sentence, [m for m in page.mentions if m.end <= span.start]):
            carried = named
        elif not carried or (names_stranger(sentence) and not refers_back(sentence)):
            return []
        subjects = carried
    found: list[Update] = []
    promise = ""
    for clause in clauses(text, span):
        mine = within(page.mentions, clause)
        triggers = find_triggers(text, clause)
        own = subjects
        if not mine and names_stranger(clause.of(text)) and not refers_back(clause.of(text)) and here:
            own = ()  # this clause speaks of something that we do not track
        covered: set[str] = set()
        for at, trigger in enumerate(triggers):
            following = triggers[at + 1].start if at + 1 < len(triggers) else clause.end
            theirs = whom(text, trigger, mine, clause, following) or own
            covered.update(theirs)
            for project in theirs:
                found.append(_update(page, project, trigger, clause, span, mine, promise))
        promise = carried_promise(promise, clause.of(text))
        if mine:
            subjects = tuple(dict.fromkeys(m.id for m in mine)) if listed(text, mine) else (mine[-1].id,)
        found += _figures_alone(page, span, clause, subjects if mine else own, covered)
    return found


def _update(
    page: Page, project: str, trigger: Trigger, clause: Span, span: Span, mine: Sequence[Mention], promise: str
) -> Update:
    text = page.clean.text
    opening = max([clause.start, *(m.end for m in mine if m.end <= trigger.start and m.id != project)])
    if opening != clause.start and "、" in text[opening : trigger.start]:
        opening = clause.start
    before = text[clause.start : trigger.start]
    modality, strength = modality_of((promise if goes_on(before) else "") + before, text[trigger.end : trigger.end + 10])
    when = when_of(page, trigger, clause, span, modality)
    if when and when.first and page.published and when.first > page.published and modality is Modality.ACTUAL:
        modality, strength = Modality.TARGET, Strength.FIRM
    if when and ahead(when, page) and modality is Modality.ACTUAL and not SAID_DONE.search(before):
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

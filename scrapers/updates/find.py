"""An article → updates: statements (whose, which stage, when) with their figures, one update a project, stage and modality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from scrapers.text.normalise import normalise
from scrapers.text.places import place_of
from scrapers.text.sentences import Span
from scrapers.updates.amounts import amounts_of
from scrapers.updates.candidates import candidates_in
from scrapers.updates.indicators import find_indicators
from scrapers.updates.match import Matcher
from scrapers.updates.merge import merge
from scrapers.updates.page import Page, read_page
from scrapers.updates.slips import previous_date
from scrapers.updates.statements import statements
from scrapers.updates.telling import Statement
from scrapers.updates.timing import Days, Place, standing
from warehouse.records import REPORTABLE, Article, Candidate, Modality, Stage, Update

FIGURES_ONLY = 0.6
ROUNDUP = 5  # sentences that each tell of a project of their own
STATES = (Stage.CONSTRUCTION, Stage.STOPPED)  # what goes on, and not on a day only


def find_updates(article: Article, matcher: Matcher) -> list[Update]:
    """The facts that an article states about tracked projects and indicators: the sure ones, those for review, numbers."""
    return _updates(read_page(article, matcher), article, matcher)


def find_all(article: Article, matcher: Matcher) -> tuple[list[Update], list[Candidate]]:
    """What find_updates and find_candidates give, of one reading of the page."""
    page = read_page(article, matcher)
    return _updates(page, article, matcher), _candidates(page, matcher)


def _updates(page: Page, article: Article, matcher: Matcher) -> list[Update]:
    title = normalise(article.title).text
    numbers = find_indicators(page.clean, title, page.spans, matcher, article.published)
    if not page.mentions and not page.title:
        return numbers
    found: list[Update] = []
    headings: list[Update] = []
    told = list(statements(page))
    roundup = is_roundup(told)
    for statement in told:
        into = headings if statement.span.end <= page.heading else found
        days = None if roundup else _standing(page, statement)
        into += [update for project in statement.projects if (update := _update(page, statement, project, days)) is not None]
    sure = merge([u for u in found if u.confidence >= REPORTABLE], headings)
    told_for_sure = {(u.project, u.stage, u.modality) for u in sure}
    doubtful = merge([u for u in found if u.confidence < REPORTABLE])
    return sure + [u for u in doubtful if (u.project, u.stage, u.modality) not in told_for_sure] + numbers


def find_candidates(article: Article, matcher: Matcher) -> list[Candidate]:
    """Names that look like projects and are not tracked."""
    return _candidates(read_page(article, matcher), matcher)


def _candidates(page: Page, matcher: Matcher) -> list[Candidate]:
    found = candidates_in(page.clean, page.spans, page.mentions)
    return [replace(c, place=place_of(c.name, normalise(c.evidence).text, matcher.home, matcher.places)) for c in found]


def is_roundup(told: Sequence[Statement]) -> bool:
    """Does the page tell of many projects, a sentence for each? Then its own day is none of theirs."""
    first: dict[str, int] = {}
    for statement in told:
        for project in statement.projects if statement.trigger else ():
            first.setdefault(project, statement.span.start)
    return list(Counter(first.values()).values()).count(1) >= ROUNDUP


def _standing(page: Page, statement: Statement) -> Days | None:
    """The page's own day, for a state without a date."""
    trigger = statement.trigger
    if trigger is None or statement.when or trigger.rule.stage not in STATES or statement.modality is Modality.TARGET:
        return None
    where = Place(statement.clause, statement.span, trigger.start, trigger.end, 0, 0)
    return standing(page.text, page.dates, where, page.published)


def _update(page: Page, statement: Statement, project: str, days: Days | None) -> Update | None:
    trigger, when = statement.trigger, statement.when
    money, progress, figures = amounts_of(page.text, page.figures, statement.clause)
    stage = trigger.rule.stage if trigger else None
    if len(statement.projects) > 1:
        money, figures = None, ()  # a sum of several is nobody's own
    if stage is None and money is None and progress is None and not figures:
        return None
    previous = None
    if statement.modality is Modality.TARGET:
        previous = previous_date(page.text, statement.clause, page.dates)
    start, end = page.clean.raw_span(statement.span.start, statement.span.end)
    return Update(
        project=project,
        stage=stage,
        modality=statement.modality,
        strength=statement.strength,
        when_start=when.first if when else days and days[0],
        when_end=when.last if when else days and days[1],
        when_text=when.text if when else "",
        previous_start=previous.first if previous else None,
        previous_end=previous.last if previous else None,
        milestone=trigger.word if trigger else "",
        investment_yuan=money,
        progress_percent=progress if stage in (None, Stage.CONSTRUCTION) else None,
        figures=figures,
        mention=_mention(page, statement.span, project),
        evidence=page.clean.raw[start:end],
        start=start,
        end=end,
        rule=trigger.rule.name if trigger else "figures",
        confidence=statement.sure if trigger else FIGURES_ONLY,
    )


def _mention(page: Page, span: Span, project: str) -> str:
    return next((m.form for m in page.within(span) if m.id == project), "")

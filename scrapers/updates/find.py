"""An article → updates: statements (whose, which stage, when) with their figures, one update a project, stage and modality."""

from __future__ import annotations

from scrapers.text.normalise import normalise
from scrapers.text.sentences import Span
from scrapers.updates.amounts import amounts_of
from scrapers.updates.candidates import candidates_in
from scrapers.updates.indicators import find_indicators
from scrapers.updates.match import Matcher
from scrapers.updates.merge import merge
from scrapers.updates.page import Page, read_page
from scrapers.updates.slips import previous_date
from scrapers.updates.statements import Statement, statements
from warehouse.records import Article, Candidate, Modality, Stage, Update

FIGURES_ONLY = 0.6


def find_updates(article: Article, matcher: Matcher) -> list[Update]:
    """The facts that an article states about tracked projects and indicators, in the order of the text."""
    page = read_page(article, matcher)
    title = normalise(article.title).text
    numbers = find_indicators(page.clean, title, page.spans, matcher, article.published)
    if not page.mentions and not page.title:
        return numbers
    found: list[Update] = []
    headings: list[Update] = []
    for statement in statements(page):
        into = headings if statement.span.end <= page.heading else found
        into += [update for project in statement.projects if (update := _update(page, statement, project)) is not None]
    return merge(found, headings) + numbers


def find_candidates(article: Article, matcher: Matcher) -> list[Candidate]:
    """Names that look like projects and are not tracked."""
    page = read_page(article, matcher)
    return candidates_in(page.clean, page.mentions)


def _update(page: Page, statement: Statement, project: str) -> Update | None:
    trigger, when = statement.trigger, statement.when
    money, progress, figures = amounts_of(page.text, page.figures, statement.clause)
    stage = trigger.rule.stage if trigger else None
    if len(statement.projects) > 1:
        money = None  # a sum of several is nobody's own
    if stage is None and money is None and progress is None:
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
        when_start=when.first if when else None,
        when_end=when.last if when else None,
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

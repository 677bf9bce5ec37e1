"""A page, clause by clause → statements: which projects, which stage word, happened or promised, when.

A stage word belongs to the names of its clause; else to the subject of its sentence; else to what the page speaks of, as
long as no name that we do not track stands in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from scrapers.text.dates import When
from scrapers.text.sentences import Span, clauses
from scrapers.updates.match import Mention
from scrapers.updates.modality import DONE, modality_of
from scrapers.updates.page import Page
from scrapers.updates.plans import is_promised, plan_at
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
from scrapers.updates.slips import MOVED, ORIGINAL
from scrapers.updates.timing import Place, is_deadline, leading, own_date, report_period, when_of
from scrapers.updates.triggers import Trigger, find_triggers
from scrapers.updates.whom import is_oblique, is_of_many, run, whom
from warehouse.records import Modality, Stage, Strength

# How sure: the name in the clause, in the sentence, before it, in a list, among those that the page goes on to describe,
# and many sentences before. What is less sure than REPORTABLE is kept for review.
NAMED, SUBJECT, CARRIED, LISTED, DESCRIBED, DISTANT = 0.9, 0.8, 0.7, 0.6, 0.45, 0.4
_NEAR_SENTENCES = 6  # without the name: on real pages more than half of what is further off is said of something else


@dataclass(frozen=True, slots=True)
class Statement:
    """What one stage word says, or (without a trigger) a clause about projects that may hold figures only."""

    span: Span
    clause: Span
    projects: tuple[str, ...]
    trigger: Trigger | None = None
    modality: Modality = Modality.ACTUAL
    strength: Strength = Strength.DONE
    when: When | None = None
    sure: float = NAMED


@dataclass(slots=True)
class State:
    """What the text before a sentence leaves open for it."""

    carried: tuple[str, ...] = ()  # the subject, if the next sentence names none
    several: tuple[str, ...] = ()  # the latest list, for 这三条通道
    batch: Statement | None = None  # 集中开工20个项目: a stage whose projects are still to be named
    promised: bool = False  # the sentence before was a promise
    promised_when: When | None = None  # and for when
    horizon: date | None = None  # the latest promised day so far
    paragraph: int = 0
    paragraph_names: list[str] = field(default_factory=list)  # whom its sentences have named, in order


@dataclass(slots=True)
class Sentence:
    page: Page
    span: Span
    triggers: list[Trigger]
    subject: tuple[str, ...]
    sure: float
    promised: Modality | None = None  # modality of the stage word before
    previous: int = 0  # end of the stage word before
    last: Statement | None = None  # what it said
    found: list[Statement] = field(default_factory=list)


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
    if state.batch is not None and span.start - state.batch.span.end > _QUOTED:
        state.batch = None
    if here and all(t.later for t in triggers) and state.batch is not None:
        if LISTS.search(page.text[span.start : here[0].start]):
            sentence.found += _members(page, span, here, state.batch)
        elif _is_described(page, span):
            sentence.found += _members(page, span, here[:1], replace(state.batch, sure=DESCRIBED))
    if not triggers and not any(span.start <= f.start < span.end for f in page.figures):
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
    own = sentence.subject
    if not mine and not refers_back(opening):
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
        statement = _statement(sentence, clause, trigger, projects, NAMED if named else _sure(sentence), state)
        if statement is None:
            continue
        if projects:
            sentence.found += respective(page, clause, statement)
        elif trigger.batch or _opens_a_list(text, clause, mine):
            state.batch = statement
        covered.update(projects)
        if "集中" in trigger.word:
            state.batch = statement
    _subject(sentence, mine, triggers, state)
    opening = text[max(sentence.span.start, clause.start - 1) : mine[0].start] if mine else ""
    if not triggers and sentence.triggers and state.batch and mine and LISTS.search(opening):
        sentence.found += _members(page, clause, mine, state.batch)
    left = tuple(p for p in (sentence.subject if mine else own) if p not in covered)
    sentence.found.append(Statement(sentence.span, clause, left))


def _sure(sentence: Sentence) -> float:
    if sentence.sure != CARRIED:
        return sentence.sure
    last = max((m.end for m in sentence.page.mentions if m.end <= sentence.span.start), default=0)
    since = sum(last < span.start < sentence.span.start for span in sentence.page.spans)
    return CARRIED if since <= _NEAR_SENTENCES else DISTANT


def _mark_promise(sentence: Sentence, clause: Span, state: State) -> None:
    """A promise without a stage word still says until when the page looks ahead."""
    days = [d.first for d in sentence.page.dates if clause.start <= d.start < clause.end and d.first and d.year_said]
    if days and modality_of(clause.of(sentence.page.text))[0] is Modality.TARGET:
        state.horizon = max(days[-1], state.horizon or days[-1])


def _is_described(page: Page, span: Span) -> bool:
    """Has this sentence the money of a project, as the members of a batch are described one by one?"""
    return any(span.start <= f.start < span.end and f.role == "total_investment" for f in page.figures)


def _opens_a_list(text: str, clause: Span, mine: list[Mention]) -> bool:
    of_many = not mine and BATCH.search(text, clause.start, clause.end) is not None
    return of_many or text[clause.end : clause.end + 1] == "："


def _undated(page: Page, start: int, words: str) -> str:
    """The words without their dates: 明年10月水库下闸 names no 10月水库."""
    for when in reversed(page.dates):
        if start <= when.start and when.end <= start + len(words):
            words = words[: when.start - start] + "，" + words[when.end - start :]
    return words


def _statement(
    sentence: Sentence, clause: Span, trigger: Trigger, projects: tuple[str, ...], sure: float, state: State
) -> Statement | None:
    page, text = sentence.page, sentence.page.text
    later = min((t.start for t in sentence.triggers if t.start > trigger.start), default=sentence.span.end)
    place = Place(clause, sentence.span, trigger.start, trigger.end, sentence.previous, later)
    before = text[clause.start : trigger.end if trigger.rule.name == "part_promised" else trigger.start]
    trigger = _what_was_moved(sentence, trigger) if trigger.rule.name == "moved" else trigger
    if trigger.later and (own_date(page.dates, place) is None or not projects):
        return None
    modality, strength = modality_of(before, text[trigger.end : trigger.end + 8], trigger.word)
    moved = MOVED.search(text, trigger.start, min(later, clause.end))
    if modality is Modality.ACTUAL and moved and any(moved.end() <= d.start < clause.end for d in page.dates):
        modality, strength = Modality.TARGET, Strength.FIRM
    paper = _PAPER.match(text, trigger.end, min(later, clause.end)) if trigger.rule.stage is Stage.PREPARATION else None
    if modality is Modality.ACTUAL and paper:
        modality, strength = modality_of(paper["when"])
    plan = plan_at(page.plans, trigger.start, trigger.end)
    planned = is_promised(plan, before + trigger.word, trigger.word)
    if modality is Modality.ACTUAL and (planned or _goes_on_promising(sentence, clause.start, before, trigger.word, state)):
        modality, strength = Modality.TARGET, Strength.FIRM
    when = when_of(text, page.dates, page.published, place, modality)
    if when is None and paper:
        when = next((d for d in page.dates if paper.start() <= d.start < paper.end() and d.kind != "vague"), None)
    if when is None and not trigger.later:
        when = _inherited(sentence, trigger, before, modality, state) or (plan.when if plan and planned else None)
    if when and when.first and page.published and modality is Modality.ACTUAL and when.first > page.published:
        modality, strength = Modality.TARGET, Strength.FIRM
    ahead = trigger.later and (when is None or when.first is None) and _AHEAD.match(text, trigger.end)
    if ahead and modality is Modality.ACTUAL:
        modality, strength = Modality.TARGET, Strength.FIRM
    if when and modality is Modality.ACTUAL and is_deadline(when, page.published) and not DONE.search(before):
        modality, strength = Modality.TARGET, Strength.FIRM
    beyond = when is not None and when.first is not None and state.horizon is not None and when.first >= state.horizon
    if modality is Modality.ACTUAL and page.published is None and beyond and not DONE.search(before):
        modality, strength = Modality.TARGET, Strength.FIRM
    if when and when.first and modality is Modality.TARGET:
        state.horizon = max(state.horizon or when.first, when.first)
    sentence.previous, sentence.promised = trigger.end, modality
    sentence.last = Statement(sentence.span, clause, projects, trigger, modality, strength, when, sure)
    return sentence.last


# 可研报告本月必须完成, 环评预计10月获批: a paper's promise stands after it.
_PAPER = re.compile(
    r"(?P<when>[^，。；]{0,14}?(?:将|预计|计划|力争|争取|拟|必须|确保|有望|可望)[^，。；]{0,12}?)(?:完成|获批|批复|通过|取得|提交|报批|突破|办结|开展)"
)
_THAT = re.compile(r"(?:了)?(?:该|本|此|上述)(?:项目|工程)")  # 核准该项目
def _what_was_moved(sentence: Sentence, trigger: Trigger) -> Trigger:
    """原计划2025年底通车，推迟至2026年6月: one promise with two dates."""
    old = sentence.last
    if old is None or old.trigger is None:
        return trigger
    if old.modality is Modality.ACTUAL and not ORIGINAL.search(sentence.page.text, old.clause.start, trigger.start):
        return trigger
    sentence.found = [s for s in sentence.found if s.trigger is not old.trigger]
    return replace(trigger, rule=old.trigger.rule)


_QUOTED = 300  # characters: a batch further back is not quoted with its members
_AHEAD = re.compile(r"(?:之|以)?后[，]?(?:可|将|即|能|预计)")  # 今年11月底完工后可靠泊
def _inherited(sentence: Sentence, trigger: Trigger, before: str, modality: Modality, state: State) -> When | None:
    """The date of what was said just before, where this is said of the same day: 竣工并投用, A开工，B也开工."""
    page, last = sentence.page, sentence.last
    if modality is Modality.TARGET and (last is None or last.when is None):
        of_a_year = state.promised_when is not None and state.promised_when.kind == "year"
        return state.promised_when if of_a_year or (before + trigger.word).startswith(_PLANS) else None
    if last is not None and last.modality is modality and last.when is not None:
        between = page.text[sentence.previous : trigger.start]
        if _AND.fullmatch(between) or (_MARKS.match(before) and modality is Modality.ACTUAL):
            return last.when
        if trigger.rule.stage in EVENTS and modality is Modality.ACTUAL and last.when.kind == "day" and not _BEFORE_NOW.search(between):
            return last.when
    if modality is Modality.TARGET or _BEFORE_NOW.search(page.text, sentence.span.start, trigger.end):
        return None
    start = page.text.rfind("\n", 0, sentence.span.start) + 1
    goes_on = trigger.rule.name in ("construction", "goes_on")
    if not goes_on and (reported := report_period(page.text, page.dates, page.published, start, sentence.span.start)) is not None:
        return reported
    if trigger.rule.stage not in EVENTS and trigger.rule.name != "part_done":
        return None
    this = _THIS_TIME.search(page.text, sentence.span.start, trigger.end) is not None
    if (lead := leading(page.text, page.dates, None if this else page.published, start, sentence.span.start)) is not None:
        return lead
    openings = [a for a in page.paragraphs if page.heading <= a < start] if this else []
    return next((lead for a in openings if (lead := leading(page.text, page.dates, page.published, a, start))), None)


EVENTS = (Stage.STARTED, Stage.IN_SERVICE, Stage.PARTIAL, Stage.TENDER)  # what happens on a day
_AND = re.compile(r"(?:仪式|典礼)?(?:并|和|、|暨|及|以及|，并)(?:同时|正式|顺利)?")
_MARKS = re.compile(r"(?:这|此举|也)?(?:标志着|意味着)|至此|由此|就此")
_BEFORE_NOW = re.compile(r"已|此前|曾|早在|原|目前|今年以来|截至|的$")
_THIS_TIME = re.compile(r"此次|本次|这次|当天|当日|同日|现场|此间")
_PLANS = ("并", "实现", "完成", "确保", "推进", "新开工", "建成")  # how the next line of a plan begins


def _goes_on_promising(sentence: Sentence, opening: int, before: str, word: str, state: State) -> bool:
    """力争2013年核准，2015年底建成: a promise holds for what follows, until something is said to be done."""
    if DONE.search(before):
        return False
    if before.startswith("并") and modality_of(sentence.page.text[sentence.span.start : opening])[0] is Modality.TARGET:
        return True  # 将会见…，并出席动工仪式
    if sentence.promised is Modality.TARGET:
        past = [d for d in sentence.page.dates if sentence.previous <= d.start < sentence.span.end]
        published = sentence.page.published
        return not (past and published and past[0].last and past[0].last < published)
    return sentence.promised is None and state.promised and (before + word).startswith(_PLANS)


def _subject(sentence: Sentence, mine: list[Mention], triggers: list[Trigger], state: State) -> None:
    """After a clause: whom the rest of the sentence speaks of."""
    text = sentence.page.text
    straight = [m for m in mine if not is_oblique(text, m)]
    if not straight:
        return
    sentence.subject = run(text, straight, triggers, forward=False)
    sentence.sure = SUBJECT
    if len(sentence.subject) > 1:
        state.several = sentence.subject


def respective(page: Page, clause: Span, statement: Statement) -> list[Statement]:
    """A、B分别于6月、9月通车: as many dates as names, in order."""
    apart = page.text.find("分别", clause.start, clause.end)
    dates = [d for d in page.dates if apart <= d.start < clause.end and d.kind != "vague"] if apart >= 0 else []
    if len(statement.projects) < 2 or len(dates) != len(statement.projects):
        return [statement]
    return [replace(statement, projects=(p,), when=d) for p, d in zip(statement.projects, dates, strict=True)]


def _members(page: Page, where: Span, mine: list[Mention], batch: Statement) -> list[Statement]:
    """其中包括A、B、C: the members of a batch share its stage, each with the money and the bracketed date beside its name."""
    leads = any(where.start <= f.start and f.end <= mine[0].start and f.role == "total_investment" for f in page.figures)
    near = where.start - batch.span.start <= _QUOTED
    span = Span(batch.span.start if near else where.start, where.end, where.paragraph)
    found = []
    for at, mention in enumerate(mine):
        before = mine[at - 1].end if at else where.start
        after = mine[at + 1].start if at + 1 < len(mine) else where.end
        own = Span(before, mention.end) if leads else Span(mention.start, after)
        days = [d for d in page.dates if d.start == mention.end + 1 and page.text[mention.end] == "（"]
        when, sure = days[0] if days else batch.when, min(LISTED, batch.sure)
        found.append(replace(batch, span=span, clause=own, projects=(mention.id,), when=when, sure=sure))
    return found


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

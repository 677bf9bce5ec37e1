"""What a stage word says about its projects: happened or promised, how strongly, and when."""

from __future__ import annotations

import re
from dataclasses import replace

from scrapers.text.dates import When
from scrapers.text.sentences import Span
from scrapers.updates.modality import DONE, modality_of
from scrapers.updates.plans import Plan, is_promised, plan_at
from scrapers.updates.slips import MOVED, ORIGINAL
from scrapers.updates.telling import Sentence, State, Statement
from scrapers.updates.timing import Place, is_deadline, leading, own_date, report_period, when_of
from scrapers.updates.triggers import Trigger
from warehouse.records import Modality, Stage, Strength

EVENTS = (Stage.STARTED, Stage.IN_SERVICE, Stage.PARTIAL, Stage.TENDER)  # what happens on a day
_TOLD_BY = 10  # characters: what a name is told by at the beginning of a clause
_PARTLY = ("preparation", "milestone", "part_done", "part_promised")
_GOES_ON = ("construction", "goes_on")  # rules of what is so, and happens on no day
_PLANS = ("并", "实现", "完成", "确保", "推进", "新开工", "建成")  # how the next line of a plan begins
_AND = re.compile(r"(?:仪式|典礼)?(?:并|和|、|暨|及|以及|，并)(?:同时|正式|顺利)?")
_MARKS = re.compile(r"(?:这|此举|也)?(?:标志着|意味着)|至此|由此|就此")
_BEFORE_NOW = re.compile(r"已|此前|曾|早在|原|目前|今年以来|截至|的$")
_UNDER_WAY = re.compile(r"正在?[^，。；]{0,6}$")  # 1—7月，全市完成投资…；临江校区正在开展施工招标: of now, not of these months
_WHOLE_YEAR = re.compile(r"全年")
_THIS_TIME = re.compile(r"此次|本次|这次|当天|当日|同日|现场|此间")
_IS_SO = re.compile(r"(?:已经?|正在|正)?(?:进入|处于|迎来|步入)")  # …，六号机组设备安装进入高峰
_AHEAD = re.compile(r"(?:之|以)?后[，]?(?:可|将|即|能|预计)")  # 今年11月底完工后可靠泊
# 可研报告本月必须完成, 环评预计10月获批: a paper's promise stands after it.
_PAPER = re.compile(
    r"(?P<when>[^，。；]{0,14}?(?:将|预计|计划|力争|争取|拟|必须|确保|有望|可望)[^，。；]{0,12}?)"
    r"(?:完成|获批|批复|通过|取得|提交|报批|突破|办结|开展)"
)

Said = tuple[Modality, Strength]
_PROMISED: Said = (Modality.TARGET, Strength.FIRM)


def statement_of(
    sentence: Sentence, clause: Span, trigger: Trigger, projects: tuple[str, ...], sure: float, state: State
) -> Statement | None:
    """The statement of a stage word, or None where it is only scope; sentence and state learn what follows from it."""
    page, text = sentence.page, sentence.page.text
    promises = trigger.rule.name in ("part_promised", "to_finish")  # the word holds its own promise
    later = min((t.start for t in sentence.triggers if t.start > trigger.start), default=sentence.span.end)
    place = Place(clause, sentence.span, trigger.start, trigger.end, sentence.previous, later)
    if trigger.rule.name in ("moved", "to_finish"):
        trigger = _what_was_moved(sentence, trigger) if trigger.rule.name == "moved" else _what_ends(sentence, trigger)
    if trigger.later and (own_date(page.dates, place) is None or not projects):
        return None
    before = text[_told_from(sentence, clause, trigger) : trigger.end if promises else trigger.start]
    plan = plan_at(page.plans, trigger.start, trigger.end)
    paper = _PAPER.match(text, trigger.end, min(later, clause.end)) if trigger.rule.stage is Stage.PREPARATION else None
    words = _by_words(sentence, place, trigger, before, paper, plan, state)
    when = when_of(text, page.dates, page.published, place, words[0])
    if when is None and paper:
        when = next((d for d in page.dates if paper.start() <= d.start < paper.end() and d.kind != "vague"), None)
    if when is None and not trigger.later:
        planned = plan is not None and is_promised(plan, before + trigger.word, trigger.word)
        when = _inherited(sentence, trigger, before, words[0], state) or (plan.when if plan and planned else None)
    if words[0] is Modality.ACTUAL and _by_date(sentence, trigger, before, when, state):
        words = _PROMISED
    if when and when.first and words[0] is Modality.TARGET:
        state.horizon = max(state.horizon or when.first, when.first)
    sentence.previous, sentence.promised = trigger.end, words[0]
    sentence.last = Statement(sentence.span, clause, projects, trigger, *words, when, sure)
    return sentence.last


def _told_from(sentence: Sentence, clause: Span, trigger: Trigger) -> int:
    """Where the words about a stage begin: 即将开建的A去年底完成… is no promise."""
    text = sentence.page.text
    told = [m for m in sentence.page.within(clause) if m.end <= trigger.start and text[m.start - 1] == "的"]
    return max([clause.start, *(m.end for m in told if m.start - clause.start <= _TOLD_BY)])


def _what_ends(sentence: Sentence, trigger: Trigger) -> Trigger:
    """7月底开始勘探，预计9月完成 ends the survey; 今日开工，预计2027年完成 ends the whole."""
    last = sentence.last.trigger if sentence.last else None
    part = last is not None and last.rule.name in _PARTLY
    return replace(trigger, rule=last.rule) if last and part else trigger


def _by_words(
    sentence: Sentence,
    place: Place,
    trigger: Trigger,
    before: str,
    paper: re.Match[str] | None,
    plan: Plan | None,
    state: State,
) -> Said:
    """What the words around make of it."""
    page, text = sentence.page, sentence.page.text
    words = modality_of(before, text[trigger.end : trigger.end + 8], trigger.word)
    if words[0] is Modality.TARGET:
        return words
    end = min(place.following, place.clause.end)
    moved = MOVED.search(text, trigger.start, end)
    if moved and any(moved.end() <= d.start < place.clause.end for d in page.dates):
        return _PROMISED
    if paper and (due := modality_of(paper["when"]))[0] is Modality.TARGET:
        return due
    if is_promised(plan, before + trigger.word, trigger.word):
        return _PROMISED
    after = text[trigger.end : place.clause.end]
    goes_on = _goes_on_promising(sentence, place.clause.start, before, trigger.word, after, state)
    return _PROMISED if goes_on else words


def _by_date(sentence: Sentence, trigger: Trigger, before: str, when: When | None, state: State) -> bool:
    """Does its date make a promise of what no word promises?"""
    page = sentence.page
    if trigger.later and (when is None or when.first is None) and _AHEAD.match(page.text, trigger.end):
        return True
    if when is None:
        return False
    if when.first and page.published and when.first > page.published:
        return True
    if DONE.search(before):
        return False
    beyond = when.first is not None and state.horizon is not None and when.first >= state.horizon
    return is_deadline(when, page.published) or (page.published is None and beyond)


def _what_was_moved(sentence: Sentence, trigger: Trigger) -> Trigger:
    """原计划2025年底通车，推迟至2026年6月: one promise with two dates."""
    old = sentence.last
    if old is None or old.trigger is None:
        return trigger
    if old.modality is Modality.ACTUAL and not ORIGINAL.search(sentence.page.text, old.clause.start, trigger.start):
        return trigger
    sentence.found = [s for s in sentence.found if s.trigger is not old.trigger]
    return replace(trigger, rule=old.trigger.rule)


def _goes_on_promising(sentence: Sentence, opening: int, before: str, word: str, after: str, state: State) -> bool:
    """力争2013年核准，2015年底建成: a promise holds for what follows, until something is said to be done."""
    if DONE.search(before) or _IS_SO.match(after):
        return False
    if before.startswith("并") and modality_of(sentence.page.text[sentence.span.start : opening])[0] is Modality.TARGET:
        return True  # 将会见…，并出席动工仪式
    if sentence.promised is Modality.TARGET:
        past = [d for d in sentence.page.dates if sentence.previous <= d.start < sentence.span.end]
        published = sentence.page.published
        return not (past and published and past[0].last and past[0].last < published)
    return sentence.promised is None and state.promised and (before + word).startswith(_PLANS)


def _inherited(sentence: Sentence, trigger: Trigger, before: str, modality: Modality, state: State) -> When | None:
    """The date of what was said just before, where this is said of the same day: 竣工并投用, A开工，B也开工."""
    last = sentence.last
    if modality is Modality.TARGET and (last is None or last.when is None):
        of_a_year = state.promised_when is not None and state.promised_when.kind == "year"
        return state.promised_when if of_a_year or (before + trigger.word).startswith(_PLANS) else None
    if last is not None and last.modality is modality and last.when is not None:
        if modality is Modality.TARGET and last.when.kind == "year" and not before:
            return last.when  # 2019年将建成A，开工建设B
        between = sentence.page.text[sentence.previous : trigger.start]
        if _AND.fullmatch(between) or (_MARKS.match(before) and modality is Modality.ACTUAL):
            return last.when
        happens = trigger.rule.stage in EVENTS and modality is Modality.ACTUAL
        if happens and (last.when.kind == "day" or "以来" in last.when.text) and not _BEFORE_NOW.search(between):
            return last.when
    return _of_opening(sentence, trigger) if modality is Modality.ACTUAL else None


def _of_opening(sentence: Sentence, trigger: Trigger) -> When | None:
    """The period or the day that the paragraph, or with 此次 the article, opens with."""
    page, text, dates = sentence.page, sentence.page.text, sentence.page.dates
    if _BEFORE_NOW.search(text, sentence.span.start, trigger.end):
        return None
    start, end = text.rfind("\n", 0, sentence.span.start) + 1, sentence.span.start
    if _WHOLE_YEAR.search(text, sentence.span.start, trigger.start):
        # 2024年…公报显示，全年…，A建成通车
        years = [d for d in dates if sentence.span.start <= d.start < trigger.start and d.kind == "year" and d.last]
        if years and (page.published is None or (years[-1].last or page.published) <= page.published):
            return years[-1]
    goes_on = trigger.rule.name in _GOES_ON or _UNDER_WAY.search(text, max(start, trigger.start - _TOLD_BY), trigger.start)
    if not goes_on and (period := report_period(text, dates, page.published, start, end)):
        return period
    if trigger.rule.stage not in EVENTS and trigger.rule.name != "part_done":
        return None
    this = _THIS_TIME.search(text, sentence.span.start, trigger.end) is not None
    if (lead := leading(text, dates, None if this else page.published, start, end)) is not None:
        return lead
    openings = [a for a in page.paragraphs if page.heading <= a < start] if this else []
    return next((lead for a in openings if (lead := leading(text, dates, page.published, a, start))), None)

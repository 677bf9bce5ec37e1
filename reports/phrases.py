"""The pieces of a row's words that several kinds of change share: stages, days, promises, claims, figures."""

from __future__ import annotations

from reports.catalogue import Catalogue, plain
from reports.values import Values, day, number, text
from warehouse.records import Change


def promise_sentence(new: Values, words: Catalogue) -> str:
    """计划2025年底前建成投用; planned: in service by the end of 2025."""
    strength, stage = words.strength(new.get("strength")), words.stage(new.get("stage"))
    when = promise_day(new, words) if day(new, "when_end") else ""
    if words.language == "zh":
        return f"{strength}{when}{stage}"
    what = " ".join(part for part in (stage, when) if part)
    return f"{strength}{words.say('colon')}{what}" if strength and what else strength or what


def figures(values: Values) -> list[str]:
    """The forms in which a Chinese page may write the figures of a change: they decided, and are marked in its quotation."""
    yuan, percent, value = (number(values, key) for key in ("yuan", "percent", "value"))
    forms = []
    if yuan is not None:
        forms += [plain(yuan / 1e8) + "亿元", plain(yuan / 1e4) + "万元"]
    if percent is not None:
        forms.append(plain(percent) + "%")
    if value is not None:
        forms.append(plain(value) + text(values, "unit"))
    return [form for written in forms for form in dict.fromkeys((written, written.replace(",", "")))]


def of_stage(values: Values, words: Catalogue) -> str:
    stage = words.stage(values.get("stage"))
    return stage + words.say("colon") if stage else ""


def one_claim(claim: Values, words: Catalogue) -> str:
    """One side of a contradiction or of an edit."""
    stage = words.stage(claim.get("stage"))
    if claim.get("modality") == "target":
        parts = [promise_sentence(claim, words)]
    elif day(claim, "when_end") and stage:
        parts = [stage + event_day(claim, words)]
    else:
        parts = [stage, words.period(day(claim, "when_start"), day(claim, "when_end")) if day(claim, "when_end") else ""]
    yuan, percent, value = (number(claim, key) for key in ("yuan", "percent", "value"))
    if yuan is not None:
        parts.append(words.money(yuan))
    if percent is not None:
        parts.append(f"{plain(percent)}%")
    if value is not None:
        parts.append(words.amount(value, text(claim, "unit")))
    return " ".join(part for part in parts if part)


def event_day(values: Values, words: Catalogue) -> str:
    """The day of an event; a span longer than a quarter is what a report covers, and no day."""
    start, end = day(values, "when_start"), day(values, "when_end")
    if not end or (start and (end - start).days > 92):
        return ""
    return words.say("happened", when=words.period(start, end))


def happened(change: Change, words: Catalogue) -> str:
    """When it happened; “lately” (近日, 日前: some days up to the page's own) says no more than the page's date beside it."""
    start, end = day(change.new, "when_start"), day(change.new, "when_end")
    published = change.citations[0].published if change.citations else None
    return "" if start and start != end and end == published else event_day(change.new, words)


def milestone_said(new: Values, words: Catalogue) -> str:
    word = words.milestone(text(new, "milestone"))
    return words.say("in_words", words=word) if word and word not in words.stage(new.get("stage")) else ""


def promise_day(values: Values, words: Catalogue) -> str:
    return words.promised(day(values, "when_start"), day(values, "when_end"), text(values, "when_text"))

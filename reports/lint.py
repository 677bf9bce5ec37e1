"""Would a filter, or a reader, take this mail for spam? Rules as data, points as SpamAssassin gives them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final

SPAM_AT = 5.0  # points; what most filters are set to

_WORDS = r"中奖|发票|代开|贷款秒|无抵押|返利|刷单|点击领取|限时优惠|免费领|澳门|博彩|viagra|casino|free money|act now|click here|winner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`part` of the mail is held against `pattern`; `wanted` says whether finding it is right or wrong."""

    id: str
    points: float
    part: str  # subject | text | html | shown (what a browser shows of the HTML) | headers
    pattern: str
    mend: str
    wanted: bool = False


RULES: Final[tuple[Rule, ...]] = (
    Rule(id="subject_missing", points=2.5, part="subject", pattern=r"\S", wanted=True, mend="say what changed"),
    Rule(id="subject_long", points=1.0, part="subject", pattern=r"^.{90,}", mend="leave out the last counts"),
    Rule(id="subject_shouts", points=1.5, part="subject", pattern=r"^[^a-z]*[A-Z]{4,}(?:[^a-z]*[A-Z]{4,}){2,}[^a-z]*$", mend="write it small"),
    Rule(id="subject_marks", points=1.2, part="subject", pattern=r"[!！?？$￥]{2,}|[!！].*[!！]", mend="one mark is enough"),
    Rule(id="subject_reply", points=1.5, part="subject", pattern=r"^(?i:re|fw|fwd|回复|转发)\s*[:：]", mend="it replies to nobody"),
    Rule(id="subject_words", points=2.0, part="subject", pattern=rf"(?i){_WORDS}", mend="take the words of advertising out"),
    Rule(id="subject_unseen", points=2.0, part="subject", pattern=r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", mend="take the invisible characters out"),
    Rule(id="text_missing", points=2.0, part="text", pattern=r"\S{3}", wanted=True, mend="write a text part"),
    Rule(id="text_is_html", points=1.5, part="text", pattern=r"(?i)<(?:p|td|table|div|span|br)\b", mend="write the text part for reading"),
    Rule(id="text_words", points=0.5, part="text", pattern=rf"(?i){_WORDS}", mend="see which quotation has it"),
    Rule(id="html_script", points=5.0, part="html", pattern=r"(?i)<(?:script|iframe|object|embed|form|input)\b|\son\w+\s*=|javascript:", mend="a mail runs nothing"),
    Rule(id="html_remote", points=1.5, part="html", pattern=r"(?i)<(?:img|link|source)\b|url\(\s*['\"]?http|@import", mend="load nothing from elsewhere"),
    Rule(id="html_lang", points=0.3, part="html", pattern=r"(?i)<html[^>]*\slang=", wanted=True, mend="say the language"),
    Rule(id="html_title", points=0.3, part="html", pattern=r"(?i)<title>\s*\S", wanted=True, mend="give it a title"),
    Rule(id="html_layout", points=0.5, part="html", pattern=r"(?i)<table(?![^>]*role=)", mend="tables of layout say role=presentation"),
    Rule(id="html_tiny", points=1.0, part="html", pattern=r"(?i)class=\"(?!preheader)[^\"]*\" style=\"[^\"]*font-size:\s*(?:[0-9]|10|11)(?:px|pt)", mend="13 px and more"),
    Rule(id="html_shortener", points=1.5, part="html", pattern=r"(?i)https?://(?:bit\.ly|t\.cn|tinyurl\.com|dwz\.cn|url\.cn|goo\.gl)/", mend="link to the page itself"),
    Rule(id="html_numeric", points=1.2, part="html", pattern=r"https?://\d{1,3}(?:\.\d{1,3}){3}", mend="link to names, not numbers"),
    Rule(id="html_user", points=2.5, part="html", pattern=r"(?i)href=\"https?://[^\"/]*@", mend="an address must show whom it leads to"),
    Rule(id="shown_unseen", points=1.0, part="shown", pattern=r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", mend="take the invisible characters out"),
    Rule(id="header_date", points=1.4, part="headers", pattern=r"(?mi)^date: .+", wanted=True, mend="set Date"),
    Rule(id="header_id", points=1.0, part="headers", pattern=r"(?mi)^message-id: <[^@\s]+@[^\s>]+>", wanted=True, mend="set Message-ID"),
    Rule(id="header_list", points=0.5, part="headers", pattern=r"(?mi)^list-id: .*<[^<>\s]+>", wanted=True, mend="set List-Id"),
    Rule(id="header_leave", points=1.0, part="headers", pattern=r"(?mi)^list-unsubscribe: <.+>", wanted=True, mend="set List-Unsubscribe"),
    Rule(id="header_sender", points=1.0, part="headers", pattern=r"(?mi)^from: .*[^\s<@]+@[^\s>@]+", wanted=True, mend="set From"),
)  # fmt: skip
# What a pattern cannot say: a number, and how much is too much.
LIMITS: Final[Mapping[str, tuple[float, float, str]]] = {
    "wire_bytes": (100_000, 2.0, "shorten it, Gmail cuts at 102 KB"),
    "text_per_shown": (-0.3, 1.0, "the text part must say what the HTML part says"),  # negative: at least so much
    "links_per_kilobyte": (12, 0.8, "fewer links, more words"),
    "longest_line": (998, 1.0, "no line of the mail may be longer"),
    "misleading_links": (0, 2.5, "a link that reads as an address must lead there"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    rule: str
    points: float
    found: str
    mend: str


def lint(mail: EmailMessage) -> tuple[Finding, ...]:
    """What speaks against a mail, the heaviest first."""
    parts = _parts(mail)
    found = [finding for rule in RULES if (finding := _held(rule, parts))]
    for name, value in _measures(mail, parts).items():
        limit, points, mend = LIMITS[name]
        if value < -limit if limit < 0 else value > limit:
            found.append(Finding(rule=name, points=points, found=f"{value:g}", mend=mend))
    return tuple(sorted(found, key=lambda finding: (-finding.points, finding.rule)))


def score(findings: tuple[Finding, ...]) -> float:
    return round(sum(finding.points for finding in findings), 1)


def _held(rule: Rule, parts: Mapping[str, str]) -> Finding | None:
    match = re.search(rule.pattern, parts[rule.part])
    if bool(match) == rule.wanted:
        return None
    return Finding(rule=rule.id, points=rule.points, found=match[0][:60] if match else "", mend=rule.mend)


def _parts(mail: EmailMessage) -> dict[str, str]:
    html, text = (str(part.get_content()) if (part := mail.get_body((kind,))) else "" for kind in ("html", "plain"))
    return {
        "subject": str(mail["Subject"] or ""),
        "text": text,
        "html": html,
        "shown": _shown(html),
        "headers": "\n".join(f"{name}: {value}" for name, value in mail.items()),
    }


def _shown(html: str) -> str:
    body = re.sub(r"(?s)<(style|head|title)\b.*?</\1>|<!--.*?-->", "", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).strip()


def _measures(mail: EmailMessage, parts: Mapping[str, str]) -> dict[str, float]:
    raw = mail.as_bytes()
    shown = len(parts["shown"]) or 1
    links = re.findall(r'<a\b[^>]*href="([^"]*)"[^>]*>(.*?)</a>', parts["html"], re.DOTALL)
    return {
        "wire_bytes": float(len(raw)),
        "text_per_shown": round(len(parts["text"]) / shown, 2),
        "links_per_kilobyte": round(len(links) / max(1.0, len(parts["shown"].encode()) / 1000), 1),
        "longest_line": float(max(map(len, raw.splitlines()), default=0)),
        "misleading_links": float(sum(_misleads(href, words) for href, words in links)),
    }


def _misleads(href: str, words: str) -> bool:
    """The words of a link name a host, and it is another one."""
    named = re.match(r"\s*(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/\s]|$)", words)
    return named is not None and named[1].lower() not in href.lower()

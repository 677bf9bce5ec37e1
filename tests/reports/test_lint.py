"""What a filter would hold against a mail is found, and our own mails are clean."""

from __future__ import annotations

import re
from dataclasses import replace
from email.message import EmailMessage

import pytest

from reports.lint import LIMITS, RULES, SPAM_AT, lint, score
from reports.message import build_message
from reports.render import Message, render
from tests.reports.build import UNTIL, digest_of, one_of_each
from tests.reports.test_mail_browser import full

OURS = render(full(), link="https://watch.example/reports/2025-W35.html", leave="mailto:a@b.example?subject=unsubscribe")


def mail(message: Message = OURS) -> EmailMessage:
    return build_message(
        message, sender="a@b.example", to="c@d.example", date=UNTIL, message_id="<r@b.example>", list_id="r.b.example"
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("changes", [one_of_each(), []], ids=["full", "nothing"])
def test_our_own_mails_are_clean(changes: list[object], language: str) -> None:
    assert lint(mail(render(digest_of(changes, language=language)))) == ()  # type: ignore[arg-type]
    assert lint(mail()) == ()


BAD = [
    ("subject_missing", {"subject": " "}),
    ("subject_long", {"subject": "长" * 95}),
    ("subject_shouts", {"subject": "READ THIS PROJECT NEWS TODAY PLEASE"}),
    ("subject_marks", {"subject": "快看！！"}),
    ("subject_reply", {"subject": "Re: 周报"}),
    ("subject_words", {"subject": "代开发票"}),
    ("text_missing", {"text": " "}),
    ("text_is_html", {"text": "<p>变化</p>" * 400}),
    ("text_words", {"text": OURS.text + "点击领取"}),
    ("html_script", {"html": OURS.html + "<script>1</script>"}),
    ("html_script", {"html": OURS.html + '<p onclick="x()">1</p>'}),
    ("html_remote", {"html": OURS.html + '<img src="https://a.example/1.gif">'}),
    ("html_lang", {"html": OURS.html.replace(' lang="zh-CN"', "", 1)}),
    ("html_title", {"html": re.sub("<title>.*</title>", "", OURS.html)}),
    ("html_layout", {"html": OURS.html.replace(' role="presentation"', "")}),
    ("html_tiny", {"html": OURS.html.replace("font-size: 13px", "font-size: 9px")}),
    ("html_shortener", {"html": OURS.html + '<a href="https://t.cn/x">看</a>'}),
    ("html_numeric", {"html": OURS.html + '<a href="http://10.1.2.3/">看</a>'}),
    ("html_user", {"html": OURS.html + '<a href="https://gov.example@evil.example/">看</a>'}),
    ("shown_unseen", {"html": OURS.html.replace("望海大桥", "望\u200b海大桥")}),
    ("wire_bytes", {"html": OURS.html + "<p>" + "字" * 40_000 + "</p>"}),
    ("text_per_shown", {"text": "见网页版"}),
    ("links_per_kilobyte", {"html": OURS.html + '<a href="https://a.example/">看</a>' * 200}),
    ("misleading_links", {"html": OURS.html + '<a href="https://evil.example/">https://gov.example/</a>'}),
]


@pytest.mark.parametrize(("rule", "change"), BAD, ids=[rule for rule, _ in BAD])
def test_what_is_wrong_is_found(rule: str, change: dict[str, str]) -> None:
    assert rule in [finding.rule for finding in lint(mail(replace(OURS, **change)))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "header"),
    [
        ("header_date", "Date"), ("header_id", "Message-ID"), ("header_list", "List-Id"),
        ("header_leave", "List-Unsubscribe"), ("header_sender", "From"),
    ],
)  # fmt: skip
def test_missing_headers_are_found(rule: str, header: str) -> None:
    bad = mail()
    del bad[header]
    assert rule in [finding.rule for finding in lint(bad)]


def test_every_rule_has_its_example_and_the_worst_mail_is_spam() -> None:
    shown = {rule for rule, _ in BAD} | {rule.id for rule in RULES if rule.part == "headers"}
    assert {rule.id for rule in RULES} | set(LIMITS) - shown == {rule.id for rule in RULES} | {"longest_line"}
    assert {rule.id for rule in RULES} - shown == {"subject_unseen"}  # clip() takes them out of our own subjects
    evil = Message(subject="代开发票！！", html="<script>1</script>", text="", language="zh")
    findings = lint(mail(evil))
    assert score(findings) > SPAM_AT and [f.points for f in findings] == sorted((f.points for f in findings), reverse=True)
    assert all(finding.mend for finding in findings)

"""A mail stays small whatever there is to tell, loses nothing of it, and is written in no time."""

from __future__ import annotations

import email
import email.policy
import io
import re
import zipfile

import pytest
from bs4 import BeautifulSoup

from reports.digest import hidden
from reports.message import build_message
from reports.render import Message, render, render_page
from tests.bench.bench_mail import MEGABYTES, SECONDS, measure
from tests.reports.build import UNTIL, digest_of, one_of_each
from tests.reports.many import great_digest, many_changes, many_standings


def wire(message: Message) -> bytes:
    return build_message(
        message, sender="a@b.example", to="c@d.example", date=UNTIL, message_id="<a@b.example>", list_id="a.b.example"
    ).as_bytes()


def left_out(html: str) -> int:
    rows = BeautifulSoup(html, "lxml").select("td.more")
    return sum(int(found[1]) for row in rows if (found := re.search(r"另有 (\d+) 条", row.get_text())))


def test_a_usual_mail_is_whole_and_has_nothing_attached() -> None:
    message = render(digest_of(one_of_each()))
    assert message.attached is None and left_out(message.html) == 0
    assert len(wire(message)) < 60_000


@pytest.mark.parametrize("number", [60, 400, 2000])
def test_what_a_mail_has_no_room_for_is_on_the_site_or_attached(number: int) -> None:
    digest = great_digest(many_changes(number), many_standings(500))
    linked = render(digest, link="https://watch.example/reports/2025-W35.html")
    assert linked.attached is None and len(wire(linked)) < 100_000
    assert "见完整周报" in linked.html and 'href="https://watch.example/reports/2025-W35.html"' in linked.html
    alone = render(digest, page_name="haiwan-2025-W35.html")
    raw = wire(alone)
    assert len(raw) < 100_000
    shown = BeautifulSoup(alone.html, "lxml").select(".what")
    assert left_out(alone.html) > 0 and left_out(alone.html) + len(shown) == number
    if number == 2000:
        assert alone.attached is None and "见完整周报（haiwan-2025-W35.html）" in alone.html
        return
    assert "见附件" in alone.html and "见附件" in alone.text
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail.get_content_type() == "multipart/mixed"
    [attached] = list(mail.iter_attachments())  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(attached.get_content())) as archive:
        assert archive.namelist() == ["2025-W35.html"]
        assert archive.read("2025-W35.html").decode() == render_page(digest)
    assert wire(render(digest)) == wire(render(digest))


def test_the_page_holds_all() -> None:
    digest = great_digest(many_changes(400), many_standings(10))
    assert hidden(digest) == 0
    assert len(BeautifulSoup(render_page(digest), "lxml").select(".what")) == 400


def test_two_thousand_changes_of_five_thousand_projects_are_quick_and_small() -> None:
    """Loose, since CI is noisy: `make bench` measures."""
    spent, memory, mail, page = measure(2000)
    assert spent < 3 * SECONDS and memory < MEGABYTES
    assert mail < 100_000 < page

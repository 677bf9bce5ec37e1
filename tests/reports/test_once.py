"""One report goes out once, by the warehouse's own ledger and through real servers: in each run, and in the runs after it."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import duckdb
import pytest

from reports.deliver import SmtpSettings, deliver
from reports.message import build_message
from reports.outbox import Outbox
from reports.render import render
from tests.reports.build import UNTIL, digest_of, one_of_each
from tests.reports.server import DROP, Script, listening, serving
from warehouse.ledger import Entry
from warehouse.store import Store

NOW = datetime(2025, 9, 1, tzinfo=UTC)


@pytest.fixture
def mail() -> EmailMessage:
    message = render(digest_of(one_of_each()))
    return build_message(
        message, sender="a@b.example", to="c@d.example", date=UNTIL, message_id="<r.1@b.example>", list_id="r.b.example"
    )


class Run:
    """Each call is a run of its own: nothing but the warehouse's file is remembered."""

    def __init__(self, file: Path, mail: EmailMessage) -> None:
        self.file, self.mail = file, mail

    def entry(self) -> Entry:
        return Store(self.file).ledger("haiwan", "2025-W35", "c@d.example", UNTIL, NOW)

    def send(self, smtp: SmtpSettings) -> str:
        return deliver(self.mail, smtp, self.entry(), sleep=lambda _: None).state

    def rows(self) -> list[tuple[str, str | None]]:
        with duckdb.connect(str(self.file), read_only=True) as con:
            return con.execute("SELECT state, message FROM deliveries ORDER BY changed_at").fetchall()


@pytest.fixture
def run(tmp_path: Path, mail: EmailMessage) -> Run:
    return Run(tmp_path / "w.duckdb", mail)


def test_two_runs_send_one_mail(run: Run, tmp_path: Path) -> None:
    with Outbox(tmp_path / "outbox") as outbox:
        assert [run.send(outbox.settings) for _ in range(3)] == ["sent", "already", "already"]
    assert [file.name for file in (tmp_path / "outbox").iterdir()] == ["r.1.eml"]
    assert run.rows() == [("sent", None)]


def test_a_connection_lost_in_the_hand_over_is_unknown_for_ever(run: Run) -> None:
    script = Script(data=[DROP])
    with listening(script) as smtp:
        assert [run.send(smtp) for _ in range(3)] == ["unknown"] * 3
    assert script.tried == 1
    assert run.rows() == [("sending", None)]


def test_a_run_that_died_while_sending_is_not_repeated(run: Run) -> None:
    entry = run.entry()
    assert entry.claim("<r.1@b.example>") == "claimed"
    entry.sending()
    script = Script()
    with listening(script) as smtp:
        assert run.send(smtp) == "unknown"
    assert script.tried == 0


def test_a_run_that_died_before_sending_is_repeated(run: Run) -> None:
    assert run.entry().claim("<r.1@b.example>") == "claimed"
    with listening(script := Script()) as smtp:
        assert run.send(smtp) == "sent"
    assert len(script.taken) == 1


def test_what_was_refused_may_go_out_in_a_later_run(run: Run) -> None:
    script = Script(rcpt=["550 no such reader"])
    with listening(script) as smtp:
        assert run.send(smtp) == "failed"
        assert run.rows() == [("failed", "550 no such reader")]
        assert run.send(smtp) == "sent"
    assert run.rows() == [("sent", None)]


@pytest.mark.parametrize("before", ["sent", "unknown"])
def test_the_owner_may_have_it_sent_again(run: Run, before: str) -> None:
    script = Script(data=[DROP] if before == "unknown" else [])
    with listening(script) as smtp:
        assert run.send(smtp) == before
        run.entry().forget()
        assert [run.send(smtp) for _ in range(2)] == ["sent", "already"]
    assert len(script.taken) == (1 if before == "unknown" else 2)
    assert sorted(state for state, _ in run.rows()) == ["forgotten", "sent"]


def test_a_refusal_that_repeats_the_password_is_not_kept(run: Run) -> None:
    """A server may quote what it was sent, in whatever it answers to."""
    with listening(Script(rcpt=["550 bad login for me:hunter2"])) as smtp:
        kept = SmtpSettings(host=smtp.host, port=smtp.port, user="", password="hunter2")
        assert run.send(kept) == "failed"
    assert all("hunter2" not in (message or "") for _, message in run.rows())


def test_nor_is_one_that_repeats_what_auth_sent(run: Run) -> None:
    plain, login = (base64.b64encode(sent).decode() for sent in (b"\0me\0p@ss", b"p@ss"))
    script = Script(rcpt=[f"550 what is {plain} or {login} or p@ss"])
    with serving(script, authenticator=script.login, auth_require_tls=False) as port:
        kept = SmtpSettings(host="127.0.0.1", port=port, user="me", password="p@ss")
        assert deliver(run.mail, kept, run.entry(), sleep=lambda _: None).message == "550 what is … or … or …"
    assert script.logins == ["me"]
    assert run.rows() == [("failed", "550 what is … or … or …")]

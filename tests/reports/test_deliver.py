"""A mail goes out once, over a connection that is what was asked for, and its password is told to nobody else."""

from __future__ import annotations

import socket
import traceback
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from reports.deliver import TRIES, Outcome, SmtpError, SmtpSettings, deliver
from reports.message import build_message
from reports.render import render
from tests.reports.build import UNTIL, digest_of, one_of_each
from tests.reports.ledger import MemoryLedger
from tests.reports.server import DROP, Script, certificate, listening, serving
from warehouse.store import Store


@pytest.fixture
def mail() -> EmailMessage:
    message = render(digest_of(one_of_each()))
    return build_message(
        message, sender="a@b.example", to="c@d.example", date=UNTIL, message_id="<r@b.example>", list_id="r.b.example"
    )


def send(mail: EmailMessage, smtp: SmtpSettings, ledger: MemoryLedger | None = None) -> tuple[Outcome, list[float]]:
    pauses: list[float] = []
    return deliver(mail, smtp, ledger or MemoryLedger(), sleep=pauses.append), pauses


@pytest.mark.parametrize("command", ["rcpt", "data"])
def test_transient_refusals_are_tried_again(mail: EmailMessage, command: str) -> None:
    script = Script(**{command: ["451 later", "421 busy"]})
    with listening(script) as smtp:
        outcome, pauses = send(mail, smtp)
    assert outcome == Outcome(state="sent")
    assert len(script.taken) == 1 and script.tried == 3
    assert pauses == [2.0, 4.0]


@pytest.mark.parametrize("command", ["rcpt", "data"])
def test_lasting_refusals_are_not(mail: EmailMessage, command: str) -> None:
    script, ledger = Script(**{command: ["550 no such reader"]}), MemoryLedger()
    with listening(script) as smtp:
        outcome, pauses = send(mail, smtp, ledger)
    assert outcome == Outcome(state="failed", message="550 no such reader")
    assert script.tried == 1 and not pauses and ledger.states[-1] == "failed"


def test_it_gives_up_after_three_tries_and_may_be_tried_another_day(mail: EmailMessage) -> None:
    script, ledger = Script(data=["451 later"] * TRIES), MemoryLedger()
    with listening(script) as smtp:
        assert send(mail, smtp, ledger)[0].state == "failed"
        assert not script.taken
        assert send(mail, smtp, ledger)[0].state == "sent"


@pytest.mark.parametrize("goodbye", ["421 closing", "500 what"])
def test_a_bad_goodbye_does_not_send_it_twice(mail: EmailMessage, goodbye: str) -> None:
    script, ledger = Script(quit=[goodbye] * TRIES), MemoryLedger()
    with listening(script) as smtp:
        outcome, _ = send(mail, smtp, ledger)
    assert outcome.state == "sent" and len(script.taken) == 1 and ledger.states == ["claimed", "sending", "sent"]


def test_a_second_sending_is_stopped_by_the_ledger(mail: EmailMessage) -> None:
    script, ledger = Script(), MemoryLedger()
    with listening(script) as smtp:
        assert [send(mail, smtp, ledger)[0].state for _ in range(2)] == ["sent", "already"]
    assert len(script.taken) == 1


def test_a_connection_that_breaks_in_the_hand_over_is_unknown_and_never_repeated(mail: EmailMessage) -> None:
    script, ledger = Script(data=[DROP]), MemoryLedger()
    with listening(script) as smtp:
        outcomes = [send(mail, smtp, ledger)[0] for _ in range(2)]
    assert [outcome.state for outcome in outcomes] == ["unknown", "unknown"]
    assert script.tried == 1 and "--resend" in outcomes[1].message


def test_after_a_clear_no_a_lost_connection_is_a_failure_and_not_unknown(mail: EmailMessage) -> None:
    """The first try was refused, so nothing of it is under way when the second finds nobody there."""
    script, ledger = Script(data=["451 later"]), MemoryLedger()
    with serving(script) as port:
        smtp = SmtpSettings.parse(f"smtp://127.0.0.1:{port}")
        controller_gone: list[float] = []

        def gone(pause: float) -> None:
            controller_gone.append(pause)
            object.__setattr__(smtp, "port", _closed_port())

        outcome = deliver(mail, smtp, ledger, sleep=gone)
    assert outcome.state == "failed" and ledger.states[-1] == "failed" and len(controller_gone) == TRIES - 1


def test_nobody_listening_is_a_failure_that_says_so(mail: EmailMessage) -> None:
    outcome, pauses = send(mail, SmtpSettings(host="127.0.0.1", port=_closed_port()))
    assert outcome.state == "failed" and "refused" in outcome.message.lower() and len(pauses) == TRIES - 1


def test_the_warehouse_ledger_keeps_one_report_to_one_reader(mail: EmailMessage, tmp_path: Path) -> None:
    store, now = Store(tmp_path / "w.duckdb"), datetime(2025, 9, 1, tzinfo=UTC)
    script = Script()

    def ledger(reader: str) -> object:
        return store.ledger("haiwan", "2025-W35", reader, UNTIL, now)

    with listening(script) as smtp:
        states = [deliver(mail, smtp, ledger(r), sleep=lambda _: None).state for r in ("a@x", "a@x", "b@x")]  # type: ignore[arg-type]
    assert states == ["sent", "already", "sent"] and len(script.taken) == 2


def test_starttls_and_login(mail: EmailMessage, tmp_path: Path) -> None:
    context, trusted = certificate(tmp_path)
    script = Script()
    with serving(script, tls_context=context, require_starttls=True, authenticator=script.login, auth_required=True) as port:
        smtp = SmtpSettings.parse(f"smtp://me:p%40ss@127.0.0.1:{port}?starttls=1&ca={trusted}")
        assert send(mail, smtp)[0] == Outcome(state="sent")
    assert script.over_tls == [True] and script.logins == ["me"]


def test_tls_from_the_start(mail: EmailMessage, tmp_path: Path) -> None:
    context, trusted = certificate(tmp_path)
    script = Script()
    with serving(script, ssl_context=context) as port:
        assert send(mail, SmtpSettings.parse(f"smtps://127.0.0.1:{port}?ca={trusted}"))[0].state == "sent"
    assert script.over_tls == [True]


@pytest.mark.parametrize("scheme", ["smtps", "smtp"])
def test_a_certificate_that_nobody_vouches_for_gets_no_mail(mail: EmailMessage, tmp_path: Path, scheme: str) -> None:
    context, _ = certificate(tmp_path)
    script = Script()
    options = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context}
    with serving(script, **options) as port:
        outcome, pauses = send(mail, SmtpSettings.parse(f"{scheme}://127.0.0.1:{port}?starttls=1"))
    assert outcome.state == "failed" and "CERTIFICATE_VERIFY_FAILED" in outcome.message
    assert not script.taken and not pauses


def test_a_server_without_starttls_gets_neither_mail_nor_password(mail: EmailMessage) -> None:
    script = Script()
    with serving(script, authenticator=script.login, auth_require_tls=False) as port:
        outcome, _ = send(mail, SmtpSettings.parse(f"smtp://me:secret@127.0.0.1:{port}?starttls=1"))
    assert outcome.state == "failed" and not script.taken and not script.logins


def test_a_refused_password_stands_in_no_message(mail: EmailMessage, tmp_path: Path) -> None:
    context, trusted = certificate(tmp_path)
    script = Script()
    with serving(script, tls_context=context, require_starttls=True, authenticator=script.login, auth_required=True) as port:
        smtp = SmtpSettings.parse(f"smtp://me:hunter2@127.0.0.1:{port}?starttls=1&ca={trusted}")
        outcome, _ = send(mail, smtp)
    assert outcome == Outcome(state="failed", message="the server refuses the user or password (535)")
    assert "hunter2" not in repr(smtp) + str(smtp)


@pytest.mark.parametrize(
    "url",
    [
        "smtp://me:hunter2@mail.example:port", "http://me:hunter2@mail.example", "smtp://me:hunter2@", "smtp://[::1:hunter2",
        "smtp://me:hunter2@mail.example?starttls=maybe", "smtp://me:hunter2密@mail.example", "smtp://me:hun/ter2@mail.example",
    ],
)  # fmt: skip
def test_a_bad_address_is_told_without_its_password(url: str) -> None:
    with pytest.raises(SmtpError) as caught:
        SmtpSettings.parse(url)
    said = "".join(traceback.format_exception(caught.value, chain=True))
    assert "hunter2" not in str(caught.value) and "ter2" not in said.replace(url, "")


@pytest.mark.parametrize(
    ("url", "tls", "port"),
    [
        ("smtp://mail.example", "starttls", 587),
        ("smtp://mail.example?starttls=true", "starttls", 587),
        ("smtp://mail.example:25?starttls=0", "none", 25),
        ("smtps://mail.example", "tls", 465),
        ("smtp://127.0.0.1", "none", 25),
        ("smtp://localhost:1025?starttls=yes", "starttls", 1025),
    ],
)
def test_only_loopback_goes_without_tls_unasked(url: str, tls: str, port: int) -> None:
    settings = SmtpSettings.parse(url)
    assert (settings.tls, settings.port) == (tls, port)


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])

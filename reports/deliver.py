"""Hand one mail over, once.

The ledger is written before, while and after: `claimed`, `sending`, `sent` or `failed`. After a crash in the middle of
sending nobody knows whether the mail went out; it is not sent again unless the owner says so.
"""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from reports.quotes import clip

TIMEOUT = 30.0
TRIES = 3
PAUSE = 2.0  # seconds before the second try; doubled for the third
_SWITCH = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


class SmtpError(ValueError):
    """An SMTP address that cannot be used; its password is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    host: str
    port: int
    tls: str = "none"  # none | starttls | tls
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""

    @classmethod
    def parse(cls, url: str) -> SmtpSettings:
        """smtp://user:password@host:587?starttls=1 or smtps://…; anything but loopback gets STARTTLS unless ?starttls=0."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise SmtpError("the SMTP address is none; write smtp://user:password@host:587") from None
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise SmtpError("the SMTP address must begin with smtp:// or smtps:// and name a host")
        asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        if parts.scheme == "smtps":
            tls = "tls"
        else:
            local = parts.hostname in ("localhost", "127.0.0.1", "::1")
            wanted = _SWITCH.get(asked.get("starttls", "0" if local else "1").lower())
            if wanted is None:  # never guess towards a connection that anyone can read
                raise SmtpError("the SMTP address says neither starttls=1 nor starttls=0; write one of them")
            tls = "starttls" if wanted else "none"
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if not (user + password).isascii():
            raise SmtpError("the SMTP user or password has characters beyond ASCII, which cannot be sent; change it")
        return cls(
            host=parts.hostname,
            port=port or (465 if tls == "tls" else 587 if tls == "starttls" else 25),
            tls=tls,
            user=user,
            password=password,
            ca_file=asked.get("ca", ""),
        )


class Ledger(Protocol):
    """The page of one report to one reader in the delivery ledger."""

    def claim(self, message_id: str) -> str: ...
    def sending(self) -> None: ...
    def sent(self) -> None: ...
    def failed(self, message: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    state: str  # sent | already | unknown | failed
    message: str = ""


def deliver(mail: EmailMessage, smtp: SmtpSettings, ledger: Ledger, *, sleep: Callable[[float], None]) -> Outcome:
    """Send unless the ledger says that it went out. Only transient failures before the hand-over are tried again."""
    state = ledger.claim(str(mail["Message-ID"]))
    if state == "sent":
        return Outcome(state="already", message="this report went out already; --resend sends it again")
    if state == "unknown":
        return Outcome(
            state="unknown",
            message="an earlier run died while it was sending; it may have arrived; --resend sends it again",
        )
    fault = ""
    hand = _Hand(ledger)
    for attempt in range(TRIES):
        if attempt:
            sleep(PAUSE * 2 ** (attempt - 1))
        try:
            _hand_over(mail, smtp, hand)
        except (smtplib.SMTPException, OSError) as error:
            fault = _said(error, smtp)
            if hand.under_way and not isinstance(error, smtplib.SMTPResponseException):
                return Outcome(state="unknown", message=f"the connection broke while the mail was handed over: {fault}")
            hand.under_way = False  # the server said no: this try is known not to have gone out
            if not _transient(error):
                break
        else:
            ledger.sent()
            return Outcome(state="sent")
    ledger.failed(fault)
    return Outcome(state="failed", message=fault)


class _Hand:
    """Tells the ledger, once, that the bytes are about to leave."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self.under_way = ledger, False

    def open(self) -> None:
        self._ledger.sending()
        self.under_way = True


def _hand_over(mail: EmailMessage, smtp: SmtpSettings, hand: _Hand) -> None:
    context = ssl.create_default_context(cafile=smtp.ca_file or None)
    if smtp.tls == "tls":
        client: smtplib.SMTP = smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=TIMEOUT, context=context)
    else:
        client = smtplib.SMTP(smtp.host, smtp.port, timeout=TIMEOUT)
    try:
        if smtp.tls == "starttls":
            client.starttls(context=context)
        if smtp.user:
            client.login(smtp.user, smtp.password)
        client.ehlo_or_helo_if_needed()
        _expect(client.mail(_address(mail["From"])), 250)
        _expect(client.rcpt(_address(mail["To"])), 250, 251)
        hand.open()
        code, said = client.data(mail.as_bytes())
        if 400 <= code < 600:  # the server did not take it, so it is known not to have gone out
            raise smtplib.SMTPDataError(code, said)
        if not 200 <= code < 300:
            raise smtplib.SMTPException("an answer that is none after the mail was handed over")
    finally:
        with suppress(smtplib.SMTPException, OSError):  # a bad goodbye does not take back a mail that was taken
            client.quit()
        client.close()


def _expect(answer: tuple[int, bytes], *codes: int) -> None:
    if answer[0] not in codes:
        raise smtplib.SMTPResponseException(answer[0], answer[1])


def _address(header: object) -> str:
    found = re.search(r"<([^<>]+)>|^([^<>\s]+)$", str(header))
    if found is None:
        raise smtplib.SMTPException("no address in the header")
    return found[1] or found[2]


def _transient(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPResponseException):
        return 400 <= error.smtp_code < 500
    return isinstance(error, smtplib.SMTPServerDisconnected | TimeoutError | ConnectionError | socket.gaierror)


def _said(error: Exception, smtp: SmtpSettings) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):  # its text may repeat what was sent
        return f"the server refuses the user or password ({error.smtp_code})"
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error.decode("utf-8", "ignore") if isinstance(error.smtp_error, bytes) else str(error.smtp_error)
        text = f"{error.smtp_code} {text}"
    else:
        text = f"{type(error).__name__}: {error}"
    for secret in _forms(smtp):
        text = text.replace(secret, "…")
    return clip(text, 300)


def _forms(smtp: SmtpSettings) -> list[str]:
    """The password as a server may quote it: as it is, and as AUTH LOGIN and AUTH PLAIN send it."""
    if not smtp.password:
        return []
    sent = (smtp.password, f"\0{smtp.user}\0{smtp.password}")
    return [*(base64.b64encode(form.encode()).decode() for form in reversed(sent)), smtp.password]

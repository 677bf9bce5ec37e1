"""A real SMTP server on loopback that misbehaves as it is told, and certificates to try TLS with."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from reports.deliver import SmtpSettings

DROP = "drop"  # an answer: cut the connection instead


class Script:
    """Answers to give, in order, to RCPT, DATA and QUIT; a command whose answers are used up is met with 250."""

    def __init__(self, **answers: list[str]) -> None:
        self._answers = answers
        self.taken: list[bytes] = []
        self.tried = 0
        self.over_tls: list[bool] = []
        self.logins: list[str] = []

    def _next(self, command: str, usual: str) -> str:
        waiting = self._answers.get(command, [])
        return waiting.pop(0) if waiting else usual

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        self.tried += 1
        envelope.rcpt_tos.append(address)
        return self._next("rcpt", "250 ok")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self._next("data", "250 taken")
        if answer == DROP:
            server.transport.abort()
        elif answer.startswith("250"):
            self.taken.append(bytes(envelope.original_content or b""))  # type: ignore[arg-type]
            self.over_tls.append(session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None)
        return answer

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return self._next("quit", "221 bye")

    def login(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        self.logins.append(data.login.decode())
        return AuthResult(success=data.password == b"p@ss", handled=False)


class _Controller(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serving(script: Script, **options: Any) -> Iterator[int]:
    controller = _Controller(script, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def listening(script: Script) -> Iterator[SmtpSettings]:
    with serving(script) as port:
        yield SmtpSettings.parse(f"smtp://127.0.0.1:{port}")


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's context with a fresh certificate for 127.0.0.1, and the file that says it may be trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, secret = folder / "cert.pem", folder / "key.pem"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(trusted, secret)
    return context, trusted

"""A mail as bytes: multipart/alternative, with the headers that mail programs and list managers want."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from reports.quotes import clip
from reports.render import Message


def build_message(message: Message, *, sender: str, to: str, date: datetime, message_id: str, list_id: str) -> EmailMessage:
    """The same arguments give the same bytes. Raises ValueError on an address that is none."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = clip(message.subject, 150)
    mail["From"] = Address("Regionwatch", addr_spec=sender)
    mail["To"] = Address(addr_spec=to)
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = message_id
    mail["List-Id"] = f"<{list_id}>"
    mail["List-Unsubscribe"] = f"<mailto:{sender}?subject=unsubscribe%20{list_id}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = "en" if message.language == "en" else "zh-CN"
    mail.set_content(message.text, cte="base64")
    mail.add_alternative(message.html, subtype="html", cte="base64")
    # A boundary of the content, not of chance, so that the same report is the same mail.
    mail.set_boundary("rw-" + hashlib.sha256((message.text + message.html).encode()).hexdigest()[:40])
    return mail

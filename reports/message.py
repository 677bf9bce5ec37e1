"""A mail as bytes: multipart/alternative, with the headers that mail programs and list managers want."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from reports.quotes import clip
from reports.render import Message


def leave_address(sender: str, list_id: str) -> str:
    """Where a mail program, or a reader, ends the subscription."""
    return f"mailto:{sender}?subject=unsubscribe%20{list_id}"


def build_message(
    message: Message, *, sender: str, to: str, date: datetime, message_id: str, list_id: str, replies_to: Sequence[str] = ()
) -> EmailMessage:
    """The same arguments give the same bytes. `replies_to` are the Message-IDs of the mails that this one corrects,
    oldest first. Raises ValueError on an address that is none."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = clip(message.subject, 150)
    mail["From"] = Address(clip(message.sender_name, 80), addr_spec=sender)
    mail["To"] = Address(addr_spec=to)
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = message_id
    if replies_to:
        mail["In-Reply-To"] = replies_to[-1]
        mail["References"] = " ".join(replies_to)
    mail["List-Id"] = f"<{list_id}>"
    mail["List-Unsubscribe"] = f"<{leave_address(sender, list_id)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = "en" if message.language == "en" else "zh-CN"
    mail.set_content(message.text, cte="base64")
    mail.add_alternative(message.html, subtype="html", cte="base64")
    # Boundaries of the content, not of chance, so that the same report is the same mail.
    mark = hashlib.sha256((message.text + message.html).encode()).hexdigest()[:40]
    mail.set_boundary(f"rw-{mark}")
    if message.attached:
        name, content = message.attached
        mail.add_attachment(content, maintype="application", subtype="zip", filename=name)
        mail.set_boundary(f"rx-{mark}")
    return mail

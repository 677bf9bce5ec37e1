"""A report's picture, as a mail program shows it."""

from __future__ import annotations

import email
import email.policy
import sys
import tempfile
from pathlib import Path

from reports.picture import PictureError, take_picture


def picture_of(page: Path, out: Path, width: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        html = page
        if page.suffix == ".eml":
            body = email.message_from_bytes(page.read_bytes(), policy=email.policy.default).get_body(("html",))
            if body is None:
                print(f"{page}: this mail has no HTML part", file=sys.stderr)
                return 1
            html = Path(folder) / "mail.html"
            html.write_text(body.get_content(), encoding="utf-8")
        try:
            take_picture(html, out, width=width)
        except PictureError as fault:
            print(fault, file=sys.stderr)
            return 1
    print(out)
    return 0

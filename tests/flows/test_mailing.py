"""Reports to several readers: each their own, at their own pace; what goes wrong with one costs no other."""

from __future__ import annotations

import email
import email.policy
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import duckdb
import pytest

from flows.report import drafts_of
from flows.reporting import Draft, Sent, draft_for, mail_of, readers_of, send, write_page
from flows.settings import Settings, SettingsError, read_settings
from flows.weeks import edition
from tests.reports.server import Script, serving
from tests.warehouse.build import WATCHLIST, House, fact, promise
from warehouse.records import Reader, Stage

EVERY = Reader(address="a@bay.example")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, mail_from="regionwatch@bay.example", site_url="https://watch.example")


@pytest.fixture
def bay(settings: Settings) -> House:
    return House(settings.home / "warehouse.duckdb")


def draft(house: House, reader: Reader, settings: Settings) -> Draft:
    about = edition(house.today, WATCHLIST.timezone)
    return draft_for(
        reader, watchlist=WATCHLIST, store=house.store, about=about, now=house.today, language=None, announce=True,
        settings=settings,
    )  # fmt: skip


def mailed(house: House, reader: Reader, settings: Settings) -> Sent:
    return send(draft(house, reader, settings), store=house.store, settings=settings, resend=False)


def ledger(settings: Settings) -> list[tuple[str, str, str | None]]:
    with duckdb.connect(str(settings.warehouse), read_only=True) as con:
        return con.execute("SELECT reader, state, message FROM deliveries ORDER BY until, reader").fetchall()


def test_one_who_bounces_does_not_stop_the_others(bay: House, settings: Settings) -> None:
    bay.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"))
    readers = [replace(EVERY, address=f"{name}@bay.example") for name in "abc"]
    readers.insert(1, replace(EVERY, address="none\r\nBcc: all@evil.example"))
    with serving(Script(rcpt=["250 ok", "550 no such reader", "250 ok"])) as port:
        told = [mailed(bay, reader, replace(settings, smtp=f"smtp://127.0.0.1:{port}")) for reader in readers]
    assert [sent.outcome for sent in told] == ["sent", "failed", "failed", "sent"]
    kept = {reader: (state, message) for reader, state, message in ledger(settings)}
    assert kept["a@bay.example"] == ("sent", None) and kept["c@bay.example"] == ("sent", None)
    assert kept["b@bay.example"] == ("failed", "550 no such reader")


def test_a_report_that_cannot_be_written_is_its_readers_failure(bay: House, settings: Settings) -> None:
    bay.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"))
    readers = [replace(EVERY, address=f"{name}@bay.example") for name in "abc"]

    def write(reader: Reader) -> Draft:
        if reader.address.startswith("a"):
            raise KeyError("no words for it")
        return draft(bay, reader, settings)

    drafts, failed = drafts_of(readers, write)
    assert [d.reader for d in drafts] == ["b@bay.example", "c@bay.example"]
    assert [(f.reader, f.outcome, f.message) for f in failed] == [
        ("a@bay.example", "failed", "not written: KeyError: 'no words for it'")
    ]
    with pytest.raises(KeyError):
        drafts_of(readers[:1], write)


def test_silence_when_nothing_changed_loses_nothing(bay: House, settings: Settings) -> None:
    quiet = Reader(address="q@bay.example", nothing="silence", projects=("rail",))
    bay.publish(fact("rail", Stage.PREPARATION, "滨海铁路可研获批。"))
    assert mailed(bay, quiet, settings).outcome == "sent"
    bay.wait(7)
    bay.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"), page="2")
    assert mailed(bay, quiet, settings).outcome == "quiet"
    assert ledger(settings)[-1] == ("q@bay.example", "quiet", "nothing")
    assert mailed(bay, replace(quiet, nothing="line"), settings).outcome == "sent"  # as another would have it
    bay.wait(7)
    bay.publish(fact("rail", Stage.STARTED, "滨海铁路开工。"), page="3")
    assert [row.subject for row in draft(bay, quiet, settings).digest.rows] == ["滨海铁路"]


def test_who_reads_every_second_week_gets_both_weeks(bay: House, settings: Settings) -> None:
    slow = Reader(address="s@bay.example", frequency="fortnightly")
    bay.publish(fact("rail", Stage.PREPARATION, "滨海铁路可研获批。"))
    assert mailed(bay, slow, settings).outcome == "sent"
    bay.wait(7)
    bay.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"), page="2")
    assert (mailed(bay, slow, settings).message, mailed(bay, EVERY, settings).outcome) == ("not due yet", "sent")
    bay.wait(7)
    bay.publish(fact("rail", Stage.STARTED, "滨海铁路开工。"), page="3")
    written = draft(bay, slow, settings)
    assert [row.subject for row in written.digest.rows] == ["海湾大桥", "滨海铁路"]
    assert send(written, store=bay.store, settings=settings, resend=False).outcome == "sent"


def test_a_correction_answers_the_mail_that_it_corrects(bay: House, settings: Settings) -> None:
    bay.publish(promise("bridge", Stage.IN_SERVICE, date(2026, 6, 30), "海湾大桥2026年6月通车。"))
    first = draft(bay, EVERY, settings)
    assert send(first, store=bay.store, settings=settings, resend=False).outcome == "sent"
    bay.wait(7)
    bay.publish(promise("bridge", Stage.IN_SERVICE, date(2027, 6, 30), "海湾大桥2027年6月通车。"), version="改")
    second = draft(bay, EVERY, settings)
    then, now = mail_of(first, settings), mail_of(second, settings)
    assert then["In-Reply-To"] is None
    assert now["In-Reply-To"] == then["Message-ID"] == now["References"]
    assert "更正此前寄出的周报：2025年第31周" in second.message.text
    assert draft(bay, replace(EVERY, address="new@bay.example"), settings).replies_to == ()


def test_the_mail_links_to_the_site_and_names_its_way_out(bay: House, settings: Settings) -> None:
    bay.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"))
    written = draft(bay, replace(EVERY, language="en", places=("海湾市",), projects=("bridge",)), settings)
    [change] = written.changes
    kept = f"https://watch.example/pages/{change.citations[0].snapshot}.html"
    mail = email.message_from_bytes(mail_of(written, settings).as_bytes(), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    for part in ("html", "plain"):
        said = mail.get_body((part,)).get_content()  # type: ignore[union-attr]
        assert kept in said and "https://watch.example/reports/2025-W31.html" in said
        assert "Only what you follow: 海湾市, 海湾大桥." in said and "unsubscribe%20bay" in said
    assert "unsubscribe" in mail["List-Unsubscribe"]
    without = draft(bay, EVERY, replace(settings, site_url=""))
    assert "pages/" not in without.message.html and "依据" in without.message.html


def test_the_page_that_a_mail_leads_to_stays_when_another_reader_is_told(bay: House, settings: Settings) -> None:
    bay.publish(fact("bridge", Stage.STARTED, "海湾大桥开工。"))
    assert mailed(bay, EVERY, settings).outcome == "sent"
    bay.wait(7)
    bay.publish(fact("bridge", Stage.IN_SERVICE, "海湾大桥通车。"), page="2")
    first = write_page(draft(bay, EVERY, settings), settings)
    held = first.read_bytes()
    other = write_page(draft(bay, replace(EVERY, address="new@bay.example"), settings), settings)  # all that is known so far
    assert first.read_bytes() == held and other != first and other.parent == first.parent
    assert write_page(draft(bay, EVERY, settings), settings) == first


def test_who_is_written_to(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "readers.yaml"
    file.write_text("readers:\n  - {address: a@bay.example, projects: [bridge], frequency: monthly, nothing: silence}\n")
    assert [r.address for r in readers_of(WATCHLIST, settings, None)] == ["reader@localhost"]
    assert [r.address for r in readers_of(WATCHLIST, replace(settings, mail_to=("m@b.example",)), None)] == ["m@b.example"]
    assert [r.frequency for r in readers_of(WATCHLIST, settings, None, file)] == ["monthly"]
    assert [r.address for r in readers_of(WATCHLIST, replace(settings, readers=file), None)] == ["a@bay.example"]
    named = readers_of(WATCHLIST, replace(settings, readers=file), ["a@bay.example", "z@bay.example", "z@bay.example"])
    assert [(r.address, r.projects, r.frequency, r.nothing) for r in named] == [
        ("a@bay.example", ("bridge",), "every", "line"), ("z@bay.example", (), "every", "line"),
    ]  # fmt: skip


@pytest.mark.parametrize("url", ["watch.example", "ftp://watch.example", "https://a@watch.example", "https://"])
def test_a_site_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(SettingsError, match="REGIONWATCH_SITE_URL"):
        read_settings({"REGIONWATCH_SITE_URL": url})
    assert read_settings({"REGIONWATCH_SITE_URL": "https://watch.example/bay/"}).site_url == "https://watch.example/bay"


SECRET = """
import logging, sys
from pathlib import Path
logging.basicConfig(level=logging.DEBUG)
from prefect.testing.utilities import prefect_test_harness
from prefect.blocks.system import Secret
from flows.report import weekly_report
with prefect_test_harness():
    Secret(value=sys.argv[2]).save("mail")
    result = weekly_report(sys.argv[1], now="2025-09-01T08:00:00+08:00", home=sys.argv[3])
    print(result["deliveries"])
    weekly_report(sys.argv[1], now="2025-09-08T08:00:00+08:00", home=sys.argv[3] + "/" + "x" * 5)
"""


def test_a_password_from_a_prefect_secret_is_used_and_told_to_nobody(tmp_path: Path) -> None:
    """The first run logs in; the second dies in the middle, since its data folder is a file, and shows its traceback."""
    from flows.sample.site import sample_watchlist

    (tmp_path / "w.yaml").write_text(sample_watchlist())
    script = Script()
    home = tmp_path / "home"
    home.mkdir()
    (home / "xxxxx").write_text("no folder")
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "REGIONWATCH_"))} | {
        "REGIONWATCH_SMTP": "secret:mail", "REGIONWATCH_MAIL_FROM": "regionwatch@bay.example", "DO_NOT_TRACK": "1",
        "PREFECT_HOME": str(tmp_path / "prefect"), "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    }  # fmt: skip
    with serving(script, authenticator=script.login, auth_require_tls=False) as port:
        words = [str(tmp_path / "w.yaml"), f"smtp://me:p%40ss@127.0.0.1:{port}?starttls=0", str(home)]
        done = subprocess.run([sys.executable, "-c", SECRET, *words], env=env, capture_output=True, text=True, timeout=280)
    assert "'outcome': 'sent'" in done.stdout, done.stderr[-2000:]
    assert script.logins == ["me"] and len(script.taken) == 1
    assert "Traceback" in done.stderr and done.returncode != 0
    written = [file.read_bytes() for file in home.rglob("*") if file.is_file()]
    for shown in (done.stdout.encode(), done.stderr.encode(), *written):
        assert b"p@ss" not in shown and b"p%40ss" not in shown

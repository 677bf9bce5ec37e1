"""What the mail relies on: one report reaches one reader once, whatever crashes, fails or runs beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.warehouse.build import START, House
from warehouse.errors import UnderWay
from warehouse.ledger import Entry


def entry(house: House, edition: str = "2025-W35", days: int = 0) -> Entry:
    return house.store.ledger("bay", edition, "a@b.example", START + timedelta(days=days), START)


def test_a_report_goes_out_once(house: House) -> None:
    page = entry(house)
    assert page.claim("<1@x>") == "claimed"
    assert page.claim("<1@x>") == "claimed"  # a crash before anything was handed over
    page.sending()
    assert page.claim("<1@x>") == "unknown"  # a crash while it was handed over
    page.sent()
    assert page.claim("<1@x>") == "sent"
    assert house.store.last_window("bay", "a@b.example", "2025-W36") == START
    assert house.store.last_window("bay", "c@d.example", "2025-W36") is None
    page.forget()
    assert page.claim("<2@x>") == "claimed"
    page.failed("550 no such user")
    assert page.claim("<2@x>") == "claimed"


def test_of_two_runs_at_once_one_sends(house: House) -> None:
    by_hand, by_schedule = entry(house), entry(house)
    assert (by_hand.claim("<1@x>"), by_schedule.claim("<1@x>")) == ("claimed", "claimed")
    by_hand.sending()
    with pytest.raises(UnderWay, match="another run"):
        by_schedule.sending()
    by_hand.sent()
    with pytest.raises(UnderWay):
        by_schedule.sending()


def test_a_run_that_could_not_connect_does_not_unsay_what_another_sent(house: House) -> None:
    by_hand, by_schedule = entry(house), entry(house)
    by_hand.claim("<1@x>")
    by_schedule.claim("<1@x>")
    by_hand.sending()
    by_schedule.failed("no route to host")
    assert entry(house).claim("<1@x>") == "unknown"
    by_hand.sent()
    by_schedule.failed("no route to host")
    assert entry(house).claim("<1@x>") == "sent"


def test_a_run_may_try_again_what_the_server_put_off(house: House) -> None:
    page = entry(house)
    page.claim("<1@x>")
    page.sending()
    page.sending()  # 451 to the first try
    page.failed("451 later")
    assert entry(house).claim("<1@x>") == "claimed"


def test_a_past_report_begins_where_the_one_before_it_ended(house: House) -> None:
    for edition, days in (("2025-W33", 7), ("2025-W34", 14), ("2025-W35", 21)):
        page = entry(house, edition, days)
        page.claim("<1@x>")
        page.sending()
        page.sent()
    second = START + timedelta(days=14)
    assert house.store.last_window("bay", "a@b.example", "2025-W34", second) == START + timedelta(days=7)

"""Urgent changes reach a real HTTP service at once, each once; what is not urgent waits for Monday."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from flows.settings import Settings, SettingsError, read_settings
from flows.urgent import tell_urgent
from tests.warehouse.build import DAY, WATCHLIST, House, fact, promise
from warehouse.records import Stage


class Service:
    """Takes Apprise's JSON messages, or refuses them."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.status = 200
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if service.status == 200:
                    service.got.append(json.loads(body))
                self.send_response(service.status)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"json://user:geheim@127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A bridge that is promised by the end of the year, and being built."""
    made = House(tmp_path / "w.duckdb")
    made.publish(
        promise("bridge", Stage.IN_SERVICE, date(2025, 12, 31), "海湾大桥2025年底通车。"),
        fact("bridge", Stage.CONSTRUCTION, "海湾大桥正在建设。"),
    )
    made.today += 7 * DAY
    return made


def told(house: House, service: Service, days: int = 30) -> str:
    settings = Settings(home=house.path.parent, urgent=(service.address,), urgent_days=days)
    [row] = tell_urgent(WATCHLIST, house.store, settings, house.today)
    assert row.service == "json"
    return row.outcome


def slip(house: House, by: date, page: str = "2") -> None:
    words = f"海湾大桥推迟至{by.year}年{by.month}月通车。"
    house.publish(promise("bridge", Stage.IN_SERVICE, by, words), page=page)


def test_a_slip_and_a_stop_are_told_with_quotation_source_and_address(house: House, service: Service) -> None:
    slip(house, date(2026, 6, 30))
    house.publish(fact("rail", Stage.STOPPED, "滨海铁路暂缓建设。", milestone="暂缓"), page="3")
    assert told(house, service) == "sent"
    [message] = service.got
    assert message["title"] == "海湾：2 条紧急变化"
    for words in ("推迟 181 天", "海湾大桥推迟至2026年6月通车。", "https://gov.example/2", "滨海铁路", "暂缓", "海湾市政府"):
        assert words in message["message"]


def test_it_is_told_once_and_what_is_new_after_it_is_told_then(house: House, service: Service) -> None:
    slip(house, date(2026, 6, 30))
    assert [told(house, service), told(house, service)] == ["sent", "sent"]  # the same moment: the ledger answers
    assert len(service.got) == 1
    house.today += DAY
    assert told(house, service) == "nothing"
    slip(house, date(2026, 12, 31), page="4")
    assert told(house, service) == "sent"
    assert "2026年12月" in service.got[-1]["message"]
    assert sum("2026年6月通车" in message["message"] for message in service.got) == 1


def test_what_is_not_urgent_waits(house: House, service: Service) -> None:
    slip(house, date(2026, 1, 15))  # fifteen days
    house.publish(fact("rail", Stage.STARTED, "滨海铁路开工。"), page="5")
    assert told(house, service) == "nothing" and not service.got
    assert told(house, service, days=14) == "sent"


def test_a_message_that_failed_is_told_with_the_next_collect(house: House, service: Service) -> None:
    slip(house, date(2026, 6, 30))
    service.status = 503
    assert told(house, service) == "failed"
    service.status = 200
    house.today += DAY
    assert told(house, service) == "sent" and "推迟 181 天" in service.got[0]["message"]


def test_old_news_is_no_alarm(house: House, service: Service) -> None:
    words = "滨海铁路暂缓建设。"
    house.publish(fact("rail", Stage.STOPPED, words), page="6", on=date(2025, 5, 1))
    assert told(house, service) == "nothing"


def test_an_address_is_never_shown(house: House, service: Service, caplog: pytest.LogCaptureFixture) -> None:
    slip(house, date(2026, 6, 30))
    service.status = 500
    with caplog.at_level("DEBUG", logger="regionwatch"):
        told(house, service)
    settings = Settings(home=house.path.parent, urgent=(service.address,))
    assert "failed" in caplog.text and "geheim" not in caplog.text and "geheim" not in repr(settings)


def test_addresses_and_days_come_from_the_environment(tmp_path: Path) -> None:
    settings = read_settings({"REGIONWATCH_URGENT": " json://a/ \n tgram://b/c ", "REGIONWATCH_URGENT_DAYS": "90"}, tmp_path)
    assert settings.urgent == ("json://a/", "tgram://b/c") and settings.urgent_days == 90
    with pytest.raises(SettingsError, match="REGIONWATCH_URGENT_DAYS='soon'"):
        read_settings({"REGIONWATCH_URGENT_DAYS": "soon"}, tmp_path)

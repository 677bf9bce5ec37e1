"""What robots.txt says of us, a day long. RFC 9309: 4xx means that all is allowed; 5xx or silence, that nothing is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

DAY = 86_400.0
HOUR = 3_600.0
MAX_BYTES = 500_000  # RFC 9309, 2.5: at least 500 KiB must be parsed
MAX_DELAY = 30.0  # a Crawl-delay beyond this is not obeyed to the letter: a listing would take days


@dataclass(frozen=True, slots=True)
class _Rules:
    rules: Protego | None  # None: nothing is allowed for now
    until: float


class Robots:
    """The rules of each host, asked for once."""

    def __init__(self) -> None:
        self._known: dict[str, _Rules] = {}
        self._guard = threading.Lock()

    def learn(self, url: str, ask: Callable[[str], tuple[int, bytes]], now: float) -> None:
        """Ask `url`'s host for its robots.txt unless we know it. `ask` gives status and body."""
        root = _root(url)
        with self._guard:
            known = self._known.get(root)
            if known and known.until > now:
                return
            status, body = ask(root + "/robots.txt")
            if status == 200:
                rules = Protego.parse(body[:MAX_BYTES].decode("utf-8", "ignore"))
                self._known[root] = _Rules(rules, now + DAY)
            elif status >= 500:
                self._known[root] = _Rules(None, now + HOUR)
            else:  # redirects of robots.txt are rare and lead to home pages
                self._known[root] = _Rules(Protego.parse(""), now + DAY)

    def allows(self, url: str, agent: str) -> bool:
        known = self._known[_root(url)].rules
        return known is not None and bool(known.can_fetch(url, agent))

    def delay(self, url: str, agent: str) -> float:
        """Crawl-delay in seconds, 0 when none is set."""
        known = self._known[_root(url)].rules
        return min(MAX_DELAY, float((known and known.crawl_delay(agent)) or 0.0))


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"

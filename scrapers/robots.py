"""What robots.txt says of us, a day long (RFC 9309).

There is no such file, or we may not see it (4xx), or it leads away from the source's hosts: all is allowed. It cannot be
had now (5xx, 429, silence): nothing may be asked for now, so that the visit fails as that answer does, and is tried again
as that failure is; nothing is remembered of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from protego import Protego

DAY = 86_400.0
MAX_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB must be parsed
MAX_DELAY = 30.0  # a Crawl-delay beyond this is not obeyed to the letter: a listing would take days


@dataclass(slots=True)
class _Known:
    asking: threading.Lock = field(default_factory=threading.Lock)  # a slow host keeps nobody from asking another
    rules: Protego | None = None
    until: float = 0.0


class Robots:
    """The rules of each host for `agent`, asked for once."""

    def __init__(self, agent: str) -> None:
        # The product's name alone: a contact that holds somebody's name would be taken for that somebody.
        self._agent = agent.partition("/")[0].strip()
        self._known: dict[str, _Known] = {}
        self._guard = threading.Lock()

    def learn(self, url: str, ask: Callable[[str], bytes], now: float) -> None:
        """Ask `url`'s host for its robots.txt unless we know it. `ask` gives its text, b"" when there is none, and raises
        FetchError when that cannot be said now."""
        root = _root(url)
        with self._guard:
            known = self._known.setdefault(root, _Known())
        with known.asking:
            if known.rules is None or known.until <= now:
                known.rules = Protego.parse(ask(root + "/robots.txt")[:MAX_BYTES].decode("utf-8-sig", "ignore"))
                known.until = now + DAY

    def allows(self, url: str) -> bool:
        rules = self._known[_root(url)].rules
        return rules is not None and bool(rules.can_fetch(url, self._agent))

    def delay(self, url: str) -> float:
        """Crawl-delay in seconds, 0 when none is set."""
        rules = self._known[_root(url)].rules
        return min(MAX_DELAY, float((rules and rules.crawl_delay(self._agent)) or 0.0))


@lru_cache(maxsize=4096)
def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"

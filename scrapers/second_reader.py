"""The second reader: an OpenAI-compatible endpoint that is asked where the rules abstain. Off unless the owner sets it up.

Every request goes through the one door (`Door.post`), to the owner's own endpoint and nowhere else. What it may cost is
bounded by calls and tokens a run; an answer is kept in a file, so that the same question costs nothing the next time. It
never fails a run: without an answer a page is read by the rules alone.
"""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from scrapers.addresses import endpoint
from scrapers.errors import FetchError
from scrapers.fetch import Door, FetchSettings
from warehouse.records import Article, Update

if TYPE_CHECKING:
    from scrapers.updates.match import Matcher
    from scrapers.updates.second import Question

log = logging.getLogger("regionwatch.second")

FAILURES_AT_MOST = 3  # in a row; then it is left alone for the rest of the run
ANSWER_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondSettings:
    """The owner's endpoint and what a run may cost."""

    url: str  # the base, such as https://api.example/v1
    model: str
    key: str = field(default="", repr=False)  # goes into one header and nowhere else
    calls: int = 20  # a run
    tokens: int = 50_000  # a run, as the endpoint counts them; where it does not say, by the most that a call can cost
    answer_tokens: int = 1_000  # of one answer
    timeout: float = 60.0  # seconds for one answer


@dataclass(slots=True)
class Spent:
    """What a run has cost and brought."""

    calls: int = 0
    tokens: int = 0
    cached: int = 0
    failed: int = 0
    updates: int = 0
    not_asked: int = 0  # pages left to the rules: the budget was spent, or the endpoint had failed too often


class SecondReader:
    """One for a run; safe to share between threads."""

    def __init__(self, settings: SecondSettings, cache: Path, door: Door | None = None) -> None:
        self._settings, self._cache = settings, cache
        self._address = settings.url.rstrip("/") + "/chat/completions"
        self._door = door or Door(
            FetchSettings(
                allow=frozenset({endpoint(settings.url)}),  # the owner named it, on whatever network it is
                read_timeout=settings.timeout,
                whole_timeout=settings.timeout,
                max_bytes=ANSWER_BYTES,
                max_decoded_bytes=ANSWER_BYTES,
            )
        )
        self._lock = threading.Lock()
        self._in_a_row = 0
        self.spent = Spent()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._door.close()

    def read(self, article: Article, matcher: Matcher, known: tuple[Update, ...]) -> tuple[Update, ...]:
        """What the second reader adds to what the rules found on a page; nothing when there is nothing to ask or no answer."""
        from scrapers.updates.second import question, request  # loads what understands a page, only where one is read

        asked = question(article, matcher)
        if asked is None:
            return ()
        body = json.dumps(
            request(self._settings.model, article, asked, self._settings.answer_tokens), ensure_ascii=False, sort_keys=True
        ).encode()
        kept = self._cache / f"{sha256(self._address.encode() + body).hexdigest()[:40]}.json"
        answer = self._remembered(kept)
        if answer is None:
            answer = self._ask(body, kept)
        return self._believe(answer, article, asked, known) if answer is not None else ()

    def _believe(self, answer: str, article: Article, asked: Question, known: tuple[Update, ...]) -> tuple[Update, ...]:
        from scrapers.updates.second import believed

        try:
            found = believed(answer, article, asked, known)
        except ValueError as fault:
            log.info("%s: an answer that is of no use: %s", article.url, fault)
            return ()
        with self._lock:
            self.spent.updates += len(found)
        return tuple(found)

    def _remembered(self, kept: Path) -> str | None:
        try:
            answer = json.loads(kept.read_text(encoding="utf-8"))["answer"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if not isinstance(answer, str):
            return None
        with self._lock:
            self.spent.cached += 1
        return answer

    def _ask(self, body: bytes, kept: Path) -> str | None:
        reserved = len(body.decode()) + self._settings.answer_tokens  # a Chinese character is about a token, and never two
        if not self._may_ask(reserved):
            return None
        headers = {"Content-Type": "application/json"}
        if self._settings.key:
            headers["Authorization"] = f"Bearer {self._settings.key}"
        try:
            answer, tokens = _content(self._door.post(self._address, body, headers))
        except (FetchError, ValueError) as fault:
            self._failed(fault, reserved)
            return None
        with self._lock:
            self._in_a_row = 0
            self.spent.tokens += (reserved if tokens is None else tokens) - reserved
        self._keep(kept, answer)
        return answer

    def _may_ask(self, reserved: int) -> bool:
        """Count the call and the most that it can cost, if the run may still spend that."""
        with self._lock:
            left = self._settings.tokens - self.spent.tokens
            if self._in_a_row >= FAILURES_AT_MOST or self.spent.calls >= self._settings.calls or reserved > left:
                self.spent.not_asked += 1
                return False
            self.spent.calls += 1
            self.spent.tokens += reserved
            return True

    def _failed(self, fault: Exception, reserved: int) -> None:
        with self._lock:
            self.spent.failed += 1
            self.spent.tokens -= reserved
            self._in_a_row += 1
            last = self._in_a_row == FAILURES_AT_MOST
        kind = fault.kind if isinstance(fault, FetchError) else "answer"
        # The message of a fault holds an address at most; what was sent is in no message.
        log.warning("second reader: %s: %s%s", kind, fault, "; it is asked nothing more in this run" if last else "")

    def _keep(self, kept: Path, answer: str) -> None:
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            beside = kept.with_suffix(f".{threading.get_ident()}.part")
            said = {"model": self._settings.model, "answer": answer}
            beside.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
            beside.replace(kept)
        except OSError as fault:  # it will be asked again, which costs money and no update
            log.warning("second reader: its answer could not be kept: %s", fault)


def _content(body: bytes) -> tuple[str, int | None]:
    """The text of a chat completion and what it cost. Raises ValueError when it is none."""
    try:
        said: Any = json.loads(body)
        answer = said["choices"][0]["message"]["content"]
        tokens = (said.get("usage") or {}).get("total_tokens")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise ValueError("the endpoint's answer is no chat completion") from None
    if not isinstance(answer, str):
        raise ValueError("the endpoint's answer holds no text")
    return answer, tokens if isinstance(tokens, int) and tokens >= 0 else None

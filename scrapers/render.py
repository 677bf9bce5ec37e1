"""Pages that scripts fill: the system's Chromium runs them, and reaches nothing but through the door.

The browser has no network of its own (its proxy is a closed port): each request of the page is stopped, asked for by the
same rules as any other (addresses, hosts, robots.txt, pace, bounds), and answered with what came. One browser a page, in
an empty profile, ended when the page's time is over, whatever its scripts do.

Errors: FetchError as the page's own request has it; Odd("no_browser") without Chromium; Transient("slow") at the end of
the time; Refused("too_large") beyond the bounds.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error, Page, Route, sync_playwright

from scrapers.answers import Answer
from scrapers.errors import FetchError, Odd, Refused, Transient

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-dev-shm-usage", "--mute-audio",
    "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>", "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--js-flags=--max-old-space-size=256",
    "--remote-debugging-port=0", "--remote-debugging-address=127.0.0.1",
)  # fmt: skip
WANTED = frozenset({"document", "script", "xhr", "fetch"})  # neither pictures nor fonts nor styles hold text
REQUESTS_AT_MOST = 100  # of a page
QUIET = 3.0  # seconds that a loaded page's scripts get to fill it
STARTING = 20.0  # seconds that the browser may take to start


Ask = Callable[[str], Answer]  # raises FetchError


@dataclass(slots=True)
class _Visit:
    """One page's requests, counted."""

    ask: Ask
    most: int  # bytes, of all answers together
    first: Answer | None = None
    fault: FetchError | None = None
    requests: int = 0
    bytes: int = 0

    def is_file(self) -> bool:
        """Is the page a document, a feed or data, which no browser need show?"""
        return self.first is not None and "html" not in _kind(self.first)

    def answer(self, route: Route) -> None:
        request = route.request
        main = self.first is None
        if request.method != "GET" or request.resource_type not in WANTED or (main and not request.is_navigation_request()):
            return route.abort()
        try:
            self.requests += 1
            if self.requests > REQUESTS_AT_MOST:
                raise Refused("too_large", f"more than {REQUESTS_AT_MOST} requests for one page")
            got = self.ask(request.url)
            self.bytes += len(got.body)
            if self.bytes > self.most:
                raise Refused("too_large", f"more than {self.most} bytes for one page")
        except FetchError as fault:
            if main or fault.kind == "too_large":
                self.fault = self.fault or fault
            return route.abort()
        if main:
            self.first = got
            if self.is_file():
                return route.abort()
        headers = {"content-type": _kind(got), "access-control-allow-origin": "*"}
        return route.fulfill(status=got.status, headers=headers, body=got.body)


def _kind(answer: Answer) -> str:
    said = {name.lower(): value for name, value in answer.headers.items()}
    return said.get("content-type", "text/html").lower()


def render(url: str, ask: Ask, *, seconds: float, most: int) -> Answer:
    """The page as its scripts have filled it, as UTF-8, within so many seconds and bytes."""
    end = time.monotonic() + seconds
    visit = _Visit(ask, most)
    try:
        with _browser(end) as (address, over), sync_playwright() as play:
            try:
                context = play.chromium.connect_over_cdp(address).new_context(service_workers="block", accept_downloads=False)
                context.route_web_socket("**/*", lambda socket: socket.close())
                context.route("**/*", lambda route: visit.answer(route))  # a method of slots is none that it can mark
                html = _filled(context.new_page(), url, visit, end)
            except Error as fault:
                if visit.is_file() and visit.first is not None:
                    return visit.first
                raise visit.fault or _named(fault, over) from None
    except OSError as fault:
        raise Odd("no_browser", f"Chromium did not start: {fault}") from None
    if visit.fault is not None or visit.first is None:
        raise visit.fault or Odd("bad_answer", "the browser asked for no page")
    body = html.encode("utf-8", "replace")
    if len(body) > most:
        raise Refused("too_large", f"more than {most} bytes once its scripts had run")
    return Answer(visit.first.status, {"Content-Type": "text/html; charset=utf-8"}, body, visit.first.final_url)


def _filled(page: Page, url: str, visit: _Visit, end: float) -> str:
    """The page's text once its scripts are done, or have had their time."""
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.goto(url, wait_until="load", timeout=max(1.0, end - time.monotonic()) * 1000)
    with suppress(Error):  # a page that never rests is taken as it is
        page.wait_for_load_state("networkidle", timeout=max(0.1, min(QUIET, end - time.monotonic())) * 1000)
    if visit.fault is not None:
        raise visit.fault
    if not page.url.startswith(("http://", "https://")):  # the browser's own page, of a request that was not let through
        raise Refused("other_host", "its scripts lead to where the source may not")
    return page.content()


def _named(fault: Error, over: threading.Event) -> FetchError:
    if over.is_set() or "Timeout" in str(fault):
        return Transient("slow", "the page's scripts were not done in their time")
    return Odd("bad_answer", f"the browser could not show it: {str(fault)[:200]}")


@contextmanager
def _browser(end: float) -> Iterator[tuple[str, threading.Event]]:
    """A browser's address, and whether its time is over; it does not live longer than that. Raises OSError."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError("no Chromium found; install it (Debian: apt-get install chromium)")
    over = threading.Event()
    with tempfile.TemporaryDirectory(prefix="regionwatch-", ignore_cleanup_errors=True) as folder:
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen([found, *FLAGS, f"--user-data-dir={folder}", "about:blank"], **quiet)  # type: ignore[call-overload]

        def stop() -> None:
            over.set()
            process.kill()

        watchdog = threading.Timer(max(0.1, end - time.monotonic()), stop)
        watchdog.daemon = True
        watchdog.start()
        try:
            yield _address(Path(folder) / "DevToolsActivePort", process), over
        finally:
            watchdog.cancel()
            process.kill()
            process.wait(10)


def _address(file: Path, process: subprocess.Popen[bytes]) -> str:
    """Where the browser listens, which it writes down when it is up."""
    until = time.monotonic() + STARTING
    while time.monotonic() < until and process.poll() is None:
        if file.exists() and len(said := file.read_text(encoding="ascii").split()) == 2:
            return f"ws://127.0.0.1:{said[0]}{said[1]}"
        time.sleep(0.05)
    raise OSError("it did not say where it listens")

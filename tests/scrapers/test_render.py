"""Pages that scripts fill, in a real browser: what it shows comes home, and it reaches nothing that the door would not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from scrapers.errors import Blocked, FetchError, Gone, Refused, Transient
from tests.scrapers.hostile import Site, page, saying, serving, to
from tests.scrapers.visit import Visit
from warehouse.records import Snapshot, Unchanged, Validators

FILLED = """<html><head><meta charset="utf-8"></head><body><div id="list">…</div><script src="/fill.js"></script></body></html>"""
FILL = """fetch('/data.json').then(r => r.json()).then(rows => {
  document.getElementById('list').innerHTML = rows.map(r => `<a href="${r[0]}">${r[1]}</a>`).join('')
})"""
DATA = '[["/a/1.htm", "望海大桥主桥合龙"], ["/a/2.htm", "临港高速公路通车"]]'
# Each tries to reach another port of this machine, which the source does not name.
ESCAPES = {
    "fetch": "fetch('{secret}').catch(() => 0)",
    "post": "fetch('{secret}', {{method: 'POST', body: 'x'}}).catch(() => 0)",
    "beacon": "navigator.sendBeacon('{secret}', 'x')",
    "image": "new Image().src = '{secret}'",
    "script": "document.head.appendChild(Object.assign(document.createElement('script'), {{src: '{secret}'}}))",
    "style": "document.head.appendChild(Object.assign(document.createElement('link'), {{rel: 'stylesheet', href: '{secret}'}}))",
    "preconnect": "document.head.appendChild(Object.assign(document.createElement('link'), {{rel: 'preconnect', href: '{secret}'}}))",
    "frame": "document.body.appendChild(Object.assign(document.createElement('iframe'), {{src: '{secret}'}}))",
    "socket": "new WebSocket('{socket}')",
    "window": "window.open('{secret}')",
    "location": "location.href = '{secret}'",
    "form": "document.body.insertAdjacentHTML('beforeend', '<form action={secret}></form>'); document.forms[0].submit()",
    "worker": "new Worker(URL.createObjectURL(new Blob([`fetch('{secret}')`])))",
    "events": "new EventSource('{secret}')",
    "peer": "new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{port}'}}]}}).createDataChannel('x')",
}


@pytest.fixture
def secret() -> Iterator[Site]:
    with serving() as up:
        up.paths["/secret"] = saying(page(b"secret"))
        yield up


def rendering(site: Site, seconds: float = 40.0) -> Visit:
    visit = Visit(site, {"render_timeout": seconds, "max_decoded_bytes": 200_000})
    visit.source = replace(visit.source, render=True)
    return visit


def test_what_scripts_fill_in_comes_home(site: Site) -> None:
    site.paths["/list.htm"] = saying(page(FILLED.encode(), Content_Type="text/html; charset=utf-8"))
    site.paths["/fill.js"] = saying(page(FILL.encode(), Content_Type="text/javascript"))
    site.paths["/data.json"] = saying(page(DATA.encode(), Content_Type="application/json"))
    visit = rendering(site)
    got = visit.get("/list.htm")
    assert isinstance(got, Snapshot)
    assert '<a href="/a/1.htm">望海大桥主桥合龙</a>' in got.body.decode()
    assert got.content_type == "text/html; charset=utf-8"
    assert isinstance(visit.get("/list.htm", Validators(sha256=got.sha256)), Unchanged)
    assert {asked.headers["user-agent"] for asked in site.asked} == {"regionwatch/0.1"}
    assert [told.outcome for told in visit.told] == ["new", "unchanged"]


def test_a_page_reaches_nothing_that_the_source_does_not_name(site: Site, secret: Site) -> None:
    there = {"secret": secret.url("/secret"), "socket": f"ws://127.0.0.1:{secret.port}/secret", "port": secret.port}
    tries = "\n".join(f"try {{ {escape.format(**there)} }} catch (e) {{}}" for name, escape in ESCAPES.items() if name != "location")
    leaving = ESCAPES["location"].format(**there)
    html = f"<html><body><p>望海大桥</p><script>{tries}\nsetTimeout(() => {{ {leaving} }}, 800)</script></body></html>"
    site.paths["/a.htm"] = saying(page(html.encode(), Content_Type="text/html; charset=utf-8"))
    try:
        assert isinstance(rendering(site).get(), Snapshot)
    except FetchError as fault:  # what it shows when its page has left is no page
        assert fault.kind == "other_host"
    time.sleep(0.3)
    assert secret.asked == []
    assert {asked.path for asked in site.asked} == {"/robots.txt", "/a.htm"}


@pytest.mark.parametrize(
    ("script", "kind", "family"),
    [("while (true) {}", "slow", Transient), ("setTimeout(() => { while (true) {} }, 100)", "slow", Transient),
     ("setInterval(() => { for (let i = 0; i < 200; i++) fetch('/data.json?' + Math.random()) }, 1)", "too_large", Refused),
     ("document.body.textContent = '桥'.repeat(300000)", "too_large", Refused)],
    ids=["busy", "busy later", "asking for ever", "growing"],
)  # fmt: skip
def test_a_page_that_never_rests_ends_in_its_bounds(site: Site, script: str, kind: str, family: type[FetchError]) -> None:
    html = f"<html><body><p>望海大桥</p><script>{script}</script></body></html>"
    site.paths["/a.htm"] = saying(page(html.encode(), Content_Type="text/html; charset=utf-8"))
    begun = time.monotonic()
    fault = rendering(site, seconds=15.0 if kind == "slow" else 40.0).fault()
    assert isinstance(fault, family)
    assert fault.kind == kind
    assert time.monotonic() - begun < 45


@pytest.mark.parametrize("kind", ["application/pdf", "application/rss+xml", "application/json"])
def test_what_is_no_page_comes_home_as_it_is(site: Site, kind: str) -> None:
    site.paths["/a.htm"] = saying(page(b"%PDF-1.4 and so on", Content_Type=kind))
    got = rendering(site).get()
    assert isinstance(got, Snapshot)
    assert (got.body, got.content_type) == (b"%PDF-1.4 and so on", kind)


def test_the_page_itself_fails_as_any_other(site: Site) -> None:
    site.paths["/robots.txt"] = saying(page(b"User-agent: *\nDisallow: /no/\n"))
    site.paths["/moved.htm"] = saying(to("http://127.0.0.1:9/x"))
    visit = rendering(site)
    assert isinstance(visit.fault("/gone.htm"), Gone)
    assert isinstance(visit.fault("/no/a.htm"), Blocked)
    assert visit.fault("/moved.htm").kind == "other_host"

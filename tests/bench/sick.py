"""A region of many sources, some of them ill in ten ways: python -m tests.bench.sick SOURCES ILL

Source n is host 127.0.(n // 200 + 1).(n % 200 + 1). Prints the port when it is up. Every tenth source is ill as `ILLS` says
while ILL is 1; with 0 all are well.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

from tests.bench.site import CHARACTERS, OTHERS, _title

ARTICLES = 5
WAF = "<html><head><title>请求被拦截</title></head><body>您的请求已被防火墙拦截，请稍后再试。</body></html>"
MISSING = "<html><head><title>404</title></head><body><p>您访问的页面不存在或已删除</p></body></html>"
EMPTY = "<html><body><p>栏目正在更新</p></body></html>"
ILLS = (
    "server_error", "gone", "forbidden", "blocked", "soft_404", "listing_empty", "links_unread", "layout_changed", "timeout", "truncated",
)  # fmt: skip
Writer = Callable[[bytes], Awaitable[None]]


def host(number: int) -> str:
    return f"127.0.{number // 200 + 1}.{number % 200 + 1}"


def illness(number: int) -> str | None:
    """What source `number` has while the region is ill."""
    return ILLS[number // 10 % len(ILLS)] if number % 10 == 3 else None


def path(number: int, n: int) -> str:
    return f"/a/202509/t20250901_{number * 100 + n}.htm"


def answer(number: int, asked: str, ill: str | None) -> bytes:
    if asked == "/list/":
        return _listing(number, ill)
    for n in range(ARTICLES):
        if asked == path(number, n):
            if ill == "layout_changed":
                return _page("<html><body><div class='gallery'><img src='1.jpg'></div></body></html>")
            return _page(_article(number, n))
    return _page(MISSING, "404 Not Found")


def _listing(number: int, ill: str | None) -> bytes:
    match ill:
        case "server_error":
            return _page("", "503 Busy")
        case "gone":
            return _page(MISSING, "404 Not Found")
        case "forbidden":
            return _page("", "403 Forbidden")
        case "blocked":
            return _page(WAF)
        case "soft_404":
            return _page(MISSING)
        case "listing_empty":
            return _page(EMPTY)
        case "links_unread":
            rows = "".join(f"<li><a href='javascript:show({n})'>{_title(number * 100 + n)}</a></li>" for n in range(8))
            return _page(f"<html><body><ul>{rows}</ul></body></html>")
        case "truncated":
            return _page(_links(number))[:-50]
        case _:
            return _page(_links(number))


def _links(number: int) -> str:
    rows = "".join(
        f'<li><a href="{path(number, n)}">{_title(number * 100 + n)}</a><span>2025-09-01</span></li>' for n in range(ARTICLES)
    )
    return f"<html><body><ul>{rows}</ul></body></html>"


def _article(number: int, n: int) -> str:
    said = "".join(f"<p>{sentence.format(county='望海县', n=number, m=n)}{CHARACTERS[n : n + 40]}。</p>" for sentence in OTHERS)
    title = _title(number * 100 + n)
    head = f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2025-09-01 09:00">'
    return f'<html><head>{head}</head><body><h1>{title}</h1><div class="TRS_Editor">{said}</div></body></html>'


def _page(text: str, status: str = "200 OK") -> bytes:
    body = text.encode()
    return f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


async def serve(sources: int, ill: bool) -> None:
    def handler(number: int) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        what = illness(number) if ill else None

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                while head := await reader.readuntil(b"\r\n\r\n"):
                    asked = head.split(b" ", 2)[1].decode()
                    if what == "timeout" and asked == "/list/":
                        await asyncio.sleep(3600)
                    writer.write(answer(number, asked, what))
                    await writer.drain()
                    if what == "truncated":
                        break
            except (asyncio.IncompleteReadError, ConnectionError):
                pass  # the visitor left
            writer.close()

        return handle

    first = await asyncio.start_server(handler(0), host(0), 0, backlog=64)
    port = first.sockets[0].getsockname()[1]
    for number in range(1, sources):
        await asyncio.start_server(handler(number), host(number), port, backlog=64)
    print(port, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2] == "1"))

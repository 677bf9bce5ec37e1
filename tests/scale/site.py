"""Many small news sites on loopback, for workers to share: each source a listing, each generation an article more a source.

usage: python -m tests.scale.site HOSTS LOG [BASE]     prints its port when it is up, and serves until it is ended

Host n is BASE.1.n, usually 127.0.1.n. Source s of it has its listing at /s/list/ and its articles at /s/g.htm. `GET /generation/N` sets how
many articles there are. Each request is a line of LOG: monotonic seconds, host, path.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import TextIO

FIRST = "青白赤玄金银石云海江山林松竹梅荷兰桂柳枫"
SECOND = "溪岩湖岭坪浦湾岛坡塘洲港泉峰原谷桥门关寨"
SAID = (
    "8月16日，{name}正式开工建设。",
    "8月23日，{name}首个主墩顺利封顶。",
    "8月30日，{name}全线合龙。",
    "9月6日，{name}正式通车。",
)


def project(number: int) -> str:
    """A name of its own for each of the first 400 sources."""
    return f"{FIRST[number // len(SECOND)]}{SECOND[number % len(SECOND)]}大桥"


def host(number: int, base: str = "127.0") -> str:
    return f"{base}.{1 + number // 250}.{1 + number % 250}"


class Site(asyncio.Protocol):
    generation = 1

    def __init__(self, address: str, number: int, hosts: int, log: TextIO) -> None:
        self.address, self.number, self.hosts, self.log, self.waiting = address, number, hosts, log, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            head, self.waiting = self.waiting.split(b"\r\n\r\n", 1)
            path = head.split(b" ", 2)[1].decode()
            body = self.body(path)
            status = b"200 OK" if body else b"404 Not Found"
            self.transport.write(
                b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body)
            )

    def body(self, path: str) -> bytes:
        if path.startswith("/generation/"):
            Site.generation = int(path.rpartition("/")[2])
            return b"set"
        self.log.write(f"{time.monotonic():.4f} {self.address} {path}\n")
        self.log.flush()
        parts = path.strip("/").split("/")
        if len(parts) != 2 or not parts[0].isdigit():
            return b""
        name = project(int(parts[0]) * self.hosts + self.number)
        if parts[1] == "list":
            links = "".join(
                f'<li><a href="/{parts[0]}/{n}.htm">{name}建设有新进展（第{n}期）</a><span>2025-08-{9 + 7 * n:02d}</span></li>'
                for n in range(min(Site.generation, len(SAID)), 0, -1)
            )
            return f"<html><body><ul>{links}</ul></body></html>".encode()
        return article(name, int(parts[1].removesuffix(".htm")))


def article(name: str, number: int) -> bytes:
    title = f"{name}建设有新进展（第{number}期）"
    return (
        f'<html><head><meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2025-08-{9 + 7 * number:02d} 09:00">'
        f'</head><body><h1>{title}</h1><div class="TRS_Editor"><p>{SAID[number - 1].format(name=name)}</p>'
        "<p>项目建成后，将进一步完善路网，方便两岸群众出行。</p></div></body></html>"
    ).encode()


async def serve(hosts: int, log: Path, base: str = "127.0") -> None:
    loop = asyncio.get_running_loop()
    with log.open("w", encoding="ascii") as lines:
        port = 0
        for number in range(hosts):
            address = host(number, base)
            server = await loop.create_server(lambda n=number, a=address: Site(a, n, hosts, lines), address, port)  # type: ignore[misc]
            port = server.sockets[0].getsockname()[1]
        print(port, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]))

"""The site that fetching is measured on: loopback hosts with listings and heavy article pages, all made up.

usage: python -m tests.bench.site HOSTS PAGES BYTES     serves until it is ended; prints the port when it is up

Host n is 127.0.0.(n + 2). Its listing is /list/, with links to PAGES / HOSTS articles /a/202509/t20250901_N.htm of about
BYTES bytes each: a government page's proportions of menus, boxes of further links, scripts and text. Every page has an
ETag, and answers a conditional request with 304; after a request for /plain no more, as many a server of today.
"""

from __future__ import annotations

import asyncio
import hashlib
import sys
from functools import lru_cache
from random import Random

COUNTIES = ("望海县", "临港县", "青溪区", "石桥市", "白沙县", "东屿区", "南浦县", "云峰市")
WORKS = ("望海大桥", "临港高速公路", "青溪水库", "石桥产业园二期", "白沙港3号泊位", "东屿医院新院区", "南浦至云峰铁路")
SAYINGS = (
    "近日，记者从{county}发展和改革局获悉，{work}主体结构顺利封顶，项目进入设备安装阶段。",
    "{work}总投资{n}.5亿元，计划于2026年12月底前建成投用，目前已完成总工程量的{m}%。",
    "据介绍，{county}今年安排重点项目{n}个，年度计划投资{m}亿元，截至目前已全部开工建设。",
    "下一步，{county}将强化要素保障，加快推进{work}等项目建设，力争早日发挥效益。",
    "会议强调，要坚持问题导向，压实责任，确保各项工作任务按时保质完成。",
)
# What four of five pages say: news of a county that names no project.
OTHERS = (
    "近日，{county}召开常务会议，传达学习有关会议精神，研究部署下一阶段重点工作。",
    "今年以来，{county}持续优化营商环境，前三季度新登记经营主体{n}{m}户，同比增长{m}%。",
    "活动现场，志愿者向过往群众发放宣传册{n}0余份，解答大家关心的问题。",
    "要紧盯全年目标任务，抢抓时间节点，以钉钉子精神抓好各项工作落实。",
    "下一步，{county}将进一步完善服务机制，让群众办事更加方便快捷。",
)


def host(number: int) -> str:
    return f"127.0.0.{number + 2}"


def article_path(number: int) -> str:
    return f"/a/202509/t20250901_{number}.htm"


# Headlines of other columns: no two pages have the same, so that a page packs as badly as a real one.
CHARACTERS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"


@lru_cache(maxsize=32)
def listing(first: int, count: int) -> bytes:
    rows = "".join(
        f'<li><a href="{article_path(n)}" title="{_title(n)}">{_title(n)}</a><span>2025-09-01</span></li>\n'
        for n in range(first, first + count)
    )
    return f'<html><head><meta charset="utf-8"><title>要闻</title></head><body><ul class="list">{rows}</ul></body></html>'.encode()


@lru_cache(maxsize=4096)
def article(number: int, size: int) -> bytes:
    county, work = COUNTIES[number % 8], WORKS[number % 7]  # an article of some 1,500 characters
    sentences = OTHERS if number % 5 else SAYINGS
    said = [sentences[(number + k) % 5].format(county=county, work=work, n=number % 90 + 1, m=(number * 7 + k) % 99) for k in range(40)]
    text = "".join(f'<p style="text-indent:2em">{"".join(said[k : k + 4])}</p>\n' for k in range(0, 40, 4))
    head = (
        f'<html><head><meta charset="utf-8"><title>{_title(number)}</title><meta name="ArticleTitle" content="{_title(number)}">'
        f'<meta name="PubDate" content="2025-09-01 09:{number % 60:02d}"><meta name="ContentSource" content="{county}融媒体中心">'
    )
    body = (
        f'</head><body>{_menu(number)}<div class="main"><h1>{_title(number)}</h1>'
        f'<div class="info">来源：{county}融媒体中心 发布时间：2025-09-01 09:{number % 60:02d}</div>'
        f'<div class="TRS_Editor">{text}</div></div>'
    )
    rest = size - len((head + body).encode())
    code = f"var mapConfig={{key:'{number}',layers:[1,2,3],open:function(a,b){{return a+b;}}}};\n"
    script = f"<script>{code * (rest // 2 // len(code))}</script>"
    boxes = "".join(_box(number, k) for k in range(max(0, (rest - len(script.encode())) // len(_box(number, 0).encode()))))
    return f"{head}{script}{body}{boxes}</body></html>".encode()


def _title(number: int) -> str:
    if number % 5:
        return f"{COUNTIES[number % 8]}扎实推进为民服务工作（第{number}期）"
    return f"{COUNTIES[number % 8]}：{WORKS[number % 7]}建设取得新进展（第{number}期）"


def _menu(number: int) -> str:
    items = "".join(f'<li><a href="/zwgk/col{k}/index.htm">政务公开栏目{k}</a></li>' for k in range(60))
    return f'<div class="nav"><ul>{items}</ul></div>'


def _box(number: int, k: int) -> str:
    rows = []
    for n in range(12):
        chance = Random(number * 10_007 + k * 101 + n)
        title = "".join(chance.choices(CHARACTERS, k=22))
        rows.append(
            f'<li class="item"><a href="/zt/{chance.getrandbits(40):x}/t20250{n % 9 + 1}{n + 10}_{chance.getrandbits(24)}.htm" '
            f'target="_blank" title="{title}">{title}</a><span>08-{n + 10}</span></li>'
        )
    items = "".join(rows)
    return f'<div class="box b{k}"><h3>{COUNTIES[(number + k) % 8]}专题</h3><ul>{items}</ul></div>\n'


class Peer(asyncio.Protocol):
    plain = False  # of all of them

    def __init__(self, first: int, count: int, size: int) -> None:
        self.first, self.count, self.size, self.waiting = first, count, size, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            head, self.waiting = self.waiting.split(b"\r\n\r\n", 1)
            self.transport.write(self.answer(head))

    def answer(self, head: bytes) -> bytes:
        path = head.split(b" ", 2)[1].decode()
        number = path.rpartition("_")[2].removesuffix(".htm")
        if path == "/list/":
            body = listing(self.first, self.count)
        elif path.startswith("/a/") and number.isdigit():
            body = article(int(number), self.size)
        elif path == "/plain":
            Peer.plain, body = True, b"plain"
        else:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        tag = f'"{_tag(body)}"'.encode()
        if Peer.plain:
            return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        if b"if-none-match: " + tag in head.lower():
            return b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % tag
        return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: %s\r\nContent-Length: %d\r\n\r\n%s" % (tag, len(body), body)


@lru_cache(maxsize=4096)
def _tag(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]


async def serve(hosts: int, pages: int, size: int) -> None:
    each, loop = pages // hosts, asyncio.get_running_loop()
    first = await loop.create_server(lambda: Peer(0, each, size), host(0), 0, backlog=512)
    port = first.sockets[0].getsockname()[1]
    for number in range(1, hosts):
        await loop.create_server(lambda n=number: Peer(n * each, each, size), host(number), port, backlog=512)  # type: ignore[misc]
    for number in range(pages):
        _tag(article(number, size))
    print(port, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(*(int(word) for word in sys.argv[1:4])))

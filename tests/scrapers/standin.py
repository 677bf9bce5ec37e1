"""A stand-in for an OpenAI-compatible endpoint, on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Standin:
    """Answers with `facts`, or with `status` and `raw` when those are set; remembers what it was asked."""

    url: str = ""
    facts: list[dict[str, Any]] = field(default_factory=list)
    tokens: int | None = 100
    status: int = 200
    raw: bytes | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def answer(self) -> bytes:
        if self.raw is not None:
            return self.raw
        said: dict[str, Any] = {"choices": [{"message": {"content": json.dumps({"facts": self.facts}, ensure_ascii=False)}}]}
        return json.dumps(said | ({"usage": {"total_tokens": self.tokens}} if self.tokens is not None else {})).encode()


@contextmanager
def standin() -> Iterator[Standin]:
    model = Standin()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            model.paths.append(self.path)
            model.headers.append(dict(self.headers.items()))
            model.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            body = model.answer()
            self.send_response(model.status)
            if model.status in (301, 302):
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()

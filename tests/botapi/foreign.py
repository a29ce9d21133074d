"""Servers that are no Bot API: what stands at an address that was written wrongly."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE = "<!DOCTYPE html><html><body><h1>It works!</h1></body></html>"
_HTML, _JSON = "text/html", "application/json"


@dataclass(frozen=True, slots=True)
class Page:
    """A reply to everything."""

    status: int
    kind: str
    text: str


FOREIGN: dict[str, Page | None] = {
    "html 404": Page(404, _HTML, _PAGE),
    "html 200": Page(200, _HTML, _PAGE),
    "json 404": Page(404, _JSON, json.dumps({"detail": "Not Found"})),
    "json 200": Page(200, _JSON, "{}"),
    "empty 200": Page(200, _HTML, ""),
    "html 401": Page(401, _HTML, _PAGE),
    # Accepts connections and never replies.
    "silent": None,
}


@contextlib.contextmanager
def serving_foreign(kind: str) -> Iterator[str]:
    """The address of a server that replies as ``FOREIGN`` says of ``kind``."""
    page = FOREIGN[kind]
    with _silent() if page is None else _replying(page) as port:
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def _silent() -> Iterator[int]:
    """The port of a socket whose connections the kernel alone accepts."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        yield listening.getsockname()[1]


@contextlib.contextmanager
def _replying(page: Page) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(page))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(page: Page) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.do_GET()

        def do_GET(self) -> None:
            body = page.text.encode()
            self.send_response(page.status)
            self.send_header("Content-Type", page.kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is to be printed."""

    return Handler

"""Sites of the web on this machine, polite or not, and a network on whose far side they stand."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

HERE = "127.0.0.1"
PATIENCE = 20.0
"""The seconds after which the far side gives up; nothing that is well waits for it."""
TLS_HANDSHAKE = b"\x16"

# Of berita.example, signed by itself, for the years 2000 to 2999; its key guards nothing.
CERTIFICATE = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgU0l0N1iCOfDeH50G
CJaXvTHQklq9tWq5FOrr4mN9cXOhRANCAATK3El/5sMsMQ0wgqW+wb+dhy3kY+Qd
Cq645KOtdXmKJVclSbUdhutWFdK0zByYyqB0rdn0+Qq+wpSBhNsodpbI
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBljCCATugAwIBAgIBATAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5iZXJpdGEu
ZXhhbXBsZTAgFw0wMDAxMDEwMDAwMDBaGA8yOTk5MDEwMTAwMDAwMFowGTEXMBUG
A1UEAwwOYmVyaXRhLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATK
3El/5sMsMQ0wgqW+wb+dhy3kY+QdCq645KOtdXmKJVclSbUdhutWFdK0zByYyqB0
rdn0+Qq+wpSBhNsodpbIo3IwcDAdBgNVHQ4EFgQUmMT+y2tSmH8dR5B6QBs0w4sE
ApswDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAoQwEwYDVR0lBAwwCgYI
KwYBBQUHAwEwGQYDVR0RBBIwEIIOYmVyaXRhLmV4YW1wbGUwCgYIKoZIzj0EAwID
SQAwRgIhAK763lVXkJaTtQt/t9nAVRJfUr27AWkAayrhMqhjlZnNAiEAmkzUE+9k
ueqs+BBPAr4jfHIuMEYbDPSKbbpT28Fx5EI=
-----END CERTIFICATE-----
"""


def reply(
    body: bytes = b"",
    content_type: str | None = "text/html",
    *,
    status: int = 200,
    length: int | None = None,
    **headers: str,
) -> bytes:
    """A whole HTTP reply; ``length`` is what it says of its body, an underscore means a dash."""
    lines = [f"HTTP/1.1 {status} -", f"Content-Length: {len(body) if length is None else length}"]
    if content_type is not None:
        lines.append(f"Content-Type: {content_type}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def redirect(target: str, status: int = 302) -> bytes:
    """A reply that sends elsewhere."""
    return reply(status=status, Location=target)


def drip(pieces: Iterable[bytes], pause: float) -> Iterator[bytes]:
    """``pieces``, each after a pause of so many seconds, and never longer than anyone waits."""
    end = time.monotonic() + PATIENCE
    for piece in pieces:
        assert time.monotonic() < end, "nobody hung up"
        time.sleep(pause)
        yield piece


@dataclass(frozen=True, slots=True)
class Request:
    """What a visitor asked for; the names of the headers are in lower case."""

    target: str
    headers: dict[str, str]
    server_name: str | None = None


@dataclass
class Site:
    """Replies by target, and who came; what no visitor should do is a violation.

    Attributes:
        pages: The bytes of a reply, or pieces of it, sent one by one as they stand.
        connections: How many were accepted.
    """

    pages: dict[str, bytes | Iterable[bytes]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def url(self, target: str = "/", host: str = HERE) -> str:
        """The address of a page of this site."""
        return f"http://{host}:{self.port}{target}"

    @property
    def allowed(self) -> set[tuple[str, int]]:
        """The site as a pair of address and port, and nothing else."""
        return {(HERE, self.port)}

    def answer(self, request: Request, headers: list[str]) -> Iterable[bytes]:
        """The pieces of the reply."""
        self.requests.append(request)
        names = [name.lower() for name in headers]
        required = {"host", "user-agent", "accept", "accept-encoding"}
        if required - set(names) or len(names) > len(set(names)):
            self.violations.append(f"headers: {names}")
        if request.target not in self.pages:
            self.violations.append(f"no such page: {request.target}")
            return [reply(status=500)]
        page = self.pages[request.target]
        return [page] if isinstance(page, bytes) else page


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE

    def handle(self) -> None:
        # Visitors hang up when they have seen enough.
        with contextlib.suppress(OSError):
            if not self._hears_tls():
                self.handle_one_request()

    def _hears_tls(self) -> bool:
        """Whether TLS came where HTTP was to come, which is answered at once."""
        if isinstance(self.connection, ssl.SSLSocket):
            return False
        heard: bool = self.connection.recv(1, socket.MSG_PEEK) == TLS_HANDSHAKE
        if heard:
            self.wfile.write(reply(status=400))
        return heard

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.path, headers, getattr(self.connection, "asked_name", None))
        for piece in self.server.site.answer(request, self.headers.keys()):
            self.wfile.write(piece)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        self.server.site.violations.append(f"{code}: {message}")

    def log_message(self, *_: object) -> None:
        """Requests are kept in the site; nothing is to be printed."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, site: Site, tls: ssl.SSLContext | None) -> None:
        super().__init__((HERE, 0), _Handler)
        self.site = site
        self._tls = tls

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, visitor = super().get_request()
        self.site.connections += 1
        if self._tls:
            # The handshake is left to the connection's own thread.
            connection = self._tls.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        return connection, visitor

    def handle_error(self, *_: object) -> None:
        """Whoever breaks a connection off is told of by the test itself."""


def tls_context(folder: Path) -> ssl.SSLContext:
    """The TLS of berita.example, whose key and certificate are put into ``folder``."""
    path = folder / "berita.example.pem"
    path.write_text(CERTIFICATE, encoding="ascii")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)

    def keep_name(connection: ssl.SSLSocket, name: str | None, _: ssl.SSLContext) -> None:
        connection.asked_name = name  # type: ignore[attr-defined]

    context.sni_callback = keep_name  # type: ignore[assignment]
    return context


@contextlib.contextmanager
def serving(site: Site, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """``site``, which is served at a free port meanwhile; at the end nobody has misbehaved."""
    server = _Server(site, tls)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert not site.violations


@contextlib.contextmanager
def silence(*, full: bool = False) -> Iterator[int]:
    """A port where connections wait for ever; where it is ``full``, not even that."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server((HERE, 0), backlog=0))
        port = listener.getsockname()[1]
        for _ in range(4 if full else 0):
            visitor = stack.enter_context(socket.socket())
            visitor.setblocking(False)
            visitor.connect_ex((HERE, port))
        yield port


@contextlib.contextmanager
def closed_port() -> Iterator[int]:
    """A port at which nothing listens, and nothing else can meanwhile."""
    with socket.socket() as bound:
        bound.bind((HERE, 0))
        yield bound.getsockname()[1]


@dataclass
class Network:
    """Names and machines of the wide world, all of them on this machine; there are no others.

    Attributes:
        names: The addresses that a name has when it is asked for the first time, the second, …
        machines: The port of this machine that stands for an address and port of the world.
        mute: Names whose name server never answers.
        asked: The names that were asked for, in order.
    """

    names: dict[str, list[list[str]]] = field(default_factory=dict)
    machines: dict[tuple[str, int], int] = field(default_factory=dict)
    mute: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def getaddrinfo(
        self, host: str, port: int | None, *_: int, **__: int
    ) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        """Stands in for ``socket.getaddrinfo``: without a port names are asked, with one reached."""
        places = [self._place(address, port) for address in self._addresses(host)]
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", place) for place in places]

    def _addresses(self, host: str) -> list[str]:
        for family in (socket.AF_INET, socket.AF_INET6):
            with contextlib.suppress(OSError):
                socket.inet_pton(family, host)
                return [host]
        # Resolvers read 2130706433 and 0x7f.1 as the C library does.
        with contextlib.suppress(OSError):
            return [socket.inet_ntoa(socket.inet_aton(host))]
        self.asked.append(host)
        if host in self.mute:
            self.over.wait(PATIENCE)
        if not self.names.get(host):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return self.names[host].pop(0)

    def _place(self, address: str, port: int | None) -> tuple[str, int]:
        if port is None:
            return address, 0
        if address == HERE:
            return address, port
        if (address, port) not in self.machines:
            raise OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH))
        return HERE, self.machines[address, port]

"""Requests over HTTP, and what becomes of those that bring no reply.

HttpError            a request brought no reply; its text never holds the address
├── SilentError      all of it went out, and no reply came in time
└── ForeignError     what answers speaks no HTTP, or no TLS that can be trusted

A request is made once: what failed may have arrived, and only who made it knows what that means.
"""

from __future__ import annotations

import asyncio
import functools
import io
import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import certifi
from aiohttp.http_exceptions import ContentEncodingError

from bot.errors import ConfigError, TanyaError

# A hundred updates of the largest kind are below 10 MB; an address may also send without end.
MOST_BYTES = 32 * 1024 * 1024
# Seconds in which a picture goes out over a slow line.
UPLOAD_TIMEOUT = 60.0

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}

Files = Mapping[str, tuple[str, bytes | IO[bytes], str]]
"""By the name of its field: a file's name, what is in it, its media type."""


class HttpError(TanyaError):
    """A request brought no reply.

    Attributes:
        is_unknown: It may have been carried out all the same: all of it went out, and no whole
            reply came. Where not even the head of one came before the connection was closed, it
            counts as not carried out.
    """

    def __init__(self, sentence: str, *, is_unknown: bool = False) -> None:
        super().__init__(sentence)
        self.is_unknown = is_unknown


class SilentError(HttpError):
    """All of a request went out, and no whole reply came in time."""


class ForeignError(HttpError):
    """What answers is no server of this kind; the text is a noun."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back.

    Attributes:
        status: The HTTP status.
        kind: The media type, such as ``text/html``.
        body: All of it, as it was before any compression.
    """

    status: int
    kind: str
    body: bytes


class HttpClient:
    """Makes requests, of which ``connections`` may be under way at once.

    Connections are kept open for the next request. The proxy and the certificates that are
    trusted are those of the environment, as they are when the first request is made.
    """

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self._proxy: str | None = None

    async def close(self) -> None:
        """Close the connections that are open."""
        if self._session:
            await self._session.close()

    async def post(
        self,
        url: str,
        form: Mapping[str, str],
        *,
        connect_timeout: float,
        read_timeout: float,
        files: Files | None = None,
    ) -> Reply:
        """The reply to ``form`` and ``files``; a redirection is a reply, too.

        Args:
            url: Where to; always the same server.
            form: Texts by the names of their fields.
            connect_timeout: The seconds in which there is a connection, free or new.
            read_timeout: The seconds in which each piece of the reply comes after the one before;
                all of them come in these and the time to connect.
            files: What is sent along.

        Raises:
            HttpError: There is none.
            ConfigError: The proxy of the environment is none.
        """
        limits = aiohttp.ClientTimeout(connect=connect_timeout, sock_read=read_timeout)
        whole = connect_timeout + read_timeout + (UPLOAD_TIMEOUT if files else 0.0)
        session, upload = self._session or self._open(url), aiohttp.UploadTracker()
        try:
            async with (
                asyncio.timeout(whole),
                session.post(
                    url,
                    data=_multipart(form, files) if files else urlencode(form).encode(),
                    headers=None if files else _FORM,
                    timeout=limits,
                    proxy=self._proxy,
                    allow_redirects=False,
                    upload_tracker=upload,
                ) as reply,
            ):
                return Reply(reply.status, reply.content_type, await _read(reply))
        except (aiohttp.ClientError, OSError) as problem:
            raise _explain(problem, has_gone=_is_complete(upload)) from problem

    def _open(self, url: str) -> aiohttp.ClientSession:
        is_secret = urlsplit(url).scheme == "https"
        # By itself aiohttp would look for the proxy anew at each request, in two other threads.
        self._proxy = find_proxy(url)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=self._connections, ssl=_trust() if is_secret else True
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self._session


def is_address(text: str) -> bool:
    """Whether ``text`` is the address of a server."""
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def find_proxy(url: str) -> str | None:
    """The proxy that the environment names for ``url``; None where it names none.

    Raises:
        ConfigError: It names one of another kind.
    """
    parts, proxies = urlsplit(url), getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.hostname or ""):
        return None
    scheme, is_given, _ = proxy.partition("://")
    if is_given and scheme.lower() not in {"http", "https"}:
        message = (
            f"{parts.scheme}_proxy: expected a proxy with http:// or https://, got {scheme}://"
        )
        raise ConfigError(message)
    return proxy if is_given else f"http://{proxy}"


def _trust() -> ssl.SSLContext:
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    return _build_context(file or (None if folder else certifi.where()), None if file else folder)


@functools.cache  # one is built in some 50 ms, and serves all
def _build_context(file: str | None, folder: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=file, capath=folder)
    context.set_alpn_protocols(["http/1.1"])
    return context


def _multipart(form: Mapping[str, str], files: Files) -> aiohttp.FormData:
    parts = aiohttp.FormData(form)
    for field, (name, content, kind) in files.items():
        # Bytes would go out in one piece, which holds up the loop.
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        parts.add_field(field, stream, filename=name, content_type=kind)
    return parts


async def _read(reply: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for part in reply.content.iter_any():
        body += part
        if len(body) > MOST_BYTES:
            raise ForeignError(f"a reply of more than {MOST_BYTES} bytes")
    return bytes(body)


def _is_complete(upload: aiohttp.UploadTracker) -> bool:
    end = upload.upload_complete
    return end.done() and not end.exception()


def _explain(problem: Exception, *, has_gone: bool) -> HttpError:
    """The error of a request; ``has_gone`` says that all of it has left."""
    match problem:
        case aiohttp.ConnectionTimeoutError():
            return HttpError("no connection in time")
        case TimeoutError() if has_gone:
            return SilentError("no reply in time", is_unknown=True)
        case TimeoutError():
            return HttpError("the request did not go out in time")
        case aiohttp.ClientPayloadError(__cause__=cause) if not isinstance(
            cause, ContentEncodingError
        ):
            return HttpError("the connection was closed amid a reply", is_unknown=has_gone)
        case aiohttp.ServerDisconnectedError():
            return HttpError("the connection was closed without a reply")
    return _explain_refusal(problem)


def _explain_refusal(problem: Exception) -> HttpError:
    """The error of a request that somebody did not take, or replied to in another language.

    What the library says of it is left out where an address or a part of the reply may be in it.
    """
    match problem:
        case aiohttp.ClientSSLError():
            return ForeignError(f"no TLS that can be trusted: {problem.os_error}")
        case aiohttp.ClientConnectorError():
            return HttpError(f"no connection: {problem.strerror or problem.os_error}")
        case aiohttp.ClientHttpProxyError():
            return HttpError(f"the proxy refuses, HTTP status {problem.status}")
        case aiohttp.ClientResponseError() | aiohttp.ClientPayloadError():
            return ForeignError("a reply that is no HTTP")
        case OSError(errno=int(number)):
            return HttpError(f"the connection broke: {os.strerror(number)}")
    return HttpError("the connection broke as the request was to go out")

"""A page of the web, fetched with care: addresses come from strangers, and so do the answers.

What is guarded, and how:

- This machine and its neighbours: every address that a host has must be public, and the
  connection goes to the address that was checked. The name is not looked up a second time, so a
  name server that changes its mind (DNS rebinding) gains nothing.
- Memory and time: what is received and what it unpacks to are counted as they come, and one
  deadline holds for all: name, connection, TLS, head, body, redirects.
- The reader of a quote: an address with https does not lead to one with http, on which anyone
  along the way may change the words.

httpcore does the HTTP. It knows no proxies of the environment, no cookies, no redirects and no
packed bodies, so none of these needs to be turned off.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Collection, Iterable
from concurrent.futures import Future
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import responses
from importlib.metadata import version
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import httpcore
import httpx

from bot.errors import DataError
from bot.importer.formats import FORMATS
from bot.importer.page import RawPage
from bot.text.shorten import shorten

HTML = "text/html"
PAGE_TYPES = tuple(kind for one in FORMATS for kind in one.types)
_HTML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+)?html[\s>]", re.IGNORECASE)
_CHARSET = re.compile(r';\s*charset\s*=\s*"?([\w.:+-]+)', re.IGNORECASE | re.ASCII)

# Everyone is to bear addresses of 8000 characters (RFC 9110, section 4.1), and a request of this
# length is sent in one go.
_LONGEST_URL = 8000
_LONGEST_SHOWN = 100
_PASSWORD = re.compile(r"//[^/?#]*@")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
# A name that ends in a number is an address to some and a name to others: 0x7f.1 is 127.0.0.1
# (URL Standard, "ends in a number checker"). Addresses in full have been read by then.
_NAME = rf"(?:{_LABEL}\.)*(?!(?:[0-9]+|0x[0-9a-f]*)\.?\Z){_LABEL}\.?"
_HOST = re.compile(rf"{_NAME}|[0-9]+(?:\.[0-9]+){{3}}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+")

# IANA's registries of special-purpose addresses (RFC 6890), the narrower range first. The
# standard library's is_global is not asked: it counts multicast as global, and the rest of its
# answer depends on the version of Python.
_SPECIAL = tuple(
    (ip_network(network), kind)
    for kind, networks in {
        "unspecified": "0.0.0.0/8 ::/128",
        "loopback": "127.0.0.0/8 ::1/128",
        "private": "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7",
        "link-local": "169.254.0.0/16 fe80::/10",
        "behind a provider's NAT": "100.64.0.0/10",
        "multicast": "224.0.0.0/4 ff00::/8",
        "documentation": "192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 3fff::/20",
        "benchmarks": "198.18.0.0/15",
        "IPv4 in IPv6": "::ffff:0:0/96",
        "6to4": "192.88.99.0/24 2002::/16",
        "Teredo": "2001::/32",
        "reserved": "192.0.0.0/24 240.0.0.0/4 2001::/23",
    }.items()
    for network in networks.split()
)
_IPV6_UNICAST = ip_network("2000::/3")
# How a network that has nothing but IPv6 reaches the rest; the last 32 bits are the IPv4 address
# (RFC 6052, section 2.1).
_NAT64 = ip_network("64:ff9b::/96")

_Address = IPv4Address | IPv6Address

_REDIRECTS = {301, 302, 303, 307, 308}
_MEANINGS = {
    401: "the site asks for a login",
    403: "the site forbids it",
    404: "there is no such page",
    429: "the site is asked too often; try again later",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost.

    Attributes:
        seconds: For everything together, from the name's look-up to the last byte.
        size: Bytes of the body, as sent and as unpacked; 10 MB is room for a PDF.
        redirects: How many are followed.
    """

    seconds: float = 20.0
    size: int = 10_000_000
    redirects: int = 5


DEFAULT_LIMITS = Limits()


def fetch(
    url: str, *, limits: Limits = DEFAULT_LIMITS, allow: Collection[tuple[str, int]] = ()
) -> RawPage:
    """The page at ``url``, or where ``url`` leads.

    Only public addresses are visited, at the ports of http and https. A page whose type is not
    named is one of HTML if it begins as one.

    Args:
        url: With http or https, at most 8000 characters.
        limits: What it may cost.
        allow: Pairs of an IP address and a port that may be visited all the same.

    Raises:
        DataError: It could not be had, or it is not what was expected.
    """
    led = ""
    backend = _GuardedBackend(time.monotonic() + limits.seconds, allow)
    try:
        with httpcore.ConnectionPool(network_backend=backend) as pool:
            address = _parse_url(url)
            for _ in range(limits.redirects + 1):
                with _request(pool, address) as response:
                    headers = httpx.Headers(response.headers)
                    target = headers.get("location") if response.status in _REDIRECTS else None
                    if target is None:
                        return _read_page(response, headers, address, limits.size)
                led = f"redirected to {_shown(target)}: "
                address = _parse_url(target, address)
        raise DataError(f"expected at most {limits.redirects} redirects, found more")
    except DataError as problem:
        raise DataError(f"{led}{problem}", _shown(url)) from None
    except httpcore.TimeoutException:
        wanted = f"expected a page within {limits.seconds:g} s, found none"
        raise DataError(f"{led}{wanted}", _shown(url)) from None
    except (httpcore.NetworkError, httpcore.ProtocolError) as problem:
        wanted = f"expected an answer, but: {_reason(problem)}"
        raise DataError(f"{led}{wanted}", _shown(url)) from None


def _parse_url(url: str, base: httpx.URL | None = None) -> httpx.URL:
    """``url``, maybe relative to ``base``, without a fragment, if it may be asked for at all."""
    try:
        parsed = base.join(url) if base else httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as problem:
        raise DataError(f"expected a web address, but: {_shown(str(problem))}") from None
    if parsed.scheme not in ("http", "https"):
        found = _shown(parsed.scheme) or "neither"
        raise DataError(f"expected http://… or https://…, found {found}")
    if base and (base.scheme, parsed.scheme) == ("https", "http"):
        raise DataError("expected https as before, found http, on which anyone may change a page")
    if parsed.userinfo:
        raise DataError("expected an address without a user name or password, found one in it")
    host = parsed.raw_host.decode("ascii")
    if not _HOST.fullmatch(host):
        raise DataError(f"expected a host's name or its IP address, found '{_shown(host)}'")
    if len(str(parsed)) > _LONGEST_URL:
        raise DataError(f"expected at most {_LONGEST_URL} characters, found {len(str(parsed))}")
    return parsed.copy_with(fragment=None)


def _request(
    pool: httpcore.ConnectionPool, address: httpx.URL
) -> AbstractContextManager[httpcore.Response]:
    scheme, host, port, path = address.raw_scheme, address.raw_host, address.port, address.raw_path
    headers: dict[bytes | str, bytes | str] = {
        "Host": address.netloc,
        "User-Agent": f"tanya-peristiwa/{version('tanya-peristiwa')} (+news archive import)",
        "Accept": ", ".join(dict.fromkeys((HTML, *PAGE_TYPES))),
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }
    target = httpcore.URL(scheme=scheme, host=host, port=port, target=path)
    return pool.stream("GET", target, headers=headers)


def _read_page(
    response: httpcore.Response, headers: httpx.Headers, address: httpx.URL, size: int
) -> RawPage:
    if response.status != HTTPStatus.OK:
        raise DataError(f"expected a page, found status {_status(response.status)}")
    stated = headers.get("content-type", "")
    content_type = stated.partition(";")[0].strip().lower()
    if content_type and content_type not in PAGE_TYPES:
        raise DataError(f"expected a page of text, PDF or DOCX, found '{_shown(content_type)}'")
    if int(headers.get("content-length", 0)) > size:
        raise _too_large(size)
    body = _read_body(response.iter_stream(), headers.get("content-encoding", ""), size)
    if not content_type and not _HTML_START.match(body):
        raise DataError("expected a page, found something that neither names its type nor is HTML")
    charset = _CHARSET.search(stated)
    return RawPage(body, content_type or HTML, str(address), charset and charset[1])


def _status(status: int) -> str:
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return f"{status}: the site is out of order; try again later"
    return f"{status}: {_MEANINGS.get(status) or responses.get(status, 'no page')}"


def _too_large(size: int) -> DataError:
    return DataError(f"expected a page of at most {size / 1_000_000:g} MB, found more")


def _read_body(chunks: Iterable[bytes], packing: str, size: int) -> bytes:
    """The body unpacked; at no time is more of it held than ``size`` bytes and one chunk."""
    packing = packing.strip().lower().removeprefix("x-")
    if packing not in ("", "identity", "gzip", "deflate"):
        raise DataError(f"expected a page packed with gzip or deflate, found '{_shown(packing)}'")
    # Knows gzip's head and zlib's, which is what deflate means (RFC 9110, section 8.4.1.2).
    machine = zlib.decompressobj(32 + zlib.MAX_WBITS) if packing in ("gzip", "deflate") else None
    body, received = bytearray(), 0
    try:
        for chunk in chunks:
            received += len(chunk)
            body += machine.decompress(chunk, size + 1 - len(body)) if machine else chunk
            if max(received, len(body)) > size:
                raise _too_large(size)
    except zlib.error as problem:
        raise DataError(f"expected a page packed with {packing}, but: {problem}") from None
    if machine and (machine.unused_data or not machine.eof):
        raise DataError(f"expected a page packed with {packing}, but it does not end as one")
    return bytes(body)


def _reason(problem: Exception) -> str:
    # What httpcore raises holds what it was raised for.
    cause = problem.args[0] if problem.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate does not hold: {_shown(cause.verify_message)}"
    if isinstance(cause, ssl.SSLError):
        return f"TLS fails: {cause.reason or 'no reason given'}"
    return _shown(getattr(cause, "strerror", None) or str(problem))


def _shown(text: str) -> str:
    """``text`` for a person: short, on one line, without a password."""
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
    return shorten(_PASSWORD.sub("//…@", plain), _LONGEST_SHOWN)


def _left(deadline: float) -> float:
    """Seconds until ``deadline``, a time of the monotonic clock; more than none."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise httpcore.TimeoutException
    return seconds


class _GuardedBackend(httpcore.SyncBackend):
    """Connects to public addresses only, and is done with each connection by its deadline.

    The timeouts that httpcore hands on are for single steps, and not used.
    """

    def __init__(self, deadline: float, allow: Collection[tuple[str, int]]) -> None:
        self._deadline = deadline
        self._allow = frozenset(allow)

    def connect_tcp(self, host: str, port: int, *_: object, **__: object) -> _TimedStream:
        addresses = _find_addresses(host, _left(self._deadline))
        for address in addresses:
            self._check(host, address, port)
        # An address that nobody answers at leaves time for the next.
        share = _left(self._deadline) / len(addresses)
        for address in addresses[:-1]:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return self._connect(address, port, share)
        return self._connect(addresses[-1], port, _left(self._deadline))

    def _check(self, host: str, address: _Address, port: int) -> None:
        if (str(address), port) in self._allow:
            return
        if kind := _special_use(address):
            named = "found" if host == str(address) else f"but {_shown(host)} is"
            raise DataError(f"expected a public address, {named} {address} ({kind})")
        if port not in (80, 443):
            raise DataError(f"expected the port 80 or 443, found {port}")

    def _connect(self, address: _Address, port: int, seconds: float) -> _TimedStream:
        return _TimedStream(super().connect_tcp(str(address), port, seconds), self._deadline)


def _find_addresses(host: str, seconds: float) -> list[_Address]:
    """The addresses of ``host``, in the order of the resolver's preference; at least one."""
    answer: Future[list[Any]] = Future()

    def ask() -> None:
        try:
            answer.set_result(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
        except OSError as problem:
            answer.set_exception(problem)

    # The resolver takes no timeout; a thread that it keeps waiting is left behind.
    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answer.result(seconds)
    except TimeoutError:
        raise httpcore.ConnectTimeout from None
    except OSError as problem:
        known = f"expected {_shown(host)} to have an address"
        raise DataError(f"{known}, but: {problem.strerror}") from None
    return [ip_address(text) for text in dict.fromkeys(entry[4][0] for entry in found)]


def _special_use(address: _Address) -> str | None:
    """What ``address`` is instead of a public one of a single host; None where it is that."""
    if address in _NAT64:
        address = IPv4Address(int(address) & 0xFFFF_FFFF)
    is_odd = address.version == 6 and address not in _IPV6_UNICAST
    kinds = (kind for network, kind in _SPECIAL if address in network)
    return next(kinds, "reserved" if is_odd else None)


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every step may take until the deadline, not longer."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> _TimedStream:
        try:
            seconds = _left(self._deadline)
        except httpcore.TimeoutException:
            self.close()
            raise
        stream = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return _TimedStream(stream, self._deadline)

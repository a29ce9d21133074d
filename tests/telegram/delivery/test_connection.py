"""What the Bot API answers, and what is wrong with it or with what stands in its place."""

from __future__ import annotations

import asyncio
import contextlib
import email
import gzip
import json
import math
import socket
import socketserver
import struct
import threading
from email import policy

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.errors import ConfigError, TanyaError
from bot.telegram.delivery import connection as module
from bot.telegram.delivery import http
from bot.telegram.delivery.connection import (
    Connection,
    ForeignReplyError,
    Outage,
    RefusedError,
    UnreachableError,
)
from bot.telegram.delivery.watched_request import (
    READ_TIMEOUT,
    WatchedRequest,
    outcome_is_unknown,
)
from tests.botapi import ME, TOKEN, Service, serving
from tests.telegram.delivery.clock import FastClock
from tests.telegram.delivery.receiving import (
    PATIENCE,
    Taken,
    lines,
    logs_as_the_bot_does,
    polling,
    running,
    until,
)
from tests.web import reply, silence, tls_context

PAGE = b"<!doctype html><title>Hello</title>"
SILENT, ENDLESS, RESET = "silent", "endless", "reset"
# It stops there: of a body of ten bytes three have come.
HALF = b'HTTP/1.1 200 -\r\nContent-Length: 10\r\n\r\n{"o'
FOREIGN = [
    (reply(PAGE, status=404), "an HTML page with HTTP status 404"),
    (reply(PAGE, status=401), "an HTML page with HTTP status 401"),
    (reply(PAGE), "an HTML page with HTTP status 200"),
    (reply(PAGE, status=501), "an HTML page with HTTP status 501"),
    (reply(status=302, Location="http://127.0.0.1:1/"), "an empty reply with HTTP status 302"),
    (reply(b"hello", "text/plain"), "a text with HTTP status 200"),
    (reply(b"{}", "application/json"), "JSON of another kind with HTTP status 200"),
    (reply(b'{"ok": true}', "application/json"), "JSON of another kind"),
    (reply(b'{"ok": true, "result": []}', "application/json"), "JSON of another kind"),
    (reply(b'{"ok": true, "result": {}}', "application/json"), "JSON of another kind"),
    (reply(b'{"ok": false, "error_code": 404}', "application/json"), "JSON of another kind"),
    (reply(b'{"detail": "Not Found"}', "application/json", status=404), "HTTP status 404"),
    (reply(b"[" * 100_000, "application/json"), "JSON of another kind"),
    (reply(b"abc", Content_Encoding="gzip"), "a reply that is no HTTP"),
    (b"\0\1\2 what do you want?\r\n\r\n", "a reply that is no HTTP"),
    (SILENT, "nobody who replies"),
    (ENDLESS, "nobody who replies"),
]


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, *_):
        """Who asks may go before the end."""


def read_request(connection):
    """A request as soon as all of it has come, or the first of something else."""
    data = connection.recv(65536)
    while data.startswith(b"POST") and len(data) < _length(data):
        data += connection.recv(65536)
    return data


def _length(data):
    head, end, _ = data.partition(b"\r\n\r\n")
    fields = dict(line.lower().partition(b": ")[::2] for line in head.split(b"\r\n"))
    return len(head + end) + int(fields.get(b"content-length", 0)) if end else math.inf


@contextlib.contextmanager
def foreign(answer, port=0):
    """The port of a server of something else meanwhile, and the requests to it.

    Of several answers each request gets the next, and the last over and over.
    """
    over = threading.Event()

    answers = [answer] if isinstance(answer, (bytes, str)) else answer

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            read_request(self.request)
            asked.append(self)
            now = answers[min(len(asked), len(answers)) - 1]
            if isinstance(now, bytes):
                self.request.sendall(now)
            elif now == ENDLESS:
                self.request.sendall(b"HTTP/1.1 200 -\r\nContent-Type: audio/ogg\r\n\r\n")
                while not over.wait(0.05):
                    self.request.sendall(b"la")
            elif now == RESET:
                # With bytes that nobody has read, or so, closing is an abortion.
                self.request.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                )
                self.request.close()
            else:
                over.wait(PATIENCE)

    asked = []
    with _Server(("127.0.0.1", port), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield server.server_address[1], asked
        finally:
            over.set()
            server.shutdown()


@pytest.fixture(autouse=True)
def as_the_bot_logs(caplog):
    with logs_as_the_bot_does(caplog):
        yield
    assert TOKEN not in caplog.text


@pytest.fixture
def service():
    service = Service()
    yield service
    assert service.violations == []


@pytest.fixture
def address(service):
    with serving(service) as address:
        yield address


@pytest.fixture
def hasty(monkeypatch):
    """Nobody waits long for the network."""
    monkeypatch.setattr(module, "CONNECT_TIMEOUT", 0.3)
    monkeypatch.setattr(module, "GET_ME_TIMEOUT", 0.3)


@contextlib.asynccontextmanager
async def connecting(address, speed=1.0, token=TOKEN):
    connection = Connection(address, token, FastClock(speed))
    try:
        yield connection
    finally:
        await connection.close()


def problem_of(address):
    """The error of a call."""

    async def call():
        async with connecting(address) as connection:
            return await connection.call("getMe", within=0.5)

    with pytest.raises(TanyaError) as caught:
        asyncio.run(call())
    assert TOKEN not in str(caught.value)
    return caught.value


# One call


def test_a_call_brings_the_result_as_the_service_wrote_it(service, address):
    async def check():
        async with connecting(address) as connection:
            assert (await connection.connect()).items() >= ME.items()
            done = await connection.call("deleteWebhook", within=5, drop_pending_updates=False)
            assert done is True
            await connection.call("getUpdates", within=5, timeout=0, allowed_updates=["message"])

    asyncio.run(check())
    assert service.called("getUpdates")[0].parameters == {
        "timeout": 0,
        "allowed_updates": ["message"],
    }


def test_a_refusal_says_what_the_service_says(service, address):
    service.refuse("getMe", 429, "Too Many Requests: retry after 7", retry_after=7)
    problem = problem_of(address)
    assert isinstance(problem, RefusedError)
    assert (problem.status, problem.retry_after, problem.pause) == (429, 7, 7)
    assert "retry after 7" in str(problem)


@pytest.mark.parametrize("status", [401, 404])
def test_only_the_bot_api_itself_refuses_a_token(service, address, status):
    service.refuse("getMe", status, "Unauthorized")
    assert "TELEGRAM_BOT_TOKEN: expected a token" in str(problem_of(address))
    with foreign(reply(PAGE, status=status)) as (port, _):
        assert isinstance(problem_of(f"http://127.0.0.1:{port}"), ForeignReplyError)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 522])
def test_a_service_out_of_order_is_unreachable_whoever_says_so(service, address, status):
    service.refuse("getMe", status, "Bad Gateway")
    assert isinstance(problem_of(address), UnreachableError)
    with foreign(reply(PAGE, status=status)) as (port, _):
        assert isinstance(problem_of(f"http://127.0.0.1:{port}"), UnreachableError)


def test_a_closed_port_and_a_connection_closed_at_once_are_unreachable():
    with foreign(b"") as (port, _):
        assert isinstance(problem_of(f"http://127.0.0.1:{port}"), UnreachableError)
    assert isinstance(problem_of(f"http://127.0.0.1:{port}"), UnreachableError)


def test_a_server_without_tls_is_foreign_to_an_address_with_https():
    with foreign(reply(PAGE, status=400)) as (port, _):
        problem = problem_of(f"https://127.0.0.1:{port}")
    assert isinstance(problem, ForeignReplyError)
    assert "no TLS" in str(problem)


def test_a_reply_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(http, "MOST_BYTES", 1000)
    with foreign(reply(b"a" * 5000)) as (port, _):
        assert "more than 1000 bytes" in str(problem_of(f"http://127.0.0.1:{port}"))


def test_an_address_that_is_none_is_named_and_its_password_is_not():
    with pytest.raises(
        ConfigError, match=r"TELEGRAM_API_URL: expected an address, got 'http://h:x"
    ):
        Connection("http://user:geheim@h:x", TOKEN, FastClock(1))
    assert "geheim" not in str(problem_of("http://user:geheim@127.0.0.1:1"))


# Calls until one succeeds


@pytest.mark.parametrize(("answer", "found"), FOREIGN, ids=lambda value: str(value)[:60])
@pytest.mark.usefixtures("hasty")
def test_what_is_no_bot_api_is_told_once_until_one_is_there(service, caplog, answer, found):
    async def check():
        with foreign(answer) as (port, asked):
            connection = Connection(f"http://127.0.0.1:{port}", TOKEN, FastClock(1000))
            connecting = asyncio.create_task(connection.connect())
            await until(lambda: len(asked) >= 3)
        with serving(service, port):
            me = await asyncio.wait_for(connecting, PATIENCE)
            await connection.close()
        return f"http://127.0.0.1:{port}", me

    place, me = asyncio.run(check())
    assert me["id"] == ME["id"]
    (line,) = lines(caplog, found)
    assert line.startswith(f"TELEGRAM_API_URL: expected the Bot API at {place}, found ")
    assert line.endswith("; tried again each minute")
    assert caplog.messages[-1] == "Telegram can be reached again."


def test_what_is_no_bot_api_is_told_within_10_s_and_tried_each_minute():
    assert module.CONNECT_TIMEOUT + module.GET_ME_TIMEOUT < 10

    async def check():
        with foreign(reply(PAGE)) as (port, asked):
            async with connecting(f"http://127.0.0.1:{port}", speed=60) as connection:
                async with running(asyncio.create_task(connection.connect())):
                    await asyncio.sleep(3.5)
                return len(asked)

    assert asyncio.run(check()) in {3, 4}


def test_a_service_that_cannot_be_reached_is_tried_with_growing_pauses(caplog):
    pauses = []

    class Clock(FastClock):
        async def sleep(self, seconds):
            pauses.append(seconds)
            await super().sleep(seconds)

    async def check():
        connection = Connection("http://127.0.0.1:1", TOKEN, Clock(10_000))
        async with running(asyncio.create_task(connection.connect())):
            await until(lambda: len(pauses) >= 60)
        await connection.close()

    asyncio.run(check())
    assert pauses[:7] == [1, 2, 4, 8, 16, 30, 30]
    assert max(pauses) == 30
    assert len(caplog.messages) == 1
    assert "cannot be reached" in caplog.text


def test_a_token_that_is_refused_ends_the_connecting(service, address):
    service.token = "123456789:another"

    async def check():
        async with connecting(address) as connection:
            with pytest.raises(ConfigError, match="TELEGRAM_BOT_TOKEN: expected a token"):
                await connection.connect()

    asyncio.run(check())


def test_another_refusal_is_told_once_and_tried_again(service, address, caplog):
    service.refuse("getMe", 429, "Too Many Requests: retry after 5", times=4, retry_after=5)

    async def check():
        async with connecting(address, speed=100) as connection:
            await connection.connect()

    asyncio.run(check())
    assert len(service.called("getMe")) == 5
    assert len(lines(caplog, "Telegram refuses getMe: Too Many Requests")) == 1


# While polling


@pytest.mark.parametrize(("pages", "blamed"), [(1, 0), (3, 0), (6, 1)])
def test_foreign_replies_amid_polling_are_a_mishap_at_first_and_then_another_server(
    caplog, pages, blamed
):
    def done(result):
        body = json.dumps({"ok": True, "result": result}).encode()
        return reply(body, "application/json", Connection="close")

    page = reply(PAGE, status=404, Connection="close")
    answers = [done(True), done([{"update_id": 7}]), *[page] * pages, done([{"update_id": 8}])]

    async def check():
        taken = Taken()
        with foreign([*answers, done([])]) as (port, _):
            async with polling(f"http://127.0.0.1:{port}", taken, speed=600):
                await taken.wait(2)
        assert taken.numbers() == [7, 8]

    asyncio.run(check())
    assert len(lines(caplog, "TELEGRAM_API_URL: expected the Bot API")) == blamed
    assert len(lines(caplog, "reached again")) == 1


# What is sent


def sending_problem(address, **timeouts):
    """The error of a message that is sent as the bot sends all of them."""

    async def send():
        async with WatchedRequest(connection_pool_size=1) as request:
            await request.post(f"{address}/bot{TOKEN}/sendMessage", **timeouts)

    with pytest.raises(TelegramError) as caught:
        asyncio.run(send())
    assert TOKEN not in str(caught.value)
    return caught.value


def test_the_outcome_is_unknown_where_all_went_out_and_no_reply_came_in_time():
    with foreign(SILENT) as (port, asked):
        problem = sending_problem(f"http://127.0.0.1:{port}", read_timeout=0.2)
    assert isinstance(problem, TimedOut)
    assert outcome_is_unknown(problem)
    assert len(asked) == 1


def test_the_outcome_is_unknown_where_a_reply_began_and_was_never_whole():
    with foreign(HALF) as (port, asked):
        assert outcome_is_unknown(sending_problem(f"http://127.0.0.1:{port}"))
        assert len(asked) == 1
    with foreign(ENDLESS) as (port, _):
        limits = {"read_timeout": 0.2, "connect_timeout": 0.2}
        assert outcome_is_unknown(sending_problem(f"http://127.0.0.1:{port}", **limits))


def test_a_reply_that_is_whole_as_http_and_not_as_json_is_an_unknown_outcome():
    with foreign(reply(DONE_BODY[:-9], "application/json")) as (port, _):
        assert outcome_is_unknown(sending_problem(f"http://127.0.0.1:{port}"))
    with foreign(reply(PAGE)) as (port, _):
        assert not outcome_is_unknown(sending_problem(f"http://127.0.0.1:{port}"))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"error_code": 500, "description": "Internal"}, NetworkError),
        ({"error_code": 400, "description": "Bad Request: x"}, BadRequest),
        (
            {"error_code": 429, "description": "x", "parameters": {"retry_after": 3}},
            RetryAfter,
        ),
    ],
)
@pytest.mark.usefixtures("as_the_bot_counts")
def test_a_refusal_counts_whatever_http_status_it_comes_with(content, kind):
    body = json.dumps({"ok": False, **content}).encode()
    with foreign(reply(body, "application/json")) as (port, _):
        problem = sending_problem(f"http://127.0.0.1:{port}")
    assert type(problem) is kind
    assert not outcome_is_unknown(problem)


@pytest.mark.parametrize("answer", [b"", RESET, reply(PAGE, status=502), b"HTTP/1.1 200 -\r\n"])
def test_a_connection_closed_without_a_reply_and_a_502_are_known_outcomes(answer):
    with foreign(answer) as (port, asked):
        assert not outcome_is_unknown(sending_problem(f"http://127.0.0.1:{port}"))
    assert len(asked) == 1


def test_a_connection_that_nobody_takes_is_a_known_outcome():
    assert not outcome_is_unknown(sending_problem("http://127.0.0.1:1"))
    with silence(full=True) as port:
        problem = sending_problem(f"http://127.0.0.1:{port}", connect_timeout=0.3)
    assert "no connection in time" in str(problem)
    assert not outcome_is_unknown(problem)


def test_a_wait_for_a_free_connection_is_a_known_outcome():
    async def check(address):
        async with WatchedRequest(connection_pool_size=1) as request:
            first = asyncio.create_task(request.post(f"{address}/a", read_timeout=2))
            await until(lambda: asked)
            with pytest.raises(NetworkError, match="no connection in time") as caught:
                await request.post(f"{address}/b", connect_timeout=0.2)
            assert not outcome_is_unknown(caught.value)
            async with running(first):
                pass

    with foreign(SILENT) as (port, asked):
        asyncio.run(check(f"http://127.0.0.1:{port}"))
    assert len(asked) == 1


def test_an_upload_that_does_not_get_through_is_a_known_outcome(monkeypatch):
    monkeypatch.setattr(http, "UPLOAD_TIMEOUT", 0.2)
    picture = {"photo": ("a.png", bytes(50_000_000), "image/png")}

    async def check(server):
        client = http.HttpClient(1)
        address = "http://127.0.0.1:{1}".format(*server.getsockname())
        with pytest.raises(http.HttpError, match="did not go out") as caught:
            await client.post(address, {}, connect_timeout=0.2, read_timeout=0.2, files=picture)
        await client.close()
        server.close()
        await asyncio.sleep(0.1)  # what is still to go out keeps the socket until it is refused
        return caught.value

    with socket.create_server(("127.0.0.1", 0)) as server:
        assert not asyncio.run(check(server)).is_unknown


MESSAGE = {"message_id": 1, "date": 0, "chat": {"id": 11, "type": "private"}}
DONE_BODY = json.dumps({"ok": True, "result": MESSAGE}).encode()
DONE = reply(DONE_BODY, "application/json")


@contextlib.contextmanager
def talking(talk):
    """The address of a server that does ``talk`` with each connection meanwhile."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            talk(self.request)

    with _Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield "http://127.0.0.1:{1}".format(*server.server_address)
        finally:
            server.shutdown()


async def with_bot(address, act):
    """Let the library's bot ``act`` as it does in the program."""
    async with WatchedRequest(connection_pool_size=1) as request:
        await act(Bot(TOKEN, base_url=f"{address}/bot", request=request))


def test_a_kept_connection_that_is_closed_as_it_is_used_again_is_a_known_outcome():
    requests = []

    def talk(connection):
        for answer in (DONE, b""):
            read_request(connection)
            requests.append(answer)
            connection.sendall(answer)

    async def check(bot):
        await bot.send_message(11, "a")
        with pytest.raises(NetworkError, match="closed without a reply") as caught:
            await bot.send_message(11, "b")
        assert not outcome_is_unknown(caught.value)

    with talking(talk) as address:
        asyncio.run(with_bot(address, check))
    assert requests == [DONE, b""]


def test_a_request_goes_out_in_one_piece():
    """A bot that is killed between two pieces would leave half a request."""
    pieces = []

    def talk(connection):
        pieces.append(connection.recv(65536))
        connection.sendall(DONE)

    with talking(talk) as address:
        asyncio.run(with_bot(address, lambda bot: bot.send_message(11, "9 & 10: 910 " * 300)))
    assert [len(piece) for piece in pieces] == [_length(pieces[0])]


def test_a_picture_is_sent_as_a_part_beside_the_fields():
    requests = []
    picture = bytes(range(256)) * 5000

    def talk(connection):
        requests.append(read_request(connection))
        connection.sendall(DONE)

    with talking(talk) as address:
        asyncio.run(with_bot(address, lambda bot: bot.send_photo(11, picture, filename="peta.png")))
    fields = email.message_from_bytes(requests[0].partition(b"\r\n")[2], policy=policy.HTTP)
    parts = {part.get_param("name", header="content-disposition"): part for part in fields.walk()}
    assert parts["chat_id"].get_payload() == "11"
    assert parts["photo"].get_filename() == "peta.png"
    assert parts["photo"].get_content_type() == "image/png"
    assert parts["photo"].get_payload(decode=True) == picture


def test_a_reply_that_is_compressed_is_read():
    body = gzip.compress(json.dumps({"ok": True, "result": MESSAGE}).encode())
    sent = []

    async def check(bot):
        sent.append(await bot.send_message(11, "a"))

    with foreign(reply(body, "application/json", Content_Encoding="gzip")) as (port, _):
        asyncio.run(with_bot(f"http://127.0.0.1:{port}", check))
    assert sent[0].message_id == 1


# By way of a proxy


def test_the_proxy_of_the_environment_is_asked(monkeypatch):
    requests = []

    def talk(connection):
        requests.append(read_request(connection))
        connection.sendall(DONE)

    with talking(talk) as address:
        monkeypatch.setenv("http_proxy", address.replace("//", "//ani:geheim@"))
        asyncio.run(with_bot("http://botapi.invalid", lambda bot: bot.send_message(11, "a")))
        monkeypatch.setenv("no_proxy", "botapi.invalid")
        assert "no connection" in str(sending_problem("http://botapi.invalid"))
    (request,) = requests
    assert request.startswith(b"POST http://botapi.invalid/bot")
    assert b"Proxy-Authorization: Basic YW5pOmdlaGVpbQ==" in request


def test_a_certificate_is_trusted_that_the_environment_names_and_no_other(tmp_path, monkeypatch):
    context = tls_context(tmp_path)

    def talk(connection):
        assert connection.recv(65536).startswith(b"CONNECT berita.example:443 HTTP/1.1")
        connection.sendall(b"HTTP/1.1 200 -\r\n\r\n")
        with context.wrap_socket(connection, server_side=True) as secure:
            assert read_request(secure).startswith(b"POST /bot")
            secure.sendall(DONE)

    with talking(talk) as address:
        monkeypatch.setenv("https_proxy", address)
        assert "no TLS that can be trusted" in str(problem_of("https://berita.example"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "berita.example.pem"))
        asyncio.run(with_bot("https://berita.example", lambda bot: bot.send_message(11, "a")))


def test_a_proxy_that_refuses_is_an_outage(monkeypatch):
    with foreign(reply(PAGE, status=407)) as (port, _):
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
        problem = problem_of("https://botapi.invalid")
    assert isinstance(problem, UnreachableError)
    assert "the proxy refuses, HTTP status 407" in str(problem)


def test_a_proxy_of_another_kind_is_named(monkeypatch):
    monkeypatch.setenv("all_proxy", "socks5://ani:geheim@127.0.0.1:1")
    problem = problem_of("https://botapi.invalid")
    assert isinstance(problem, ConfigError)
    assert str(problem) == ("https_proxy: expected a proxy with http:// or https://, got socks5://")


def test_a_reply_that_takes_six_seconds_is_waited_for():
    async def check():
        async with WatchedRequest(connection_pool_size=1) as request:
            assert request.read_timeout == READ_TIMEOUT > 6

    asyncio.run(check())


def test_an_outage_is_told_once_and_its_end_too(caplog):
    outage = Outage()
    for status in (200, 502, 500, 200, 200):
        outage.replied(status)
    outage.failed(NetworkError("no route"))
    outage.replied(409)
    assert caplog.messages == [
        "Telegram cannot be reached, trying on: HTTP 502",
        "Telegram can be reached again.",
        "Telegram cannot be reached, trying on: no route",
        "Telegram can be reached again.",
    ]

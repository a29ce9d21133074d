"""What the Bot API answers, and what is wrong with it or with what stands in its place."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import socketserver
import threading

import httpx
import pytest
from telegram.error import NetworkError, TelegramError

from bot.errors import ConfigError, TanyaError
from bot.telegram.delivery import connection as module
from bot.telegram.delivery.connection import (
    Connection,
    ForeignReplyError,
    Outage,
    RefusedError,
    UnreachableError,
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
from tests.web import reply

PAGE = b"<!doctype html><title>Hello</title>"
SILENT, ENDLESS = "silent", "endless"
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
    """Return when all of a request has come, or the first of something else."""
    data = connection.recv(65536)
    while data.startswith(b"POST") and len(data) < _length(data):
        data += connection.recv(65536)


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
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
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


def test_a_foreign_reply_amid_polling_is_told_once_and_tried_each_minute(caplog):
    def done(result):
        return reply(json.dumps({"ok": True, "result": result}).encode(), "application/json")

    page = reply(PAGE, status=404)
    answers = [done(True), done([{"update_id": 7}]), page, page, page, done([{"update_id": 8}])]

    async def check():
        taken = Taken()
        with foreign([*answers, done([])]) as (port, _):
            async with polling(f"http://127.0.0.1:{port}", taken, speed=600):
                await taken.wait(2)
        assert taken.numbers() == [7, 8]

    asyncio.run(check())
    assert len(lines(caplog, "found an HTML page with HTTP status 404")) == 1
    assert len(lines(caplog, "reached again")) == 1


# What is sent


def sending_problem(address, **timeouts):
    """The error of a message that is sent as the bot sends all of them."""

    async def send():
        async with WatchedRequest(connection_pool_size=1) as request:
            await request.post(f"{address}/bot{TOKEN}/sendMessage", **timeouts)

    with pytest.raises(TelegramError) as caught:
        asyncio.run(send())
    return caught.value


def test_the_outcome_is_unknown_where_all_went_out_and_no_reply_came_in_time():
    with foreign(SILENT) as (port, asked):
        assert outcome_is_unknown(sending_problem(f"http://127.0.0.1:{port}", read_timeout=0.2))
    assert len(asked) == 1


@pytest.mark.parametrize("answer", [b"", reply(PAGE, status=502), b"HTTP/1.1 200 -\r\n"])
def test_a_connection_closed_without_a_reply_and_a_502_are_known_outcomes(answer):
    with foreign(answer) as (port, _):
        assert not outcome_is_unknown(sending_problem(f"http://127.0.0.1:{port}"))


def test_what_never_left_is_a_known_outcome():
    assert not outcome_is_unknown(sending_problem("http://127.0.0.1:1"))
    for cause in (httpx.ConnectTimeout(""), httpx.PoolTimeout(""), httpx.WriteTimeout("")):
        problem = NetworkError("")
        problem.__cause__ = cause
        assert not outcome_is_unknown(problem)


def test_a_reply_that_takes_six_seconds_is_waited_for():
    async def check():
        async with WatchedRequest(connection_pool_size=1) as request:
            assert request.read_timeout == module.READ_TIMEOUT > 6

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

"""Receiving by being called: who is let in, what is replied when, and how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket

import httpx
import pytest

from bot.config import WebhookSettings
from bot.errors import ConfigError
from bot.telegram.delivery.connection import Connection
from bot.telegram.delivery.webhook import MOST_BYTES, SECRET_HEADER, WebhookServer
from tests.botapi import TOKEN, Service, serving
from tests.telegram.delivery.clock import FastClock
from tests.telegram.delivery.receiving import (
    ALLOWED,
    PATIENCE,
    Taken,
    lines,
    logs_as_the_bot_does,
    running,
    until,
    write,
)

SECRET = "rahasia_Webhook-0123456789"
UPDATE = {"update_id": 7, "message": {"text": "halo"}}
BODY = json.dumps(UPDATE).encode()
JSON = "application/json"


@pytest.fixture(autouse=True)
def as_the_bot_logs(caplog):
    with logs_as_the_bot_does(caplog):
        yield
    assert TOKEN not in caplog.text
    assert SECRET not in caplog.text


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
def settings():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return WebhookSettings(f"http://127.0.0.1:{port}/masuk", "127.0.0.1", port)


@contextlib.asynccontextmanager
async def listening(address, settings, take, speed=1.0):
    """A webhook that is known to the service meanwhile."""
    clock = FastClock(speed)
    connection = Connection(address, TOKEN, clock)
    server = WebhookServer(connection, take, clock, settings, SECRET, allowed=ALLOWED)
    try:
        async with running(asyncio.create_task(server.run())) as task:
            yield task
    finally:
        await connection.close()


@contextlib.asynccontextmanager
async def posting(settings, **headers):
    """A call that posts bytes to the webhook; the status of the reply."""
    async with httpx.AsyncClient() as client:

        async def post(body=BODY, url=settings.url, method="POST", **more):
            given = {SECRET_HEADER: SECRET, "Content-Type": JSON} | headers | more
            kept = {name: value for name, value in given.items() if value is not None}
            return (await client.request(method, url, content=body, headers=kept)).status_code

        yield post


def announce(settings, length):
    """The status of the reply to a body that is only announced."""
    head = f"POST /masuk HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n"
    with socket.create_connection((settings.listen, settings.port), timeout=PATIENCE) as caller:
        caller.sendall(head.encode())
        return int(caller.recv(100).split()[1])


def test_what_is_posted_is_taken_and_counts_as_delivered_when_it_is_safe(
    service, address, settings
):
    async def check():
        taken = Taken()
        taken.safe.clear()
        async with listening(address, settings, taken):
            await until(lambda: service.hook_url)
            number = write(service, "halo")
            await until(lambda: taken.updates)
            await asyncio.sleep(0.2)
            assert [update["update_id"] for update in service.waiting()] == [number]
            taken.safe.set()
            await until(lambda: not service.waiting())
        assert taken.numbers() == [number]

    asyncio.run(check())
    (call,) = service.called("setWebhook")
    assert call.parameters == {
        "url": settings.url,
        "secret_token": SECRET,
        "allowed_updates": ALLOWED,
        "drop_pending_updates": False,
    }


def test_only_telegram_is_let_in(service, address, settings, caplog):
    root = settings.url.removesuffix("/masuk")

    async def check():
        taken = Taken()
        async with listening(address, settings, taken), posting(settings) as post:
            await until(lambda: service.hook_url)
            assert await post(**{SECRET_HEADER: None}) == 403
            assert await post(**{SECRET_HEADER: "salah"}) == 403
            assert await post(**{SECRET_HEADER: "räh".encode()}) == 403
            assert await post(**{"Content-Type": "text/plain"}) == 403
            assert await post(**{"Content-Type": None}) == 403
            assert await post(url=f"{root}/lain") == await post(url=root) == 404
            for method in ("GET", "PUT", "DELETE", "HEAD", "OPTIONS"):
                assert await post(method=method) == 405
            assert await asyncio.to_thread(announce, settings, MOST_BYTES + 1) == 400
            assert taken.updates == []
            assert await post() == 200
            assert await post(**{"Content-Type": "application/json; charset=utf-8"}) == 200
        assert taken.numbers() == [7, 7]

    asyncio.run(check())
    assert [line for line in caplog.messages if "too long" not in line] == []


JUNK = [b"", b"{", b"\xff\xfe", b"null", b"5", b"[]", b"{}", b'{"update_id": "7"}', b"[" * 100_000]


def test_what_is_no_update_is_noted_once_and_not_asked_for_again(
    service, address, settings, caplog
):
    async def check():
        taken = Taken()
        async with listening(address, settings, taken), posting(settings) as post:
            await until(lambda: service.hook_url)
            for junk in JUNK * 3:
                assert await post(body=junk) == 200
            assert taken.updates == []
            assert await post() == 200

    asyncio.run(check())
    assert len(lines(caplog, "passed over")) == len(caplog.messages) == len(JUNK)
    assert max(map(len, caplog.messages)) < 200


def test_a_take_that_fails_is_told_and_ends_nothing(service, address, settings, caplog):
    async def take(_updates):
        raise OSError("disk full")

    async def check():
        async with listening(address, settings, take), posting(settings) as post:
            await until(lambda: service.hook_url)
            assert await post() == await post() == 200

    asyncio.run(check())
    assert len(lines(caplog, "disk full")) == 2
    assert "Traceback" not in caplog.text


def test_the_end_finishes_what_is_at_hand_and_takes_nothing_more(service, address, settings):
    async def check():
        taken = Taken()
        taken.safe.clear()
        async with posting(settings) as post:
            async with listening(address, settings, taken) as task:
                await until(lambda: service.hook_url)
                posted = asyncio.create_task(post())
                await taken.wait(1)
                task.cancel()
                await asyncio.sleep(0.1)
                with pytest.raises(httpx.ConnectError):
                    await post()
                assert not task.done()
                taken.safe.set()
                assert await posted == 200
            with pytest.raises(httpx.ConnectError):
                await post()
        assert len(taken.updates) == 1

    asyncio.run(check())


def test_an_open_connection_brings_nothing_more_at_the_end(service, address, settings):
    async def check():
        taken = Taken()
        async with (
            posting(settings) as post,
            posting(settings) as other,
            listening(address, settings, taken) as task,
        ):
            await until(lambda: service.hook_url)
            assert await other() == 200
            taken.safe.clear()
            posted = asyncio.create_task(post())
            await taken.wait(2)
            task.cancel()
            await asyncio.sleep(0.1)
            assert await other() == 503
            taken.safe.set()
            assert await posted == 200

    asyncio.run(check())


def test_the_end_does_not_wait_for_ever(service, address, settings):
    async def check():
        taken = Taken()
        taken.safe.clear()
        async with posting(settings) as post:
            async with listening(address, settings, taken, speed=10) as task:
                await until(lambda: service.hook_url)
                posted = asyncio.create_task(post())
                await taken.wait(1)
                task.cancel()
                await asyncio.wait_for(asyncio.wait({task}), 2)
            with pytest.raises(httpx.HTTPError):
                await posted
            taken.safe.set()

    asyncio.run(check())


def test_a_webhook_that_is_refused_is_told_once_and_tried_again(service, address, settings, caplog):
    service.refuse("setWebhook", 400, "Bad Request: bad webhook: Failed to resolve host", times=3)

    async def check():
        async with listening(address, settings, Taken(), speed=600):
            await until(lambda: service.hook_url)

    asyncio.run(check())
    assert len(lines(caplog, "Telegram refuses setWebhook: Bad Request: bad webhook")) == 1


def test_a_webhook_that_is_taken_away_is_set_again(service, address, settings, caplog):
    async def scene():
        async with listening(address, settings, Taken(), speed=3000):
            await until(lambda: service.hook_url)
            service.answer(TOKEN, "setWebhook", {"url": "http://127.0.0.1:9/x"})
            await until(lambda: service.hook_url == settings.url)

    asyncio.run(scene())
    assert len(lines(caplog, "has taken the webhook away")) == 1


@pytest.mark.parametrize("listen", ["taken", "203.0.113.7", "no such name"])
def test_a_place_where_nobody_can_listen_is_named(address, settings, listen):
    async def check():
        with socket.socket() as other:
            host = listen
            if listen == "taken":
                host = "127.0.0.1"
                other.bind((host, settings.port))
                other.listen()
            place = WebhookSettings(settings.url, host, settings.port)
            expected = f"telegram.webhook: expected to listen on {host}:{settings.port}, but: "
            async with listening(address, place, Taken()) as task:
                with pytest.raises(ConfigError, match=expected):
                    await task

    asyncio.run(check())


def test_a_token_that_is_refused_ends_the_webhook(service, address, settings):
    service.token = "123456789:another"

    async def check():
        async with listening(address, settings, Taken()) as task:
            with pytest.raises(ConfigError, match="TELEGRAM_BOT_TOKEN"):
                await task

    asyncio.run(check())

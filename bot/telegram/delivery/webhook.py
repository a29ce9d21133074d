"""Receiving by being called: Telegram posts each update to the bot's own address.

An update counts as delivered with the reply 200, so that is given only when it is safe on disk.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import re
import socket
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from bot.config import WebhookSettings
from bot.errors import ConfigError
from bot.telegram.delivery.clock import Clock
from bot.telegram.delivery.connection import Connection
from bot.telegram.delivery.polling import Intake, Take

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
SET_TIMEOUT = 10.0
# Whether the webhook is still this one.
LOOK_EVERY = 300.0
MOST_BYTES = 1024 * 1024
# Who sends more slowly keeps a connection that others may need.
BODY_TIMEOUT, IDLE_TIMEOUT = 10.0, 120.0
# What is not safe by then after the end was told is delivered again.
LAST_WORDS = 3.0

_log = logging.getLogger(__name__)


class WebhookServer:
    """Takes the updates that Telegram posts, and nothing else.

    Args:
        connection: Where the address is made known.
        take: Starts on raw updates at once, and returns when all of them are safe, or need not be.
        clock: The time.
        settings: The address, and where to listen for what is posted to it.
        secret: What Telegram sends with each update; whoever does not know it is refused.
        allowed: The kinds of updates that are wanted.
    """

    def __init__(  # noqa: PLR0913 -- each is a part that somebody else makes
        self,
        connection: Connection,
        take: Take,
        clock: Clock,
        settings: WebhookSettings,
        secret: str,
        *,
        allowed: Sequence[str],
    ) -> None:
        self._connection, self._clock, self._settings = connection, clock, settings
        self._secret, self._allowed = secret, list(allowed)
        self._intake = Intake(take)
        self._at_hand: set[asyncio.Task[Any]] = set()
        self._is_ending = False

    async def run(self) -> None:
        """Listen, make the address known, and serve until cancelled.

        Raises:
            ConfigError: Nobody can listen there, or the token is refused.
        """
        server = self._listen()
        try:
            await self._make_known()
            while True:
                await self._clock.sleep(LOOK_EVERY)
                await self._look_after()
        finally:
            self._is_ending = True
            server.stop()
            await self._clock.wait(self._at_hand, LAST_WORDS)
            await server.close_all_connections()

    def knows_secret(self, given: str) -> bool:
        """Whether ``given`` is the secret; how long that takes says nothing of it."""
        return hmac.compare_digest(given.encode(), self._secret.encode())

    async def receive(self, body: bytes) -> HTTPStatus:
        """What an update that was posted is replied to with, as soon as it is safe."""
        if self._is_ending:
            return HTTPStatus.SERVICE_UNAVAILABLE
        update = _parse(body)
        # What is no update would be posted for ever if it were refused.
        if self._intake.is_update(update):
            await self._intake.hand_on([update])
        return HTTPStatus.OK

    def begin(self, task: asyncio.Task[Any]) -> None:
        """The request that ``task`` carries out is not cut off by the end."""
        self._at_hand.add(task)
        task.add_done_callback(self._at_hand.discard)

    def _listen(self) -> HTTPServer:
        path, settings = re.escape(urlsplit(self._settings.url).path), self._settings
        server = HTTPServer(
            _Quiet([(f"{path}/?", _Handler, {"webhook": self})]),
            max_body_size=MOST_BYTES,
            max_buffer_size=2 * MOST_BYTES,
            body_timeout=BODY_TIMEOUT,
            idle_connection_timeout=IDLE_TIMEOUT,
        )
        family = socket.AF_INET6 if ":" in settings.listen else socket.AF_INET
        try:
            # A failure of tornado's own would leave the socket open.
            place = socket.create_server((settings.listen, settings.port), family=family)
        except OSError as problem:
            raise ConfigError(
                f"telegram.webhook: expected to listen on {settings.listen}:{settings.port}, "
                f"but: {problem.strerror or problem}"
            ) from None
        place.setblocking(False)
        server.add_socket(place)
        return server

    async def _make_known(self) -> None:
        await self._connection.insist(
            "setWebhook",
            within=SET_TIMEOUT,
            url=self._settings.url,
            secret_token=self._secret,
            allowed_updates=self._allowed,
            drop_pending_updates=False,
        )

    async def _look_after(self) -> None:
        """Make the address known again where another program has put its own in its place."""
        info = await self._connection.insist("getWebhookInfo", within=SET_TIMEOUT)
        if info.get("url") != self._settings.url:
            _log.warning(
                "Another program with this token has taken the webhook away; it is set again. "
                "Stop the other one, or give it a token of its own."
            )
            await self._make_known()


class _Quiet(Application):
    def log_request(self, handler: RequestHandler) -> None:
        """Nothing: whoever finds the port could fill the log."""


class _Handler(RequestHandler):
    def initialize(self, webhook: WebhookServer) -> None:
        """Take over what the route says."""
        self._webhook = webhook

    async def post(self) -> None:
        """Take an update in, if the service posts it."""
        if task := asyncio.current_task():
            self._webhook.begin(task)
        headers = self.request.headers
        kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
        is_ours = self._webhook.knows_secret(headers.get(SECRET_HEADER, ""))
        if not is_ours or kind != "application/json":
            raise HTTPError(HTTPStatus.FORBIDDEN)
        self.set_status(await self._webhook.receive(self.request.body))

    def log_exception(self, *problem: Any) -> None:
        """One line for what is a mistake of this program; refusals are none."""
        if not isinstance(problem[1], HTTPError):
            _log.error("An update could not be taken in: %r", problem[1])


def _parse(body: bytes) -> Any:
    """The JSON of ``body``, or ``body`` itself where it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body

"""The connection to Telegram: outages are told once, and what cannot be mended ends the bot."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from telegram.error import NetworkError
from telegram.request import HTTPXRequest

from bot.errors import ConfigError, TanyaError, UsageError

# The library waits 1, then 1.5, then 2.25 … seconds from one to the next.
MOST_CONFLICTS = 3

TOKEN_REFUSED = (
    "TELEGRAM_BOT_TOKEN: expected a token that Telegram accepts, but it was refused; "  # noqa: S105
    "@BotFather shows the present one"
)
TWO_POLLERS = (
    "another program is getting this bot's messages with the same token; "
    "stop it, or give this one a token of its own"
)

_log = logging.getLogger(__name__)


class PollingState:
    """Whether polling can go on; ``error`` is why it cannot, ``hang_up`` is called then."""

    def __init__(self) -> None:
        self.error: TanyaError | None = None
        self.hang_up: Callable[[], None] = lambda: None
        self._conflicts = 0

    def polled(self, status: int) -> None:
        """The request for updates was replied to with the HTTP ``status``."""
        self._conflicts = self._conflicts + 1 if status == HTTPStatus.CONFLICT else 0
        if self._conflicts >= MOST_CONFLICTS:
            self._end(UsageError(TWO_POLLERS))
        elif status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
            # The library stops polling then, and leaves the rest of the program running.
            self._end(ConfigError(TOKEN_REFUSED))

    def _end(self, error: TanyaError) -> None:
        self.error = error
        self.hang_up()


class Outage:
    """Tells once that requests fail, however many do, and once that they succeed again."""

    def __init__(self) -> None:
        self._lasts = False

    def failed(self, problem: object) -> None:
        """A request was not carried out."""
        if not self._lasts:
            _log.warning("Telegram cannot be reached, trying on: %s", problem)
        self._lasts = True

    def replied(self, status: int) -> None:
        """A request was replied to with the HTTP ``status``."""
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.failed(f"HTTP {status}")
            return
        if self._lasts:
            _log.info("Telegram can be reached again.")
        self._lasts = False


class WatchedRequest(HTTPXRequest):
    """Requests as the library makes them; ``polling`` is told of the polls among them."""

    def __init__(self, polling: PollingState | None = None, *, connection_pool_size: int) -> None:
        super().__init__(connection_pool_size=connection_pool_size)
        self._polling = polling
        self._outage = Outage()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """The HTTP status and the body of the reply."""
        try:
            status, body = await super().do_request(*args, **kwargs)
        except NetworkError as problem:
            self._outage.failed(problem)
            raise
        self._outage.replied(status)
        if self._polling:
            self._polling.polled(status)
        return status, body

"""The connection to the Bot API: outages are told once, and what cannot be mended ends the bot.

CallError              a call brought no result; its text never holds the token
├── UnreachableError   nobody answers, or the service is out of order: tried again within 30 s
├── ForeignReplyError  what answers is no Bot API: tried again each minute
└── RefusedError       the Bot API says no: tried again when it says, or each minute

A token that is refused is a ConfigError, for only the operator can mend it.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from bot.errors import ConfigError, TanyaError
from bot.telegram.delivery.clock import Clock
from bot.telegram.delivery.http import (
    ForeignError,
    HttpClient,
    HttpError,
    Reply,
    SilentError,
    is_address,
)
from bot.telegram.logs import redact

# Where nobody takes a connection within this time, nothing has been sent, and nothing is unsure.
CONNECT_TIMEOUT = 5.0
# With the time to connect under 10 s, so that a wrong address is told within them.
GET_ME_TIMEOUT = 4.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
# For what does not pass by itself: somebody has to mend it.
LONG_PAUSE = 60.0
# A long poll, and what is asked beside it.
_CONNECTIONS = 8

TOKEN_REFUSED = (
    "TELEGRAM_BOT_TOKEN: expected a token that Telegram accepts, but it was refused; "  # noqa: S105
    "@BotFather shows the present one"
)

_RESULTS: dict[str, type] = {"getUpdates": list, "getWebhookInfo": dict}
# What getMe always says of a bot (Bot API, User); the library ends with a traceback without it.
_OF_A_BOT = {"id", "is_bot", "first_name", "username"}
_OUT_OF_ORDER = {500, 502, 503, 504}
# From here on the statuses of a proxy that does not get through to its server.
_FIRST_OF_PROXIES = 520
_KINDS = {
    "text/html": "an HTML page",
    "application/json": "JSON of another kind",
    "text/plain": "a text",
}

# So many replies in a row that are none, of a server that was one before, are a mishap of its own.
_MOST_STRANGE = 3

_log = logging.getLogger(__name__)


class CallError(TanyaError):
    """A call brought no result.

    Attributes:
        kind: The same for problems of which only the first of an outage is told.
        pause: The seconds until the call may be made again; None: what the outage says.
    """

    kind = ""
    pause: float | None = None

    @property
    def line(self) -> str:
        """The line for the log."""
        return f"Telegram cannot be reached, trying on: {self}"


class UnreachableError(CallError):
    """Nobody answers at this address, or the service is out of order (HTTP 5xx)."""


class ForeignReplyError(CallError):
    """Somebody answers at this address, but as no Bot API does."""

    pause = LONG_PAUSE

    def __init__(self, place: str, found: str) -> None:
        super().__init__(f"TELEGRAM_API_URL: expected the Bot API at {place}, found {found}")
        self.kind = found

    @property
    def line(self) -> str:
        """The line for the log."""
        return f"{self}; tried again each minute"


class RefusedError(CallError):
    """The Bot API refuses a call.

    Attributes:
        status: The ``error_code``, such as 409.
        description: What the service says.
        retry_after: The seconds to wait, or None.
    """

    def __init__(
        self, method: str, status: int, description: str, retry_after: int | None = None
    ) -> None:
        super().__init__(f"{method}: {description}")
        self.status, self.description, self.retry_after = status, description, retry_after
        self.kind = f"{method} {status}"
        self.pause = float(retry_after or LONG_PAUSE)

    @property
    def line(self) -> str:
        """The line for the log."""
        return f"Telegram refuses {self}; tried again in {self.pause:.0f} s"


class Outage:
    """Tells once that requests fail, however many do, and once that they succeed again.

    Of the first ``untold`` in a row that fail nothing is said: who made them tries again.
    ``when_over`` is called at the end of an outage that was told.
    """

    def __init__(self, untold: int = 0, when_over: Callable[[], None] = lambda: None) -> None:
        self._untold, self._failures, self._when_over = untold, 0, when_over
        self._told: set[str] = set()

    def failed(self, problem: object) -> None:
        """A request was not carried out; of each kind of problem the first is told."""
        self._failures += 1
        if self._failures <= self._untold:
            return
        error = problem if isinstance(problem, CallError) else UnreachableError(problem)
        if error.kind not in self._told:
            _log.warning("%s", error.line)
        self._told.add(error.kind)

    def replied(self, status: int) -> None:
        """A request was replied to with the HTTP ``status``."""
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.failed(f"HTTP {status}")
            return
        if self._told:
            _log.info("Telegram can be reached again.")
            self._when_over()
        self._failures = 0
        self._told.clear()


class Connection:
    """Calls of the Bot API whose results are JSON as the service wrote it."""

    def __init__(
        self,
        api_url: str,
        token: str,
        clock: Clock,
        *,
        when_over: Callable[[], None] = lambda: None,
    ) -> None:
        """``api_url`` is where the server stands, such as ``https://api.telegram.org``.

        ``when_over`` is called when an outage is over.
        """
        # A name and a password before the host are for nobody who reads the log.
        self._place = re.sub(r"//[^/@]*@", "//", api_url)
        if not is_address(api_url):
            raise ConfigError(f"TELEGRAM_API_URL: expected an address, got {self._place!r}")
        self._base = f"{api_url}/bot{token}"
        self._token, self._clock = token, clock
        self._client = HttpClient(_CONNECTIONS)
        self._outage = Outage(when_over=when_over)
        self._pause, self._strange = FIRST_PAUSE, 0
        self._has_replied = False

    async def connect(self) -> dict[str, Any]:
        """What getMe says of the bot, as soon as the Bot API answers.

        Raises:
            ConfigError: The token is refused.
        """
        me: dict[str, Any] = await self.insist("getMe", within=GET_ME_TIMEOUT)
        return me

    async def close(self) -> None:
        """Close the connections that are open."""
        await self._client.close()

    async def insist(self, method: str, *, within: float, **parameters: Any) -> Any:
        """The result of ``method``, which is called until it succeeds.

        Raises:
            ConfigError: The token is refused.
        """
        while True:
            try:
                return await self.call(method, within=within, **parameters)
            except CallError as problem:
                await self.wait_after(problem)

    async def wait_after(self, problem: CallError) -> None:
        """Return when the call that failed may be made again; what is wrong is told once."""
        self._outage.failed(problem)
        pause = problem.pause
        if pause is None:
            pause, self._pause = self._pause, min(2 * self._pause, LONGEST_PAUSE)
        await self._clock.sleep(pause)

    async def call(self, method: str, *, within: float, **parameters: Any) -> Any:
        """The result of ``method``.

        Args:
            method: Its name in the Bot API.
            within: The seconds for which the reply may be waited for.
            parameters: What the method takes; what is no text is sent as JSON.

        Raises:
            CallError: There is none.
            ConfigError: The token is refused.
        """
        reply = await self._post(method, within, parameters)
        content = parse_reply(reply.body)
        if content is None:
            raise self._no_reply_of_the_service(reply)
        if content["ok"] and not _is_result(method, content["result"]):
            raise self._no_reply_of_the_service(reply)
        self._has_replied = True
        if not content["ok"]:
            raise self._refusal(method, content)
        self.reached()
        return content["result"]

    def reached(self) -> None:
        """The service is there; the end of an outage is told."""
        self._outage.replied(HTTPStatus.OK)
        self._pause, self._strange = FIRST_PAUSE, 0

    async def _post(self, method: str, seconds: float, parameters: dict[str, Any]) -> Reply:
        form = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in parameters.items()
        }
        url = f"{self._base}/{method}"
        try:
            return await self._client.post(
                url, form, connect_timeout=CONNECT_TIMEOUT, read_timeout=seconds
            )
        except SilentError:
            raise self._silent(seconds) from None
        except ForeignError as problem:
            raise ForeignReplyError(self._place, redact(str(problem), self._token)) from None
        except HttpError as problem:
            text = redact(str(problem), self._token)
            raise UnreachableError(f"{self._place}: {text}") from None

    def _silent(self, seconds: float) -> CallError:
        """Who has never replied is somebody else; who has is out of order."""
        if self._has_replied:
            return UnreachableError(f"{self._place}: no reply within {seconds:g} s")
        return ForeignReplyError(self._place, f"nobody who replies within {seconds:g} s")

    def _no_reply_of_the_service(self, reply: Reply) -> CallError:
        status = reply.status
        if status in _OUT_OF_ORDER or status >= _FIRST_OF_PROXIES:
            return UnreachableError(f"{self._place}: HTTP status {status}")
        found = (
            _KINDS.get(reply.kind, "a reply of another kind") if reply.body else "an empty reply"
        )
        self._strange += 1
        if self._has_replied and self._strange <= _MOST_STRANGE:
            return UnreachableError(f"{self._place}: {found} with HTTP status {status}")
        return ForeignReplyError(self._place, f"{found} with HTTP status {status}")

    def _refusal(self, method: str, content: dict[str, Any]) -> TanyaError:
        status = content["error_code"]
        description = redact(content["description"], self._token)
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
            return ConfigError(TOKEN_REFUSED)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return UnreachableError(f"{self._place}: {description}")
        return RefusedError(method, status, description, _retry_after(content))


def parse_reply(body: bytes) -> dict[str, Any] | None:
    """The reply, or None where it does not have the form of the Bot API's replies."""
    try:
        reply = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(reply, dict):
        return None
    refuses = isinstance(reply.get("error_code"), int) and isinstance(reply.get("description"), str)
    is_whole = reply.get("ok") is True and "result" in reply
    return reply if is_whole or (reply.get("ok") is False and refuses) else None


def _is_result(method: str, result: Any) -> bool:
    """Whether ``result`` is of the kind that the Bot API gives for ``method``."""
    if method == "getMe":
        return isinstance(result, dict) and result.keys() >= _OF_A_BOT
    return isinstance(result, _RESULTS.get(method, object))


def _retry_after(content: dict[str, Any]) -> int | None:
    parameters = content.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return seconds if isinstance(seconds, int) and seconds > 0 else None

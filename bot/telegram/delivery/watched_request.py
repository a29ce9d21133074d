"""Requests as the library makes them, for all that is sent, and what is known of their outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.telegram.delivery.connection import CONNECT_TIMEOUT, Outage, parse_reply
from bot.telegram.delivery.http import HttpClient, HttpError, Reply, SilentError

# A line that is held for 5 s is not yet an unknown outcome; a reply that takes longer than 10 s
# does not come any more.
READ_TIMEOUT = 10.0


class WatchedRequest(BaseRequest):
    """Requests as the library makes them, for all that is sent; an outage is told."""

    def __init__(
        self, *, connection_pool_size: int, when_over: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__()
        self._client = HttpClient(connection_pool_size)
        self._outage = Outage(2, when_over)

    @property
    def read_timeout(self) -> float:
        """The seconds for which a reply is waited for, where no others are given."""
        return READ_TIMEOUT

    async def initialize(self) -> None:
        """Nothing to get ready."""

    async def shutdown(self) -> None:
        """Close the connections that are open."""
        await self._client.close()

    async def do_request(  # noqa: PLR0913, PLR0917 -- given by the library
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The HTTP status and the body of the reply; a NetworkError where it is no Bot API's.

        The time for a connection holds for one that is free, too; that for writing is not heeded.
        """
        if method != "POST":
            raise NotImplementedError("files of the Bot API are not fetched")
        try:
            reply = await self._send(
                url,
                request_data or RequestData(),
                read_timeout=_seconds(read_timeout, READ_TIMEOUT),
                connect_timeout=_seconds(connect_timeout, CONNECT_TIMEOUT),
            )
        except NetworkError as problem:
            self._outage.failed(problem)
            raise
        # An error of the service may be one chat's alone; the polls tell when it is everybody's.
        if reply.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            self._outage.replied(reply.status)
        return reply.status, reply.body

    async def _send(
        self, url: str, data: RequestData, *, read_timeout: float, connect_timeout: float
    ) -> Reply:
        try:
            reply = await self._client.post(
                url,
                data.json_parameters,
                connect_timeout=connect_timeout,
                read_timeout=read_timeout,
                files=data.multipart_data if data.contains_files else None,
            )
        except SilentError as problem:
            raise TimedOut(str(problem)) from problem
        except HttpError as problem:
            raise NetworkError(str(problem)) from problem
        content = parse_reply(reply.body)
        if content is None:
            # What begins as a reply and ends too early says that something was carried out.
            is_cut = reply.status == HTTPStatus.OK and reply.body.lstrip().startswith(b"{")
            sentence = f"no reply of the Bot API, HTTP status {reply.status}"
            raise NetworkError(sentence) from HttpError(sentence, is_unknown=is_cut)
        # The library goes by the HTTP status alone.
        return reply if content["ok"] else replace(reply, status=content["error_code"])


def _seconds(given: Any, default: float) -> float:
    """``given``, or ``default`` where that is none: nothing is waited for without end."""
    return float(given) if isinstance(given, int | float) else default


def outcome_is_unknown(problem: TelegramError) -> bool:
    """Whether a request that failed so may have been carried out all the same.

    That is so where all of it went out, and no reply came in time or only a part of one. A
    connection that could not be made, was not free, or was closed before the reply counts as a
    request that did not arrive.
    """
    cause = problem.__cause__
    return isinstance(cause, HttpError) and cause.is_unknown

"""Every call that the bot makes: paced, and for an update made once however often it is tried."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from html import escape
from typing import Any

from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import BaseRateLimiter

from bot.telegram.delivery.clock import Clock
from bot.telegram.delivery.http import HttpError
from bot.telegram.delivery.in_hand import CURRENT, Delivery
from bot.telegram.delivery.limits import Limits
from bot.telegram.delivery.watched_request import outcome_is_unknown

Json = dict[str, Any]

MESSAGE = "sendMessage"
# What an update is done with; all else is done beside it, and fails without harm to it.
_ANSWERS = {
    MESSAGE,
    "setMessageReaction",
    "editMessageText",
    "editMessageReplyMarkup",
    "deleteMessage",
    "leaveChat",
    "answerGuestQuery",
}
# Somebody looks at a button or a list that waits: later it is of no use.
_URGENT = {"answerCallbackQuery", "answerInlineQuery"}
_URGENT_PAUSES = (0.3, 1.0)
# Of a message that was sent: what the library needs to make one of it.
_KEPT = ("message_id", "date", "chat")
# Seconds after which an answer says when it was asked for.
LATE = 600


class _PausedError(RetryAfter):
    """A chat that Telegram has asked to wait is not written to yet."""


class Call:
    """A call that the library is about to make, with ``data`` as its parameters.

    ``post`` makes a call of the Bot API.
    """

    def __init__(
        self, endpoint: str, data: Json, post: Callable[[str, Json], Awaitable[Any]]
    ) -> None:
        self.endpoint, self.data, self._post = endpoint, data, post
        self.was_made = False

    @property
    def chat(self) -> int | None:
        """The chat that it writes in; None where it is none, or is told by name."""
        chat = self.data.get("chat_id")
        return chat if isinstance(chat, int) else None

    async def make(self) -> Any:
        """What came back.

        Raises:
            TelegramError: What did cannot be used; also where the library cannot read it.
        """
        self.was_made = True
        try:
            reply = await self._post(self.endpoint, self.data)
        except TelegramError:
            raise
        except Exception as problem:  # foreign data: whatever is wrong with it
            raise _unreadable(repr(problem))  # noqa: B904 -- its cause is its outcome
        if self.endpoint == MESSAGE and not _is_message(reply):
            raise _unreadable(f"a message without one of {_KEPT}")
        return reply

    async def probe(self) -> None:
        """Return if the chat can be reached; that the bot is typing harms nobody."""
        if self.chat is not None:
            await self._post("sendChatAction", {"chat_id": self.chat, "action": "typing"})


class Calls(BaseRateLimiter[None]):
    """Makes the calls of the library's bot.

    Args:
        limits: When a message may be sent.
        clock: The time.
        say_late: The line before an answer to what was asked at that time, in seconds since 1970.
        note: Keeps what was made for a delivery so far.
        move: Is told that a group has another id now.
    """

    def __init__(
        self,
        limits: Limits,
        clock: Clock,
        *,
        say_late: Callable[[Delivery], str],
        note: Callable[[Delivery], Awaitable[None]],
        move: Callable[[int, int], Awaitable[None]],
    ) -> None:
        self._limits, self._clock = limits, clock
        self._say_late, self._note, self._move = say_late, note, move

    async def initialize(self) -> None:
        """Nothing to get ready."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def process_request(  # noqa: PLR0913, PLR0917 -- given by the library
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        """What the call returns, or returned when it was made for the same update before."""
        delivery = CURRENT.get()
        call = Call(endpoint, data, lambda method, given: callback(method, given, **kwargs))
        if endpoint in _URGENT:
            return await self._make_soon(delivery, call)
        if delivery is None or endpoint not in _ANSWERS:
            return await call.make()
        return await self._make_once(delivery, call)

    async def _make_soon(self, delivery: Delivery | None, call: Call) -> Any:
        """What came back; it is not made again in a later attempt, however it ended."""
        key = delivery.to_key(call.endpoint) if delivery else ""
        if delivery and key in delivery.made:
            return delivery.made[key][0]
        if delivery:
            delivery.keep(key, True)
        for pause in _URGENT_PAUSES:
            try:
                return await call.make()
            except BadRequest:
                raise  # the library counts it among the errors of the network
            except NetworkError:
                await self._clock.sleep(pause)
        return await call.make()

    async def _make_once(self, delivery: Delivery, call: Call) -> Any:
        """What came back, now or when the call was made in an earlier attempt."""
        key = delivery.to_key(call.endpoint, call.chat, call.data.get("message_id"))
        if key in delivery.made:
            return delivery.made[key][0]
        try:
            await self._wait(delivery, call, in_doubt=key in delivery.doubts)
            reply = await self._make(call)
        except TelegramError as problem:
            self._tell(delivery, key, call, problem)
            raise
        except asyncio.CancelledError:
            if call.was_made:
                delivery.doubt(key, by_our_end=True)
            raise
        kept = {name: reply[name] for name in _KEPT} if _is_message(reply) else reply
        delivery.keep(key, kept)
        return reply

    async def _wait(self, delivery: Delivery, call: Call, *, in_doubt: bool) -> None:
        """Return when the call is to be made; a RetryAfter where that takes long."""
        left = self._limits.paused_for(call.chat or 0)
        if left > 0:
            raise _PausedError(int(left) + 1)
        if in_doubt:
            await self._probe(call)
        # Before the chat's turn is waited for: the process may end meanwhile.
        await self._note(delivery)
        if call.endpoint == MESSAGE:
            await self._limits.wait(call.chat or 0)
            self._add_line(delivery, call.data)

    async def _make(self, call: Call) -> Any:
        try:
            return await call.make()
        except ChatMigrated as problem:
            await self._follow(call, problem)
            return await call.make()

    async def _probe(self, call: Call) -> None:
        try:
            await call.probe()
        except ChatMigrated as problem:
            await self._follow(call, problem)

    async def _follow(self, call: Call, problem: ChatMigrated) -> None:
        """Have the call made in the group that its own has become."""
        await self._move(int(call.data["chat_id"]), problem.new_chat_id)
        call.data["chat_id"] = problem.new_chat_id

    def _add_line(self, delivery: Delivery, data: Json) -> None:
        """Say when it was asked, before the first message of an answer that comes late."""
        is_first = not any(key.startswith(MESSAGE) for key in delivery.made)
        is_late = self._clock.now() - delivery.asked > LATE
        if is_first and is_late and data["chat_id"] == delivery.chat and delivery.update:
            line = self._say_late(delivery)
            line = escape(line) if data.get("parse_mode") == ParseMode.HTML else line
            data["text"] = f"{line}\n{data['text']}"

    def _tell(self, delivery: Delivery, key: str, call: Call, problem: TelegramError) -> None:
        """Tell the delivery of a failure, unless that is an answer, too: a refusal for good."""
        if isinstance(problem, RetryAfter):
            if call.chat is not None and not isinstance(problem, _PausedError):
                self._limits.pause(call.chat, seconds_of(problem))
            delivery.fail(problem)
        elif isinstance(problem, InvalidToken):
            delivery.fail(problem)
        elif isinstance(problem, NetworkError) and not isinstance(problem, BadRequest):
            if call.was_made and outcome_is_unknown(problem):
                delivery.doubt(key)
            # What may have arrived twice is not sent a third time.
            delivery.fail(problem, hopeless=delivery.doubts.get(key, 0) > 1)


def _is_message(reply: Any) -> bool:
    """Whether the library can make a message of ``reply``."""
    if not isinstance(reply, dict) or not reply.keys() >= set(_KEPT):
        return False
    numbers = reply["message_id"], reply["date"]
    return all(isinstance(number, int) for number in numbers) and isinstance(reply["chat"], dict)


def _unreadable(found: str) -> NetworkError:
    """The problem of a reply to what was, it seems, carried out."""
    sentence = f"expected a reply that the Bot API describes, got {found}"
    problem = NetworkError(sentence)
    problem.__cause__ = HttpError(sentence, is_unknown=True)
    return problem


def seconds_of(problem: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = problem.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)

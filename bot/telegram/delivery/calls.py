"""Every call that the bot makes: paced, and for an update made once however often it is tried.

An update whose answer could not be delivered is handled anew from its beginning. A call for it
that was carried out before is then not made again: it returns what came back the first time.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from html import escape
from typing import Any

from telegram import Update
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

from bot.store import Store
from bot.telegram.delivery.clock import Clock
from bot.telegram.delivery.connection import outcome_is_unknown
from bot.telegram.delivery.limits import Limits

Json = dict[str, Any]
Act = Callable[[Store], object]

MESSAGE = "sendMessage"
# What an update is done with; all else is done beside it, and fails without harm to it.
_ANSWERS = {
    MESSAGE,
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


@dataclass(slots=True)
class Made:
    """A call that was made for an update.

    Attributes:
        endpoint: The method of the Bot API.
        chat: Where.
        message: The message that it changes; None for a new one.
        reply: What came back; None where nothing did, so that it may have been carried out.
    """

    endpoint: str
    chat: int | None
    message: int | None
    reply: Any = None

    def is_like(self, other: Made) -> bool:
        """Whether both do the same in the same place."""
        return (self.endpoint, self.chat, self.message) == (
            other.endpoint,
            other.chat,
            other.message,
        )


@dataclass(slots=True, eq=False)
class Delivery:
    """An update or a letter in hand, and what has been done for it.

    Attributes:
        id: That of the update; below 0 for a letter.
        handle: Does what there is to do.
        lane: What is in one lane is done one after the other.
        chat: Where its answer belongs; None where that is no chat.
        taken: When it was taken in, in seconds since 1970.
        asked: When it was asked, as far as that is known; else when it was taken in.
        update: None for a letter.
        is_kept: It stands in the state file until it is done; else it is too old to be tried later.
        tries: How often its answer could not be delivered.
        due: When it is to be tried again, in seconds since 1970.
        made: The calls that were carried out for it, or may have been, in order.
        along: What is written as its answer is sent.
        at_end: What is written when it is done, and not before.
        failure: Why the present attempt did not deliver all; None as long as nothing failed.
        is_hopeless: It is not to be tried again.
        works: The state file says that it is being worked on.
        noted: So many of ``made`` are in the state file.
        deaths: How often the process ended while this was being worked on, and nothing else.
        is_given_up: Its answer is not tried any more, but to tell so.
        has_passed: Set as soon as it has come as far as its first call.
    """

    id: int
    handle: Callable[[], Awaitable[None]]
    lane: object
    chat: int | None
    taken: int
    asked: float
    update: Update | None = None
    is_kept: bool = True
    tries: int = 0
    due: float = 0.0
    made: list[Made] = field(default_factory=list)
    along: list[Act] = field(default_factory=list)
    at_end: list[Act] = field(default_factory=list)
    failure: TelegramError | None = None
    is_hopeless: bool = False
    works: bool = False
    noted: int = 0
    deaths: int = 0
    is_given_up: bool = False
    has_passed: asyncio.Event = field(default_factory=asyncio.Event)
    _met: int = 0

    def begin(self) -> None:
        """Begin an attempt: nothing of it has failed, and no call has been met again."""
        self.along, self.at_end, self._met = [], [], 0
        self.failure, self.is_hopeless = None, False

    def find(self, call: Made) -> Made | None:
        """The call of an earlier attempt that ``call`` repeats."""
        if self._met < len(self.made) and self.made[self._met].is_like(call):
            self._met += 1
            return self.made[self._met - 1]
        return None

    def keep(self, call: Made) -> Made:
        """Keep a call that was made, in its turn."""
        self.made.insert(self._met, call)
        self._met += 1
        return call

    def fail(self, problem: TelegramError, *, hopeless: bool = False) -> None:
        """The attempt does not deliver all."""
        self.failure = self.failure or problem
        self.is_hopeless = self.is_hopeless or hopeless

    @property
    def calls(self) -> str:
        """The calls that were made, as JSON."""
        rows = [[call.endpoint, call.chat, call.message, call.reply] for call in self.made]
        return json.dumps(rows) if rows else ""


def read_calls(calls: str) -> list[Made]:
    """What ``Delivery.calls`` wrote."""
    return [Made(*row) for row in json.loads(calls)] if calls else []


CURRENT: ContextVar[Delivery | None] = ContextVar("delivery", default=None)
"""What is being worked on; None for what is done beside."""


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

    @property
    def made(self) -> Made:
        """What is kept of it, without a reply."""
        return Made(self.endpoint, self.chat, self.data.get("message_id"))

    async def make(self) -> Any:
        """What came back."""
        self.was_made = True
        return await self._post(self.endpoint, self.data)

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
            return await self._make_soon(call)
        if delivery is None or endpoint not in _ANSWERS:
            return await call.make()
        return await self._make_once(delivery, call)

    async def _make_soon(self, call: Call) -> Any:
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
        made = delivery.find(call.made)
        if made and made.reply is not None:
            return made.reply
        try:
            if made:
                await call.probe()
            await self._wait(call)
            if call.endpoint == MESSAGE:
                self._add_line(delivery, call.data)
            await self._note(delivery)
            reply = await self._make(call)
        except TelegramError as problem:
            self._tell(delivery, made, call, problem)
            raise
        made = made or delivery.keep(call.made)
        is_message = isinstance(reply, dict) and "message_id" in reply
        made.reply = {key: reply[key] for key in _KEPT} if is_message else reply
        return reply

    async def _make(self, call: Call) -> Any:
        try:
            return await call.make()
        except ChatMigrated as problem:
            await self._move(int(call.data["chat_id"]), problem.new_chat_id)
            call.data["chat_id"] = problem.new_chat_id
            return await call.make()

    async def _wait(self, call: Call) -> None:
        """Return when the chat may be written to; a RetryAfter where that takes long."""
        chat = call.chat or 0
        left = self._limits.paused_until(chat) - self._clock.now()
        if left > 0:
            raise RetryAfter(int(left) + 1)
        if call.endpoint == MESSAGE:
            await self._limits.wait(chat)

    def _add_line(self, delivery: Delivery, data: Json) -> None:
        """Say when it was asked, before the first message of an answer that comes late."""
        is_first = not any(call.endpoint == MESSAGE for call in delivery.made)
        is_late = self._clock.now() - delivery.asked > LATE
        if is_first and is_late and data["chat_id"] == delivery.chat and delivery.update:
            line = self._say_late(delivery)
            line = escape(line) if data.get("parse_mode") == ParseMode.HTML else line
            data["text"] = f"{line}\n{data['text']}"

    def _tell(
        self, delivery: Delivery, made: Made | None, call: Call, problem: TelegramError
    ) -> None:
        """Tell the delivery of a failure, unless that is an answer, too: a refusal for good."""
        if isinstance(problem, RetryAfter):
            if call.chat is not None and call.was_made:
                self._limits.pause(call.chat, seconds_of(problem))
            delivery.fail(problem)
        elif isinstance(problem, InvalidToken):
            delivery.fail(problem)
        elif isinstance(problem, NetworkError) and not isinstance(problem, BadRequest):
            is_unknown = call.was_made and outcome_is_unknown(problem)
            if is_unknown and made is None:
                delivery.keep(call.made)
            # What may have arrived twice is not sent a third time.
            delivery.fail(problem, hopeless=is_unknown and made is not None)


def seconds_of(problem: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = problem.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)

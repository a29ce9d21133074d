"""The bot put together, and served until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from datetime import datetime
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import (
    ApplicationBuilder,
    ChatMemberHandler,
    Defaults,
    ExtBot,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.config import Config, Secrets, check_webhook
from bot.engine import Engine
from bot.store import Role, Store, surviving
from bot.telegram.access.administration import Administration
from bot.telegram.access.admission import Admission, link_of_invitation, new_invitation
from bot.telegram.access.gate import Gate
from bot.telegram.access.membership import Membership
from bot.telegram.addressing import command_handlers, is_kept
from bot.telegram.ask.answers import Responder
from bot.telegram.ask.buttons import answer_keyboard, unknown_buttons
from bot.telegram.ask.conversations import Conversations
from bot.telegram.ask.inline import InlineHandlers
from bot.telegram.ask.questions import QuestionHandlers
from bot.telegram.browse.handlers import BrowseHandlers
from bot.telegram.delivery.calls import Calls
from bot.telegram.delivery.clock import Clock
from bot.telegram.delivery.connection import FIRST_PAUSE, Connection
from bot.telegram.delivery.in_hand import Delivery
from bot.telegram.delivery.limits import Limits
from bot.telegram.delivery.ownership import Ownership
from bot.telegram.delivery.polling import Poller
from bot.telegram.delivery.queue import UpdateQueue
from bot.telegram.delivery.reading import Handling
from bot.telegram.delivery.watched_request import WatchedRequest
from bot.telegram.delivery.webhook import WebhookServer
from bot.telegram.delivery.writer import Writer
from bot.telegram.error_handler import ErrorHandler
from bot.telegram.logs import set_up_logging
from bot.telegram.maintenance import Maintenance
from bot.telegram.personal import Personal
from bot.telegram.profile import AdminMenus
from bot.telegram.sending import NO_PREVIEW, send_letter
from bot.telegram.services import Services
from bot.telegram.status import Status
from bot.telegram.unknown_commands import unknown_commands

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.GUEST_MESSAGE,
    Update.MY_CHAT_MEMBER,
)
CONNECTIONS = 256
"""Calls that may be under way at once; what waits for a chat's turn needs none."""
# The gate stands before every handler; only the move of a group comes before it.
_MOVES, _GATE, _ANSWERS, _REQUESTS, _AFTERWARDS = -2, -1, 0, 1, 2
# Seconds that a read of the state waits for a lock: none of another process's writing is in its
# way, and the loop waits with it. The writer asks again and again.
_READING, _WRITING = 0.02, 0.2
# Seconds in which what is to be written last is written; all of the end has ten.
_LAST_WRITES = 2.0

_log = logging.getLogger(__name__)


def serve(engine: Engine, config: Config, secrets: Secrets, clock: Clock | None = None) -> None:
    """Answer on Telegram until SIGTERM or SIGINT; what is at hand then is still answered.

    Raises:
        ConfigError: Telegram refuses the token, the state file cannot be used, or updates
            cannot be received as the settings say.
    """
    check_webhook(config, secrets)
    set_up_logging(secrets.token)
    # Without it the library warns of its own use of a number of seconds at every flood control.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    asyncio.run(_until_told(_serve(engine, config, secrets, clock or Clock())))


async def _until_told(work: Coroutine[Any, Any, None]) -> None:
    """Do ``work`` until a signal asks for the end."""
    task, loop = asyncio.ensure_future(work), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: there Ctrl-C ends the loop by itself
            loop.add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


async def _serve(engine: Engine, config: Config, secrets: Secrets, clock: Clock) -> None:
    async with AsyncExitStack() as ended:
        ownership = Ownership(config.state)
        await ownership.acquire(clock)
        ended.callback(ownership.release)
        bot = TelegramBot(engine, config, secrets, clock)
        ended.push_async_callback(bot.close)
        await bot.run(ownership)


class TelegramBot:
    """The bot: what it is made of, from its start to its end."""

    def __init__(self, engine: Engine, config: Config, secrets: Secrets, clock: Clock) -> None:
        store = Store.open(config.state, patience=_WRITING)
        reader = Store.open(config.state, patience=_READING)
        self._clock, self._secrets = clock, secrets
        self._store, self._writer = reader, Writer(store)
        self._connection = Connection(secrets.api_url, secrets.token, clock, when_over=self._hurry)
        self.application = ApplicationBuilder().bot(self._bot(config)).updater(None).build()
        handling = Handling(
            read=lambda item: Update.de_json(item, self.application.bot),
            keeps=is_kept,
            handle=self.application.process_update,
            apologise=lambda update: self._errors.apologise(update, "telegram.given_up"),
            send=lambda letter: send_letter(self.application.bot, letter),
        )
        lowest = reader.updates.lowest()
        self.queue = UpdateQueue(self._writer, clock, handling, last_letter=lowest)
        self.services = Services(engine, config, reader, self._writer, self.queue, clock)
        self._gate = Gate(self.services)
        self._status = Status(self.services, self._gate)
        self._errors = ErrorHandler(engine.translations(config.language))
        self._maintenance = Maintenance(self.services, self.application.bot)
        self._add_handlers()

    async def run(self, ownership: Ownership) -> None:
        """Receive and answer until cancelled."""
        await self._connect()
        # All that was read is for good; to look through it for garbage takes the loop's time.
        gc.freeze()
        await self._tell_operator()
        await self.queue.restore()
        receiver = self._receiver()
        watch = asyncio.create_task(ownership.watch(self._clock))
        self._maintenance.start()
        try:
            await receiver.run()
        finally:
            watch.cancel()

    async def _connect(self) -> None:
        """Return when it is known who the bot is."""
        while True:
            await self._connection.connect()
            try:
                return await self.application.initialize()
            except TelegramError as problem:
                _log.info("Telegram did not say a second time who the bot is: %s", problem)
                await self._clock.sleep(FIRST_PAUSE)

    async def close(self) -> None:
        """Let what is being worked on come to its end, and leave nothing open."""
        await asyncio.gather(self._maintenance.stop(), self.queue.stop())
        await self._connection.close()
        await self.application.bot.shutdown()
        self.services.thread.shutdown(wait=False, cancel_futures=True)
        await self._writer.close(within=_LAST_WRITES)
        self._store.close()

    def _bot(self, config: Config) -> ExtBot[Any]:
        limits, clock = Limits(self._clock), self._clock
        calls = Calls(limits, clock, say_late=self._say_late, note=self._note, move=self._move)
        request = WatchedRequest(connection_pool_size=CONNECTIONS, when_over=self._hurry)
        return ExtBot(
            self._secrets.token,
            base_url=f"{self._secrets.api_url}/bot",
            base_file_url=f"{self._secrets.api_url}/file/bot",
            request=request,
            # For polls, which the library does not make here; it would build one of its own.
            get_updates_request=request,
            defaults=Defaults(
                tzinfo=config.timezone,
                link_preview_options=NO_PREVIEW,
                allow_sending_without_reply=True,
            ),
            rate_limiter=calls,
        )

    # The queue and the gate are made after the bot that tells them.

    def _hurry(self) -> None:
        self.queue.hurry()

    async def _note(self, delivery: Delivery) -> None:
        await self.queue.note(delivery)

    async def _move(self, old: int, new: int) -> None:
        with surviving("The move of a group is kept when it is told again"):
            await self._gate.move(old, new)

    def _receiver(self) -> Poller | WebhookServer:
        settings = self.services.config.telegram
        if settings.mode != "webhook":
            return Poller(self._connection, self.queue.take, self._clock, allowed=ALLOWED_UPDATES)
        return WebhookServer(
            self._connection,
            self.queue.take,
            self._clock,
            settings.webhook,
            self._secrets.webhook_secret,
            allowed=ALLOWED_UPDATES,
        )

    def _say_late(self, delivery: Delivery) -> str:
        user = delivery.update.effective_user if delivery.update else None
        translations = self.services.translations(user)
        asked = datetime.fromtimestamp(delivery.asked, self.services.config.timezone)
        day = translations.day(asked.date())
        return translations.say("telegram.late", day=day, time=asked.strftime("%H.%M"))

    def _add_handlers(self) -> None:
        services, gate, application = self.services, self._gate, self.application
        moves = filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE
        application.add_handler(MessageHandler(moves, gate.remember_move), _MOVES)
        application.add_handler(TypeHandler(Update, gate.check), _GATE)
        admission = Admission(services, gate)
        conversations = Conversations(services.config.telegram.history)
        responder = Responder(services, answer_keyboard, conversations, application.bot)
        application.add_handlers(
            [
                *admission.handlers(),
                *Administration(services, gate, admission).handlers(),
                ChatMemberHandler(Membership(services, gate).change),
                *command_handlers(services, status=self._status.tell),
                *Personal(services, conversations).handlers(),
                *BrowseHandlers(services, responder).handlers(),
                *QuestionHandlers(services, responder, conversations).handlers(),
                *InlineHandlers(services, responder).handlers(),
                # They take what nobody before them knew, and so stand last.
                unknown_commands(services, gate),
                unknown_buttons(services),
            ],
            _ANSWERS,
        )
        private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
        menus = AdminMenus(services, gate)
        application.add_handler(MessageHandler(private, admission.catch_up), _REQUESTS)
        application.add_handler(MessageHandler(private, menus.offer), _AFTERWARDS)
        application.add_error_handler(self._errors.handle)

    async def _tell_operator(self) -> None:
        """The screen at the start; with nobody to decide who may ask, the link for the first."""
        bot, services = self.application.bot, self.services
        english = services.engine.translations("en")
        # In its thread, for dates are written out for the first time.
        lines = await services.consult(lambda _engine: self._status.describe(bot, english))
        if not (self._gate.admins() or services.config.access.open):
            token, at = new_invitation(), services.now
            await services.write(
                lambda it: it.people.add_invitation(token, Role.ADMIN, by=None, at=at)
            )
            link = link_of_invitation(token, bot.username)
            lines.append(
                f"There is no administrator yet. Whoever opens this link first is one: {link}"
            )
        # No log line: the link is for whoever stands at the terminal.
        sys.stderr.write("\n".join([*lines, ""]))
        sys.stderr.flush()

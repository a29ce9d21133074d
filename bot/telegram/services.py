"""What every handler needs, in one value."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from telegram import InlineKeyboardMarkup, User

from bot.config import Config
from bot.engine import DEFAULT_LIMIT, Engine
from bot.model import Answer, Turn
from bot.render.translations import Translations
from bot.store import Store
from bot.telegram.delivery.clock import Clock
from bot.telegram.delivery.in_hand import CURRENT
from bot.telegram.delivery.queue import UpdateQueue
from bot.telegram.delivery.writer import Act, Writer

FILES_PER_TURN = 20
"""Articles that have come, gone or changed and are read at a time, so that nobody waits long."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Services:
    """The engine that answers, the settings, and the state.

    ``store`` is for reading; it is written through ``write`` and ``write_at_end``. The engine
    works in a thread of its own: what asks more of it than texts goes through ``consult``.
    """

    engine: Engine
    config: Config
    store: Store
    writer: Writer
    queue: UpdateQueue
    clock: Clock
    thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="engine")
    )

    def translations(self, user: User | None) -> Translations:
        """The texts for ``user``: in the language chosen, else that of their Telegram.

        Where the bot does not have that, in the language of the settings.
        """
        chosen = self.store.people.language(user.id) if user else None
        of_telegram = (user.language_code or "").partition("-")[0] if user else ""
        return self.engine.translations(chosen or of_telegram)

    # The articles

    async def consult(self, work: Callable[[Engine], Result]) -> Result:
        """What ``work`` finds in the articles of now; nobody else has to wait for it."""

        def read_and_work() -> Result:
            self.engine.reload(most=FILES_PER_TURN)
            return work(self.engine)

        return await asyncio.get_running_loop().run_in_executor(self.thread, read_and_work)

    async def ask(
        self,
        question: str,
        today: date,
        history: Sequence[Turn] = (),
        *,
        limit: int = DEFAULT_LIMIT,
    ) -> Answer:
        """The answer from the articles of now; see ``Engine.ask``."""
        return await self.consult(lambda engine: engine.ask(question, today, history, limit=limit))

    # The state

    async def write(self, act: Act[Result]) -> Result:
        """What ``act`` returns, once it is on the disk; see ``UpdateQueue.write``."""
        return await self.queue.write(act)

    def write_along(self, act: Act[object]) -> None:
        """Have ``act`` written as the answer is sent: who sees it finds what was written.

        It is written again when the update is tried again.
        """
        if current := CURRENT.get():
            current.along.append(act)

    def write_at_end(self, act: Act[object]) -> None:
        """Have ``act`` written as soon as all is delivered for the update that is being handled."""
        if current := CURRENT.get():
            current.at_end.append(act)

    # The update that is being handled

    @property
    def now(self) -> int:
        """When the update came, in seconds since 1970; the same however often it is tried."""
        current = CURRENT.get()
        return current.taken if current else int(self.clock.now())

    def today(self, moment: datetime) -> date:
        """The day of ``moment`` where the readers are.

        An update that waited is answered for the day on which it was asked.
        """
        return moment.astimezone(self.config.timezone).date()

    def at_first(self, found: Result) -> Result:
        """What was ``found`` when the update was tried for the first time; any JSON.

        What a handler itself changes must not change its way when it is tried again.
        """
        current = CURRENT.get()
        if current is None:
            return found
        key = current.to_key("found")
        if key not in current.made:
            current.keep(key, found)
        first: Result = current.made[key][0]
        return first

    async def post(
        self,
        chat: int,
        text: str,
        markup: InlineKeyboardMarkup | None = None,
        *,
        number: int | None = None,
    ) -> int | None:
        """Send an HTML text to somebody else than who is being answered.

        With a ``number`` it takes the place of that message. It is tried as long as an answer is.

        Returns:
            The number of the message; None where it was refused, or is not sent within seconds.
        """
        keyboard = markup.to_dict() if markup else None
        letter = {"chat": chat, "text": text, "markup": keyboard, "number": number}
        return await self.queue.post(letter)

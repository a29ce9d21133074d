"""What every handler needs, in one value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from telegram import User

from bot.answer.browse import Overview
from bot.config import Config
from bot.engine import DEFAULT_LIMIT, Engine
from bot.model import Answer
from bot.render.translations import Translations
from bot.store import Store

FILES_PER_TURN = 20
"""Articles that have come, gone or changed and are read at a time, so that nobody waits long."""


@dataclass(frozen=True, slots=True)
class Services:
    """The engine that answers, the settings, and the state."""

    engine: Engine
    config: Config
    store: Store

    def translations(self, user: User | None) -> Translations:
        """The texts for ``user``: in the language chosen, else that of their Telegram.

        Where the bot does not have that, in the language of the settings.
        """
        chosen = self.store.people.language(user.id) if user else None
        of_telegram = (user.language_code or "").partition("-")[0] if user else ""
        return self.engine.translations(chosen or of_telegram)

    def ask(
        self, question: str, today: date, history: Sequence[str] = (), *, limit: int = DEFAULT_LIMIT
    ) -> Answer:
        """The answer from the articles of now; see ``Engine.ask``."""
        self.engine.reload(most=FILES_PER_TURN)
        return self.engine.ask(question, today, history, limit=limit)

    def browse(self) -> Overview:
        """What there is to look at in the articles of now; see ``Engine.overview``."""
        self.engine.reload(most=FILES_PER_TURN)
        return self.engine.overview

    def today(self, moment: datetime) -> date:
        """The day of ``moment`` where the readers are.

        An update that waited is answered for the day on which it was asked.
        """
        return moment.astimezone(self.config.timezone).date()

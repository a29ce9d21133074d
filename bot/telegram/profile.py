"""How the bot introduces itself: its menus of commands and its descriptions.

Each is set for every language, and only where the service has another.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    Update,
)
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.config import LANGUAGES
from bot.render.translations import Translations
from bot.telegram.access.gate import Gate
from bot.telegram.commands import ADMIN_MENU, GROUP_MENU, PRIVATE_MENU
from bot.telegram.services import Services

_log = logging.getLogger(__name__)


async def introduce(services: Services, bot: Bot) -> None:
    """Set menus and descriptions; a TelegramError where the service does not take them now."""
    for language in (None, *LANGUAGES):
        translations = services.engine.translations(language or services.config.language)
        await _offer(bot, GROUP_MENU, translations, BotCommandScopeDefault(), language)
        private = BotCommandScopeAllPrivateChats()
        await _offer(bot, PRIVATE_MENU, translations, private, language)
        await _describe(bot, translations, language)


class AdminMenus:
    """The menus of administrators: set in their own chats, once these are known to be open."""

    def __init__(self, services: Services, gate: Gate) -> None:
        self._services, self._gate = services, gate
        self._offered: dict[int, asyncio.Task[None]] = {}

    async def offer(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Set the menu of an administrator's chat, beside the answering.

        At the first message that comes from it, and where that fails at a later one.
        """
        person = update.effective_user
        if not person or person.id in self._offered or not self._gate.is_admin(person.id):
            return
        translations = self._services.translations(person)
        offer = self._offer_beside(context.bot, person.id, translations)
        self._offered[person.id] = asyncio.create_task(offer)

    async def _offer_beside(self, bot: Bot, person: int, translations: Translations) -> None:
        try:
            await _offer(bot, ADMIN_MENU, translations, BotCommandScopeChat(person), None)
        except TelegramError as problem:
            _log.warning("The menu of an administrator could not be set: %s", problem)
            del self._offered[person]


async def _offer(
    bot: Bot,
    names: Iterable[str],
    translations: Translations,
    scope: BotCommandScope,
    language: str | None,
) -> None:
    wanted = tuple(
        BotCommand(name, translations.say(f"telegram.commands.{name}")) for name in names
    )
    if await bot.get_my_commands(scope, language_code=language) != wanted:
        await bot.set_my_commands(wanted, scope, language_code=language)


async def _describe(bot: Bot, translations: Translations, language: str | None) -> None:
    long = translations.say("telegram.description")
    short = translations.say("telegram.short_description")
    if (await bot.get_my_description(language_code=language)).description != long:
        await bot.set_my_description(long, language_code=language)
    if (await bot.get_my_short_description(language_code=language)).short_description != short:
        await bot.set_my_short_description(short, language_code=language)

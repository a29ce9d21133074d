"""What happens when a button under an answer is pressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from telegram import Message
from telegram.ext import BaseHandler, CallbackQueryHandler, ContextTypes

from bot.telegram.article import send_article
from bot.telegram.ask.keyboards import (
    ANSWER_DATA,
    REASONS,
    articles_of,
    choice_keyboard,
    reason_keyboard,
)
from bot.telegram.sending import answer_button, edit_bubble, edit_keyboard

if TYPE_CHECKING:
    from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Update

    from bot.render.translations import Translations
    from bot.store import Asked
    from bot.telegram.ask.answers import Responder
    from bot.telegram.ask.conversations import Conversations
    from bot.telegram.services import Services


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed by whoever asked, under the message ``number`` of the answer."""

    query: CallbackQuery
    bot: Bot
    asked: Asked
    number: int
    page: int
    value: str
    translations: Translations


class Buttons:
    """The buttons under answers; only whoever asked may press them."""

    def __init__(
        self, services: Services, responder: Responder, conversations: Conversations
    ) -> None:
        self._services, self._responder = services, responder
        self._conversations = conversations
        self._acts = {
            "page": self._turn,
            "idle": self._leave,
            "read": self._read,
            "take": self._take,
            "back": self._go_back,
            "good": self._praise,
            "bad": self._blame,
            "why": self._explain,
            "day": self._ask_day,
        }

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The handler of the buttons."""
        return [CallbackQueryHandler(self.press, rf"^{ANSWER_DATA.pattern}$")]

    async def press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what the button says, or tell why not."""
        query = update.callback_query
        assert query is not None  # noqa: S101
        assert context.matches  # noqa: S101
        number, page, act, value = context.matches[0].groups()
        translations = self._services.translations(query.from_user)
        asked = self._services.store.answers.find(int(number))
        perform = self._acts.get(act)
        if asked and asked.person != query.from_user.id:
            await answer_button(query, translations.say("under.not_yours"))
        elif not (asked and perform and query.message and query.message.chat.id == asked.chat):
            await answer_button(query, translations.say("under.stale"))
        else:
            place = query.message.message_id
            bot = query.get_bot()
            await perform(Press(query, bot, asked, place, int(page), value, translations))

    async def _turn(self, press: Press) -> None:
        """Show another page in the place of this one."""
        presented = self._responder.work_out(press.asked, press.bot)
        if not (presented.answer.answered and press.value.isdecimal()):
            await answer_button(press.query, press.translations.say("under.gone"))
            return
        await answer_button(press.query)
        number, page = presented.page(int(press.value))
        markup = self._responder.keyboard(presented, number, press.translations, press.bot)
        # The keyboard tells the page: where it is there already, nothing would change.
        if markup != _keyboard_now(press):
            await edit_bubble(press.bot, press.asked.chat, press.number, page.texts[-1], markup)

    async def _leave(self, press: Press) -> None:
        await answer_button(press.query)

    async def _read(self, press: Press) -> None:
        """Send the article, or ask which of several."""
        _, page = self._responder.work_out(press.asked, press.bot).page(press.page)
        articles = articles_of(page)
        if len(articles) <= 1:
            await self._send(press, articles[0].id if articles else None)
            return
        await answer_button(press.query, press.translations.say("under.which_article"))
        await _put_keyboard(
            press, choice_keyboard(press.asked.id, press.page, articles, press.translations)
        )

    async def _take(self, press: Press) -> None:
        """Send the article that was chosen."""
        _, page = self._responder.work_out(press.asked, press.bot).page(press.page)
        chosen = dict(enumerate(articles_of(page)))
        number = int(press.value) if press.value.isdecimal() else -1
        await self._send(press, chosen[number].id if number in chosen else None)
        await self._restore(press)

    async def _send(self, press: Press, article_id: str | None) -> None:
        if article_id is None:
            await answer_button(press.query, press.translations.say("under.gone"))
            return
        await answer_button(press.query)
        await send_article(press.query, self._services, article_id)

    async def _go_back(self, press: Press) -> None:
        await answer_button(press.query)
        await self._restore(press)

    async def _praise(self, press: Press) -> None:
        self._services.store.answers.judge(press.asked.id, helpful=True)
        await answer_button(press.query, press.translations.say("under.thanks"))

    async def _blame(self, press: Press) -> None:
        """Ask what is wrong; that something is, is kept at once."""
        self._services.store.answers.judge(press.asked.id, helpful=False)
        await answer_button(press.query, press.translations.say("under.why"))
        await _put_keyboard(press, reason_keyboard(press.asked.id, press.page, press.translations))

    async def _explain(self, press: Press) -> None:
        reason = dict(enumerate(REASONS)).get(int(press.value) if press.value.isdecimal() else -1)
        self._services.store.answers.judge(press.asked.id, helpful=False, reason=reason)
        await answer_button(press.query, press.translations.say("under.thanks"))
        await self._restore(press)

    async def _restore(self, press: Press) -> None:
        """Put the usual keyboard back."""
        presented = self._responder.work_out(press.asked, press.bot)
        number, _ = presented.page(press.page)
        await _put_keyboard(
            press, self._responder.keyboard(presented, number, press.translations, press.bot)
        )

    async def _ask_day(self, press: Press) -> None:
        """Answer what happened on a day that was offered, as a new message."""
        message = press.query.message
        day = _parse_day(press.value)
        if day is None or not isinstance(message, Message):
            await answer_button(press.query, press.translations.say("under.stale"))
            return
        await answer_button(press.query)
        question = press.translations.say("under.ask_day", day=press.translations.date_only(day))
        asked = self._responder.save(
            message, question, person=press.asked.person, today=press.asked.today
        )
        self._conversations.remember((press.asked.chat,), question)
        await self._responder.send(press.bot, asked, press.translations)


class UnknownButtons:
    """Buttons that nobody else knows: of an earlier version, or forged."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The handler that must stand after all others."""
        return [CallbackQueryHandler(self.press)]

    async def press(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say that the button no longer works."""
        query = update.callback_query
        assert query is not None  # noqa: S101
        await answer_button(query, self._services.translations(query.from_user).say("under.stale"))


def _keyboard_now(press: Press) -> InlineKeyboardMarkup | None:
    message = press.query.message
    return message.reply_markup if isinstance(message, Message) else None


async def _put_keyboard(press: Press, markup: InlineKeyboardMarkup | None) -> None:
    if markup != _keyboard_now(press):
        await edit_keyboard(press.bot, press.asked.chat, press.number, markup)


def _parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

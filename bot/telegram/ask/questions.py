"""What the bot does with the messages that are meant for it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from telegram import Message
from telegram.ext import BaseHandler, CommandHandler, MessageHandler, filters

from bot.model import Turn
from bot.render.foot import reach_line
from bot.telegram.addressing import (
    NEW_MESSAGE,
    Addressed,
    command_handlers,
    find_question,
    readable,
)
from bot.telegram.article import turning_handler
from bot.telegram.ask.answers import Responder, link_to
from bot.telegram.ask.bursts import Bursts
from bot.telegram.ask.buttons import Buttons
from bot.telegram.ask.conversations import Conversations, conversation_of
from bot.telegram.callback_data import AnswerPress
from bot.telegram.commands import help_line
from bot.telegram.services import Services
from bot.telegram.updates import Incoming, on_message, press_handler

_EDITED = filters.UpdateType.EDITED_MESSAGE & ~filters.VIA_BOT
_PRIVATE = filters.ChatType.PRIVATE
_WORDS = filters.TEXT & ~filters.COMMAND
_LINK = re.compile(r"a(\d{1,18}).*")


class QuestionHandlers:
    """Answers messages from the engine; who may ask has been decided before."""

    def __init__(
        self, services: Services, responder: Responder, conversations: Conversations
    ) -> None:
        self._services, self._responder = services, responder
        self._conversations = conversations
        self._buttons = Buttons(services, responder)
        self._bursts = Bursts()

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The handlers, in the order in which they are tried."""
        forwarded = NEW_MESSAGE & _PRIVATE & filters.FORWARDED & (filters.TEXT | filters.CAPTION)
        captioned = _PRIVATE & filters.CAPTION
        no_text = NEW_MESSAGE & _PRIVATE & filters.ATTACHMENT
        services, addressed = self._services, Addressed()
        ask, ask_edited = on_message(services, self.ask), on_message(services, self.ask_edited)
        return [
            MessageHandler(forwarded, on_message(services, self.ask_forwarded)),
            *command_handlers(services, tanya=self.ask, help=self.help, start=self.start),
            MessageHandler(NEW_MESSAGE & _WORDS & addressed, ask),
            MessageHandler(NEW_MESSAGE & captioned, on_message(services, self.ask_caption)),
            CommandHandler("tanya", ask_edited, _EDITED & addressed),
            MessageHandler(_EDITED & (captioned | _WORDS & addressed), ask_edited),
            MessageHandler(no_text, on_message(services, self.no_text)),
            press_handler(AnswerPress, self._buttons.press),
            turning_handler(services),
        ]

    async def ask(self, incoming: Incoming) -> None:
        """Answer the question in the message, or say how to ask one."""
        if question := find_question(incoming.message):
            await self._answer(incoming, question)
        else:
            await incoming.answer("telegram.ask")

    async def ask_caption(self, incoming: Incoming) -> None:
        """Answer the question under a picture, or say that there is none."""
        if question := find_question(incoming.message):
            self._note_album(incoming.message)
            await self._answer(incoming, question)
        else:
            await self.no_text(incoming)

    def _note_album(self, message: Message) -> None:
        """Of an album whose caption was read the other pictures need none."""
        if message.media_group_id:
            self._bursts.note(message)

    async def ask_edited(self, incoming: Incoming) -> None:
        """Answer the edited question where the answer to it stood before it was edited."""
        message = incoming.message
        question, answers = find_question(message), self._services.store.answers
        asked = answers.find_by_message(message.chat_id, message.message_id)
        if not question or (asked and asked.question == question):
            return
        if asked is None or not asked.shown_in:
            await self._answer(incoming, question)
            return
        number = asked.id
        self._services.write_at_end(lambda state: state.answers.rewrite(number, question))
        await self._responder.edit(message, replace(asked, question=question))
        self._conversations.correct(conversation_of(message), asked.question, question)

    async def ask_forwarded(self, incoming: Incoming) -> None:
        """Answer whether the forwarded text was reported."""
        words = readable(incoming.message.text or incoming.message.caption or "")
        origin = incoming.message.forward_origin
        if words.strip() and origin:
            self._note_album(incoming.message)
            sent_on = self._services.today(origin.date)
            await self._answer(incoming, words.strip(), forwarded_on=sent_on)
        else:
            await self.no_text(incoming)

    async def _answer(
        self, incoming: Incoming, question: str, *, forwarded_on: date | None = None
    ) -> None:
        await self._responder.answer(
            incoming.message,
            question,
            person=incoming.writer,
            history=() if forwarded_on else self._history(incoming.message),
            asked_in=incoming.message.message_id,
            forwarded_on=forwarded_on,
        )

    def _history(self, message: Message) -> tuple[Turn, ...]:
        """The questions before this one: those behind the answer that it replies to, or the last."""
        replied = message.reply_to_message
        if replied is not None:
            found = self._services.store.answers.find_by_answer(message.chat_id, replied.message_id)
            if found is not None:
                page = self._conversations.page(conversation_of(message), found.question)
                return (*found.history, Turn(found.question, found.today, page, found.forwarded_on))
        return self._conversations.turns(conversation_of(message))

    async def help(self, incoming: Incoming) -> None:
        """Say how to ask, and how far the archive reaches."""
        await incoming.answer_in_html(
            "telegram.help",
            browse=help_line(incoming.translations),
            reach=reach_line(self._services.engine.reach, incoming.translations),
            bot=incoming.bot.username,
            days=self._services.config.telegram.keep_days,
        )

    async def start(self, incoming: Incoming) -> None:
        """Greet whoever opened the chat, or show the answer to which a link led."""
        payload = " ".join(incoming.words)
        if link := _LINK.fullmatch(payload):
            number = int(link[1])
            genuine = link_to(number, incoming.bot.token) == payload
            await self._show_again(incoming, number if genuine else 0)
            return
        person = incoming.message.from_user
        await incoming.answer("telegram.start", name=person.first_name if person else "")

    async def _show_again(self, incoming: Incoming, number: int) -> None:
        """Show an answer again; that to another's question only where links are wanted."""
        asked = self._services.store.answers.find(number)
        is_own = asked is not None and asked.person == incoming.writer
        if asked is None or not (is_own or self._services.config.telegram.links):
            await incoming.answer("under.link_gone")
            return
        # What another asked is shown and not kept again: it is theirs to have removed.
        asked = replace(asked, id=0, chat=incoming.message.chat_id)
        await self._responder.reply(incoming.message, asked)

    async def no_text(self, incoming: Incoming) -> None:
        """Say that only written questions are read; once of what comes together."""
        if self._services.at_first(self._bursts.begins(incoming.message)):
            await incoming.answer("telegram.no_text")

"""Answers that were asked for in a chat: sent, edited in place, shown again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from telegram import Bot, InlineKeyboardMarkup, Message

from bot.engine import Engine
from bot.model import Answer, FollowUp, Passage, Talk, Turn
from bot.render.blocks import LineKind, MessageBlock
from bot.render.foot import WayOn
from bot.render.pages import MOST_PASSAGES, MessagePage, open_page, to_pages
from bot.render.translations import Translations
from bot.store import Asked
from bot.telegram.ask.conversations import Conversations, conversation_of
from bot.telegram.ask.copying import to_copy
from bot.telegram.ask.reactions import reaction_to
from bot.telegram.sending import delete_message, edit_bubble, react, send_bubble
from bot.telegram.services import Services

WANT_NOTHING = (Talk.THANKS, Talk.NOD)
"""What is said to be polite: no answer is to be looked for."""


@dataclass(frozen=True, slots=True)
class PresentedAnswer:
    """An answer worked out, and its pages as they are sent; the first is the answer itself.

    Attributes:
        asked: What was asked.
        answer: What answers it.
        pages: Its pages, one at least.
        translations: The texts of its language, which its buttons speak, too.
    """

    asked: Asked
    answer: Answer
    pages: tuple[MessagePage, ...]
    translations: Translations

    @property
    def opened(self) -> int:
        """The number, from 0, of the page at which it is opened: "terus?" wants the next one."""
        return open_page(self.answer, self.pages) - 1

    def page(self, number: int) -> tuple[int, MessagePage]:
        """The page with this number, or the last; the archive may hold less than it did."""
        number = min(number, len(self.pages) - 1)
        return number, self.pages[number]


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of an answer, with all else on which the buttons under it depend.

    Attributes:
        presented: The answer.
        number: That of the page, from 0.
        can_send: Whether it can be sent on, by inline mode.
        opinion: Whether the asker called it helpful, or not; None where they said nothing.
    """

    presented: PresentedAnswer
    number: int
    can_send: bool = False
    opinion: bool | None = None

    @property
    def count(self) -> int:
        """How many pages the answer has."""
        return len(self.presented.pages)

    @property
    def is_list(self) -> bool:
        """Whether it is told in lines, an event each."""
        return self.presented.answer.is_list

    @property
    def passages(self) -> tuple[Passage, ...]:
        """What the page tells."""
        return self.presented.pages[self.number].passages

    @property
    def has_article(self) -> bool:
        """Whether it quotes any that could be opened."""
        return bool(self.passages) and not self.is_list

    @property
    def source(self) -> str:
        """The first source of the page, to be copied; empty where there is none, or too long."""
        told = self.passages
        return to_copy(told[0].citation, self.presented.translations) if told else ""


Keyboard = Callable[[ShownPage], InlineKeyboardMarkup | None]


def link_to(answer: int, token: str) -> str:
    """What the link to an answer says; nobody can make that of another up.

    >>> link_to(7, "123:AAF") != link_to(8, "123:AAF")
    True
    """
    key = hashlib.blake2b(token.encode(), digest_size=32).digest()
    seal = hashlib.blake2b(str(answer).encode(), key=key, digest_size=8).hexdigest()
    return f"a{answer}-{seal}"


class Responder:
    """Works out answers from what was asked, so that none need be stored.

    Args:
        services: Where the articles and the state are.
        keyboard: The buttons under a page of an answer.
        conversations: What was asked before.
        bot: Whose answers they are.
    """

    def __init__(
        self, services: Services, keyboard: Keyboard, conversations: Conversations, bot: Bot
    ) -> None:
        self._services, self._keyboard = services, keyboard
        self._conversations, self._bot = conversations, bot
        self._numbers = count(services.store.answers.last() + 1)

    async def answer(  # noqa: PLR0913 -- a question has as many sides
        self,
        message: Message,
        question: str,
        *,
        person: int,
        history: tuple[Turn, ...] = (),
        today: date | None = None,
        asked_in: int | None = None,
        forwarded_on: date | None = None,
    ) -> None:
        """Answer ``message``, then keep the question; where the disk fails there are no buttons.

        Thanks and nods are no question: none is kept, and the next goes on from the one before.
        ``today`` is that of ``message`` where it is not given, ``asked_in`` the message that may
        be edited; the rest is as in ``Asked``.
        """
        today = today or self._services.today(message.date)
        number, chat = self._number(), message.chat_id
        asked = Asked(number, person, chat, question, history, today, forwarded_on=forwarded_on)
        presented = await self.work_out(asked)
        if presented.answer.query.talk in WANT_NOTHING:
            await self._acknowledge(message, presented)
            return
        # Under a button the message is the bot's own, and may be older than what is kept.
        at = int(message.date.timestamp()) if asked_in else self._services.now
        if number:
            self._services.write_along(
                lambda state: state.answers.add(asked, at=at, asked_in=asked_in)
            )
        shown_in = (await self._send(message, presented),)
        self._services.write_at_end(lambda state: state.answers.show(number, shown_in))
        turn = Turn(question, today, presented.opened + 1, forwarded_on)
        leafs = presented.answer.query.follow_up is FollowUp.MORE
        self._conversations.remember(conversation_of(message), turn, leafs=leafs)

    async def _acknowledge(self, message: Message, presented: PresentedAnswer) -> None:
        """A reaction to a nod, a word to thanks; in a group they are for whoever reads them."""
        is_nod = presented.answer.query.talk is Talk.NOD
        if presented.asked.chat < 0:
            return
        if not (is_nod and await react(message, reaction_to(presented.asked.question))):
            await self._send(message, presented)

    def _number(self) -> int:
        """The number of a new answer, the same when it is tried again; 0 while none can be kept."""
        return self._services.at_first(next(self._numbers) if self._services.writer.works else 0)

    async def answer_guest(
        self, message: Message, question: str, *, person: int, history: tuple[Turn, ...] = ()
    ) -> PresentedAnswer:
        """The answer to a guest's question, kept, so that one can go on from it by its number."""
        number, today = self._number(), self._services.today(message.date)
        asked = Asked(number, person, message.chat_id, question, history, today)
        way_on = WayOn(self._bot.username, number) if number else None
        presented = await self._services.consult(
            lambda engine: self._present(engine, asked, way_on)
        )
        if number and presented.answer.query.talk not in WANT_NOTHING:
            at = self._services.now
            self._services.write_along(lambda state: state.answers.add(asked, at=at))
        return presented

    async def work_out(self, asked: Asked) -> PresentedAnswer:
        """The answer from the articles of now, and its pages."""
        way_on = WayOn() if asked.chat < 0 else None
        return await self._services.consult(lambda engine: self._present(engine, asked, way_on))

    def _present(self, engine: Engine, asked: Asked, way_on: WayOn | None) -> PresentedAnswer:
        answer = engine.ask(
            asked.question,
            asked.today,
            asked.history,
            limit=MOST_PASSAGES,
            forwarded_on=asked.forwarded_on,
        )
        translations = engine.translations(answer.query.language)
        shown = self._services.config.answer.passages
        pages = to_pages(answer, translations, shown=shown, way_on=way_on)
        after = ""
        if self._services.config.telegram.links and asked.id and answer.answered:
            url = f"https://t.me/{self._bot.username}?start={link_to(asked.id, self._bot.token)}"
            after = translations.say("under.link", url=url)
        framed = tuple(_framed(page, after) for page in pages)
        return PresentedAnswer(asked, answer, framed, translations)

    def keyboard(
        self, presented: PresentedAnswer, page: int, *, opinion: bool | None = None
    ) -> InlineKeyboardMarkup | None:
        """The buttons under a page; none in a group, where a forward would lose them."""
        if presented.asked.chat < 0 or not presented.asked.id:
            return None
        can_send = bool(self._bot.bot.supports_inline_queries)
        return self._keyboard(ShownPage(presented, page, can_send, opinion))

    async def reply(self, message: Message, asked: Asked) -> int:
        """Answer ``message`` with what was asked; the number of the message that holds it."""
        return await self._send(message, await self.work_out(asked))

    async def _send(self, message: Message, presented: PresentedAnswer) -> int:
        number, page = presented.page(presented.opened)
        return await send_bubble(message, page.html, self.keyboard(presented, number))

    def turned(self, message: Message, asked: Asked, number: int) -> None:
        """Keep that the page ``number``, from 0, is the one that whoever asked sees now."""
        self._conversations.turn(conversation_of(message), asked.question, number + 1)

    async def edit(self, message: Message, asked: Asked) -> None:
        """Put the answer in the place of the one to the question before ``message`` was edited."""
        presented = await self.work_out(asked)
        opened, page = presented.page(presented.opened)
        keyboard = self.keyboard(presented, opened)
        first, *others = asked.shown_in or (None,)
        if first and await edit_bubble(self._bot, asked.chat, first, page.html, keyboard):
            shown_in: tuple[int, ...] = (first,)
        else:
            shown_in = (await send_bubble(message, page.html, keyboard),)
        for old in others:
            await delete_message(self._bot, asked.chat, old)
        self._services.write_at_end(lambda state: state.answers.show(asked.id, shown_in))


def _framed(page: MessagePage, after: str) -> MessagePage:
    """The page with a line after its last, where there is one."""
    if not after:
        return page
    foot = (*page.layout.foot, MessageBlock(LineKind.LINE, after))
    return replace(page, layout=replace(page.layout, foot=foot))

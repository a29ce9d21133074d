"""The buttons under an answer: which there are, when, and what a press does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from telegram import (
    Bot,
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    SwitchInlineQueryChosenChat,
    Update,
)
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot.answer.browse import month_of
from bot.model import Article, Turn
from bot.render.head import days_asked
from bot.render.translations import Translations
from bot.store import Asked
from bot.telegram.article import send_article
from bot.telegram.ask.answers import PresentedAnswer, Responder, ShownPage
from bot.telegram.ask.keyboards import (
    REASONS,
    choice_keyboard,
    days_keyboard,
    list_rows,
    reason_keyboard,
)
from bot.telegram.callback_data import AnswerPress, button, parse_day
from bot.telegram.sending import answer_button, edit_bubble, edit_keyboard
from bot.telegram.services import Services
from bot.telegram.updates import need, place_in_pages


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed by whoever asked, under the message ``number`` of the answer."""

    query: CallbackQuery
    bot: Bot
    number: int
    data: AnswerPress
    presented: PresentedAnswer

    @property
    def asked(self) -> Asked:
        """What was asked."""
        return self.presented.asked

    @property
    def translations(self) -> Translations:
        """The texts, in the language of the answer."""
        return self.presented.translations

    async def answer(self, key: str = "") -> None:
        """End the waiting, with the text ``under.KEY`` where there is one."""
        await answer_button(self.query, self.translations.say(f"under.{key}") if key else "")

    async def put_keyboard(self, markup: InlineKeyboardMarkup | None) -> None:
        """Put another keyboard under the message."""
        if markup != self.keyboard_now():
            await edit_keyboard(self.bot, self.asked.chat, self.number, markup)

    def keyboard_now(self) -> InlineKeyboardMarkup | None:
        """The keyboard that is under the message."""
        message = self.query.message
        return message.reply_markup if isinstance(message, Message) else None


class Buttons:
    """Does what the buttons under answers say; only whoever asked may press them."""

    def __init__(self, services: Services, responder: Responder) -> None:
        self._services, self._responder = services, responder
        self._acts = {row.act: row.perform for row in BUTTONS}

    async def press(self, query: CallbackQuery, data: AnswerPress) -> None:
        """Do what the button says, or tell why not."""
        translations = self._services.translations(query.from_user)
        asked = self._services.store.answers.find(data.asked)
        perform = self._acts.get(data.act)
        if asked and asked.person != query.from_user.id:
            await answer_button(query, translations.say("under.not_yours"))
        elif asked and perform and query.message and query.message.chat.id == asked.chat:
            number, presented = query.message.message_id, await self._responder.work_out(asked)
            await perform(self, Press(query, query.get_bot(), number, data, presented))
        else:
            await answer_button(query, translations.say("under.stale"))

    async def turn(self, press: Press) -> None:
        """Show another page in the place of this one."""
        if not press.presented.answer.answered or press.data.number < 0:
            await press.answer("gone")
            return
        await press.answer()
        number, page = press.presented.page(press.data.number)
        markup = self._keyboard(press, number)
        # The keyboard tells the page: where it is there already, nothing would change.
        if markup != press.keyboard_now():
            await edit_bubble(press.bot, press.asked.chat, press.number, page.html, markup)
        if isinstance(press.query.message, Message):
            self._responder.turned(press.query.message, press.asked, number)

    async def stay(self, press: Press) -> None:
        """Say which page of how many is shown."""
        await answer_button(press.query, place_in_pages(press.query, press.translations))

    async def read(self, press: Press) -> None:
        """Send the article, or ask which of several."""
        articles = _articles(press)
        if len(articles) <= 1:
            await self._send(press, articles[0] if articles else None)
            return
        await press.answer("which_article")
        await press.put_keyboard(choice_keyboard(press.data, articles, press.translations))

    async def take(self, press: Press) -> None:
        """Send the article that was chosen."""
        chosen = dict(enumerate(_articles(press)))
        await self._send(press, chosen.get(press.data.number))
        await self._restore(press)

    async def _send(self, press: Press, article: Article | None) -> None:
        if article is None:
            await press.answer("gone")
            return
        await press.answer()
        await send_article(press.query, self._services, article)

    async def go_back(self, press: Press) -> None:
        """Put the usual keyboard back."""
        await press.answer()
        await self._restore(press)

    async def praise(self, press: Press) -> None:
        """Keep that the answer is helpful."""
        await self._judge(press, helpful=True)
        await press.answer("thanks")
        await self._restore(press)

    async def withdraw(self, press: Press) -> None:
        """Keep no more what was thought of the answer."""
        number = press.asked.id
        await self._services.write(lambda state: state.answers.withdraw(number))
        await press.answer("withdrawn")
        await self._restore(press)

    async def blame(self, press: Press) -> None:
        """Ask what is wrong; that something is, is kept at once."""
        await self._judge(press, helpful=False)
        await press.answer("why")
        await press.put_keyboard(reason_keyboard(press.data, press.translations))

    async def explain(self, press: Press) -> None:
        """Keep what is wrong."""
        reason = dict(enumerate(REASONS)).get(press.data.number)
        await self._judge(press, helpful=False, reason=reason)
        await press.answer("thanks")
        await self._restore(press)

    async def _judge(self, press: Press, *, helpful: bool, reason: str | None = None) -> None:
        number = press.asked.id
        await self._services.write(
            lambda state: state.answers.judge(number, helpful=helpful, reason=reason)
        )

    async def _restore(self, press: Press) -> None:
        number, _ = press.presented.page(press.data.page)
        await press.put_keyboard(self._keyboard(press, number))

    def _keyboard(self, press: Press, page: int) -> InlineKeyboardMarkup | None:
        """The usual buttons under the page, with the mark of what was thought of the answer."""
        opinion = self._services.store.answers.opinion(press.asked.id)
        return self._responder.keyboard(press.presented, page, opinion=opinion)

    async def ask_day(self, press: Press) -> None:
        """Answer what happened on a day that was offered, as a new message."""
        day, message = parse_day(press.data.value), press.query.message
        if day is None or not isinstance(message, Message):
            await press.answer("stale")
            return
        await press.answer()
        question = press.translations.say("under.ask_day", day=press.translations.date_only(day))
        asker, today = press.asked.person, press.asked.today
        await self._responder.answer(message, question, person=asker, today=today)

    async def open_line(self, press: Press) -> None:
        """Tell the event of a line of the list, as a new message."""
        await self._go_on(press, press.data.value)

    async def ask_month(self, press: Press) -> None:
        """Tell a month, as a new message."""
        month = parse_day(press.data.value)
        said = press.translations.days(month_of(month)) if month else ""
        await self._go_on(press, press.translations.say("under.ask_day", day=said) if month else "")

    async def ask_outside(self, press: Press) -> None:
        """Tell what is of other days than those that were asked for, as a new message."""
        days = days_asked(press.presented.answer, press.translations)
        await self._go_on(press, press.translations.say("under.ask_outside", days=days))

    async def _go_on(self, press: Press, question: str) -> None:
        """Answer a question that goes on from the answer under which was pressed."""
        message, asked = press.query.message, press.asked
        if not question or not isinstance(message, Message):
            await press.answer("stale")
            return
        await press.answer()
        history = (*asked.history, Turn(asked.question, asked.today, press.data.page + 1))
        await self._responder.answer(
            message, question, person=asked.person, history=history, today=asked.today
        )


def _articles(press: Press) -> list[Article]:
    """The articles that the page of the press quotes, each once, in the order of reading."""
    _, page = press.presented.page(press.data.page)
    articles = (passage.paragraph.article for passage in page.passages)
    return list({article.id: article for article in articles}.values())


def unknown_buttons(services: Services) -> BaseHandler[Any, Any, Any]:
    """The handler of buttons that nobody before it knew: of an earlier version, or forged."""

    async def refuse(update: Update, _context: object) -> None:
        query = need(update.callback_query)
        await answer_button(query, services.translations(query.from_user).say("under.stale"))

    return CallbackQueryHandler(refuse)


@dataclass(frozen=True, slots=True)
class Button:
    """A button under an answer.

    Attributes:
        act: What its data says is to be done; it stands under sent messages and does not change.
        perform: What a press does; None for one with which the reader's program does it alone.
        label: The text ``under.LABEL``; "" for one of another keyboard than the answer's own.
        row: The row in which it stands.
        when: Whether it is shown under a page.
        turn: How far the page that its data names is from this one; 0 where it names none.
        build_alone: The button with this text that the reader's program understands.
    """

    act: str
    perform: Callable[[Buttons, Press], Awaitable[None]] | None
    label: str = ""
    row: int = 0
    when: Callable[[ShownPage], bool] = lambda page: True
    turn: int = 0
    build_alone: Callable[[str, ShownPage], InlineKeyboardButton] | None = None

    def build(self, page: ShownPage) -> InlineKeyboardButton:
        """The button as it is sent."""
        said = {"page": page.number + 1, "count": page.count}
        text = page.presented.translations.say(f"under.{self.label}", **said)
        if self.build_alone:
            return self.build_alone(text, page)
        value = str(page.number + self.turn) if self.turn else ""
        return button(text, AnswerPress(page.presented.asked.id, page.number, self.act, value))


def _copying(text: str, page: ShownPage) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, copy_text=CopyTextButton(page.source))


def _sending(text: str, page: ShownPage) -> InlineKeyboardButton:
    query = f"#{page.presented.asked.id}.{page.number + 1}"
    chats = SwitchInlineQueryChosenChat(query=query, allow_group_chats=True)
    return InlineKeyboardButton(text, switch_inline_query_chosen_chat=chats)


BUTTONS = (
    Button("page", Buttons.turn, "previous", 1, lambda page: page.number > 0, turn=-1),
    Button("idle", Buttons.stay, "page_number", 1, lambda page: page.count > 1),
    Button("page", Buttons.turn, "next", 1, lambda page: page.number + 1 < page.count, turn=1),
    Button("read", Buttons.read, "article", 2, lambda page: page.has_article),
    Button("copy", None, "copy", 2, lambda page: bool(page.source), build_alone=_copying),
    Button("send", None, "send", 2, lambda page: page.can_send, build_alone=_sending),
    Button("good", Buttons.praise, "helpful", 3, lambda page: page.opinion is not True),
    Button("undo", Buttons.withdraw, "found_helpful", 3, lambda page: page.opinion is True),
    Button("bad", Buttons.blame, "unhelpful", 3, lambda page: page.opinion is not False),
    Button("undo", Buttons.withdraw, "found_unhelpful", 3, lambda page: page.opinion is False),
    Button("take", Buttons.take),
    Button("back", Buttons.go_back),
    Button("why", Buttons.explain),
    Button("day", Buttons.ask_day),
    Button("open", Buttons.open_line),
    Button("month", Buttons.ask_month),
    Button("out", Buttons.ask_outside),
)


def answer_keyboard(page: ShownPage) -> InlineKeyboardMarkup | None:
    """The buttons under a page of an answer; those for the nearest days where there is none."""
    presented = page.presented
    if not (presented.answer.answered or presented.answer.claims):
        return days_keyboard(presented.asked.id, presented.answer.nearest, presented.translations)
    shown = [row for row in BUTTONS if row.label and row.when(page)]
    rows = [[row.build(page) for row in group] for _, group in groupby(shown, lambda row: row.row)]
    return InlineKeyboardMarkup([*list_rows(page), *rows])

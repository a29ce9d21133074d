"""/tanggal, /linimasa, /sumber and /hariini: looking instead of asking, and the presses there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType, ParseMode
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, ContextTypes, filters

from bot.answer.browse import Overview, find_period, names_a_matter
from bot.engine import Engine
from bot.model import Span
from bot.render.foot import reach_line
from bot.render.pages import first_page
from bot.render.translations import Translations
from bot.telegram.addressing import (
    NEW_MESSAGE,
    Addressed,
    command_handlers,
    find_command,
    find_question,
)
from bot.telegram.article import send_article
from bot.telegram.ask.answers import Responder
from bot.telegram.browse.screens import (
    ON_A_PAGE,
    Screen,
    calendar_screen,
    nearest_screen,
    number_buttons,
    shorten_words,
    sources_screen,
    timeline_screen,
)
from bot.telegram.callback_data import (
    BROWSE_PREFIX,
    CalendarMonth,
    CallbackData,
    EventsOfDay,
    Inert,
    ListedArticle,
    SourcesPage,
    TimelinePage,
    parse,
)
from bot.telegram.commands import COMMANDS, Groups
from bot.telegram.sending import answer_button, edit_bubble, send_text
from bot.telegram.services import Services
from bot.telegram.updates import Incoming, need, on_message, place_in_pages

_EVERYTHING = Span(None, None)
_MOST_TOLD = 3
_A_WEEK = timedelta(days=7)
# Passages of earlier years, and as many of what is planned; fewer where one message is too short.
_MOST_TODAY = 3


class BrowseHandlers:
    """Shows what the archive holds; who may look has been decided before."""

    def __init__(self, services: Services, responder: Responder) -> None:
        self._services, self._responder = services, responder

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The handlers, in the order in which they are tried."""
        of_groups = NEW_MESSAGE & Addressed() & ~filters.ChatType.PRIVATE
        referred = [name for name, row in COMMANDS.items() if row.groups is Groups.REFERRED]
        return [
            CommandHandler(referred, on_message(self._services, self.refer), of_groups),
            *command_handlers(
                self._services,
                tanggal=self.calendar,
                linimasa=self.timeline,
                sumber=self.sources,
                hariini=self.today,
            ),
            CallbackQueryHandler(self.press, pattern=f"^{BROWSE_PREFIX}"),
        ]

    # Commands

    async def refer(self, incoming: Incoming) -> None:
        """Tell a group that the command is one of the private chat."""
        command = find_command(incoming.message)
        name = command.name if command else ""
        await incoming.answer("looking.in_private", name=incoming.bot.username, command=name)

    async def calendar(self, incoming: Incoming) -> None:
        """Show the month that is named, or the newest that has events."""
        await self._show(incoming, _draw_calendar)

    async def timeline(self, incoming: Incoming) -> None:
        """Show the events in order: those of the span that is named, or of all around today."""
        looked = self._look(incoming)
        if names_a_matter(looked.words, looked.today):
            await self._tell_matter(incoming, looked)
        else:
            await self._show(incoming, _draw_timeline)

    async def _tell_matter(self, incoming: Incoming, looked: Looked) -> None:
        """Tell a matter in order: what asks for it in words is answered, with its pages."""
        question = looked.translations.say("looking.timeline_question", words=looked.words)
        await self._responder.answer(
            incoming.message, question, person=incoming.writer, today=looked.today
        )

    async def sources(self, incoming: Incoming) -> None:
        """List the articles, newest first; with words, those whose title or outlet has them."""
        await self._show(incoming, _draw_sources)

    async def today(self, incoming: Incoming) -> None:
        """Quote what happened on this day in earlier years, and what the coming week plans."""
        await self._show(incoming, _draw_today)

    async def _show(self, incoming: Incoming, draw: Callable[[Engine, Looked], Screen]) -> None:
        looked = self._look(incoming)
        screen = await self._services.consult(lambda engine: draw(engine, looked))
        await _send(incoming.message, screen)

    def _look(self, incoming: Incoming) -> Looked:
        message = incoming.message
        return Looked(
            find_question(message),
            self._services.today(message.date),
            incoming.translations,
            is_private=message.chat.type == ChatType.PRIVATE,
            bot_name=incoming.bot.username,
        )

    # Presses

    async def press(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what the button says; one that says nothing any more gets a friendly line."""
        query = need(update.callback_query)
        translations = self._services.translations(query.from_user)
        data = parse(query.data)
        if isinstance(data, Inert):
            await answer_button(query, place_in_pages(query, translations))
        elif not await self._perform(query, data, translations):
            await answer_button(query, translations.say("looking.stale"))

    async def _perform(
        self, query: CallbackQuery, data: CallbackData | None, translations: Translations
    ) -> bool:
        """Whether what the button says could be done."""
        message = query.message
        if not isinstance(message, Message) or not message.is_accessible:
            return False
        match data:
            case EventsOfDay(day):
                await self._tell_day(query, message, day, translations)
                return True
            case ListedArticle(key):
                return await self._open_article(query, key)
        today = self._today()
        screen = await self._services.consult(
            lambda engine: _redraw(engine, data, translations, today=today)
        )
        if screen is None:
            return False
        await answer_button(query)
        place = message.chat_id, message.message_id
        await edit_bubble(query.get_bot(), *place, screen.text, screen.markup)
        return True

    async def _tell_day(
        self, query: CallbackQuery, message: Message, day: date, translations: Translations
    ) -> None:
        await answer_button(query)
        question = translations.say("looking.question", day=translations.date_only(day))
        person, today = query.from_user.id, self._today()
        await self._responder.answer(message, question, person=person, today=today)

    def _today(self) -> date:
        """The day of a press; its message may be from long ago."""
        return self._services.today(datetime.fromtimestamp(self._services.now, UTC))

    async def _open_article(self, query: CallbackQuery, key: str) -> bool:
        article = await self._services.consult(lambda engine: engine.find_article(key))
        if article is None:
            return False
        await answer_button(query)
        await send_article(query, self._services, article)
        return True


@dataclass(frozen=True, slots=True)
class Looked:
    """What a command of looking asks for: the words after it, the day, the place."""

    words: str
    today: date
    translations: Translations
    is_private: bool
    bot_name: str


def _draw_calendar(engine: Engine, looked: Looked) -> Screen:
    overview, translations = engine.overview, looked.translations
    month = overview.opening_month(looked.today)
    if month and looked.words:
        if (span := find_period(looked.words, looked.today)) is None:
            return _bad_period("tanggal", translations)
        inside = overview.days_in(span)
        month = inside[0] if inside else span.first or span.last or month
    if month is None:
        return _empty(engine, translations)
    return calendar_screen(overview, month, translations, today=looked.today)


def _draw_timeline(engine: Engine, looked: Looked) -> Screen:
    span = find_period(looked.words, looked.today) if looked.words else _EVERYTHING
    if span is None:
        return _bad_period("linimasa", looked.translations)
    overview = engine.overview
    if not overview.days_in(span):
        return _nothing_in(engine, span, looked.translations, with_buttons=looked.is_private)
    name = "" if looked.is_private else looked.bot_name
    number = 1 if looked.words else _page_of(overview, looked.today)
    return _timeline(overview, span, number, looked.translations, bot_name=name)


def _page_of(overview: Overview, today: date) -> int:
    """The page of all days that has the last one which is not after today; else the first."""
    past = len(overview.days_in(Span(None, today)))
    return max(1, -(-past // ON_A_PAGE))


def _draw_sources(engine: Engine, looked: Looked) -> Screen:
    return _sources(engine, shorten_words(looked.words), 1, looked.translations)


def _draw_today(engine: Engine, looked: Looked) -> Screen:
    """What happened on this day and what is planned, told as an answer, or that there is nothing."""
    translations, last = looked.translations, looked.today + _A_WEEK
    said = {"day": translations.yearly(looked.today), "last": translations.date_only(last)}
    question = translations.say("looking.today", **said)
    language = translations.language
    answer = engine.on_this_day(question, looked.today, language=language, most=_MOST_TODAY)
    if answer.answered:
        page = first_page(answer, translations, shown=answer.shown)
        told = [passage.told_day.first for passage in page.passages if passage.told_day]
        rows = (number_buttons([EventsOfDay(day) for day in told]),) if answer.is_list else ()
        return Screen(page.html, rows if looked.is_private else ())
    none = translations.say("looking.today_none", **said)
    text = escape(f"{none}\n{reach_line(engine.reach, translations)}")
    days = engine.overview.nearest_days(Span(looked.today, last))
    return nearest_screen(text, days, translations, with_buttons=looked.is_private)


def _redraw(
    engine: Engine, data: CallbackData | None, translations: Translations, *, today: date
) -> Screen | None:
    """The screen to which a button leads; None where it leads nowhere any more."""
    match data:
        case CalendarMonth(month):
            return calendar_screen(engine.overview, month, translations, today=today)
        case TimelinePage(span, page) if engine.overview.days_in(span):
            return _timeline(engine.overview, span, page, translations, bot_name="")
        case TimelinePage(span):
            return _nothing_in(engine, span, translations, with_buttons=True)
        case SourcesPage(page, words):
            return _sources(engine, shorten_words(words), page, translations)
    return None


def _nothing_in(
    engine: Engine, span: Span, translations: Translations, *, with_buttons: bool
) -> Screen:
    if not engine.overview:
        return _empty(engine, translations)
    said = escape(translations.say("looking.timeline_none", days=translations.days(span)))
    days = engine.overview.nearest_days(span)
    return nearest_screen(said, days, translations, with_buttons=with_buttons)


def _sources(engine: Engine, words: str, number: int, translations: Translations) -> Screen:
    page = engine.overview.articles(words, number, size=ON_A_PAGE)
    if page.total:
        return sources_screen(words, page, translations)
    if not words:
        return _empty(engine, translations)
    return Screen(escape(translations.say("looking.sources_none", words=words)))


def _empty(engine: Engine, translations: Translations) -> Screen:
    """That there is no dated event at all."""
    lines = [translations.say("looking.no_days")] if engine.reach.articles else []
    return Screen(escape("\n".join([*lines, reach_line(engine.reach, translations)])))


def _bad_period(command: str, translations: Translations) -> Screen:
    return Screen(escape(translations.say("looking.bad_period", command=command)))


def _timeline(
    overview: Overview, span: Span, number: int, translations: Translations, *, bot_name: str
) -> Screen:
    page = overview.timeline(span, number, size=ON_A_PAGE, most=_MOST_TOLD)
    return timeline_screen(span, page, translations, bot_name=bot_name)


async def _send(message: Message, screen: Screen) -> None:
    await send_text(message, screen.text, parse_mode=ParseMode.HTML, markup=screen.markup)

"""/tanggal, /linimasa, /sumber and /hariini: looking instead of asking, and the presses there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from html import escape
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType, ParseMode
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, ContextTypes, filters

from bot.answer.browse import Overview, find_period
from bot.model import Answer, Span
from bot.render.layout import reach_line, to_html
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
from bot.telegram.sending import answer_button, edit_bubble, send_bubbles, send_text
from bot.telegram.services import Services
from bot.telegram.updates import Incoming, need, on_message

_EVERYTHING = Span(None, None)
_MOST_TOLD = 3
_A_WEEK = timedelta(days=7)
# Passages of earlier years, and as many of what is planned; fewer where one message is too short.
_MOST_TODAY = 3


class BrowseHandlers:
    """Shows what the archive holds; who may look has been decided before."""

    def __init__(self, services: Services, responder: Responder) -> None:
        self._services, self._responder = services, responder
        self._engine = services.engine

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
        message, translations = incoming.message, incoming.translations
        overview, today = self._services.browse(), self._services.today(message.date)
        month = overview.opening_month(today)
        if month and (text := find_question(message)):
            if (span := find_period(text, today)) is None:
                await incoming.answer("looking.bad_period", command="tanggal")
                return
            inside = overview.days_in(span)
            month = inside[0] if inside else span.first or span.last or month
        screen = (
            calendar_screen(overview, month, translations) if month else self._empty(translations)
        )
        await _show(message, screen)

    async def timeline(self, incoming: Incoming) -> None:
        """Show the events in order: those of the span that is named, or the newest of all."""
        message, translations = incoming.message, incoming.translations
        overview, span, number = self._services.browse(), _EVERYTHING, None
        if text := find_question(message):
            found = find_period(text, self._services.today(message.date))
            if found is None:
                await incoming.answer("looking.bad_period", command="linimasa")
                return
            span, number = found, 1
        private = message.chat.type == ChatType.PRIVATE
        if overview.days_in(span):
            name = "" if private else incoming.bot.username
            screen = _timeline(overview, span, number, translations, bot_name=name)
        else:
            screen = self._nothing_in(overview, span, translations, with_buttons=private)
        await _show(message, screen)

    async def sources(self, incoming: Incoming) -> None:
        """List the articles, newest first; with words, those whose title or outlet has them."""
        message, translations = incoming.message, incoming.translations
        words = shorten_words(find_question(message))
        await _show(message, self._sources(self._services.browse(), words, 1, translations))

    async def today(self, incoming: Incoming) -> None:
        """Quote what happened on this day in earlier years, and what the coming week plans."""
        message, translations = incoming.message, incoming.translations
        overview, today = self._services.browse(), self._services.today(message.date)
        last = today + _A_WEEK
        said = {"day": translations.yearly(today), "last": translations.date_only(last)}
        answer = self._on_this_day(translations.say("looking.today", **said), today, translations)
        if answer.answered:
            await send_bubbles(message, to_html(answer, translations, shown=answer.shown))
            return
        none = translations.say("looking.today_none", **said)
        reach = reach_line(answer.reach, translations)
        text, days = escape(f"{none}\n{reach}"), overview.nearest_days(Span(today, last))
        private = message.chat.type == ChatType.PRIVATE
        await _show(message, nearest_screen(text, days, translations, with_buttons=private))

    def _on_this_day(self, question: str, today: date, translations: Translations) -> Answer:
        """The answer with as many passages as one message holds."""
        for most in range(_MOST_TODAY, 0, -1):
            answer = self._engine.on_this_day(
                question, today, language=translations.language, most=most
            )
            if len(to_html(answer, translations, shown=answer.shown)) == 1:
                break
        return answer

    # Presses

    async def press(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what the button says; one that says nothing any more gets a friendly line."""
        query = need(update.callback_query)
        translations = self._services.translations(query.from_user)
        data = parse(query.data)
        if isinstance(data, Inert):
            await answer_button(query)
        elif not await self._perform(query, data, translations):
            await answer_button(query, translations.say("looking.stale"))

    async def _perform(
        self, query: CallbackQuery, data: CallbackData | None, translations: Translations
    ) -> bool:
        """Whether what the button says could be done."""
        if not isinstance(query.message, Message) or not query.message.is_accessible:
            return False
        overview = self._services.browse()
        match data:
            case EventsOfDay(day):
                await answer_button(query)
                question = translations.say("looking.question", day=translations.date_only(day))
                today = self._services.today(datetime.now(UTC))
                await self._responder.answer(
                    query.message, question, translations, person=query.from_user.id, today=today
                )
                return True
            case ListedArticle(key):
                if (article := self._engine.find_article(key)) is None:
                    return False
                await answer_button(query)
                await send_article(query, self._services, article)
                return True
            case CalendarMonth(month):
                screen = calendar_screen(overview, month, translations)
            case TimelinePage(span, page) if overview.days_in(span):
                screen = _timeline(overview, span, page, translations, bot_name="")
            case TimelinePage(span):
                screen = self._nothing_in(overview, span, translations, with_buttons=True)
            case SourcesPage(page, words):
                screen = self._sources(overview, shorten_words(words), page, translations)
            case _:
                return False
        await answer_button(query)
        place = query.message.chat_id, query.message.message_id
        await edit_bubble(query.get_bot(), *place, screen.text, screen.markup)
        return True

    # Screens

    def _nothing_in(
        self, overview: Overview, span: Span, translations: Translations, *, with_buttons: bool
    ) -> Screen:
        if not self._engine.reach.first:
            return self._empty(translations)
        said = escape(translations.say("looking.timeline_none", days=translations.days(span)))
        days = overview.nearest_days(span)
        return nearest_screen(said, days, translations, with_buttons=with_buttons)

    def _sources(
        self, overview: Overview, words: str, number: int, translations: Translations
    ) -> Screen:
        page = overview.articles(words, number, size=ON_A_PAGE)
        if page.total:
            return sources_screen(words, page, translations)
        if not words:
            return self._empty(translations)
        return Screen(escape(translations.say("looking.sources_none", words=words)))

    def _empty(self, translations: Translations) -> Screen:
        return Screen(escape(reach_line(self._engine.reach, translations)))


def _timeline(
    overview: Overview, span: Span, number: int | None, translations: Translations, bot_name: str
) -> Screen:
    page = overview.timeline(span, number, size=ON_A_PAGE, most=_MOST_TOLD)
    return timeline_screen(span, page, translations, bot_name=bot_name)


async def _show(message: Message, screen: Screen) -> None:
    await send_text(message, screen.text, parse_mode=ParseMode.HTML, markup=screen.markup)

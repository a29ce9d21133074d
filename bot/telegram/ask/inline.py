"""Questions from chats that the bot is not in: inline mode, and guest mode (Bot API 10.0)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2b
from typing import Any

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import InlineQueryLimit, ParseMode
from telegram.error import BadRequest
from telegram.ext import BaseHandler, ContextTypes, InlineQueryHandler, MessageHandler, filters

from bot.model import Answer, Passage, Turn
from bot.render.pages import MOST_PASSAGES, first_page, page_of
from bot.render.translations import Translations
from bot.telegram.addressing import find_question, readable
from bot.telegram.ask.answers import WANT_NOTHING, Responder
from bot.telegram.sending import NO_PREVIEW, to_plain
from bot.telegram.services import Services
from bot.telegram.updates import Incoming, need, on_message
from bot.text.characters import utf16_length
from bot.text.shorten import shorten

# What is listed is the asker's own: a shared answer would go past the gate.
_CACHED_SECONDS = 5
_RESULTS_PER_PAGE = 10
_LONGEST_TITLE = 100
_LONGEST_GIST = 200
_MOST_UNITS = 4096
# "#12.2": the number of an answer and, from 1, of its page; "lagi #12" is what the foot of an answer
# says where no reply reaches the bot.
_NAMED = re.compile(r"(?P<more>lagi|more)?\s*#(?P<answer>\d{1,18})(?:\.(?P<page>\d{1,4}))?", re.I)
_GO_ON = "lagi"
_GUEST = filters.UpdateType.GUEST_MESSAGE & filters.TEXT & ~filters.FORWARDED & ~filters.VIA_BOT


class InlineHandlers:
    """Answers inline queries, and whoever names the bot as a guest."""

    def __init__(self, services: Services, responder: Responder) -> None:
        self._services, self._responder = services, responder
        self._engine = services.engine

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The handlers, in the order in which they are tried."""
        be_guest = on_message(self._services, self.be_guest)
        return [InlineQueryHandler(self.list_passages), MessageHandler(_GUEST, be_guest)]

    async def list_passages(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """List the passages that answer, or the stored answer that was asked for by number."""
        query = need(update.inline_query)
        translations = self._services.translations(query.from_user)
        question = readable(query.query).strip()
        if not question:
            await _reply(query, [], hint=translations.say("under.inline_hint"))
            return
        stored = _NAMED.fullmatch(question)
        found = await (self._find_stored(query, stored) if stored else self._find(question))
        if not found:
            await _reply(query, [], hint=translations.say("under.inline_none"))
            return
        start = int(query.offset) if re.fullmatch(r"\d{1,4}", query.offset) else 0
        stop = start + _RESULTS_PER_PAGE
        following = str(stop) if stop < len(found) else ""
        await _reply(query, found[start:stop], following=following)

    async def be_guest(self, incoming: Incoming) -> None:
        """Answer once, in place, in a group that the bot has not joined; thanks need no answer."""
        message, translations = incoming.message, incoming.translations
        if question := find_question(message):
            named = _NAMED.fullmatch(question)
            history = self._history(int(named["answer"]), incoming) if named else ()
            presented = await self._responder.answer_guest(
                message, _GO_ON if history else question, person=incoming.writer, history=history
            )
            if presented.answer.query.talk in WANT_NOTHING:
                return
            text = presented.page(presented.opened)[1].html
        else:
            text = translations.say("under.guest_help", name=incoming.bot.username)
        with _maybe_too_late():
            await message.answer_guest_query(
                _result(translations.say("under.guest_title"), text, "")
            )

    def _history(self, number: int, incoming: Incoming) -> tuple[Turn, ...]:
        """What led to the answer with this number, for whoever asked it, and where it stands."""
        asked = self._services.store.answers.find(number)
        if not asked or (
            incoming.writer != asked.person and incoming.message.chat_id != asked.chat
        ):
            return ()
        return (*asked.history, Turn(asked.question, asked.today, 1, asked.forwarded_on))

    async def _find(self, question: str) -> list[InlineQueryResultArticle]:
        """A result for each passage, best first; none where nothing answers."""
        today = datetime.now(self._services.config.timezone).date()
        answer = await self._services.ask(question, today, limit=MOST_PASSAGES)
        if answer.query.talk:
            return []
        translations = self._engine.translations(answer.query.language)
        if not answer.answered:
            title = translations.say("under.inline_nothing")
            page = first_page(answer, translations)
            return [_result(title, page.html, page.plain.partition("\n")[2])]
        results = (_passage_result(passage, answer, translations) for passage in answer.passages)
        return [result for result in results if result]

    async def _find_stored(
        self, query: InlineQuery, named: re.Match[str]
    ) -> list[InlineQueryResultArticle]:
        """The page of an answer that was named as the one result, for whoever asked it."""
        number = int(named["answer"])
        asked = self._services.store.answers.find(number)
        if asked is None:
            # It may have been sent a moment ago, and be written only now.
            asked = await self._services.writer.write(lambda state: state.answers.find(number))
        if asked is None or asked.person != query.from_user.id:
            return []
        presented = await self._responder.work_out(asked)
        opened = int(named["page"]) - 1 if named["page"] else presented.opened
        wanted = max(0, opened + bool(named["more"]))
        _, page = presented.page(wanted)
        title = presented.translations.say("under.inline_whole")
        return [_result(title, page.html, asked.question)]


def gist(passage: Passage) -> str:
    """The beginning of what answers: a slice of the paragraph, cut between words."""
    start, stop = passage.highlights[0] if passage.highlights else (0, len(passage.paragraph.text))
    text = passage.paragraph.text[start:stop]
    return shorten(text, _LONGEST_GIST, words=True)


def _passage_result(
    passage: Passage, answer: Answer, translations: Translations
) -> InlineQueryResultArticle | None:
    """The result that sends one passage with its source; None where no message holds that."""
    text = page_of(passage, answer, translations).html
    if utf16_length(to_plain(text)) > _MOST_UNITS:
        return None
    days = [translations.days(passage.told_day.span)] if passage.told_day else []
    # "tahun 2023" begins the title; the name of an outlet stays as it is written.
    title = " · ".join([*(day[:1].upper() + day[1:] for day in days), passage.citation.publisher])
    return _result(title, text, gist(passage))


def _result(title: str, text: str, description: str) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=blake2b(text.encode(), digest_size=16).hexdigest(),
        title=readable(title)[:_LONGEST_TITLE].strip() or "📰",
        description=description[:_LONGEST_GIST],
        input_message_content=InputTextMessageContent(
            text, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
        ),
    )


async def _reply(
    query: InlineQuery,
    results: Sequence[InlineQueryResultArticle],
    *,
    hint: str | None = None,
    following: str = "",
) -> None:
    """Answer the query; ``hint`` is a button into the private chat."""
    distinct = list({result.id: result for result in results}.values())
    button = InlineQueryResultsButton(hint, start_parameter="inline") if hint else None
    with _maybe_too_late():
        await query.answer(
            distinct[: InlineQueryLimit.RESULTS],
            cache_time=_CACHED_SECONDS,
            is_personal=True,
            next_offset=following or None,
            button=button,
        )


@contextmanager
def _maybe_too_late() -> Iterator[None]:
    try:
        yield
    except BadRequest as problem:
        if "query is too old" not in problem.message.lower():
            raise

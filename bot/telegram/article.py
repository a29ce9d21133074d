"""An article word for word, in pages that are turned in place."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from telegram import CallbackQuery, InlineKeyboardMarkup
from telegram.ext import BaseHandler

from bot.index.protocol import article_key
from bot.model import Article
from bot.render.blocks import bare_url, straight
from bot.render.translations import Translations
from bot.telegram.callback_data import ArticlePage, button
from bot.telegram.sending import answer_button, edit_bubble, send_to_chat
from bot.telegram.services import Services
from bot.telegram.updates import place_in_pages, press_handler
from bot.text.characters import utf16_length
from bot.text.shorten import shorten

# A page ends with the paragraph that would take it beyond; only a longer one is longer.
_PAGE = 1800
_LONGEST = 2800
_LONGEST_TITLE = 300
_LONGEST_URL = 500


async def send_article(
    query: CallbackQuery, services: Services, article: Article, page: int = 1
) -> None:
    """Send a page of the article as a new message to the chat in which a button was pressed."""
    if query.message:
        text, markup = show_article(article, services.translations(query.from_user), page)
        await send_to_chat(query.get_bot(), query.message.chat.id, text, markup)


def show_article(
    article: Article, translations: Translations, page: int
) -> tuple[str, InlineKeyboardMarkup | None]:
    """A page of the article as HTML, and the buttons that turn it.

    Pages count from 1; one beyond the last stands for the last.
    """
    pages = part_article(article)
    page = max(1, min(page, len(pages)))
    title = straight(shorten(article.title or "", _LONGEST_TITLE))
    known = (straight(article.publisher), _published(article, translations))
    beside = [escape(part) for part in known if part]
    head = " · ".join([f"<b>{escape(title)}</b>"] * bool(title) + beside)
    parts = [f"📰 {head}", escape("\n\n".join(pages[page - 1]))]
    if article.url and len(article.url) <= _LONGEST_URL:
        parts.append(escape(bare_url(article.url)))
    return "\n\n".join(parts), _turning(article, page, len(pages))


def part_article(article: Article) -> list[list[str]]:
    """The paragraphs by pages; one that no page holds is cut between words."""
    pages: list[list[str]] = [[]]
    for paragraph in article.paragraphs:
        for piece in _cut(paragraph):
            used = sum(utf16_length(text) + 2 for text in pages[-1])
            if pages[-1] and used + utf16_length(piece) > _PAGE:
                pages.append([])
            pages[-1].append(piece)
    return pages


def _cut(paragraph: str) -> Iterator[str]:
    rest = paragraph
    while utf16_length(rest) > _LONGEST:
        # Half as many characters fit for certain: none has more than two units.
        end = rest.rfind(" ", 1, _LONGEST // 2)
        end = end if end > 0 else _LONGEST // 2
        yield rest[:end].strip()
        rest = rest[end:].strip()
    yield rest


def _published(article: Article, translations: Translations) -> str:
    """The day of publication; empty where it is not given."""
    if article.published is None:
        return ""
    day = translations.day(article.published)
    return translations.say("answer.published_about", day=day) if article.published_from else day


def _turning(article: Article, page: int, count: int) -> InlineKeyboardMarkup | None:
    if count == 1:
        return None
    key = article_key(article.id)
    row = [button(f"{page}/{count}", ArticlePage(key, in_place=False, page=None))]
    if page > 1:
        row.insert(0, button("‹", ArticlePage(key, in_place=True, page=page - 1)))
    if page < count:
        row.append(button("›", ArticlePage(key, in_place=True, page=page + 1)))
    return InlineKeyboardMarkup([row])


def turning_handler(services: Services) -> BaseHandler[Any, Any, Any]:
    """The handler of the buttons that open an article, and of those under it."""

    async def turn(query: CallbackQuery, pressed: ArticlePage) -> None:
        article = await services.consult(lambda engine: engine.find_article(pressed.key))
        translations = services.translations(query.from_user)
        if article is None or query.message is None:
            await answer_button(query, translations.say("under.article_gone"))
            return
        here = place_in_pages(query, translations) if pressed.page is None else ""
        await answer_button(query, here)
        if pressed.page is not None and pressed.in_place:
            text, markup = show_article(article, translations, pressed.page)
            place = query.message.chat.id, query.message.message_id
            await edit_bubble(query.get_bot(), *place, text, markup)
        elif pressed.page is not None:
            await send_article(query, services, article, pressed.page)

    return press_handler(ArticlePage, turn)

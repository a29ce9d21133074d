"""The keyboards under an answer, and what their buttons say to the bot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from babel.dates import format_date
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    SwitchInlineQueryChosenChat,
)

from bot.text.shorten import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.model import Article
    from bot.render.pages import MessagePage
    from bot.render.translations import Translations
    from bot.telegram.ask.presented import PresentedAnswer

# A letter for the version, the answer, the page on which it stands, what to do, and with what.
ANSWER_DATA = re.compile(r"A:(\d{1,18}):(\d{1,4}):([a-z]+):([\d-]{0,10})")
REASONS = ("other_matter", "wrong_day", "incomplete", "other")
_MOST_DAYS = 4
_LONGEST_LABEL = 48


def answer_data(asked: int, page: int, act: str, value: object = "") -> str:
    """The callback data of a button.

    >>> answer_data(12, 0, "day", "2026-01-20")
    'A:12:0:day:2026-01-20'
    """
    return f"A:{asked}:{page}:{act}:{value}"


def answer_keyboard(
    presented: PresentedAnswer, page: int, translations: Translations, *, can_send: bool
) -> InlineKeyboardMarkup | None:
    """The buttons under a page of an answer; those for the nearest days where there is none."""
    asked = presented.asked.id
    if not presented.answer.answered:
        return _days(presented, translations)

    def button(text: str, act: str, value: object = "") -> InlineKeyboardButton:
        return InlineKeyboardButton(text, callback_data=answer_data(asked, page, act, value))

    turning = []
    if page:
        turning.append(button(translations.say("under.previous"), "page", page - 1))
    if len(presented.pages) > 1:
        turning.append(button(f"{page + 1}/{len(presented.pages)}", "idle"))
    if page + 1 < len(presented.pages):
        turning.append(button(translations.say("under.next"), "page", page + 1))
    further = [button(translations.say("under.article"), "read")]
    if can_send:
        chats = SwitchInlineQueryChosenChat(query=f"#{asked}", allow_group_chats=True)
        text = translations.say("under.send")
        further.append(InlineKeyboardButton(text, switch_inline_query_chosen_chat=chats))
    opinion = [button("👍", "good"), button("👎", "bad")]
    return InlineKeyboardMarkup([row for row in (turning, further, opinion) if row])


def reason_keyboard(asked: int, page: int, translations: Translations) -> InlineKeyboardMarkup:
    """What may be wrong with an answer."""
    buttons = [
        InlineKeyboardButton(
            translations.say(f"under.reason_{reason}"),
            callback_data=answer_data(asked, page, "why", number),
        )
        for number, reason in enumerate(REASONS)
    ]
    return InlineKeyboardMarkup(list(_in_rows(buttons, 2)))


def choice_keyboard(
    asked: int, page: int, articles: Sequence[Article], translations: Translations
) -> InlineKeyboardMarkup:
    """Which of several articles is wanted."""
    rows = [
        [
            InlineKeyboardButton(
                shorten(
                    f"{number + 1}. {article.publisher} · {article.title or ''}".strip(" ·"),
                    _LONGEST_LABEL,
                ),
                callback_data=answer_data(asked, page, "take", number),
            )
        ]
        for number, article in enumerate(articles)
    ]
    back = answer_data(asked, page, "back")
    rows.append([InlineKeyboardButton(translations.say("under.back"), callback_data=back)])
    return InlineKeyboardMarkup(rows)


def articles_of(page: MessagePage) -> list[Article]:
    """The articles that a page quotes, each once, in the order of reading."""
    articles = (passage.paragraph.article for passage in page.passages)
    return list({article.id: article for article in articles}.values())


def _days(presented: PresentedAnswer, translations: Translations) -> InlineKeyboardMarkup | None:
    buttons = [
        InlineKeyboardButton(
            str(format_date(day, "d MMM y", locale=translations.language)),
            callback_data=answer_data(presented.asked.id, 0, "day", day.isoformat()),
        )
        for day in presented.answer.nearest[:_MOST_DAYS]
    ]
    return InlineKeyboardMarkup(list(_in_rows(buttons, 2))) if buttons else None


def _in_rows(
    buttons: Sequence[InlineKeyboardButton], width: int
) -> Iterator[Sequence[InlineKeyboardButton]]:
    return (buttons[start : start + width] for start in range(0, len(buttons), width))

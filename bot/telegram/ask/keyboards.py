"""The keyboards that stand in the place of an answer's own for a while, or where none is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil

from babel.dates import format_date
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.model import Article
from bot.render.head import days_asked
from bot.render.translations import Translations
from bot.telegram.ask.answers import ShownPage
from bot.telegram.callback_data import AnswerPress, button
from bot.text.shorten import shorten

REASONS = ("other_matter", "wrong_day", "incomplete", "other")
_MOST_DAYS = 4
_LONGEST_LABEL = 48
_LINES_IN_A_ROW = 5


def reason_keyboard(at: AnswerPress, translations: Translations) -> InlineKeyboardMarkup:
    """What may be wrong with the answer under which ``at`` was pressed."""
    reasons = [
        button(
            translations.say(f"under.reason_{reason}"),
            AnswerPress(at.asked, at.page, "why", str(number)),
        )
        for number, reason in enumerate(REASONS)
    ]
    return InlineKeyboardMarkup([*_in_pairs(reasons), [_back_button(at, translations)]])


def choice_keyboard(
    at: AnswerPress, articles: Sequence[Article], translations: Translations
) -> InlineKeyboardMarkup:
    """Which of several articles is wanted."""
    rows = []
    for number, article in enumerate(articles):
        label = f"{number + 1}. {article.publisher} · {article.title or ''}".strip(" ·")
        data = AnswerPress(at.asked, at.page, "take", str(number))
        rows.append([button(shorten(label, _LONGEST_LABEL), data)])
    return InlineKeyboardMarkup([*rows, [_back_button(at, translations)]])


def days_keyboard(
    asked: int, days: Sequence[date], translations: Translations
) -> InlineKeyboardMarkup | None:
    """The first of ``days``, to be asked for; None where there are none."""
    buttons = [
        button(
            str(format_date(day, "d MMM y", locale=translations.language)),
            AnswerPress(asked, 0, "day", day.isoformat()),
        )
        for day in days[:_MOST_DAYS]
    ]
    return InlineKeyboardMarkup(_in_pairs(buttons)) if buttons else None


def list_rows(page: ShownPage) -> list[list[InlineKeyboardButton]]:
    """The lines of a list by their numbers, the months beside it, and what is of other days."""
    start = sum(len(before.passages) for before in page.presented.pages[: page.number])
    lines = range(start + 1, start + len(page.passages) + 1) if page.is_list else ()
    numbered = [_act(page, str(line), "open", str(line)) for line in lines]
    across = ceil(len(numbered) / ceil(len(numbered) / _LINES_IN_A_ROW)) if numbered else 1
    rows = [numbered[at : at + across] for at in range(0, len(numbered), across)]
    months = _months_beside(page)
    return [*rows, *([months] if months else []), *_outside_rows(page)]


def _months_beside(page: ShownPage) -> list[InlineKeyboardButton]:
    """The months with events around the asked one; one that is not its neighbour has its year."""
    presented = page.presented
    buttons = []
    for label, month in zip(("‹ {}", "{} ›"), presented.answer.months_around, strict=True):
        if month:
            asked = presented.answer.query.asked.spans[0].first or month
            apart = abs((month.year - asked.year) * 12 + month.month - asked.month)
            named = presented.translations.month(month)
            named += f" {month.year}" if apart > 1 else ""
            buttons.append(_act(page, label.format(named), "month", month.isoformat()))
    return buttons


def _outside_rows(page: ShownPage) -> list[list[InlineKeyboardButton]]:
    answer, translations = page.presented.answer, page.presented.translations
    if not answer.outside:
        return []
    said = {"days": days_asked(answer, translations), "count": answer.outside}
    return [[_act(page, translations.say("under.outside", **said), "out")]]


def _act(page: ShownPage, text: str, act: str, value: str = "") -> InlineKeyboardButton:
    return button(text, AnswerPress(page.presented.asked.id, page.number, act, value))


def _back_button(at: AnswerPress, translations: Translations) -> InlineKeyboardButton:
    return button(translations.say("under.back"), AnswerPress(at.asked, at.page, "back"))


def _in_pairs(buttons: Sequence[InlineKeyboardButton]) -> list[Sequence[InlineKeyboardButton]]:
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]

"""What the buttons say to the bot: one value a kind of button, and its text in callback data.

The texts stand under messages that were sent long ago: a form may be added, none is changed.
They say all that a press needs, so that a keyboard outlives a restart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple, TypeVar

from telegram import InlineKeyboardButton
from telegram.constants import InlineKeyboardButtonLimit

from bot.config import LANGUAGES
from bot.model import Span


class AnswerPress(NamedTuple):
    """Under an answer: do ``act``, with ``value``; the answer stands on ``page``, from 0."""

    asked: int
    page: int
    act: str
    value: str = ""

    @property
    def number(self) -> int:
        """The value as a number; -1 where it is none."""
        return int(self.value) if self.value.isdecimal() else -1


class ArticlePage(NamedTuple):
    """A page, from 1, of the article with the key: in place of the message, or as a new one.

    The page None is that of the button that only shows where one is.
    """

    key: str
    in_place: bool
    page: int | None


class Inert(NamedTuple):
    """A button that does nothing."""


class CalendarMonth(NamedTuple):
    """The calendar of the month of a day."""

    month: date


class EventsOfDay(NamedTuple):
    """What happened on a day."""

    day: date


class TimelinePage(NamedTuple):
    """A page, from 1, of the timeline of a span, whose ends may be open."""

    span: Span
    page: int


class SourcesPage(NamedTuple):
    """A page, from 1, of the list of articles; of those with words, where there are any."""

    page: int
    words: str = ""


class ListedArticle(NamedTuple):
    """The article with a key, of the list of articles."""

    key: str


class AccessRequested(NamedTuple):
    """A stranger asks to be let in."""


class AccessDecided(NamedTuple):
    """An administrator admits (a), refuses (r) or blocks (b) a person."""

    decision: str
    person: int


class LanguageChosen(NamedTuple):
    """The language that the bot is to speak."""

    language: str


CallbackData = tuple[Any, ...]
"""A value of one of these kinds."""
Data = TypeVar("Data", bound=CallbackData)


class _Field(NamedTuple):
    """How a field is written; ``read`` may raise a ValueError."""

    pattern: str
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str


def _read_span(text: str) -> Span:
    return Span(*(date.fromisoformat(end) if end else None for end in text.split(".")))


def _write_span(span: Span) -> str:
    return ".".join(day.isoformat() if day else "" for day in (span.first, span.last))


_ISO_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_ID = _Field(r"\d{1,18}", int)
_PERSON = _Field(r"\d{1,16}", int)
_PAGE_FROM_0 = _Field(r"\d{1,4}", int)
_PAGE = _Field("[0-9]{1,6}", int)
_PAGE_OR_X = _Field(r"\d{1,6}|x", lambda it: None if it == "x" else int(it), lambda it: it or "x")
_IN_PLACE = _Field("t?", bool, lambda in_place: "t" * in_place)
_KEY = _Field("[0-9a-f]{8,32}")
_DAY = _Field(_ISO_DAY, date.fromisoformat)
_MONTH = _Field(
    "[0-9]{4}-[0-9]{2}", lambda text: date.fromisoformat(f"{text}-01"), lambda day: str(day)[:7]
)
_SPAN = _Field(rf"(?:{_ISO_DAY})?\.(?:{_ISO_DAY})?", _read_span, _write_span)
_FORMS: dict[Callable[..., CallbackData], tuple[str, *tuple[_Field, ...]]] = {
    AnswerPress: ("A:{}:{}:{}:{}", _ID, _PAGE_FROM_0, _Field("[a-z]+"), _Field(r"[\d-]{0,10}")),
    ArticlePage: ("art:{}:{}{}", _KEY, _IN_PLACE, _PAGE_OR_X),
    Inert: ("see:-",),
    CalendarMonth: ("see:cal:{}", _MONTH),
    EventsOfDay: ("see:day:{}", _DAY),
    TimelinePage: ("see:line:{}:{}", _SPAN, _PAGE),
    # The words come last: they may hold any character.
    SourcesPage: ("see:src:{}:{}", _PAGE, _Field(".*")),
    ListedArticle: ("see:art:{}", _KEY),
    AccessRequested: ("acc:ask",),
    AccessDecided: ("acc:{}:{}", _Field("[arb]"), _PERSON),
    LanguageChosen: ("lang:{}", _Field("|".join(LANGUAGES))),
}
"""The text of each kind, with a {} for each of its fields, and how these are written."""
BROWSE_PREFIX = "see:"
"""How the data of all buttons of /tanggal, /linimasa and /sumber begins."""


def encode(data: CallbackData) -> str:
    """The text for a button that says ``data``.

    >>> encode(AnswerPress(12, 0, "day", "2026-01-20"))
    'A:12:0:day:2026-01-20'
    >>> encode(TimelinePage(Span(date(2023, 1, 1), None), 2))
    'see:line:2023-01-01.:2'

    Raises:
        ValueError: It has more than the 64 bytes that Telegram allows.
    """
    template, *written = _FORMS[type(data)]
    text = template.format(*(it.write(value) for it, value in zip(written, data, strict=True)))
    if len(text.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        raise ValueError(f"expected 64 bytes of callback data at most, got {text!r}")
    return text


def parse_as(kind: Callable[..., Data], data: object) -> Data | None:
    """The value of which ``data`` is the text; None where it is that of another kind."""
    template, *written = _FORMS[kind]
    pattern = template.format(*(f"({it.pattern})" for it in written))
    found = re.fullmatch(pattern, data, re.DOTALL) if isinstance(data, str) else None
    try:
        return found and kind(*map(lambda it, text: it.read(text), written, found.groups()))
    except ValueError:
        return None


def parse(data: object) -> CallbackData | None:
    """The value of which ``data`` is the text, of whichever kind; None where it is of none."""
    values = (parse_as(kind, data) for kind in _FORMS)
    return next((value for value in values if value is not None), None)


def parse_day(text: str) -> date | None:
    """The day of "2023-01-17"; None for any other text.

    >>> parse_day("2023-01-17"), parse_day("20230117"), parse_day("2023-02-30")
    (datetime.date(2023, 1, 17), None, None)
    """
    try:
        return date.fromisoformat(text) if re.fullmatch(_ISO_DAY, text) else None
    except ValueError:
        return None


def button(label: str, data: CallbackData) -> InlineKeyboardButton:
    """A button that says ``data`` to the bot."""
    return InlineKeyboardButton(label, callback_data=encode(data))

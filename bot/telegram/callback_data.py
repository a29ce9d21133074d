"""What the buttons say to the bot: one value a kind of button, and its text in callback data.

The texts stand under messages that were sent long ago: a form may be added, none is changed.
They say all that a press needs, so that a keyboard outlives a restart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar, NamedTuple, Self

from telegram import InlineKeyboardButton
from telegram.constants import InlineKeyboardButtonLimit

from bot.config import LANGUAGES
from bot.model import Span

BROWSE_PREFIX = "see:"
"""How the data of all buttons of /tanggal, /linimasa and /sumber begins."""
_ISO_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


def parse_day(text: str) -> date | None:
    """The day of "2023-01-17"; None for any other text.

    >>> parse_day("2023-01-17"), parse_day("20230117"), parse_day("2023-02-30")
    (datetime.date(2023, 1, 17), None, None)
    """
    try:
        return date.fromisoformat(text) if re.fullmatch(_ISO_DAY, text) else None
    except ValueError:
        return None


def _read_span(text: str) -> Span:
    return Span(*(date.fromisoformat(end) if end else None for end in text.split(".")))


def _write_span(span: Span) -> str:
    return ".".join(day.isoformat() if day else "" for day in (span.first, span.last))


class _Field(NamedTuple):
    """How a field is written; ``read`` may raise a ValueError."""

    pattern: str
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str


_ID = _Field(r"\d{1,18}", int)
_PERSON = _Field(r"\d{1,16}", int)
_PAGE_FROM_0 = _Field(r"\d{1,4}", int)
_PAGE = _Field("[0-9]{1,6}", int)
_PAGE_OR_NONE = _Field(
    r"\d{1,6}|x", lambda it: None if it == "x" else int(it), lambda it: it or "x"
)
_IN_PLACE = _Field("t?", bool, lambda in_place: "t" * in_place)
_KEY = _Field("[0-9a-f]{8,32}")
_DAY = _Field(_ISO_DAY, date.fromisoformat)
_MONTH = _Field(
    "[0-9]{4}-[0-9]{2}", lambda it: date.fromisoformat(f"{it}-01"), lambda day: str(day)[:7]
)
_SPAN = _Field(rf"(?:{_ISO_DAY})?\.(?:{_ISO_DAY})?", _read_span, _write_span)


class CallbackData:
    """What one kind of button says: a text with a {} for each field, and how these are written."""

    __slots__ = ()
    _FORM: ClassVar[tuple[str, *tuple[_Field, ...]]]

    def encode(self) -> str:
        """The text for the button.

        Raises:
            ValueError: It has more than the 64 bytes that Telegram allows.
        """
        template, *written = self._FORM
        values = (getattr(self, it.name) for it in fields(self))  # type: ignore[arg-type]
        text = template.format(
            *(it.write(value) for it, value in zip(written, values, strict=True))
        )
        if len(text.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise ValueError(f"expected 64 bytes of callback data at most, got {text!r}")
        return text

    @classmethod
    def parse(cls, data: object) -> Self | None:
        """The value of which ``data`` is the text; None where it is that of another kind."""
        template, *written = cls._FORM
        pattern = template.format(*(f"({it.pattern})" for it in written))
        found = re.fullmatch(pattern, data, re.DOTALL) if isinstance(data, str) else None
        try:
            return found and cls(*map(lambda it, text: it.read(text), written, found.groups()))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class AnswerPress(CallbackData):
    """Under an answer: do ``act``, with ``value``; the answer stands on ``page``, from 0.

    >>> AnswerPress(12, 0, "day", "2026-01-20").encode()
    'A:12:0:day:2026-01-20'
    """

    _FORM = ("A:{}:{}:{}:{}", _ID, _PAGE_FROM_0, _Field("[a-z]+"), _Field(r"[\d-]{0,10}"))
    asked: int
    page: int
    act: str
    value: str = ""

    @property
    def number(self) -> int:
        """The value as a number; -1 where it is none."""
        return int(self.value) if self.value.isdecimal() else -1


@dataclass(frozen=True, slots=True)
class ArticlePage(CallbackData):
    """A page, from 1, of the article with the key: in place of the message, or as a new one.

    The page None is that of the button that only shows where one is.
    """

    _FORM = ("art:{}:{}{}", _KEY, _IN_PLACE, _PAGE_OR_NONE)
    key: str
    in_place: bool
    page: int | None


@dataclass(frozen=True, slots=True)
class Inert(CallbackData):
    """A button that does nothing."""

    _FORM = ("see:-",)


@dataclass(frozen=True, slots=True)
class CalendarMonth(CallbackData):
    """The calendar of the month of a day."""

    _FORM = ("see:cal:{}", _MONTH)
    month: date


@dataclass(frozen=True, slots=True)
class EventsOfDay(CallbackData):
    """What happened on a day."""

    _FORM = ("see:day:{}", _DAY)
    day: date


@dataclass(frozen=True, slots=True)
class TimelinePage(CallbackData):
    """A page, from 1, of the timeline of a span, whose ends may be open.

    >>> TimelinePage(Span(date(2023, 1, 1), None), 2).encode()
    'see:line:2023-01-01.:2'
    """

    _FORM = ("see:line:{}:{}", _SPAN, _PAGE)
    span: Span
    page: int


@dataclass(frozen=True, slots=True)
class SourcesPage(CallbackData):
    """A page, from 1, of the list of articles; of those with words, where there are any."""

    # The words come last: they may hold any character.
    _FORM = ("see:src:{}:{}", _PAGE, _Field(".*"))
    page: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class ListedArticle(CallbackData):
    """The article with a key, of the list of articles."""

    _FORM = ("see:art:{}", _KEY)
    key: str


@dataclass(frozen=True, slots=True)
class AccessRequested(CallbackData):
    """A stranger asks to be let in."""

    _FORM = ("acc:ask",)


@dataclass(frozen=True, slots=True)
class AccessDecided(CallbackData):
    """An administrator admits (a), refuses (r) or blocks (b) a person."""

    _FORM = ("acc:{}:{}", _Field("[arb]"), _PERSON)
    decision: str
    person: int


@dataclass(frozen=True, slots=True)
class LanguageChosen(CallbackData):
    """The language that the bot is to speak."""

    _FORM = ("lang:{}", _Field("|".join(LANGUAGES)))
    language: str


def button(label: str, data: CallbackData) -> InlineKeyboardButton:
    """A button that says ``data`` to the bot."""
    return InlineKeyboardButton(label, callback_data=data.encode())


_KINDS: tuple[type[CallbackData], ...] = (
    *(AnswerPress, ArticlePage, AccessRequested, AccessDecided, LanguageChosen),
    *(Inert, CalendarMonth, EventsOfDay, TimelinePage, SourcesPage, ListedArticle),
)


def parse(data: object) -> CallbackData | None:
    """The value of which ``data`` is the text, of whichever kind; None where it is of none."""
    return next((value for kind in _KINDS if (value := kind.parse(data))), None)

"""What the buttons say to the bot: one value a kind of button, and its text in callback data.

The texts stand under messages that were sent long ago: a form may be added, none is changed.
They say all that a press needs, so that a keyboard outlives a restart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from telegram import InlineKeyboardButton
from telegram.constants import InlineKeyboardButtonLimit

from bot.config import LANGUAGES
from bot.model import Span

BROWSE_PREFIX = "see:"
"""How the data of all buttons of /tanggal, /linimasa and /sumber begins."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class CallbackData:
    """What one kind of button says.

    A kind has a form, which its text matches from end to end; of each group ``_read`` gets the
    text.
    """

    __slots__ = ()
    _FORM: ClassVar[re.Pattern[str]]

    def encode(self) -> str:
        """The text for the button.

        Raises:
            ValueError: It has more than the 64 bytes that Telegram allows.
        """
        text = self._write()
        if len(text.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise ValueError(f"expected 64 bytes of callback data at most, got {text!r}")
        return text

    @classmethod
    def parse(cls, data: object) -> Self | None:
        """The value of which ``data`` is the text; None where it is that of another kind."""
        found = cls._FORM.fullmatch(data) if isinstance(data, str) else None
        try:
            return cls._read(*found.groups()) if found else None
        except ValueError:
            return None

    @classmethod
    def matches(cls, data: object) -> bool:
        """Whether ``data`` is the text of a value of this kind."""
        return cls.parse(data) is not None

    def _write(self) -> str:
        raise NotImplementedError

    @classmethod
    def _read(cls, *parts: str) -> Self:
        return cls(*parts)


def button(label: str, data: CallbackData) -> InlineKeyboardButton:
    """A button that says ``data`` to the bot."""
    return InlineKeyboardButton(label, callback_data=data.encode())


def parse_day(text: str) -> date | None:
    """The day of "2023-01-17"; None for any other text.

    >>> parse_day("2023-01-17"), parse_day("20230117"), parse_day("2023-02-30")
    (datetime.date(2023, 1, 17), None, None)
    """
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _need_day(text: str) -> date:
    day = parse_day(text)
    if day is None:
        raise ValueError(f"expected YYYY-MM-DD, got {text!r}")
    return day


@dataclass(frozen=True, slots=True)
class AnswerPress(CallbackData):
    """Under an answer: do ``act``, with ``value``; the answer stands on ``page``, from 0.

    >>> AnswerPress(12, 0, "day", "2026-01-20").encode()
    'A:12:0:day:2026-01-20'
    """

    _FORM = re.compile(r"A:(\d{1,18}):(\d{1,4}):([a-z]+):([\d-]{0,10})")

    asked: int
    page: int
    act: str
    value: str = ""

    def _write(self) -> str:
        return f"A:{self.asked}:{self.page}:{self.act}:{self.value}"

    @classmethod
    def _read(cls, *parts: str) -> Self:
        asked, page, act, value = parts
        return cls(int(asked), int(page), act, value)

    @property
    def number(self) -> int:
        """The value as a number; -1 where it is none."""
        return int(self.value) if self.value.isdecimal() else -1


@dataclass(frozen=True, slots=True)
class ArticlePage(CallbackData):
    """A page, from 1, of the article with the key: in place of the message, or as a new one.

    The page None is that of the button that only shows where one is.
    """

    _FORM = re.compile(r"art:([0-9a-f]{8,32}):(t?)(\d{1,6}|x)")

    key: str
    page: int | None
    in_place: bool = False

    def _write(self) -> str:
        page = "x" if self.page is None else self.page
        return f"art:{self.key}:{'t' * self.in_place}{page}"

    @classmethod
    def _read(cls, *parts: str) -> Self:
        key, turn, page = parts
        return cls(key, None if page == "x" else int(page), bool(turn))


class Inert(CallbackData):
    """A button that does nothing."""

    __slots__ = ()
    _FORM = re.compile("see:-")

    def _write(self) -> str:
        return "see:-"


@dataclass(frozen=True, slots=True)
class CalendarMonth(CallbackData):
    """The calendar of the month of a day."""

    _FORM = re.compile(r"see:cal:(\d{4}-\d\d)", re.ASCII)

    month: date

    def _write(self) -> str:
        return f"see:cal:{self.month.isoformat()[:7]}"

    @classmethod
    def _read(cls, *parts: str) -> Self:
        return cls(_need_day(f"{parts[0]}-01"))


@dataclass(frozen=True, slots=True)
class EventsOfDay(CallbackData):
    """What happened on a day."""

    _FORM = re.compile(r"see:day:(.*)")

    day: date

    def _write(self) -> str:
        return f"see:day:{self.day.isoformat()}"

    @classmethod
    def _read(cls, *parts: str) -> Self:
        return cls(_need_day(parts[0]))


@dataclass(frozen=True, slots=True)
class TimelinePage(CallbackData):
    """A page, from 1, of the timeline of a span, whose ends may be open.

    >>> TimelinePage(Span(date(2023, 1, 1), None), 2).encode()
    'see:line:2023-01-01.:2'
    """

    _FORM = re.compile(r"see:line:([\d-]*)\.([\d-]*):(\d{1,6})", re.ASCII)

    span: Span
    page: int

    def _write(self) -> str:
        ends = [day.isoformat() if day else "" for day in (self.span.first, self.span.last)]
        return f"see:line:{'.'.join(ends)}:{self.page}"

    @classmethod
    def _read(cls, *parts: str) -> Self:
        first, last = (_need_day(end) if end else None for end in parts[:2])
        return cls(Span(first, last), int(parts[2]))


@dataclass(frozen=True, slots=True)
class SourcesPage(CallbackData):
    """A page, from 1, of the list of articles; of those with words, where there are any."""

    # The words come last: they may hold any character.
    _FORM = re.compile(r"see:src:(\d{1,6}):(.*)", re.ASCII | re.DOTALL)

    page: int
    words: str = ""

    def _write(self) -> str:
        return f"see:src:{self.page}:{self.words}"

    @classmethod
    def _read(cls, *parts: str) -> Self:
        return cls(int(parts[0]), parts[1])


@dataclass(frozen=True, slots=True)
class ListedArticle(CallbackData):
    """The article with a key, of the list of articles."""

    _FORM = re.compile(r"see:art:([0-9a-f]+)")

    key: str

    def _write(self) -> str:
        return f"see:art:{self.key}"


class AccessRequested(CallbackData):
    """A stranger asks to be let in."""

    __slots__ = ()
    _FORM = re.compile("acc:ask")

    def _write(self) -> str:
        return "acc:ask"


@dataclass(frozen=True, slots=True)
class AccessDecided(CallbackData):
    """An administrator admits (a), refuses (r) or blocks (b) a person."""

    _FORM = re.compile(r"acc:([arb]):(\d{1,16})")

    decision: str
    person: int

    def _write(self) -> str:
        return f"acc:{self.decision}:{self.person}"

    @classmethod
    def _read(cls, *parts: str) -> Self:
        return cls(parts[0], int(parts[1]))


@dataclass(frozen=True, slots=True)
class LanguageChosen(CallbackData):
    """The language that the bot is to speak."""

    _FORM = re.compile(rf"lang:({'|'.join(LANGUAGES)})")

    language: str

    def _write(self) -> str:
        return f"lang:{self.language}"


_KINDS: tuple[type[CallbackData], ...] = (
    AnswerPress,
    ArticlePage,
    Inert,
    CalendarMonth,
    EventsOfDay,
    TimelinePage,
    SourcesPage,
    ListedArticle,
    AccessRequested,
    AccessDecided,
    LanguageChosen,
)


def parse(data: object) -> CallbackData | None:
    """The value of which ``data`` is the text, of whichever kind; None where it is of none."""
    return next((value for kind in _KINDS if (value := kind.parse(data))), None)

"""What /tanggal, /linimasa and /sumber show: a text in HTML and the buttons under it."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answer.browse import ListPage, Overview, TimelineDay, month_of
from bot.index.protocol import EventArticle, article_key
from bot.model import Article, Span
from bot.render.blocks import straight
from bot.render.translations import Translations
from bot.telegram.callback_data import (
    CalendarMonth,
    CallbackData,
    EventsOfDay,
    Inert,
    ListedArticle,
    SourcesPage,
    TimelinePage,
    button,
)
from bot.text.characters import utf16_length
from bot.text.shorten import shorten

ON_A_PAGE = 8
# With "see:src:", a page and a colon they stay within the 64 bytes of callback data.
MOST_WORD_BYTES = 48
_MOST_TOLD = 3
_LONGEST_TITLE = 90
_LONGEST_OUTLET = 40
_MOST_MARKED = 99
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

Row = tuple[InlineKeyboardButton, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """A text in HTML with the rows of buttons under it."""

    text: str
    rows: tuple[Row, ...] = ()

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        """The keyboard, where there is one."""
        return InlineKeyboardMarkup(self.rows) if self.rows else None


def calendar_screen(
    overview: Overview, month: date, translations: Translations, *, today: date
) -> Screen:
    """The month with its days, each that has events marked with their number, today in brackets."""
    span = month_of(month)
    counts = {each.day: each.events for each in overview.event_days(span)}
    key = {0: "calendar_none", 1: "calendar_day"}.get(len(counts), "calendar_days")
    said = translations.say(f"looking.{key}", count=len(counts))
    weeks = [
        tuple(_day_button(month, number, counts, today) for number in week)
        for week in Calendar().monthdayscalendar(month.year, month.month)
    ]
    turns = _month_turns(overview, month)
    title = f"📅 <b>{escape(translations.days(span))}</b>"
    lines = [title, said, translations.say("looking.weekdays")]
    return Screen("\n".join(lines), (*weeks, *([turns] if turns else [])))


def _day_button(
    month: date, number: int, counts: dict[date, int], today: date
) -> InlineKeyboardButton:
    if not number:
        return button("·", Inert())
    day = month.replace(day=number)
    label = f"[{number}]" if day == today else str(number)
    count = counts.get(day, 0)
    if not count:
        return button(label, Inert())
    mark = str(min(count, _MOST_MARKED)).translate(_SUPERSCRIPT)
    more = "⁺" if count > _MOST_MARKED else ""
    return button(f"{label}{mark}{more}", EventsOfDay(day))


def _month_turns(overview: Overview, month: date) -> Row:
    """The way to other months; none leads where nothing lies any more."""
    before, after = overview.months_around(month)
    turns = []
    if before:
        previous = month.replace(day=1) - timedelta(days=1)
        turns += [button("«", CalendarMonth(before)), button("‹", CalendarMonth(previous))]
    if after:
        following = month.replace(day=28) + timedelta(days=4)
        turns += [button("›", CalendarMonth(following)), button("»", CalendarMonth(after))]
    return tuple(turns)


def timeline_screen(
    span: Span, page: ListPage[TimelineDay], translations: Translations, *, bot_name: str = ""
) -> Screen:
    """A page of the days of ``span``, each with some of the articles that name it.

    With ``bot_name`` it is that of a group: without numbers and buttons, and with the name of
    whom to ask for the rest.
    """
    title = translations.say("looking.timeline")
    if span.first or span.last:
        title = translations.say("looking.timeline_of", days=translations.days(span))
    lines = [f"🗓 <b>{escape(title)}</b>"]
    if not bot_name:
        lines.append(translations.say("looking.days_open"))
    for number, day in enumerate(page.items, 1):
        mark = "" if bot_name else f"{number}. "
        planned = f" · {translations.say('answer.planned')}" if day.event_day.planned else ""
        named = escape(translations.day(day.event_day.day))
        lines += ["", f"{mark}{named}{planned}", *_told_lines(day, translations)]
    if bot_name and page.count > 1:
        counts = {"shown": len(page.items), "total": page.total}
        said = translations.say("looking.timeline_part", name=bot_name, **counts)
        lines += ["", f"<i>{escape(said)}</i>"]
    days = [EventsOfDay(day.event_day.day) for day in page.items]
    turns = _page_turns(page, lambda number: TimelinePage(span, number))
    return Screen("\n".join(lines), () if bot_name else (number_buttons(days), *turns))


def _told_lines(day: TimelineDay, translations: Translations) -> list[str]:
    lines = [f"· {escape(_told(told))}" for told in day.told[:_MOST_TOLD]]
    if more := day.event_day.events - len(lines):
        key = "looking.and_one" if more == 1 else "looking.and_more"
        lines.append("· " + translations.say(key, count=more))
    return lines


def _told(told: EventArticle) -> str:
    title = told.article.title or told.sentence
    return f"{clip(told.article.publisher, _LONGEST_OUTLET)}: {clip(title, _LONGEST_TITLE)}"


def sources_screen(words: str, page: ListPage[Article], translations: Translations) -> Screen:
    """A page of the articles; ``words`` are those that they were looked for by, if any."""
    key = "looking.sources_with" if words else "looking.sources"
    counted = "looking.article" if page.total == 1 else "looking.articles"
    title = escape(translations.say(key, words=words))
    lines = [f"📰 <b>{title}</b>", translations.say(counted, count=page.total)]
    for number, article in enumerate(page.items, 1):
        lines += ["", f"{number}. {escape(_article_line(article, translations))}"]
    articles = [ListedArticle(article_key(article.id)) for article in page.items]
    turns = _page_turns(page, lambda number: SourcesPage(number, words))
    return Screen("\n".join(lines), (number_buttons(articles), *turns))


def _article_line(article: Article, translations: Translations) -> str:
    if article.published is None:
        day = translations.say("looking.undated")
    else:
        day = translations.date_only(article.published)
        if article.published_from is not None:
            day = translations.say("looking.about", day=day)
    title = article.title or f"“{article.paragraphs[0]}"
    shown = clip(title, _LONGEST_TITLE) + ("" if article.title else "”")
    return " · ".join((day, clip(article.publisher, _LONGEST_OUTLET), shown))


def nearest_screen(
    text: str, days: Sequence[date], translations: Translations, *, with_buttons: bool
) -> Screen:
    """An HTML ``text`` that there is nothing, and the nearest days: as buttons, or in words."""
    if not days:
        return Screen(text)
    if with_buttons:
        rows = tuple((button(translations.day(day), EventsOfDay(day)),) for day in days)
        return Screen(f"{text}\n{translations.say('looking.nearest_open')}", rows)
    named = translations.say("looking.nearest", days=" · ".join(map(translations.day, days)))
    return Screen(f"{text}\n{escape(named)}")


def shorten_words(words: str) -> str:
    """``words`` as far as callback data can hold them, white space folded.

    >>> len(shorten_words("é" * 99).encode())
    48
    """
    folded = " ".join(words.split()).encode(errors="ignore")
    return folded[:MOST_WORD_BYTES].decode(errors="ignore").strip()


def clip(text: str, most: int) -> str:
    """``text`` on one line, cut at the end of a word where it has more than ``most`` units.

    >>> clip("Kantor Imigrasi Kupang", 18)
    'Kantor Imigrasi…'
    """
    folded = straight(" ".join(text.split()))
    return shorten(folded, most, words=True, length=utf16_length)


def number_buttons(listed: Sequence[CallbackData]) -> Row:
    """A row of buttons with the numbers of what is listed, from 1."""
    return tuple(button(str(number), data) for number, data in enumerate(listed, 1))


def _page_turns(
    page: ListPage[TimelineDay] | ListPage[Article], data: Callable[[int], CallbackData]
) -> tuple[Row, ...]:
    """The row that leads to other pages, each by its ``data``."""
    if page.count == 1:
        return ()
    here, last = page.number, page.count
    row = [button("«", data(1))] if here > 2 else []
    row += [button("‹", data(here - 1))] if here > 1 else []
    row.append(button(f"{here}/{last}", Inert()))
    row += [button("›", data(here + 1))] if here < last else []
    row += [button("»", data(last))] if here < last - 1 else []
    return (tuple(row),)

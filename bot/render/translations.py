"""What the bot says in its own words, by language; the sentences stand in ``bot/locale``."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

import yaml
from babel.dates import format_date

from bot.model import Span


@dataclass(frozen=True, slots=True)
class Translations:
    """The texts of one language, by key."""

    language: str
    texts: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """The text under ``key`` with its {placeholders} filled.

        Raises:
            KeyError: There is no such key, or a placeholder has no value.
        """
        return self.texts[key].format(**values)

    def day(self, day: date) -> str:
        """The day in words with its weekday: "Selasa, 20 Januari 2026"."""
        return str(format_date(day, self.texts["day"], locale=self.language))

    def days(self, span: Span) -> str:
        """The span in words: a day, a month ("Januari 2026"), a year, or from one to another."""
        first, last = span.first, span.last
        if first is None or last is None:
            return self._open_days(first, last)
        if first == last:
            return self.day(first)
        if (first.day, first.month) == (1, 1) and (last.day, last.month) == (31, 12):
            if first.year == last.year:
                return self.say("year", year=first.year)
            return self.say("from_to", first=first.year, last=last.year)
        if first.day == 1 and last == first.replace(day=monthrange(first.year, first.month)[1]):
            return str(format_date(first, "MMMM y", locale=self.language))
        return self.date_range(first, last)

    def short_days(self, span: Span) -> str:
        """The span in words without weekdays: "20 Januari 2026"."""
        is_day = span.first is not None and span.first == span.last
        return self.date_only(span.first) if is_day and span.first else self.days(span)

    def date_only(self, day: date) -> str:
        """The day in words without its weekday: "20 Januari 2026"."""
        return str(format_date(day, "d MMMM y", locale=self.language))

    def date_range(self, first: date, last: date) -> str:
        """The days in words, nothing said twice: "19–25 Januari 2026", "28 Januari–3 Februari 2026".

        >>> read_translations("id").date_range(date(2025, 12, 28), date(2026, 1, 3))
        '28 Desember 2025–3 Januari 2026'
        """
        if first == last:
            return self.date_only(last)
        same_month = (first.year, first.month) == (last.year, last.month)
        pattern = "d" if same_month else "d MMMM" if first.year == last.year else "d MMMM y"
        return f"{format_date(first, pattern, locale=self.language)}–{self.date_only(last)}"

    def month(self, day: date) -> str:
        """The month of the day: "Jan"."""
        return str(format_date(day, "MMM", locale=self.language))

    def short_day(self, day: date, *, month: bool) -> str:
        """The day short, with its weekday: "Jum 2", with its month "Jum 2 Jan"."""
        return str(format_date(day, "EEE d MMM" if month else "EEE d", locale=self.language))

    def short_range(self, first: date, last: date, *, month: bool) -> str:
        """The days short: "8–16", with months "28 Jan–3 Feb"."""
        if first.month == last.month and not month:
            return f"{first.day}–{last.day}"
        ends = [str(format_date(day, "d MMM", locale=self.language)) for day in (first, last)]
        return "–".join(ends)

    def yearly(self, day: date) -> str:
        """The day in words without its year: "20 Januari"."""
        return str(format_date(day, "d MMMM", locale=self.language))

    def _open_days(self, first: date | None, last: date | None) -> str:
        if first:
            return self.say("from_on", day=self.date_only(first))
        if last:
            return self.say("up_to", day=self.date_only(last))
        return self.say("any_day")


def read_translations(language: str) -> Translations:
    """The texts of ``language``; the key of a nested text joins its parts with a dot.

    Raises:
        FileNotFoundError: There is no such language.
    """
    text = files("bot").joinpath("locale", f"{language}.yaml").read_text(encoding="utf-8")
    # The C reader is ten times faster, and this is on the way of every cold start.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Translations(language, dict(_flat(yaml.load(text, loader))))  # noqa: S506


def _flat(tree: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", str(value)

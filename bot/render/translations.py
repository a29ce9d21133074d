"""What the bot says in its own words, by language; the sentences stand in ``bot/locale``."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
        begin = format_date(first, _shared(first, last), locale=self.language)
        return f"{begin}–{self.date_only(last)}"

    def alternatives(self, days: Iterable[date]) -> str:
        """The days in words, nothing said twice, "or" before the last: "26 atau 27 Januari 2023".

        >>> read_translations("id").alternatives([date(2026, 11, 4), date(2025, 11, 4)])
        '4 November 2025 atau 2026'
        """
        ordered = sorted(set(days))
        *others, last = ordered
        if all((day.day, day.month) == (last.day, last.month) for day in others):
            said = [self.date_only(day) if day is ordered[0] else str(day.year) for day in ordered]
        else:
            said = [
                str(format_date(day, _shared(day, last), locale=self.language)) for day in others
            ]
            said.append(self.date_only(last))
        return self.one_of(said)

    def one_of(self, parts: Sequence[str]) -> str:
        """The parts, "or" before the last: "2.980 atau 3.612"."""
        joiner = f" {self.say('answer.or')} "
        return joiner.join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)

    def month(self, day: date) -> str:
        """The month of the day: "Jan"."""
        return str(format_date(day, "MMM", locale=self.language))

    def short_day(self, day: date, *, month: bool, year: bool = False) -> str:
        """The day short: "Jum 2" with its weekday, "Jum 2 Jan" with its month, "2 Jan 2026"."""
        pattern = "d MMM y" if year else "EEE d MMM" if month else "EEE d"
        return str(format_date(day, pattern, locale=self.language))

    def short_range(self, first: date, last: date, *, year: bool = False) -> str:
        """The days short, nothing said twice: "8–16 Jan", "28 Jan–3 Feb", "8–16 Jan 2026"."""
        pattern = "d MMM y" if year else "d MMM"
        if first == last:
            return str(format_date(last, pattern, locale=self.language))
        begin = "d" if (first.year, first.month) == (last.year, last.month) else "d MMM"
        begin = pattern if first.year != last.year else begin
        ends = ((first, begin), (last, pattern))
        return "–".join(str(format_date(day, it, locale=self.language)) for day, it in ends)

    def yearly(self, day: date) -> str:
        """The day in words without its year: "20 Januari"."""
        return str(format_date(day, "d MMMM", locale=self.language))

    def _open_days(self, first: date | None, last: date | None) -> str:
        if first:
            return self.say("from_on", day=self.date_only(first))
        if last:
            return self.say("up_to", day=self.date_only(last))
        return self.say("any_day")


def _shared(day: date, last: date) -> str:
    """The pattern for a day before ``last``, without what the two share."""
    if day.year != last.year:
        return "d MMMM y"
    return "d" if day.month == last.month else "d MMMM"


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

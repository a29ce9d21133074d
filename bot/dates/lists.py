"""Lists that say a word once for all their members, before the members are grouped (DATES 11).

"Triwulan I dan II 2025", "20 Mei 2023, 2024, dan 2025", "Sabtu dan Minggu (10 dan 11 Mei)".
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from bot.dates.patterns import Pattern
from bot.dates.phrases import FoundPhrase, Named, Pair, Range, Strength, gap_between, is_weekday

LIST_GAP: Final = Pattern(r",? ?(?:dan|&|serta|atau|maupun|or|juga|\+) ?(?:pada )?|, ?|/")
COMMA_GAP: Final = Pattern(r", ?")
_JOINT: Final = re.compile(r" ?(?:dan|&) ?")
_YEAR_GAP: Final = Pattern(r",? ?(?:dan|&|serta|atau|maupun) ?")
_WEEKDAY_GAP: Final = Pattern(r" ?(?:dan|&|serta) ?(?:hari )?|/")
_ANNOUNCES: Final = Pattern(r",? ?\(?(?:tanggal )?")


def split_pairs(canon: str, found: list[FoundPhrase]) -> list[FoundPhrase]:
    """The phrases with "triwulan I dan II 2025" as two; each keeps its own words (DATES 11).

    >>> both = FoundPhrase(Pair(Named(day=1), Named(day=2)), 0, 5, "pair")
    >>> [(found.start, found.stop) for found in split_pairs("1 & 2", [both])]
    [(0, 1), (4, 5)]
    """
    split: list[FoundPhrase] = []
    for both in found:
        said = both.phrase
        if not isinstance(said, Pair):
            split.append(both)
            continue
        joint = list(_JOINT.finditer(canon, both.start, both.stop))[-1]
        split.append(replace(both, phrase=said.left, stop=joint.start()))
        split.append(replace(both, phrase=said.right, start=joint.end()))
    return split


def spread_years(canon: str, found: list[FoundPhrase]) -> list[FoundPhrase]:
    """The phrases with the years of "20 Mei 2023, 2024, dan 2025" as that day in each (DATES 11).

    >>> first = FoundPhrase(Named(20, 5, 2023), 0, 11, "day_month")
    >>> last = FoundPhrase(Named(year=2024), 16, 20, "year", Strength.BARE)
    >>> spread_years("20 mei 2023 dan 2024", [first, last])[1].phrase.month
    5
    """
    spread: list[FoundPhrase] = []
    lender: Named | None = None
    for index, right in enumerate(found):
        run = found[max(index - 1, 0) : index + 2]
        if lender and _goes_on_with_year(canon, run, right):
            year = right.phrase.year if isinstance(right.phrase, Named) else None
            lender = replace(lender, year=year, weekday=None)
            spread.append(replace(right, phrase=lender, strength=Strength.SURE))
            continue
        said = right.phrase
        lender = said if isinstance(said, Named) and said.month and said.year else None
        spread.append(right)
    return spread


def _goes_on_with_year(canon: str, run: list[FoundPhrase], right: FoundPhrase) -> bool:
    """Whether a bare year goes on a list: behind "dan", or behind a comma with "dan" to come."""
    if not _is_bare_year(right):
        return False
    gaps = [gap_between(canon, *pair) for pair in pairwise(run)]
    if _YEAR_GAP.fullmatch(gaps[0]):
        return True
    return bool(
        COMMA_GAP.fullmatch(gaps[0])
        and _is_bare_year(run[-1])
        and len(gaps) > 1
        and _YEAR_GAP.fullmatch(gaps[1])
    )


def _is_bare_year(found: FoundPhrase) -> bool:
    said = found.phrase
    return (
        found.strength is Strength.BARE
        and isinstance(said, Named)
        and said.year is not None
        and said.month is None
    )


def join_weekdays(canon: str, found: list[FoundPhrase]) -> list[FoundPhrase]:
    """The phrases with "Sabtu dan Minggu (10-11 Mei)" as one range, and with dates in a list as days.

    The weekdays only announce the dates behind them (DATES A5, 13).

    >>> days = [FoundPhrase(Named(weekday=6), 0, 5, "weekday"), FoundPhrase(Named(weekday=7), 10, 16, "weekday")]
    >>> dates = [FoundPhrase(Named(day=10), 18, 20, "number"), FoundPhrase(Named(11, 5), 25, 31, "day_month")]
    >>> [said.phrase.weekday for said in join_weekdays("sabtu dan minggu (10 dan 11 mei)", days + dates)]
    [6, 7]
    """
    joined: list[FoundPhrase] = []
    index = 0
    while index < len(found):
        members, used = _announced(canon, found[index : index + 4])
        joined.extend(members)
        index += used
    return joined


def _announced(canon: str, run: list[FoundPhrase]) -> tuple[list[FoundPhrase], int]:
    """What the phrases of a run that belong together say, and how many they are."""
    if len(run) < 3 or not _are_weekdays(canon, run):
        return run[:1], 1
    one, two, date = run[:3]
    if isinstance(date.phrase, Range):
        days = Range(one.phrase, two.phrase)
        return [FoundPhrase(days, one.start, two.stop, "range", Strength.BARE)], 2
    if len(run) < 4 or not _WEEKDAY_GAP.fullmatch(gap_between(canon, date, run[3])):
        return run[:1], 1
    first, last = _on(one, date), _on(two, run[3])
    return ([first, last], 4) if first and last else (run[:1], 1)


def _are_weekdays(canon: str, run: list[FoundPhrase]) -> bool:
    return (
        is_weekday(run[0].phrase)
        and is_weekday(run[1].phrase)
        and bool(_WEEKDAY_GAP.fullmatch(gap_between(canon, run[0], run[1])))
        and bool(_ANNOUNCES.fullmatch(gap_between(canon, run[1], run[2])))
    )


def _on(weekday: FoundPhrase, date: FoundPhrase) -> FoundPhrase | None:
    """The date with the weekday that announces it; None for what is no day."""
    day, said = weekday.phrase, date.phrase
    if not (isinstance(day, Named) and isinstance(said, Named) and said.day):
        return None
    return replace(date, phrase=replace(said, weekday=day.weekday))

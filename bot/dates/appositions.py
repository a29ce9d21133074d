"""Phrases beside each other that say one date: "hari ini, Jumat (31/1)" (DATES A5, 12).

The written date says the days; what announces it (a weekday, "kemarin", "pekan lalu") only
lends its weekday, to choose the year by and to notice a contradiction.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.dates.edges import with_edge
from bot.dates.nesting import within
from bot.dates.patterns import Pattern
from bot.dates.phrases import (
    Anaphora,
    Cue,
    FoundPhrase,
    Named,
    Part,
    Phrase,
    PieceKind,
    Range,
    Relative,
    Shifted,
    Strength,
    Unit,
    WeekOf,
    gap_between,
    is_bare_day,
    is_told,
    is_weekday,
)
from bot.dates.scan import add_tail

APPOSITION_GAP: Final = Pattern(r",? ?(?:yakni|yaitu|tepatnya|atau|pada|on|the|of|/|\()? ?")
TOLD_GAP: Final = Pattern(r",? (?:(?:di|pada|of|in) )?(?:the )?")
HEAD_GAP: Final = Pattern(r" (?:pada |the )?")


def join_heads(canon: str, found: list[FoundPhrase]) -> list[FoundPhrase]:
    """The phrases with "the week of", "sehari sebelum" and edges joined to the date behind them."""
    joined: list[FoundPhrase] = []
    for right in found:
        left = joined[-1] if joined else None
        if (
            left
            and right.strength > Strength.VAGUE
            and (whole := _with_head(canon, left, right) or with_edge(canon, left, right))
        ):
            joined[-1] = FoundPhrase(whole, left.start, right.stop, left.rule)
        else:
            joined.append(right)
    return joined


def _with_head(canon: str, left: FoundPhrase, right: FoundPhrase) -> Phrase | None:
    if not HEAD_GAP.fullmatch(gap_between(canon, left, right)):
        return None
    base = right.phrase
    match left.phrase:
        case WeekOf(Anaphora()):
            return WeekOf(base)
        case Part(WeekOf(Anaphora()), piece):
            return Part(WeekOf(base), piece)
        case Shifted(Anaphora(unit=Unit.DAY), unit, away):
            return Shifted(base, unit, away)
    return None


def join_appositions(canon: str, found: list[FoundPhrase]) -> list[FoundPhrase]:
    """The phrases with "hari ini, Jumat (31/1)" as one: the written date says the days.

    What the words behind an apposition took ("Jumat (29/7) besok") is no phrase of its own.
    """
    joined: list[FoundPhrase] = []
    for right in found:
        if not joined or right.start >= joined[-1].stop:
            joined.append(_after_heads(canon, joined, right))
    return joined


def _after_heads(canon: str, joined: list[FoundPhrase], date: FoundPhrase) -> FoundPhrase:
    """A date with all the phrases before it that say the same; they leave ``joined``."""
    while joined and (
        whole := _inside(canon, joined[-1], date) or _apposition(canon, joined[-1], date)
    ):
        joined.pop()
        date = whole
    return date


def _inside(canon: str, left: FoundPhrase, right: FoundPhrase) -> FoundPhrase | None:
    """The date in the unit named before it: "bulan lalu tanggal 5", "tahun 2023 tanggal 12 Januari"."""
    if is_told(left.phrase) or is_told(right.phrase):
        return _inside_told(canon, left, right)
    if left.strength is not Strength.SURE or right.strength is Strength.LINKED:
        return None
    gap = gap_between(canon, left, right)
    if gap != " " and not (gap == ", " and is_weekday(right.phrase)):
        return None
    inside = within(right.phrase, left.phrase)
    return FoundPhrase(inside, left.start, right.stop, right.rule) if inside else None


def _inside_told(canon: str, left: FoundPhrase, right: FoundPhrase) -> FoundPhrase | None:
    """The date in a follow-up's unit beside it: "Senin minggu berikutnya", "bulan itu tanggal 5"."""
    whole, date = (left, right) if is_told(left.phrase) else (right, left)
    if date.strength is Strength.LINKED or not TOLD_GAP.fullmatch(gap_between(canon, left, right)):
        return None
    inside = within(date.phrase, whole.phrase)
    return FoundPhrase(inside, left.start, right.stop, date.rule) if inside else None


def _apposition(canon: str, left: FoundPhrase, right: FoundPhrase) -> FoundPhrase | None:
    gap = gap_between(canon, left, right)
    if not APPOSITION_GAP.fullmatch(gap):
        return None
    bracket = gap.endswith("(")
    if bracket and canon[right.stop : right.stop + 1] != ")":
        bracket = False
        if not is_weekday(left.phrase) or right.strength is Strength.LINKED:
            return None
    if _says_the_same(left.phrase, right.phrase):
        return _joined(canon, left, right, _with_weekday(left.phrase, right.phrase), bracket)
    behind = bracket or (gap == " " and right.strength is Strength.SURE)
    if behind and is_weekday(right.phrase) and _says_the_same(right.phrase, left.phrase):
        return _joined(canon, left, right, _with_weekday(right.phrase, left.phrase), bracket)
    return None


def _joined(
    canon: str, left: FoundPhrase, right: FoundPhrase, said: Phrase, bracket: bool
) -> FoundPhrase:
    strength = left.strength if right.strength is Strength.LINKED else Strength.SURE
    if isinstance(said, Named) and said.day and said.month is None:
        strength = right.strength
    date = right if not is_weekday(right.phrase) else left
    whole = FoundPhrase(said, left.start, right.stop + bracket, date.rule, strength)
    return add_tail(canon, whole)


def _says_the_same(head: Phrase, date: Phrase) -> bool:
    """Whether a phrase only announces the date behind it: a weekday, a relative day or week."""
    if (
        isinstance(date, Named)
        and date.day is None
        and not (is_weekday(date) and _is_day_or_week(head))
        and not (date.year and isinstance(head, Relative))
    ):
        return False
    if isinstance(head, Range):
        return isinstance(date, Range) and is_weekday(head.left) and not is_weekday(date.left)
    if is_weekday(head):
        if isinstance(date, Part):
            return date.piece.kind is PieceKind.DAY
        return isinstance(date, Named) and not is_weekday(date)
    if not isinstance(date, Named) or is_bare_day(date):
        return False
    of_year = isinstance(head, Relative) and head.unit is Unit.YEAR
    is_full = bool(date.year and date.month and (date.day or of_year))
    return (
        (isinstance(head, Anaphora) and head.unit is Unit.DAY)
        or _is_day_or_week(head)
        or (is_full and isinstance(head, Relative))
    )


def _is_day_or_week(said: Phrase) -> bool:
    if isinstance(said, Part):
        return _is_day_or_week(said.whole)
    return isinstance(said, Relative) and said.unit in {Unit.DAY, Unit.WEEK}


def _with_weekday(head: Phrase, date: Phrase) -> Phrase:
    if isinstance(head, Named) and isinstance(date, Named):
        return replace(date, weekday=head.weekday, cue=date.cue or head.cue)
    if isinstance(head, Relative) and head.unit is Unit.DAY and is_weekday(date):
        return replace(date, cue=Cue.PAST) if head.away < 0 else head
    return date

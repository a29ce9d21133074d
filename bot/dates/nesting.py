"""How phrases that stand together complete each other: wholes and what lies in them, lists."""

from __future__ import annotations

from dataclasses import replace

from bot.dates.phrases import (
    Anaphora,
    DatePart,
    Edge,
    Named,
    Part,
    Phrase,
    PieceKind,
    Relative,
    Unit,
)


def within(said: Phrase, whole: Phrase) -> Phrase | None:
    """A phrase in the unit told beside it: "Senin pekan lalu", "20 Januari tahun lalu".

    None where the unit has no such piece.

    >>> within(Named(weekday=1), Relative(Unit.WEEK, -1)).piece.kind
    <PieceKind.WEEKDAY: 'weekday'>
    """
    match whole, said:
        case Relative(Unit.WEEK) | Anaphora(unit=Unit.WEEK), Named(weekday=int(weekday), day=None):
            return Part(whole, DatePart(PieceKind.WEEKDAY, weekday))
        case Relative(Unit.MONTH) | Anaphora(unit=Unit.MONTH), Named(
            day=int(day), month=None, year=None
        ):
            return Part(whole, DatePart(PieceKind.DAY, day))
        case Part(piece=DatePart(PieceKind.MONTH)), Named(day=int(day), month=None, year=None):
            return Part(whole, DatePart(PieceKind.DAY, day))
        case Relative(Unit.YEAR) | Anaphora(unit=Unit.YEAR), Named() | Part():
            return _within_year(said, whole)
        case Named(year=int(year), month=None, day=None), Named(month=int(), year=None):
            return replace(said, year=year)
    return None


def _within_year(said: Phrase, whole: Relative | Anaphora) -> Phrase | None:
    match said:
        case Named(month=int(month), year=None, day=None):
            return Part(whole, DatePart(PieceKind.MONTH, month))
        case Named(month=int(month), year=None, day=int(day)):
            return Part(Part(whole, DatePart(PieceKind.MONTH, month)), DatePart(PieceKind.DAY, day))
        case Part(Named(month=None, year=None, day=None), piece):
            return Part(whole, piece)
        case Part(Named(year=None) as inner, piece):
            outer = _within_year(inner, whole)
            return Part(outer, piece) if outer else None
    return None


def _year_up_to(left: Named, right: Named) -> int | None:
    """The right one's year, or the year before for a later month: "25 Desember dan 1 Januari 2026"."""
    if right.year is None or left.month is None or right.month is None:
        return right.year
    return right.year - (left.month > right.month)


def lend(left: Phrase, right: Phrase) -> Phrase | None:
    """The left member of a list with the right one's month and year.

    None where the two differ in kind and make no list.

    >>> lend(Named(day=14), Named(day=15, month=1, year=2026))
    Named(day=14, month=1, year=2026, weekday=None, cue=None)
    """
    if isinstance(left, Named) and isinstance(right, Named):
        return _lend_named(left, right)
    if isinstance(left, Named) and isinstance(right, Part):
        piece = _same_piece(left, right.piece.kind)
        return Part(right.whole, piece) if piece else left
    if isinstance(left, Edge) and isinstance(right, Part):
        return Part(right.whole, left.piece)
    if isinstance(left, Part) and isinstance(left.whole, Named) and isinstance(right, Named):
        return replace(left, whole=_lend_named(left.whole, right)) if left.whole.month else left
    return left if isinstance(left, Part) and isinstance(right, Named | Part) else None


def _lend_named(left: Named, right: Named) -> Named:
    cue = left.cue or right.cue
    if left.day and not left.month and not left.year and right.day and right.month:
        return replace(left, month=right.month, year=right.year, cue=cue)
    if left.month and not left.year and right.month and (left.day is None) == (right.day is None):
        return replace(left, year=_year_up_to(left, right), cue=cue)
    return left


def _same_piece(left: Named, kind: PieceKind) -> DatePart | None:
    """What the left member names of the kind that the right one is a piece of."""
    match kind, left:
        case PieceKind.DAY, Named(day=int(number), month=None):
            return DatePart(kind, number)
        case PieceKind.WEEKDAY, Named(weekday=int(number), day=None):
            return DatePart(kind, number)
        case PieceKind.MONTH, Named(day=None, month=int(number), year=None):
            return DatePart(kind, number)
    return None

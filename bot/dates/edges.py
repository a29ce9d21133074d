"""The first or last days, weeks or months of what stands behind them: "5 hari terakhir Mei 2017"."""

from __future__ import annotations

from typing import Final

from bot.dates.patterns import Pattern
from bot.dates.phrases import (
    DatePart,
    Edge,
    FoundPhrase,
    Named,
    Part,
    Phrase,
    PieceKind,
    Relative,
    Rolling,
    Strength,
    Unit,
    gap_between,
)

EDGE_GAP: Final = Pattern(r" (?:(?:pada|di|dari|dalam|of|in) )?(?:the )?")
_GOES_ON: Final = Pattern(
    r"$| ?[^\w\s]| (?:ada|apa|siapa|yang|dan|di|pada|lalu|ini|itu|kemarin|berapa|mana|bagaimana|gimana|"
    r"what|who|was|were|is|in|at|on)\b"
)
"""What may follow a bare month that is nobody's name."""
_DAYS_OF: Final = {
    Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 28, Unit.QUARTER: 90, Unit.TERTIAL: 120,
    Unit.SEMESTER: 181, Unit.YEAR: 365,
}  # fmt: skip
"""How many days a unit has at least."""
_KINDS: Final = {
    Unit.DAY: PieceKind.DAY, Unit.WEEK: PieceKind.WEEK, Unit.MONTH: PieceKind.MONTH,
    Unit.QUARTER: PieceKind.QUARTER, Unit.TERTIAL: PieceKind.TERTIAL,
    Unit.SEMESTER: PieceKind.SEMESTER,
}  # fmt: skip


def with_edge(canon: str, left: FoundPhrase, right: FoundPhrase) -> Phrase | None:
    """The edge of the month, year or week behind it: "5 hari terakhir Mei 2017" (DATES Q4a).

    What is too short to have such an edge is left alone: "3 bulan terakhir Januari 2026".
    """
    piece = _edge(canon, left, right)
    if (
        piece is None
        or _may_be_name(canon, right)
        or not EDGE_GAP.fullmatch(gap_between(canon, left, right))
    ):
        return None
    if piece.count is None:
        return Part(right.phrase, piece) if _longest(right.phrase) == 31 else None
    unit = next(unit for unit, kind in _KINDS.items() if kind is piece.kind)
    fits = piece.count * _DAYS_OF[unit] < _longest(right.phrase)
    return Part(right.phrase, piece) if fits else None


def _may_be_name(canon: str, found: FoundPhrase) -> bool:
    """Whether a month goes on like somebody's name: "tiga hari terakhir Mei Lestari hadir"."""
    said = found.phrase
    is_bare = isinstance(said, Named) and said.year is None and found.strength is Strength.BARE
    return is_bare and not _GOES_ON.match(canon, found.stop)


def _edge(canon: str, found: FoundPhrase, whole: FoundPhrase) -> DatePart | None:
    """The piece that a phrase cuts from what stands behind it; of a month "paruh pertama" is one."""
    match found.phrase:
        case Edge(piece):
            return piece
        case Rolling(unit, count, ahead=False) if Strength.SURE in {found.strength, whole.strength}:
            # "Dua minggu ini" ends today, whatever month is named behind it.
            said_now = canon.endswith(" ini", 0, found.stop)
            return None if said_now or unit not in _KINDS else DatePart(_KINDS[unit], -1, count)
        case Part(Named(month=None, year=None), piece) if found.strength is Strength.LINKED:
            return piece
    return None


def _longest(said: Phrase) -> int:
    """How many days a whole has at most; 0 where it is none that has edges."""
    match said:
        case (
            Named(day=None, weekday=None, month=int())
            | Part(piece=DatePart(PieceKind.MONTH, count=None))
        ):
            return 31
        case Named(day=None, weekday=None, year=int()):
            return 366
        case Relative(unit) if unit is not Unit.DAY:
            return {Unit.WEEK: 7, Unit.MONTH: 31, Unit.YEAR: 366}.get(unit, _DAYS_OF[unit] + 3)
        case Part(
            piece=DatePart(PieceKind.QUARTER | PieceKind.TERTIAL | PieceKind.SEMESTER, count=None)
        ):
            return 184
    return 0

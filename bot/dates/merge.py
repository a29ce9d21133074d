"""Phrases that belong together: appositions, ranges, lists (DATES 11, A5).

Three passes over the phrases of a line, each joining neighbours by the text between them:

1. like with like: "Senin hingga Rabu", "19-21/1", and lists, whose members lend each other
   month and year;
2. appositions: "hari ini, Jumat (31/1)", "Senin hingga Rabu (19-21/1)";
3. ranges of what the first two made: "Senin (12/5) hingga Jumat (16/5)".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from bot.dates.appositions import join_appositions, join_heads
from bot.dates.lists import COMMA_GAP, LIST_GAP, join_weekdays, split_pairs, spread_years
from bot.dates.nesting import lend
from bot.dates.patterns import PART_OF_DAY, Pattern
from bot.dates.phrases import (
    Anaphora,
    DatePart,
    Edge,
    FoundPhrase,
    Named,
    Part,
    Phrase,
    PieceKind,
    Range,
    Strength,
    gap_between,
    is_bare_day,
    is_weekday,
)

_TO = r"-{1,2}|hingga|sampai(?: dengan| ke)?|s\.? ?d\.?|s/d|sd|smp|to|ke"
_CLOCK = rf" pukul [0-9.:]{{1,5}}(?: wib| wita| wit)?| {PART_OF_DAY}"
RANGE_GAP: Final = Pattern(rf"(?:{_CLOCK})? ?(?:{_TO})(?: (?:pada|dengan|the))? ?")
BETWEEN: Final = Pattern(r"(?:^|[^\w])antara(?: (?:pada|bulan|hari|the))?(?: tahun)? $")


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases joined by a list, in order; most have one."""

    members: tuple[FoundPhrase, ...]

    @property
    def start(self) -> int:
        """Where its first member begins."""
        return self.members[0].start

    @property
    def stop(self) -> int:
        """Where its last member ends."""
        return self.members[-1].stop

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """What its members say; of a range, what its two ends say."""
        said = self.members[0].phrase
        if isinstance(said, Range):
            return said.left, said.right
        return tuple(member.phrase for member in self.members)

    @property
    def names_weekdays(self) -> bool:
        """Whether it has nothing but weekdays without a cue."""
        return all(is_weekday(said) and said.cue is None for said in self.phrases)


def merge(canon: str, found: list[FoundPhrase]) -> list[Group]:
    """The phrases of a line, joined where they belong together, in order.

    >>> from bot.dates.normalize import normalize
    >>> from bot.dates.scan import scan
    >>> line = normalize("Senin hingga Rabu (19-21/1), lalu 4 dan 11 Februari")
    >>> [len(group.members) for group in merge(line.canon, scan(line))]
    [1, 2]
    """
    found = spread_years(canon, split_pairs(canon, found))
    found = join_weekdays(canon, _join_ranges(canon, found, alike=True))
    found = join_appositions(canon, join_heads(canon, found))
    found = _join_ranges(canon, found, alike=False)
    return _group_lists(canon, found)


def _join_ranges(canon: str, found: list[FoundPhrase], *, alike: bool) -> list[FoundPhrase]:
    """The phrases with "A hingga B" and "antara A dan B" as one each."""
    joined: list[FoundPhrase] = []
    for right in found:
        left = joined[-1] if joined else None
        if left and _is_range(canon, left, right) and (_are_alike(left, right) or not alike):
            joined[-1] = _range(left, right)
        else:
            joined.append(right)
    return joined


def _is_range(canon: str, left: FoundPhrase, right: FoundPhrase) -> bool:
    if any(isinstance(said.phrase, Range | Anaphora | Edge) for said in (left, right)):
        return False
    if not (_finds_day(left, right) and _finds_day(right, left)):
        return False
    gap = gap_between(canon, left, right)
    if RANGE_GAP.fullmatch(gap):
        return True
    return gap.strip(" ,") in {"dan", "dan the", "sama"} and bool(
        BETWEEN.search(canon[max(0, left.start - 24) : left.start])
    )


def _finds_day(number: FoundPhrase, other: FoundPhrase) -> bool:
    """Whether a bare number stands by a day, without which it is none itself."""
    match other.phrase:
        case Named(day=int()) | Part(piece=DatePart(PieceKind.DAY)):
            return True
    return number.rule != "number"


def _are_alike(left: FoundPhrase, right: FoundPhrase) -> bool:
    """Whether both are weekdays, or both have figures or months that lend and borrow."""
    one, other = left.phrase, right.phrase
    if not (isinstance(one, Named | Part) and isinstance(other, Named | Part)):
        return False
    return is_weekday(one) == is_weekday(other)


def _range(left: FoundPhrase, right: FoundPhrase) -> FoundPhrase:
    strength = max(left.strength, right.strength)
    if is_weekday(left.phrase) and is_weekday(right.phrase):
        strength = Strength.BARE if right.phrase.cue is None else Strength.SURE
    return FoundPhrase(Range(left.phrase, right.phrase), left.start, right.stop, "range", strength)


def _group_lists(canon: str, found: list[FoundPhrase]) -> list[Group]:
    """The phrases in lists; from right to left, so that each member can borrow from the next."""
    groups: list[list[FoundPhrase]] = []
    for index in range(len(found) - 1, -1, -1):
        left = found[index]
        members = groups[-1] if groups else []
        chained = len(members) > 1 or _continues_run(canon, found[max(index - 1, 0) : index + 2])
        if members and (lent := _borrow(canon, left, members[-1], chained=chained)):
            members.append(lent)
        else:
            groups.append([left])
    return [Group(tuple(reversed(members))) for members in reversed(groups)]


def _continues_run(canon: str, three: list[FoundPhrase]) -> bool:
    """Whether three days rise with commas between them: "21, 22, 23 Januari"."""
    days = [said.day for found in three if isinstance(said := found.phrase, Named) and said.day]
    return (
        len(days) == 3
        and days[0] < days[1] < days[2]
        and all(is_bare_day(found.phrase) for found in three[:2])
        and all(COMMA_GAP.fullmatch(gap_between(canon, *pair)) for pair in pairwise(three))
    )


def _borrow(
    canon: str, left: FoundPhrase, right: FoundPhrase, *, chained: bool
) -> FoundPhrase | None:
    """The left member of a list with what the right one lends it; None where they make no list.

    A comma joins only what goes on with "dan" (``chained``): "4, 11 dan 18 Januari".
    """
    gap = gap_between(canon, left, right)
    if not LIST_GAP.fullmatch(gap) or (COMMA_GAP.fullmatch(gap) and not chained):
        return None
    if is_weekday(left.phrase) and is_weekday(right.phrase):
        return replace(left, strength=min(left.strength, right.strength))
    if left.strength is Strength.SURE and is_bare_day(left.phrase) and is_bare_day(right.phrase):
        return left
    lent = lend(left.phrase, right.phrase)
    if lent is None or right.strength is Strength.LINKED:
        return None
    if lent == left.phrase:
        return left
    return replace(left, phrase=lent, strength=right.strength)

"""The rules at work: at every offset of a line, the longest phrase that begins there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.dates import days, parts, patterns, relative, told
from bot.dates.nesting import within
from bot.dates.normalize import CanonicalLine
from bot.dates.patterns import (
    AWAY,
    PART_OF_DAY,
    DateRule,
    Pattern,
    by_first_word,
    first_word,
    phrase,
)
from bot.dates.phrases import FoundPhrase, Named, Part, Relative, Strength, Unit, is_weekday
from bot.dates.vetoes import VETOED, veto_at

_EVERYWHERE: Final = relative.RULES + told.RULES + parts.RULES + days.RULES
RULES: Final = _EVERYWHERE + told.FOLLOW_UPS
"""Of two rules with matches of one length, the earlier one is right: "minggu lalu" is a week."""
_BY_FIRST_WORD: Final = {
    False: by_first_word(_EVERYWHERE),
    True: by_first_word(RULES),
}
"""The rules of all texts, and with those that only follow-ups need."""
_BEGINNINGS: Final = _BY_FIRST_WORD[True].keys() | VETOED

TAIL_PART: Final = phrase(rf" (?:di )?{PART_OF_DAY}(?: tadi)?")
TAIL_OF_TODAY: Final = phrase(rf" {PART_OF_DAY} (?:tadi|ini|nanti)")
TAIL_CUE: Final = phrase(" " + patterns.cue_of(f"{patterns.CUE_WORDS}|besok|lusa|tadi"))
TAIL_UNIT: Final = phrase(
    r" (?:di |pada |of )?(?:(?P<count>[0-9]{1,3}) )?(?P<unit>pekan|minggu|bulan|tahun) (?:yang )?"
    r"(?P<cue>lalu|kemarin|ini|depan|mendatang|nanti|lagi)"
)
ENGLISH_TAIL_UNIT: Final = phrase(
    r",? (?:of )?(?P<cue>last|previous|this|next) (?P<unit>pekan|bulan|tahun)"
)
_NOT_A_CUE = phrase(r" (?:ini|lalu|nanti) (?:adalah|merupakan|ialah)")


def scan(line: CanonicalLine, *, follows: bool = False) -> list[FoundPhrase]:
    """Every phrase of a line, in order; none overlaps another.

    ``follows`` says that it follows a question about days, so that "bulan itu" is a phrase, too.

    >>> from bot.dates.normalize import normalize
    >>> [found.rule for found in scan(normalize("Kemarin, 20 Januari, pasal 27, 2 pekan"))]
    ['day_word', 'day_month']
    """
    result = []
    stop = 0
    for offset in line.offsets:
        if offset < stop:
            continue
        first = first_word(line.canon, offset)
        if first not in _BEGINNINGS:
            continue
        found = _longest(line.canon, offset, _BY_FIRST_WORD[follows].get(first, ()))
        stop = max(veto_at(line.canon, offset, first), stop)
        if found and found.stop > stop:
            found = add_tail(line.canon, found)
            result.append(found)
            stop = found.stop
    return result


def _longest(canon: str, offset: int, rules: Iterable[DateRule]) -> FoundPhrase | None:
    """The longest phrase at an offset that a rule reads; of several as long, the first rule's."""
    best: FoundPhrase | None = None
    for rule in rules:
        match = rule.pattern.compiled.match(canon, offset)
        if match and (best is None or match.end() > best.stop):
            read = rule.build(match)
            if read is not None:
                best = FoundPhrase(read, offset, match.end(), rule.name, rule.strength)
    return best


def add_tail(canon: str, found: FoundPhrase) -> FoundPhrase:
    """The phrase with the words behind it that belong to it.

    >>> canon = "kamis malam lalu"
    >>> add_tail(canon, FoundPhrase(Named(weekday=4), 0, 5, "weekday")).phrase.cue
    <Cue.PAST: 'lalu'>
    """
    found = _add_part_of_day(canon, found)
    match = TAIL_UNIT.match(canon, found.stop) or ENGLISH_TAIL_UNIT.match(canon, found.stop)
    if match and (inside := within(found.phrase, Relative(patterns.unit(match), _away(match)))):
        return replace(found, phrase=inside, stop=match.end(), strength=Strength.SURE)
    said = found.phrase
    if not isinstance(said, Named | Part) or found.strength <= Strength.VAGUE:
        return found
    match = TAIL_CUE.match(canon, found.stop)
    if not match or _NOT_A_CUE.match(canon, found.stop):
        return found
    cued = replace(said, cue=patterns.cue(match))
    return replace(found, phrase=cued, stop=match.end(), strength=Strength.SURE)


def _add_part_of_day(canon: str, found: FoundPhrase) -> FoundPhrase:
    """The phrase with its part of the day: "Kamis malam" is surely a date (DATES A2)."""
    tail = _part_of_day_tail(canon, found)
    match = tail.match(canon, found.stop) if tail else None
    return replace(found, stop=match.end(), strength=Strength.SURE) if match else found


def _part_of_day_tail(canon: str, found: FoundPhrase) -> Pattern | None:
    """What a part of the day behind a phrase must look like to belong to it.

    Behind a bracket it has to be today's, "Rabu (21/1) siang tadi": it dates nothing else.
    """
    said = found.phrase
    if is_weekday(said) or (isinstance(said, Relative) and said.unit is Unit.DAY):
        return TAIL_PART
    closes = canon.endswith(")", 0, found.stop) and isinstance(said, Named)
    return TAIL_OF_TODAY if closes else None


def _away(match: re.Match[str]) -> int:
    count = patterns.number(match, "count") or 1
    return count if match["cue"] == "lagi" else count * AWAY[patterns.CUES[match["cue"]]]

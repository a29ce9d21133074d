"""The rules at work: at every place of a line, the longest phrase that begins there."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.dates import days, parts, patterns, relative, words
from bot.dates.nesting import within
from bot.dates.normalize import Line
from bot.dates.patterns import AWAY, CUE, PART_OF_DAY, phrase
from bot.dates.phrases import Found, Named, Part, Relative, Strength, Unit
from bot.dates.vetoes import veto_at

RULES: Final = relative.RULES + parts.RULES + days.RULES
"""Of two rules with matches of one length, the earlier one is right: "minggu lalu" is a week."""

TAIL_PART: Final = phrase(rf" (?:di )?{PART_OF_DAY}")
TAIL_CUE: Final = phrase(rf" (?:{CUE.replace('nanti', 'nanti|besok|lusa|tadi')})")
TAIL_UNIT: Final = phrase(
    r" (?:di |pada |of )?(?:(?P<count>[0-9]{1,3}) )?(?P<unit>pekan|minggu|bulan|tahun) (?:yang )?"
    r"(?P<cue>lalu|kemarin|ini|depan|mendatang|nanti|lagi)"
)
ENGLISH_TAIL_UNIT: Final = phrase(r",? (?:of )?(?P<cue>last|this|next) (?P<unit>pekan|bulan|tahun)")
_NOT_A_CUE = phrase(r" (?:ini|lalu|nanti) (?:adalah|merupakan|ialah)")


def scan(line: Line) -> list[Found]:
    """Every phrase of a line, in order; none overlaps another.

    >>> from bot.dates.normalize import normalize
    >>> [found.rule for found in scan(normalize("Kemarin, 20 Januari, pasal 27, 2 pekan"))]
    ['day_word', 'day_month']
    """
    result = []
    stop = 0
    for place in line.places:
        if place < stop or not _may_begin(line.canon, place):
            continue
        found = _longest(line.canon, place)
        stop = max(veto_at(line.canon, place), stop)
        if found and found.stop > stop:
            found = add_tail(line.canon, found)
            result.append(found)
            stop = found.stop
    return result


_WORD = re.compile(r"#?[^\W_]{1,20}|\$")


def _may_begin(canon: str, place: int) -> bool:
    word = _WORD.match(canon, place)
    return bool(word and (word[0][0] in "0123456789#$" or word[0] in words.STARTERS))


def _longest(canon: str, place: int) -> Found | None:
    """The longest phrase at a place; of several as long, the first rule's."""
    best: Found | None = None
    for rule in RULES:
        match = rule.pattern.match(canon, place)
        if match and (best is None or match.end() > best.stop):
            read = rule.build(match)
            if read is not None:
                best = Found(read, place, match.end(), rule.name, rule.strength)
    return best


def add_tail(canon: str, found: Found) -> Found:
    """The phrase with the words behind it that belong to it.

    >>> canon = "kamis malam lalu"
    >>> add_tail(canon, Found(Named(weekday=4), 0, 5, "weekday")).phrase.cue
    <Cue.PAST: 'lalu'>
    """
    found = _add_part_of_day(canon, found)
    match = TAIL_UNIT.match(canon, found.stop) or ENGLISH_TAIL_UNIT.match(canon, found.stop)
    whole = Relative(patterns.unit(match), _away(match)) if match else None
    if match and whole and (inside := within(found.phrase, whole)):
        return replace(found, phrase=inside, stop=match.end(), strength=Strength.SURE)
    match = TAIL_CUE.match(canon, found.stop)
    if match and not _NOT_A_CUE.match(canon, found.stop):
        return _add_cue(found, match)
    return found


def _add_part_of_day(canon: str, found: Found) -> Found:
    """The phrase with its part of the day: "Kamis malam" is surely a date (DATES A2)."""
    takes = isinstance(found.phrase, Relative) and found.phrase.unit is Unit.DAY
    if not takes and not (isinstance(found.phrase, Named) and found.phrase.is_weekday):
        return found
    match = TAIL_PART.match(canon, found.stop)
    return (
        replace(found, stop=match.end(), strength=max(found.strength, Strength.SURE))
        if match
        else found
    )


def _add_cue(found: Found, match: re.Match[str]) -> Found:
    cue = patterns.CUES[match["cue"] or match["this"]]
    if isinstance(found.phrase, Named | Part) and found.strength > Strength.VAGUE:
        return replace(
            found, phrase=replace(found.phrase, cue=cue), stop=match.end(), strength=Strength.SURE
        )
    return found


def _away(match: re.Match[str]) -> int:
    count = patterns.number(match, "count") or 1
    return count if match["cue"] == "lagi" else count * AWAY[patterns.CUES[match["cue"]]]

"""Whether two reports tell one event, by where it is set and by the words that they share.

Nothing but the two is looked at, so that an archive that grew and one that was built at once hold
the same events.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.index.reports import AT, CAPITAL, Content, are_related
from bot.places.gazetteer import Level
from bot.places.mentions import PLACES

# Salient words that both must have, and the share of the shorter report's: where they name one
# town or one body, a province at least, and nothing that places both.
_SAME_TOWN = (2.0, 0.12)
_SAME_PROVINCE = (3.0, 0.2)
_NOWHERE = (4.0, 0.3)
_BOTH_NOWHERE = (3.0, 0.25)
_KEPT_PAIRS = 1 << 14
# What a name that both have is worth, beside words; one at least must be no name.
_NAME = 0.5
# Who tells no day of its own must share so much more.
_UNDATED = 0.5


def likeness(one: Content, other: Content, *, dated: bool = True) -> float:
    """How surely both tell one event, above 0; 0 where they do not.

    Args:
        one: What one tells of some days.
        other: What another tells of the same days.
        dated: Whether both name these days.
    """
    words = len((one.words & other.spoken) | (other.words & one.spoken))
    if words == 0 or are_apart(one, other):
        return 0.0
    least, share = _threshold(one, other)
    least += 0 if dated else _UNDATED
    total = words + _NAME * _shared_names(one, other)
    size = min(map(_size, (one, other)))
    return round(total / (1 + size), 5) if total >= max(least, share * size) else 0.0


def are_apart(one: Content, other: Content) -> bool:
    """Whether they set it in different towns, or at different bodies of one kind."""
    if one.towns and other.towns and not are_related(one.towns, other.towns):
        return True
    return _different_bodies(one, other)


def _different_bodies(one: Content, other: Content) -> bool:
    """Whether each names one body of a kind, and these are not the same."""
    if not (one.bodies and other.bodies) or _shared_bodies(one, other):
        return False
    kinds = [{body.split()[0] for body in content.bodies} for content in (one, other)]
    return bool(kinds[0] & kinds[1] - {AT})


def _shared_bodies(one: Content, other: Content) -> bool:
    return any(a.startswith(b) or b.startswith(a) for a in one.bodies for b in other.bodies)


def _threshold(one: Content, other: Content) -> tuple[float, float]:
    towns = _shared_places(one.towns, one.newsroom, other.towns, other.newsroom)
    if any(map(_is_town, towns)) or _shared_bodies(one, other):
        return _SAME_TOWN
    if towns:
        return _SAME_PROVINCE
    return _NOWHERE if one.towns or other.towns else _BOTH_NOWHERE


def _is_town(place: str) -> bool:
    return place == CAPITAL or PLACES[place].level is not Level.PROVINCE


@lru_cache(_KEPT_PAIRS)
def _shared_places(
    mine: frozenset[str],
    my_desk: frozenset[str],
    theirs: frozenset[str],
    their_desk: frozenset[str],
) -> frozenset[str]:
    """The towns of either that are, or lie in, or hold, a place of the other's.

    Two newsrooms are none: reports from anywhere are written in the capital.
    """
    met = {town for town in mine if are_related(frozenset([town]), theirs | their_desk)}
    met |= {town for town in theirs if are_related(frozenset([town]), mine | my_desk)}
    return frozenset(met)


def _shared_names(one: Content, other: Content) -> int:
    """How many names of one share a word with names of the other; by whichever has fewer."""
    mine, theirs = one.split_names, other.split_names
    return min(_count_met(mine, theirs), _count_met(theirs, mine)) if mine and theirs else 0


def _count_met(some: Sequence[frozenset[str]], others: Sequence[frozenset[str]]) -> int:
    known = frozenset[str]().union(*others)
    return sum(not name.isdisjoint(known) for name in some)


def _size(content: Content) -> float:
    return len(content.words) + _NAME * len(content.names)

"""Whether two reports tell one event, by where it is set and by the words that they share.

Nothing but the two is looked at, so that an archive that grew and one that was built at once hold
the same events.
"""

from __future__ import annotations

from bot.index.reports import CAPITAL, Content, are_related
from bot.places.gazetteer import Level
from bot.places.mentions import PLACES

# Salient words that both must have, and the share of the shorter report's: where they name one
# town or one body, a province at least, and nothing that places both.
_SAME_TOWN = (2.0, 0.12)
_SAME_PROVINCE = (3.0, 0.2)
_NOWHERE = (4.0, 0.3)
_BOTH_NOWHERE = (3.0, 0.25)
# What a name that both have is worth, beside words; one at least must be no name.
_NAME = 0.5
# Who tells no day of its own must share so much more.
_UNDATED = 1.0


def likeness(one: Content, other: Content, *, dated: bool = True) -> float:
    """How surely both tell one event, above 0; 0 where they do not.

    Args:
        one: What one tells of some days.
        other: What another tells of the same days.
        dated: Whether both name these days.
    """
    if are_apart(one, other):
        return 0.0
    least, share = _threshold(one, other)
    least += 0 if dated else _UNDATED
    words = _shared_words(one, other)
    total = words + _NAME * _shared_names(one, other)
    size = min(map(_size, (one, other)))
    if words < 1 or total < least or total < share * size:
        return 0.0
    return round(total / (1 + size), 5)


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
    return bool(kinds[0] & kinds[1])


def _shared_bodies(one: Content, other: Content) -> bool:
    return any(a.startswith(b) or b.startswith(a) for a in one.bodies for b in other.bodies)


def _threshold(one: Content, other: Content) -> tuple[float, float]:
    towns = _shared_places(one, other)
    if any(map(_is_town, towns)) or _shared_bodies(one, other):
        return _SAME_TOWN
    if towns:
        return _SAME_PROVINCE
    return _NOWHERE if one.towns or other.towns else _BOTH_NOWHERE


def _is_town(place: str) -> bool:
    return place == CAPITAL or PLACES[place].level is not Level.PROVINCE


def _shared_places(one: Content, other: Content) -> set[str]:
    """The towns of either that are, or lie in, or hold, a place of the other's.

    Two newsrooms are none: reports from anywhere are written in the capital.
    """
    mine = {town for town in one.towns if are_related([town], other.towns | other.newsroom)}
    return mine.union(town for town in other.towns if are_related([town], one.towns | one.newsroom))


def _shared_words(one: Content, other: Content) -> int:
    """How many words both have, as words in one of them at least."""
    return len((one.words & other.spoken) | (other.words & one.spoken))


def _shared_names(one: Content, other: Content) -> int:
    """How many names of one share a word with names of the other; by whichever has fewer."""
    mine, theirs = ([frozenset(name.split()) for name in content.names] for content in (one, other))
    return min(_count_met(mine, theirs), _count_met(theirs, mine))


def _count_met(some: list[frozenset[str]], others: list[frozenset[str]]) -> int:
    known = frozenset().union(*others)
    return sum(not name.isdisjoint(known) for name in some)


def _size(content: Content) -> float:
    return len(content.words) + _NAME * len(content.names)

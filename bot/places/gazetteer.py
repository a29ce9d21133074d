"""The places that the bot knows, read from ``places.txt``, which says how its rows are written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.text.tables import read_table


class Level(StrEnum):
    """What kind of place it is; a TWIN is a regency and a city of one name, taken as one."""

    COUNTRY = "country"
    AREA = "area"
    PROVINCE = "province"
    REGENCY = "kabupaten"
    CITY = "kota"
    TWIN = "twin"
    SPOT = "spot"
    PORT = "port"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer.

    Attributes:
        name: The one that it goes by, in lower case.
        within: The next larger places that it lies in; several where areas cross.
    """

    name: str
    level: Level
    within: tuple[str, ...] = ()


class Trust(IntEnum):
    """What a name must stand behind to be that of a place: nothing, "di" or "kota", "kota"."""

    ALWAYS = 0
    BEHIND = 1
    NOUN = 2


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The file as read.

    Attributes:
        places: By their first name.
        names: The places that go by a name; none for a phrase that names no place.
        trust: Of the names that are not always trusted.
        longest: Of how many words the longest name with this first word is.
        cues: The rows that hold no place, by their key.
    """

    places: Mapping[str, Place]
    names: Mapping[str, tuple[str, ...]]
    trust: Mapping[str, Trust]
    longest: Mapping[str, int]
    cues: Mapping[str, frozenset[str]]


_LEVELS = {level.value: level for level in Level}
_TRUST = {"?": Trust.BEHIND, "!": Trust.NOUN}
_CUES = ("behind", "noun", "before", "after", "nowhere")


def read_gazetteer() -> Gazetteer:
    """The places of ``places.txt``.

    Raises:
        ValueError: The first name of a place is that of another, too.
        KeyError: A level is none, or a row that holds no place is missing.
    """
    rows = read_table("bot.places", "places.txt")
    cues = {cue: frozenset(rows.pop(cue).split(", ")) for cue in _CUES}
    places: dict[str, Place] = {}
    names: dict[str, tuple[str, ...]] = dict.fromkeys(cues["nowhere"], ())
    trust: dict[str, Trust] = {}
    for place, written in _parse_rows(rows):
        if place.name in places:
            raise ValueError(f"places.txt: {place.name!r} is the first name of two places")
        places[place.name] = place
        for each in written:
            name = _bare(each)
            names[name] = (*names.get(name, ()), place.name)
            if name != each:
                trust[name] = _TRUST[each[-1]]
    return Gazetteer(places, names, trust, _find_longest(names), cues)


def _parse_rows(rows: Mapping[str, str]) -> Iterator[tuple[Place, list[str]]]:
    """The place of each row and the spots in it, each with its names as written."""
    for key, value in rows.items():
        head, _, spots = value.partition(" > ")
        level, _, larger = head.partition(" ")
        written = key.split("/")
        name = _bare(written[0])
        yield Place(name, _LEVELS[level], tuple(larger.split(", ")) if larger else ()), written
        for spot in spots.split(", ") if spots else ():
            written = spot.split("/")
            yield Place(_bare(written[0]), Level.SPOT, (name,)), written


def _bare(written: str) -> str:
    """The name without the mark that tells how far it is trusted."""
    return written[:-1] if written[-1] in _TRUST else written


def _find_longest(names: Collection[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for name in names:
        first, _, rest = name.partition(" ")
        size = rest.count(" ") + 2 if rest else 1
        if size > longest.get(first, 0):
            longest[first] = size
    return longest

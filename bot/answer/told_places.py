"""Where a report has another place than a claim."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from bot.answer.told_words import words_around
from bot.model import AskedPlace, Difference, Query
from bot.places.gazetteer import Level
from bot.places.mentions import (
    HOME,
    PLACES,
    PlaceMention,
    Standing,
    find_places,
    part_dateline,
    standing,
    told_places,
)
from bot.search.claims import Telling

# "NTT" and "DIY" are written so everywhere, "KUPANG" only before a report.
_LONGEST_SHORT_FORM = 3


def find_place_differences(query: Query, telling: Telling) -> Iterator[Difference]:
    """The places of the claim where the article tells only others, with those."""
    article = telling.paragraph.article
    start, stop = telling.sentence
    near = [*_told_in(telling.paragraph.text), *_told_in(telling.paragraphs[0].text)]
    near += find_places(article.title or "")
    named = frozenset(place for mention in near for place in mention.places)
    for place in query.places:
        stands = standing(place.names, named)
        if stands in (Standing.NONE, Standing.ELSEWHERE):
            stands = standing(place.names, told_places(article))
        if stands is not Standing.ELSEWHERE:
            continue
        here = _told_in(telling.paragraph.text[start:stop])
        rest = (m for each in telling.paragraphs for m in _told_in(each.text))
        told = _of_the_same(place, query, telling) or _like(place, (*here, *near, *rest))
        if told or _is_abroad(place.names):
            yield Difference("place", _as_written(place.surface, query), told or "")


def _told_in(text: str) -> list[PlaceMention]:
    """The places in a text, those of its dateline last: it may be far from what is reported."""
    told = list(_behind_dateline(text))
    return [*told, *(mention for mention in find_places(text) if mention not in told)]


def _behind_dateline(text: str) -> Iterator[PlaceMention]:
    start = len(text) - len(part_dateline(text)[1])
    return (mention for mention in find_places(text) if mention.start >= start)


def places_held(query: Query, telling: Telling) -> int:
    """How many places of the claim the article tells of, or one in them."""
    told = told_places(telling.paragraph.article)
    return sum(standing(p.names, told) is Standing.SAME_OR_WITHIN for p in query.places)


def _like(asked: AskedPlace, near: Sequence[PlaceMention]) -> str | None:
    """The first of the places that is one of the same kind as the asked one, as it is written."""
    alike = (mention for mention in near if _is_of_a_kind(asked, mention))
    found = next(alike, None)
    return _as_a_name(found.surface) if found else None


def _is_of_a_kind(asked: AskedPlace, told: PlaceMention) -> bool:
    """Whether both may be countries, or both places in one."""
    return told.places != (HOME,) and _is_abroad(asked.names) is _is_abroad(told.places)


def _is_abroad(places: Collection[str]) -> bool:
    return any(PLACES[name].level is Level.COUNTRY and name != HOME for name in places)


def _as_a_name(surface: str) -> str:
    """A place as it is written in a sentence: of those in capitals only short ones keep them."""
    is_short = len(surface) <= _LONGEST_SHORT_FORM
    return surface.title() if surface.isupper() and not is_short else surface


def _of_the_same(asked: AskedPlace, query: Query, telling: Telling) -> str | None:
    """The place that stands among the same words as the asked one in the claim: "terbanyak dari …"."""
    claimed = {name for place in query.places for name in place.names}
    at = query.question.casefold().find(asked.surface)
    around = words_around(query.question, at, at + len(asked.surface))
    rows = [
        (len(around & words_around(paragraph.text, m.start, m.stop)), m.surface)
        for paragraph in telling.paragraphs
        for m in _behind_dateline(paragraph.text)
        if _is_of_a_kind(asked, m) and claimed.isdisjoint(m.places)
    ]
    most, surface = max(rows, key=lambda row: row[0], default=(0, ""))
    return _as_a_name(surface) if most else None


def _as_written(surface: str, query: Query) -> str:
    match = re.search(rf"\b{re.escape(surface)}\b", query.question, re.IGNORECASE)
    return match[0] if match else surface

"""Where a report has another place than a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.answer.told_words import words_around
from bot.model import AskedPlace, Difference, Query
from bot.places.gazetteer import Level
from bot.places.mentions import (
    HOME,
    PLACES,
    PlaceMention,
    Standing,
    find_places,
    standing,
    told_places,
)
from bot.search.claims import Telling


def find_place_differences(query: Query, telling: Telling) -> Iterator[Difference]:
    """The places of the claim where the article tells only others, with those."""
    article = telling.paragraph.article
    start, stop = telling.sentence
    near = [*find_places(telling.paragraph.text), *find_places(telling.paragraphs[0].text)]
    near += find_places(article.title or "")
    named = frozenset(place for mention in near for place in mention.places)
    for place in query.places:
        stands = standing(place.names, named)
        if stands in (Standing.NONE, Standing.ELSEWHERE):
            stands = standing(place.names, told_places(article))
        if stands is not Standing.ELSEWHERE:
            continue
        told = _of_the_same(place, query, telling) or _like(
            place, (*find_places(telling.paragraph.text[start:stop]), *near)
        )
        if told:
            yield Difference("place", _as_written(place.surface, query), told)


def places_held(query: Query, telling: Telling) -> int:
    """How many places of the claim the article tells of, or one in them."""
    told = told_places(telling.paragraph.article)
    return sum(standing(p.names, told) is Standing.SAME_OR_WITHIN for p in query.places)


def _like(asked: AskedPlace, near: Sequence[PlaceMention]) -> str | None:
    """The first of the places that is one of the same kind as the asked one, as it is written."""
    alike = (m for m in near if _is_of_a_kind(asked, m))
    others = (m for m in near if HOME not in m.places)
    found = next(alike, None) or next(others, None)
    return found.surface if found else None


def _is_of_a_kind(asked: AskedPlace, told: PlaceMention) -> bool:
    abroad = {PLACES[name].level is Level.COUNTRY for name in asked.names}
    return bool(
        abroad & {PLACES[name].level is Level.COUNTRY for name in told.places if name != HOME}
    )


def _of_the_same(asked: AskedPlace, query: Query, telling: Telling) -> str | None:
    """The place that stands among the same words as the asked one in the claim: "terbanyak dari …"."""
    claimed = {name for place in query.places for name in place.names}
    at = query.question.casefold().find(asked.surface)
    around = words_around(query.question, at, at + len(asked.surface))
    rows = [
        (len(around & words_around(paragraph.text, m.start, m.stop)), m.surface)
        for paragraph in telling.paragraphs
        for m in find_places(paragraph.text)
        if _is_of_a_kind(asked, m) and claimed.isdisjoint(m.places)
    ]
    most, surface = max(rows, key=lambda row: row[0], default=(0, ""))
    return surface if most else None


def _as_written(surface: str, query: Query) -> str:
    match = re.search(rf"\b{re.escape(surface)}\b", query.question, re.IGNORECASE)
    return match[0] if match else surface

"""What a question insists on: an article that lacks it is about something else, however alike.

The ordinal of an anniversary, figures, offices and places cannot be left to scores: "HBI ke-72"
and "HBI ke-73" differ in one word of many.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.index.protocol import Index
from bot.model import Article, AskedPlace, Query
from bot.places.mentions import Standing, standing, told_places
from bot.query import lexicon

_HUNDRED = 100
# How offices are written, too: "Menlu", "Menkumham".
_SPELT = {
    "walikota": r"wali\s?kota",
    # By its full name or a short one; "mendukung" and "menurut" are no ministers.
    "menteri": r"men(?:teri|ko|kopolhuk?am|kumham(?:imipas)?|kum|ham|imipas|lu|dagri|kes|hub|ag|keu|"
    r"pan(?:-?rb)?|aker|sos|pora|han|hut|tan|dag|perin|sesneg|kominfo|komdigi|kraf|parekraf|"
    r"dikbud(?:ristek)?|dikti|dikdasmen|pp?pa)",
}


class Constraints:
    """What ``query`` insists on, looked for in ``articles`` all at once.

    A place that only a larger one stands for ("NTT" for Kupang) is told where none of the
    articles tells it itself.
    """

    def __init__(self, query: Query, articles: Collection[Article], index: Index) -> None:
        self._query = query
        self._standings = {
            place: {a.id: standing(place.names, told_places(a)) for a in articles}
            for place in query.places
        }
        ids = [article.id for article in articles]
        self._said = [
            (term.word, ((term.text,), *term.alternatives, *term.synonyms))
            for term in dict.fromkeys(query.bodies + query.claimed)
        ]
        stems = {stem for _, ways in self._said for way in ways for stem in way}
        asked = {*query.numbers, *stems}
        self._held = index.held_terms(ids, asked) if asked else {}

    def missing(self, article: Article) -> tuple[str, ...]:
        """What ``article``, one of those, does not name, as typed; empty where it has all."""
        query = self._query
        held = self._held.get(article.id, frozenset())
        ordinals = [f"ke-{n}" for n in query.ordinals if not names_ordinal(article, n)]
        numbers = [n for n in query.numbers if n not in held]
        offices = [word for word in query.offices if not names_office(article, word)]
        said = [word for word, ways in self._said if not any(held.issuperset(way) for way in ways)]
        places = [place.surface for place in query.places if not self._tells(article, place)]
        attributes = [word for word in query.attributes if not self._tells_form(article, word)]
        outlets = [each.spoken for each in query.outlets if article.publisher not in each.names]
        return tuple(
            as_typed(word, query.question)
            for word in ordinals + numbers + offices + said + places + attributes + outlets
        )

    def _tells_form(self, article: Article, word: str) -> bool:
        """Whether it tells what is asked for by ``word``, or speaks of it where that is not asked."""
        words, form = next(row for row in lexicon.TOLD_BY_FORM.items() if word in row[0].split())
        spoken = rf"\b(?:{'|'.join(words.split())})"
        return _has(article, form) or (not self._query.asks_form and _has(article, spoken))

    def _tells(self, article: Article, place: AskedPlace) -> bool:
        standings = self._standings[place]
        stands = standings[article.id]
        if stands is Standing.CONTAINS_ONLY:
            return Standing.SAME_OR_WITHIN not in standings.values()
        return stands is Standing.SAME_OR_WITHIN


def names_ordinal(article: Article, number: str) -> bool:
    """Whether ``article`` names the ordinal: "ke-76", "HBI 76", "76th", but not "76 kantong"."""
    before, after = r"\bke[-\s]*|\bhb[ip][-\s]|\bhut[-\s]|\bimigrasi\s", "st|nd|rd|th"
    if _has(article, rf"(?:{before}){number}(?!\d)|\b{number}(?:{after})\b"):
        return True
    # "PON XVI"; of one letter it may be anything.
    roman = _roman(int(number))
    return len(roman) > 1 and _has(article, rf"(?-i:\b{roman}\b)")


def _roman(number: int) -> str:
    """The number in Roman figures; as it is from 100 on."""
    if number >= _HUNDRED:
        return str(number)
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return tens[number // 10] + ones[number % 10]


def names_office(article: Article, office: str) -> bool:
    """Whether ``article`` names the office itself, and not only its deputy."""
    spelt = _SPELT.get(office, office)
    return _has(article, rf"(?<!wakil )\b(?:di)?{spelt}(?:nya|i)?\b")


def as_typed(word: str, question: str) -> str:
    """``word`` with the capitals that it has in ``question``, where it stands there."""
    typed = re.search(rf"\b{re.escape(word)}\b", question, re.IGNORECASE)
    return typed[0] if typed else word


def _has(article: Article, pattern: str) -> bool:
    named = re.compile(pattern, re.IGNORECASE)
    return any(named.search(text) for text in (article.title or "", *article.paragraphs))

"""Which places a text names, and how those of an article stand to the one that is asked for.

A place goes by its first name in ``places.txt``, in lower case: "ntt", "kota jambi". One name can
be that of several ("Papua" is a province and the island); then each of them may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import zip_longest

from bot.model import Article
from bot.places.gazetteer import Level, Trust, read_gazetteer
from bot.text.sentences import split_sentences

# The country of the archive: nearly every article names it, and it places nothing.
HOME = "indonesia"

_GAZETTEER = read_gazetteer()
PLACES = _GAZETTEER.places
_BEFORE, _AFTER, _NOUN = (_GAZETTEER.cues[cue] for cue in ("before", "after", "noun"))
_BEHIND = _GAZETTEER.cues["behind"] | _NOUN
_CUES = {Trust.BEHIND: _BEHIND, Trust.NOUN: _NOUN}

_WORD = re.compile(r"\w+")
# What may stand between the words of one name: "Soekarno-Hatta", "Kab. Banjar".
_JOINTS = frozenset((" ", "-", "\u2013", ". ", ".", "\u00a0", "  ", "\n"))
# What may stand between the places of a list.
_LIST = re.compile(r",? (?:dan|serta|and|atau|hingga|-|\u2013) |, ?| ?[/&\u2013-] ?")
# What may stand between a place and the larger one: "Serang, Banten", "Batu (Jatim)".
_LARGER = re.compile(r",? |,? ?\(|,? (?:kabupaten|kab\.?|provinsi|prov\.?) ", re.IGNORECASE)
# Where an address is, and how it goes on; it begins before it.
_ADDRESS = re.compile(
    r"://\S*|@[\w.-]*|\.(?:com|co|go|id|net|org|tv|news)\b(?:[./]\S*\w)?", re.IGNORECASE
)

_DATELINE = re.compile(
    r"(?P<head>[^\n\u2013\u2014|]{3,70}?)(?:\s*(?:[\u2013\u2014|]+|--+)|\s?[-:](?=\s)|\s*$)\s*"
)
# What may stand before the city of a dateline: an outlet with its comma, or what kind of city.
_BEFORE_CITY = re.compile(r"(?:[^,]*,)?\s*(?:(?:kab\.?|kabupaten|kota) )?", re.IGNORECASE)
_SMALL = re.compile(r"(?<!\d )\b[a-z]{2,}\b")
# Lines that tell who wrote, took or published something, or what else to read.
_CREDIT = re.compile(
    r"\W*(?:(?:pewarta|penulis|editor|redaktur|reporter|kontributor|wartawan|foto|sumber|source|"
    r"baca(?: juga)?|tag|hak cipta)\b[^.:]{0,30}[:|]|copyright|laporan (?:wartawan|reporter|kontributor))",
    re.IGNORECASE,
)
_CREDIT_AT_END = re.compile(
    r"[(\[](?:humas|rilis|antara|foto|dok|sumber|red|tim|ant)\b[^()\[\]]{0,60}[)\]]\W*$",
    re.IGNORECASE,
)
# Anything longer than this is a paragraph, whatever it begins with.
_LONGEST_CREDIT = 200
_KEPT_ARTICLES = 2048


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place as a text names it, ``text[start:stop] == surface``.

    Attributes:
        places: The names of all the places that it may mean, at least one.
    """

    places: tuple[str, ...]
    start: int
    stop: int
    surface: str


class Standing(StrEnum):
    """How the places that an article tells stand to the one that is asked for.

    SAME_OR_WITHIN: it tells the place, or one in it. CONTAINS_ONLY: it tells a larger one, and
    no other place in that. ELSEWHERE: it tells other places. NONE: it tells none.
    """

    SAME_OR_WITHIN = "same_or_within"
    CONTAINS_ONLY = "contains_only"
    ELSEWHERE = "elsewhere"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A name in a text, by its words ``first`` to ``last``; it may yet be an everyday word."""

    places: tuple[str, ...]
    trust: Trust
    first: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text: matches, and each in lower case."""

    text: str
    found: Sequence[re.Match[str]]
    lower: Sequence[str]

    @classmethod
    def of(cls, text: str) -> _Words:
        found = list(_WORD.finditer(text))
        return cls(text, found, [match[0].lower() for match in found])

    def is_joined(self, number: int) -> bool:
        """Whether the word belongs to the one before it."""
        between = self.text[self.found[number - 1].end() : self.found[number].start()]
        return between in _JOINTS

    def find_name(self, at: int) -> tuple[str, int]:
        """The longest name that begins with the word ``at``, and its size in words; "" has 0."""
        longest = min(_GAZETTEER.longest[self.lower[at]], len(self.lower) - at)
        for size in range(longest, 0, -1):
            name = " ".join(self.lower[at : at + size])
            if name in _GAZETTEER.names and all(map(self.is_joined, range(at + 1, at + size))):
                return name, size
        return "", 0

    def is_behind(self, cues: Collection[str], at: int) -> bool:
        """Whether one of ``cues``, of one word or two, stands right before the word ``at``."""
        if at == 0 or not self.is_joined(at):
            return False
        if self._is_one(at - 1, cues):
            return True
        return at > 1 and self.is_joined(at - 1) and " ".join(self.lower[at - 2 : at]) in cues

    def is_before(self, cues: Collection[str], at: int) -> bool:
        """Whether one of ``cues`` stands right behind the word ``at``."""
        return at + 1 < len(self.lower) and self.is_joined(at + 1) and self._is_one(at + 1, cues)

    def _is_one(self, at: int, cues: Collection[str]) -> bool:
        """Whether the word is one of ``cues``; such with a capital ask for one in the text."""
        if self.lower[at] in cues:
            return True
        return self.found[at][0][0].isupper() and self.lower[at].capitalize() in cues


def find_places(text: str) -> tuple[PlaceMention, ...]:
    """The places that ``text`` names, in order; of names that overlap the first, the longest.

    Addresses and the names of outlets, clubs, banks and streets name no place. Empty where there
    is none.

    >>> [mention.places for mention in find_places("Timor Leste dan Kupang, Jawa Timur")]
    [('timor leste',), ('kupang',), ('jawa timur',)]
    >>> find_places("batu pertama untuk warga negara")
    ()
    """
    words = _Words.of(_blank_addresses(text))
    found = [
        PlaceMention(each.places, each.start, each.stop, text[each.start : each.stop])
        for each in _trusted(words, list(_candidates(words)))
    ]
    return tuple(found)


def find_edited(text: str) -> tuple[PlaceMention, ...]:
    """The places of a text that was edited: one in small letters is a word ("medan yang sulit").

    >>> [mention.surface for mention in find_edited("Warga di Kupang menghadapi medan yang sulit")]
    ['Kupang']
    """
    mentions = find_places(text)
    if text.islower():
        return mentions
    return tuple(each for each in mentions if not each.surface.islower())


def place_words() -> frozenset[str]:
    """All words of the names of places, in lower case."""
    return frozenset(word for name in _GAZETTEER.names for word in name.split())


def contains(larger: str, smaller: str) -> bool:
    """Whether ``smaller`` lies in ``larger``, and is not the same; both by their first names.

    >>> contains("ntt", "motaain"), contains("kupang", "ntt")
    (True, False)
    """
    return larger in _above(smaller)


def standing(asked: Collection[str], told: Collection[str]) -> Standing:
    """How ``told``, the places of an article, stand to what is asked for.

    An airport or a harbour stands for what it lies in: who asks for it is told by that, too.

    Args:
        asked: The places that one mention may mean; the one that fits best counts.
        told: As ``told_places`` has them.
    """
    known = frozenset(told) if HOME in asked else frozenset(told) - {HOME}
    if not known:
        return Standing.NONE
    if any(_is_met(place, known) for place in asked):
        return Standing.SAME_OR_WITHIN
    if any(_is_contained_only(place, known) for place in asked):
        return Standing.CONTAINS_ONLY
    return Standing.ELSEWHERE


@lru_cache(_KEPT_ARTICLES)
def told_places(article: Article) -> frozenset[str]:
    """The places of the events that ``article`` tells: those of its title and its paragraphs.

    What its publisher's name, a credit line or an address names is none. The city of a dateline
    is one only where neither title nor first sentence names a place elsewhere.
    """
    hidden = find_publisher(article.publisher)
    texts = (article.title or "", *article.paragraphs)
    title, *own = (hidden.sub(_blank, text) if hidden else text for text in texts)
    paragraphs = [_CREDIT_AT_END.sub("", text) for text in own if not is_credit(text)]
    city, rest = part_dateline(paragraphs[0]) if paragraphs else ((), "")
    told = _named("\n\n".join((title, rest, *paragraphs[1:])))
    lead = rest or "".join(paragraphs[1:2])
    near = _named(f"{title}\n\n{_first_sentence(lead)}")
    return told if _is_elsewhere(near, city) else told.union(city)


@cache
def _above(place: str) -> frozenset[str]:
    """All the places that it lies in, near and far."""
    within = PLACES[place].within
    return frozenset(within).union(*map(_above, within))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _blank_addresses(text: str) -> str:
    """The text with spaces for addresses, so that no word of them is a place."""
    parts: list[str] = []
    done = 0
    for match in _ADDRESS.finditer(text):
        start = match.start()
        while start > done and (text[start - 1].isalnum() or text[start - 1] in "_.-"):
            start -= 1
        parts += text[done:start], " " * (match.end() - start)
        done = match.end()
    return "".join((*parts, text[done:]))


def _candidates(words: _Words) -> Iterator[_Candidate]:
    """The names in a text, those of outlets and the like left out."""
    stop = 0
    for at, word in enumerate(words.lower):
        if at < stop or word not in _GAZETTEER.longest:
            continue
        name, size = words.find_name(at)
        places = _GAZETTEER.names[name] if name else ()
        stop = at + size
        if places and not words.is_behind(_BEFORE, at) and not words.is_before(_AFTER, stop - 1):
            trust = _GAZETTEER.trust.get(name, Trust.ALWAYS)
            bounds = words.found[at].start(), words.found[stop - 1].end()
            yield _Candidate(places, trust, at, *bounds)


def _trusted(words: _Words, candidates: Sequence[_Candidate]) -> Iterator[_Candidate]:
    """The candidates that are no everyday words."""
    last: _Candidate | None = None
    for each, following in zip_longest(candidates, candidates[1:]):
        trust = each.trust
        if (
            trust is Trust.ALWAYS
            or words.is_behind(_CUES[trust], each.first)
            or (trust is Trust.BEHIND and _is_listed(words.text, last, each))
            or (trust is Trust.BEHIND and _is_explained(words.text, each, following))
        ):
            last = each
            yield each


def _is_listed(text: str, last: _Candidate | None, each: _Candidate) -> bool:
    """Whether it goes on a list of places, as "Malang" does in "Kupang, Surabaya, dan Malang".

    A small letter tells an everyday word only where the text has capitals.
    """
    if last is None or not (text[each.start].isupper() or text.islower()):
        return False
    return bool(_LIST.fullmatch(text, last.stop, each.start))


def _is_explained(text: str, each: _Candidate, following: _Candidate | None) -> bool:
    """Whether a place that it lies in follows: "Serang, Banten"."""
    if following is None or not _LARGER.fullmatch(text, each.stop, following.start):
        return False
    return any(contains(one, place) for one in following.places for place in each.places)


def _is_met(place: str, told: frozenset[str]) -> bool:
    if place in told or any(contains(place, each) for each in told):
        return True
    return PLACES[place].level is Level.PORT and any(
        host in told and not _is_narrowed(host, told) for host in PLACES[place].within
    )


def _is_contained_only(place: str, told: frozenset[str]) -> bool:
    return any(contains(each, place) and not _is_narrowed(each, told) for each in told)


def _is_narrowed(larger: str, told: frozenset[str]) -> bool:
    """Whether ``told`` has a place in ``larger``: then it does not tell of all of it.

    One that shares a name with it is none: who says "Papua" says the island and the province.
    """
    return any(contains(larger, each) and each not in _NAMESAKES.get(larger, ()) for each in told)


def _find_namesakes() -> dict[str, frozenset[str]]:
    """The places that share a name with others, with these."""
    shared: dict[str, frozenset[str]] = {}
    for places in _GAZETTEER.names.values():
        if len(places) > 1:
            for place in places:
                shared[place] = shared.get(place, frozenset()).union(places)
    return shared


_NAMESAKES = _find_namesakes()


def _named(text: str) -> frozenset[str]:
    return frozenset(place for mention in find_edited(text) for place in mention.places)


def _first_sentence(text: str) -> str:
    return next((text[start:stop] for start, stop in split_sentences(text)), "")


def is_credit(paragraph: str) -> bool:
    """Whether a paragraph only tells who wrote, took or published something, or what else to read."""
    return len(paragraph) <= _LONGEST_CREDIT and bool(_CREDIT.match(paragraph))


def find_publisher(publisher: str) -> re.Pattern[str] | None:
    """What finds the publisher's name; None where it names no place, or is that of an office.

    "Kanwil Kemenkumham NTT" publishes of itself, and its name in a text is what the text is about.
    """
    words = _Words.of(publisher)
    candidates = list(_candidates(words))
    if not candidates or any(words.is_behind(_BEHIND, each.first) for each in candidates):
        return None
    if any(each.start == 0 and each.stop == len(publisher) for each in candidates):
        return None
    return re.compile(rf"\b{re.escape(publisher)}\b", re.IGNORECASE)


def part_dateline(paragraph: str) -> tuple[tuple[str, ...], str]:
    """The places that the city of a dateline may be, and the text behind the dateline."""
    match = _DATELINE.match(paragraph)
    head = _blank_addresses(match["head"]) if match else ""
    city = next(_candidates(_Words.of(head)), None)
    if not match or not city or _SMALL.search(head):
        return (), paragraph
    # A short line of capitals alone may be a title; beside its city a dateline has an outlet.
    if match.end() == len(paragraph) and "," not in head:
        return (), paragraph
    if not _BEFORE_CITY.fullmatch(head, 0, city.start):
        return (), paragraph
    return city.places, paragraph[match.end() :]


def _is_elsewhere(near: Iterable[str], city: Collection[str]) -> bool:
    """Whether ``near`` has a place that neither is ``city``, nor lies in it, nor holds it."""
    return any(
        PLACES[place].level is not Level.COUNTRY
        and not any(
            place == each or contains(place, each) or contains(each, place) for each in city
        )
        for place in near
    )

"""What a report tells of each of its days: where, at which bodies, and in which salient words.

An article tells its own event in its headline and its opening, on the days of the first sentence
that names any. Every other day that it names is told by the sentence that names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache

from bot.model import DateMention, Granularity, Paragraph, Relation
from bot.places.gazetteer import Level
from bot.places.mentions import (
    PLACES,
    contains,
    find_edited,
    find_publisher,
    is_credit,
    part_dateline,
)
from bot.text.analysis import tokenize
from bot.text.roots import find_root
from bot.text.sentences import split_sentences
from bot.text.tables import read_table

# What opens a report: so many paragraphs beside the headline, and of them so many characters.
_OPENING, _LONGEST_OPENING = 4, 900
# A sentence of the opening with fewer salient words leaves it to the others to say what happened.
_TELLS_ENOUGH = 6
# An article's own event lies no further from its day of publication.
_NEAR = timedelta(days=31)
# Who names no other day than that of publication may tell of so many days before it.
_TOLD_LATE = timedelta(days=3)
# What lies further back or ahead is history or the calendar: nobody reports it as news.
_NEWS = timedelta(days=92)
# Days of one story lie no further apart.
_SAME_STORY = timedelta(days=14)
# A longer stretch is a season or a tally, and no event's days.
_LONGEST_STRETCH = timedelta(days=31)
# National reports open with the city of their newsroom.
CAPITAL = "jakarta"
_ABROAD = frozenset((Level.COUNTRY, Level.AREA))
# Anniversaries and hours are the same in every town.
_UNTOLD = re.compile(r"\b[Kk][Ee][- ]?\d+\b|\b[IVXL]{2,}\b|\b\d{1,2}[.:]\d{2}\b")
_OPENS = frozenset(".!?…:;\"“”‘'–—|-")
_CAPITALS = re.compile(r"[A-Z][\w’'-]*(?:[ -][A-Z][\w’'-]*)*")
AT = "di"
"""The noun of a body that is no more than a spot: a village, a hall, a street."""
_SPOT = re.compile(
    rf"\b(?:{AT}|[Kk]ecamatan|[Dd]esa|[Kk]elurahan|[Kk]ampung|[Dd]usun) (?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
)
# Reports of a day are of few towns, and each is compared with all others of the day.
_KEPT_PAIRS = 1 << 14
_LEAST_FIGURE = 10
_YEARS = range(1900, 2100)


@dataclass(frozen=True)
class Content:
    """What is told of an event.

    Attributes:
        words: The roots of its salient words, and its figures.
        names: The words of each name, in lower case, apart by spaces.
        towns: The places where it is set, the most exact ones; none lies in another of them.
        newsroom: The city of the dateline, where nothing else places it: of the capital alone.
        bodies: Bodies and buildings by noun and name, "stadion kridasana", and spots that no
            gazetteer has.
    """

    words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    newsroom: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()

    def at(self, opening: Content) -> Content:
        """The same, set where the opening of its article is set, if it says nothing of that."""
        return replace(
            self,
            towns=self.towns or opening.towns,
            newsroom=frozenset() if self.towns else opening.newsroom,
            bodies=self.bodies or opening.bodies,
        )

    def reported_from(self, city: frozenset[str]) -> Content:
        """The same with the city of its dateline, which may be only that of the newsroom."""
        if CAPITAL in city:
            return self if self.towns else replace(self, newsroom=frozenset([CAPITAL]))
        if self.towns and not are_related(self.towns, city):
            return self
        return replace(self, towns=most_exact(self.towns | city))

    @cached_property
    def spoken(self) -> frozenset[str]:
        """All its words, those of names among them."""
        return self.words.union(*self.split_names)

    @cached_property
    def split_names(self) -> tuple[frozenset[str], ...]:
        """The words of each name."""
        return tuple(frozenset(name.split()) for name in self.names)

    def to_line(self) -> str:
        """All of it as one line; ``parse_content`` reads it."""
        parts = (self.words, self.names, self.towns, self.newsroom, self.bodies)
        return "\t".join(",".join(sorted(part)) for part in parts)


@dataclass(frozen=True, slots=True)
class Telling:
    """What an article tells of some of its days.

    Attributes:
        first: The first day.
        last: The last one; ``first`` where it is one day.
        begin: From here on it may have been: before ``first`` where only the day of publication
            is told.
        named: Whether the text names the days; else they are those of publication.
        own: Whether it is the article's own event, told in its opening.
        news: Whether it is told near the day, so that it may be what other reports tell.
    """

    first: date
    last: date
    begin: date
    named: bool
    own: bool
    news: bool
    content: Content


def parse_content(line: str) -> Content:
    """What ``Content.to_line`` gave.

    >>> content = Content(frozenset(["banjir"]), towns=frozenset(["demak"]))
    >>> parse_content(content.to_line()) == content
    True
    """
    parts = (frozenset(part.split(",")) - {""} for part in line.split("\t"))
    return Content(*parts)


def read_tellings(paragraphs: Sequence[Paragraph]) -> tuple[Telling, ...]:
    """What an article, given by all its paragraphs, tells: its own event first, then by day.

    Without any day, that of publication stands for it; without that, it tells nothing.
    """
    article = paragraphs[0].article
    sentences = [part for paragraph in paragraphs for part in _dated_sentences(paragraph)]
    own = _find_own(paragraphs, sentences)
    opening = _read_opening(paragraphs, own)
    tellings = list(_own_tellings(article.published, own, opening))
    told = {telling.first for telling in tellings if telling.named}
    for sentence in sentences:
        passing = [mention for mention in sentence.days if mention.first not in told]
        told.update(mention.first for mention in passing)
        if passing:
            content = _read_content(sentence.text).at(opening)
            if len(content.words) < _TELLS_ENOUGH and own and _is_of(passing[0], sentence, own):
                content = opening
            days = {mention.first: mention for mention in reversed(passing)}
            tellings += (
                _to_telling(days[first], content, article.published) for first in sorted(days)
            )
    return tuple(tellings)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence that names days.

    Attributes:
        text: Without the days.
        days: The mentions of days or short stretches of them, at least one.
        in_dateline: Whether it names them before the text begins.
    """

    paragraph: int
    text: str
    days: tuple[DateMention, ...]
    in_dateline: bool


def _dated_sentences(paragraph: Paragraph) -> Iterator[_Sentence]:
    days = [mention for mention in paragraph.mentions if _is_day(mention)]
    if not days:
        return
    text, body = _clean(paragraph), 0
    if paragraph.number == 0:
        body = len(paragraph.text) - len(part_dateline(paragraph.text)[1])
    for start, stop in split_sentences(paragraph.text):
        here = tuple(mention for mention in days if start <= mention.start < stop)
        if here:
            early = all(mention.stop <= body for mention in here)
            yield _Sentence(paragraph.number, text[start:stop], here, early)


def _is_day(mention: DateMention) -> bool:
    if mention.granularity is Granularity.DAYS:
        return mention.last - mention.first <= _LONGEST_STRETCH
    return mention.granularity is Granularity.DAY


def _find_own(paragraphs: Sequence[Paragraph], sentences: Sequence[_Sentence]) -> _Sentence | None:
    """The first sentence that names days, where the article may be about these, by its own day."""
    told = (each for each in sentences if not is_credit(paragraphs[each.paragraph].text))
    first = next(told, None)
    published = paragraphs[0].article.published
    if first is None or published is None:
        return first
    return first if abs(published - min(day.first for day in first.days)) <= _NEAR else None


def _to_telling(mention: DateMention, content: Content, published: date | None) -> Telling:
    """What a sentence tells of a day that is not of its article's own event."""
    is_news = published is None or abs(published - mention.first) <= _NEWS
    return Telling(
        mention.first,
        mention.last,
        mention.first,
        named=True,
        own=False,
        news=is_news,
        content=content,
    )


def _is_of(mention: DateMention, sentence: _Sentence, own: _Sentence) -> bool:
    """Whether a day that the opening names may be one of its own event, as that of an arrest is."""
    is_near = abs(mention.first - own.days[0].first) <= _SAME_STORY
    is_plan = mention.planned and mention.relation is not Relation.UNTIL
    return is_near and sentence.paragraph < _OPENING and not is_plan


def _own_tellings(
    published: date | None, own: _Sentence | None, opening: Content
) -> Iterator[Telling]:
    """What the opening tells, once for each of its days."""
    if own is None:
        if published:
            yield Telling(published, published, _before(published), False, True, True, opening)
        return
    longest = {
        mention.first: mention.last
        for mention in sorted(own.days, key=lambda mention: mention.last)
    }
    late = own.in_dateline and set(longest.items()) == {(published, published)}
    for first in sorted(longest):
        begin = _before(first) if late else first
        yield Telling(first, longest[first], begin, True, True, True, opening)


def _before(day: date) -> date:
    return day - _TOLD_LATE if day - date.min > _TOLD_LATE else date.min


def _read_opening(paragraphs: Sequence[Paragraph], own: _Sentence | None) -> Content:
    """What the headline, the first paragraphs and the sentence that names the day tell."""
    article = paragraphs[0].article
    told = [each for each in paragraphs[: 2 * _OPENING] if not is_credit(each.text)]
    datelines = [part_dateline(each.text) for each in told]
    city = next((city for city, _ in datelines if city), ())
    rests = zip(told, datelines, strict=True)
    texts = [_clean(each)[-len(rest) :] for each, (_, rest) in rests if rest]
    lead = "\n".join(texts[:_OPENING])[:_LONGEST_OPENING]
    further = own.text if own and own.paragraph not in [each.number for each in told] else ""
    content = _read_content(f"{lead}\n{further}", article.title or "")
    return content.reported_from(_towns(city))


def _clean(paragraph: Paragraph) -> str:
    """Its text with spaces for days and for the outlet's name; offsets stay."""
    text = paragraph.text
    for mention in paragraph.mentions:
        text = f"{text[: mention.start]}{' ' * len(mention.surface)}{text[mention.stop :]}"
    outlet = find_publisher(paragraph.article.publisher)
    return outlet.sub(_blank, text) if outlet else text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _read_content(text: str, title: str = "") -> Content:
    """What a text tells, and the headline over it, whose capitals make no names."""
    places = (*find_edited(text), *find_edited(title))
    bare = _without_places(text)
    names, rest = _part_names(bare)
    words = frozenset(_salient(f"{_without_places(title)}\n{rest}"))
    told = (phrase - words for phrase in names)
    return Content(
        words,
        frozenset(" ".join(sorted(phrase)) for phrase in told if phrase),
        _towns(place for mention in places for place in mention.places),
        bodies=frozenset(_find_bodies(text, bare)),
    )


def _towns(places: Iterable[str]) -> frozenset[str]:
    """The most exact of the places of the country and of towns abroad."""
    return most_exact(place for place in places if PLACES[place].level not in _ABROAD)


def _without_places(text: str) -> str:
    """The text with spaces for what says where, for ordinals and for hours."""
    for mention in find_edited(text):
        text = f"{text[: mention.start]}{' ' * len(mention.surface)}{text[mention.stop :]}"
    return _UNTOLD.sub(_blank, text)


def _part_names(text: str) -> tuple[list[frozenset[str]], str]:
    """The names of a text, by the roots of their words, and the text without them.

    A capital that opens a sentence makes no name unless another follows.
    """
    names: list[frozenset[str]] = []
    kept, done = [], 0
    for match in _CAPITALS.finditer(text):
        opens = not text[: match.start()].rstrip() or text[: match.start()].rstrip()[-1] in _OPENS
        words = frozenset(_salient(match[0]))
        if words and not (opens and " " not in match[0]):
            names.append(words | _initials(match[0]))
            kept.append(text[done : match.start()])
            done = match.end()
    return names, "".join((*kept, text[done:]))


def _initials(name: str) -> frozenset[str]:
    """The short form of a name of three words: "hbi" of "Hari Bhakti Imigrasi"; none of others."""
    words = re.findall(r"[A-Z]\w+", name)
    return frozenset(["".join(word[0] for word in words).lower()] if len(words) == 3 else ())


def _salient(text: str) -> Iterator[str]:
    """The roots of the words that are not everyday, and the figures."""
    for word in tokenize(text):
        root = find_root(word)
        if word.isdecimal():
            if int(word) >= _LEAST_FIGURE and int(word) not in _YEARS:
                yield word
        elif len(word) > 2 and not {word, root.rstrip("~")} & _everyday():
            yield root


@cache
def _everyday() -> frozenset[str]:
    """Words that say nothing of an event, and their roots."""
    rows = read_table("bot.index", "everyday.txt").values()
    words = {word for row in rows for word in row.split()}
    return frozenset(words).union(map(find_root, words))


def _find_bodies(text: str, bare: str) -> Iterator[str]:
    """The bodies of a text, and the spots that no gazetteer has; ``bare`` is without places."""
    for match in _body_pattern().finditer(text):
        yield " ".join(match[0].lower().split())
    for match in _SPOT.finditer(bare):
        words = [word for word in match["name"].lower().split() if word not in _everyday()]
        if words:
            yield " ".join((AT, *words))


@cache
def _body_pattern() -> re.Pattern[str]:
    nouns = {noun for row in read_table("bot.index", "bodies.txt").values() for noun in row.split()}
    either = "|".join(sorted(nouns, key=lambda noun: (-len(noun), noun)))
    return re.compile(rf"\b(?i:{either})(?: [A-Z][\w’'-]+){{1,2}}")


def most_exact(places: Iterable[str]) -> frozenset[str]:
    """Those places that hold none of the others."""
    found = frozenset(places)
    return frozenset(p for p in found if not any(contains(p, other) for other in found))


@lru_cache(_KEPT_PAIRS)
def are_related(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether one of ``some`` is one of ``others``, lies in it or holds it."""
    return not some.isdisjoint(others) or any(
        contains(one, other) or contains(other, one) for one in some for other in others
    )

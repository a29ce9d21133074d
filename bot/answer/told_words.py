"""What the judges of a claim share: the words of an article, and those around a place in a text."""

from __future__ import annotations

from collections.abc import Iterable

from bot.model import DateMention, Query
from bot.query import lexicon
from bot.search.claims import Telling
from bot.search.stems import Stems, held_ways, read_stems
from bot.text.analysis import find_tokens, fold
from bot.text.roots import find_root
from bot.text.sentences import split_sentences

Slice = tuple[int, int]
_BESIDE_WORDS = 4
# How near to the verb whoever did it stands.
_BESIDE = 28


def texts_of(telling: Telling) -> list[str]:
    """The headline, "" where there is none, and the paragraphs."""
    return [telling.paragraph.article.title or "", *(each.text for each in telling.paragraphs)]


def stems_of(telling: Telling) -> Stems:
    """The stems of all of the article."""
    return frozenset[str]().union(*map(read_stems, texts_of(telling)))


def sentence_at(text: str, place: int) -> Slice:
    """The sentence in which the character at ``place`` stands."""
    return next(part for part in split_sentences(text) if part[0] <= place < part[1])


def words_around(text: str, start: int, stop: int) -> frozenset[str]:
    """The roots of the telling words, and the figures, that stand right beside a part of a text."""
    before = [fold(token[0]) for token in find_tokens(text[:start])][-_BESIDE_WORDS:]
    behind = [fold(token[0]) for token in find_tokens(text[stop : stop + 2 * _BESIDE])]
    words = [*before, *behind[:_BESIDE_WORDS]]
    return frozenset(find_root(word) for word in words if word not in lexicon.FUNCTION_WORDS)


def ways_of(root: str, query: Query) -> tuple[tuple[str, ...], ...]:
    """The ways to say a word of a unit: as the claim's terms know it."""
    for term in query.terms:
        if root in {term.text, *map(find_root, term.word.split())}:
            own = ((root,),) if " " in term.word else ()
            return (*own, *held_ways(term))
    return ((root,),)


def hidden_days(mentions: Iterable[DateMention]) -> tuple[tuple[int, int], ...]:
    """Where the days stand whose figures count nothing."""
    return tuple((mention.start, mention.stop) for mention in mentions)

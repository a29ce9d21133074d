"""Whether an article that was found is an answer: a logit of five features, each explained.

The weights stand in config.yaml and were found by logistic regression over questions with and
without an answer; ``python -m tests.bench.calibrate`` finds them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.config import GateSettings
from bot.model import (
    AnswerType,
    Article,
    AskedPlace,
    DateMatch,
    Evidence,
    Hit,
    Paragraph,
    Query,
)
from bot.places.mentions import Standing, standing, told_places
from bot.search.answer_type import find_kind
from bot.search.terms import WeighedTerms, WeighedWord, names_place
from bot.text.analysis import read_vocabulary

# Shorter words have too few neighbours of letters to be nearly another one.
_SHORTEST, _LETTERS = 4, 4


def weigh_evidence(
    hit: Hit, paragraphs: Sequence[Paragraph], margin: float, query: Query, terms: WeighedTerms
) -> Evidence:
    """What speaks for the article of ``hit``, all of whose paragraphs are given."""
    texts = [paragraphs[0].article.title or "", *(paragraph.text for paragraph in paragraphs)]
    told_in = [read_vocabulary(text) for text in texts]
    stems = frozenset().union(*(vocabulary.stems for vocabulary in told_in))
    told = [p for p in query.places if _is_told(p, paragraphs[0].article)]
    held = [1.0 if names_place(word.typed, told) else word.held_by(stems) for word in terms.content]
    masses = [word.mass * share for word, share in zip(terms.content, held, strict=True)]
    lacking = [word for word, share in zip(terms.content, held, strict=True) if not share]
    nearly = _nearly_held(lacking, frozenset().union(*(each.words for each in told_in)))
    return Evidence(
        coverage=(sum(masses) + nearly) / terms.mass if terms.mass else 1.0,
        mass=sum(masses) / (terms.highest_idf or 1.0),
        margin=margin,
        dated=hit.dating >= DateMatch.PUBLISHED or query.asked.outside,
        lacks_kind=query.answer_type is not AnswerType.ANY
        and not any(
            find_kind(p.text, p.mentions, query.answer_type, terms.salience) for p in paragraphs
        ),
    )


def _is_told(place: AskedPlace, article: Article) -> bool:
    return standing(place.names, told_places(article)) is Standing.SAME_OR_WITHIN


def confidence(evidence: Evidence, weights: GateSettings) -> float:
    """The logit of an article's being an answer: its features, weighed and added."""
    return (
        weights.bias
        + weights.coverage * evidence.coverage
        + weights.mass * evidence.mass
        + weights.margin * evidence.margin
        + weights.dated * evidence.dated
        + weights.lacks_kind * evidence.lacks_kind
    )


def _nearly_held(lacking: Sequence[WeighedWord], told: Iterable[str]) -> float:
    """What of the mass of the ``lacking`` words the most alike of those that are ``told`` hold."""
    if not lacking:
        return 0.0
    words = "".join(f"^{word}$\n" for word in told if len(word) >= _SHORTEST)
    return sum(word.mass * _likeness(word.typed, words) for word in lacking)


def _likeness(word: str, words: str) -> float:
    """How alike the nearest of ``words``, each in its line, is: the Jaccard index of their runs of four letters."""
    if len(word) < _SHORTEST:
        return 0.0
    mine = _runs(word)
    near = {other for run in mine for other in _holding(run, words)}
    return max((len(mine & runs) / len(mine | runs) for runs in map(_runs, near)), default=0.0)


def _holding(run: str, words: str) -> Iterator[str]:
    """The words that have ``run``, of a text with one a line, in their marks of begin and end."""
    at = words.find(run)
    while at >= 0:
        start, stop = words.rfind("\n", 0, at) + 1, words.find("\n", at)
        yield words[start + 1 : stop - 1]
        at = words.find(run, stop)


def _runs(word: str) -> frozenset[str]:
    padded = f"^{word}$"
    return frozenset(padded[at : at + _LETTERS] for at in range(len(padded) - _LETTERS + 1))

"""What the articles just shown tell of what is asked next: its place, its time, who it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.answer.browse import Overview
from bot.answer.build import AnswerBuilder
from bot.config import Config
from bot.model import (
    Answer,
    AnswerType,
    Form,
    Hit,
    Paragraph,
    Passage,
    Query,
    SearchResult,
    Term,
)
from bot.places.mentions import HOME, find_places
from bot.query import lexicon
from bot.query.names import Name, find_names, office_before
from bot.search.answer_type import find_kind
from bot.search.paragraphs import asked_dates, choose_paragraphs
from bot.search.search import search, search_article
from bot.search.terms import WeighedTerms, weigh_terms
from bot.text.analysis import find_tokens, fold, read_vocabulary, stem
from bot.text.sentences import split_sentences

# "Di mana?" is answered by nothing that names no place; a reason may be told in any words.
NARROW = (AnswerType.PLACE, AnswerType.TIME, AnswerType.NAME, AnswerType.COUNTRY)
# Half of what is asked of somebody must stand beside the name.
_TOLD_OF = 0.5
_DATELINE = re.compile(r"[^\n–—|]{3,70}?(?:\s*(?:[–—|]+|--+)|\s?[-:](?=\s))\s*")
_VENUE = re.compile(r"\b(?:di|in|at)\s+(?:\w+\s+)?[A-Z]\w+")
_CAPITALS = re.compile(r"\b[A-Z][\w’'.-]+ [A-Z][\w’'.-]+")
_PRONOUN = re.compile(rf"\b(?:{'|'.join(sorted(lexicon.PERSONS))})\b", re.IGNORECASE)
_OPENS_WITH_PRONOUN = re.compile(
    r"[\"“]?(?:ia|dia|beliau|he|she)\b|[^.]*”[^.]*\b(?:ujarnya|katanya)\b", re.IGNORECASE
)

Slice = tuple[int, int]


@dataclass(frozen=True)
class ShownArticles:
    """The articles that ``before`` shows, to be asked further, with at most ``limit`` passages."""

    before: Answer
    overview: Overview
    config: Config
    limit: int

    @cached_property
    def articles(self) -> Sequence[str]:
        """Their ids, the first shown first; of a day all that it has, on further pages, too."""
        shown = self.before.passages
        if self.before.form is not Form.DAY:
            shown = shown[: self.before.shown]
        return tuple(dict.fromkeys(passage.paragraph.article.id for passage in shown))

    def tell(self, query: Query, alone: Query, *, whole: bool) -> Answer | None:
        """The answer out of the first of them that tells; None where none does.

        Args:
            query: What is asked, with what it has from an earlier question.
            alone: What it says itself: of that an article must hold about half.
            whole: Whether it must hold all of it.
        """
        index = self.overview.index
        own, terms = weigh_terms(alone, index), weigh_terms(query, index)
        for article in self.articles:
            found = search_article(article, query, terms, own, index, whole=whole)
            answer = self._build(query, terms, found.hits)
            if answer:
                return answer
        return None

    def tell_kind(self, query: Query) -> Answer | None:
        """Their passages that hold the kind of thing that is asked for, and no others."""
        terms = weigh_terms(query, self.overview.index)
        for strictly in (True, False):
            hits = [
                hit
                for hit in self._hits(query, terms)
                if _holding(hit.paragraph, query, strictly=strictly)
            ]
            answer = self._build(query, terms, hits)
            if answer:
                return only_kind(answer)
        return None

    def _hits(self, query: Query, terms: WeighedTerms) -> Iterator[Hit]:
        """The paragraphs of each, those that answer best first, but those of other days."""
        read = self.overview.index.read_articles(self.articles)
        for article in self.articles:
            best = Hit(read[article][0], 1.0)
            for hit in choose_paragraphs(best, read[article], query, terms):
                if not query.asked.spans or hit.dates or not hit.paragraph.mentions:
                    yield hit

    def _build(self, query: Query, terms: WeighedTerms, hits: Sequence[Hit]) -> Answer | None:
        if not hits:
            return None
        found = SearchResult(tuple(hits), total=len(hits))
        answer = AnswerBuilder(
            query, terms, found, self.overview, self.config, self.limit, gated=False
        ).build()
        return answer if answer.answered else None

    def refuse(self, query: Query) -> Answer:
        """That none of them tells it, with the first of them."""
        return Answer(
            query,
            answered=False,
            reach=self.overview.reach,
            reason="not_told",
            passages=self.before.passages[:1],
        )

    # Who was shown

    def find_person(self) -> str | None:
        """Who is meant by "dia": the person that the question named, or that answered it.

        Failing that, the first that the best sentence names, or one of those beside it.
        """
        asked = self.before.query
        said = {word for name in find_names(asked.question) for word in name.words}
        offices = {word for term in asked.terms for word in term.word.split()}
        for text in self._told_texts():
            names = find_names(text)
            meant = [name for name in names if said and said & set(name.words)]
            if not meant and not said:
                meant = [name for name in names if office_before(text, name.start) in offices]
                meant = meant or list(names)
            if meant:
                return text[meant[0].start : meant[0].stop]
        return None

    def _told_texts(self) -> Iterator[str]:
        """The best sentence of each passage shown, then the passages whole."""
        shown = self.before.passages[: self.before.shown]
        for passage in shown:
            start, stop = passage.highlights[passage.best]
            yield passage.paragraph.text[start:stop]
        for passage in shown:
            yield passage.paragraph.text

    def tell_of(self, person: str, query: Query, alone: Query) -> Answer:
        """What is told of somebody: by passages that name them and what is asked of them.

        Where none does, the nearest is what names them.
        """
        index, name = self.overview.index, _name_words(person)
        named = tuple(Term(stem([word])[0], word=word) for word in name)
        own = weigh_terms(alone, index)
        asked = replace(
            alone,
            terms=tuple(term for term in alone.terms if term.content) + named,
            bodies=named,
            answer_type=query.answer_type,
            follow_up=query.follow_up,
            subject=_naming(query.question, person),
        )
        terms = weigh_terms(asked, index)
        found = search(asked, terms, index, self.config.search)
        near = [
            hit
            for hit in (*self._hits(asked, terms), *found.hits)
            if self._speaks_of(hit.paragraph, frozenset(name))
        ]
        telling = list(_once(hit for hit in near if _holds_half(hit.paragraph, own)))
        answer = self._build(asked, terms, [replace(hit, missing=()) for hit in telling])
        narrowed = only_kind(answer) if answer else None
        return narrowed or self._know_nothing(asked, person, near)

    def _speaks_of(self, paragraph: Paragraph, person: frozenset[str]) -> bool:
        """Whether it names the person; one of an article shown may say "ia"."""
        if any(person.issuperset(name.words) for name in find_names(paragraph.text)):
            return True
        is_shown = paragraph.article.id in self.articles and paragraph.number > 0
        return is_shown and _OPENS_WITH_PRONOUN.match(paragraph.text) is not None

    def _know_nothing(self, query: Query, person: str, near: Sequence[Hit]) -> Answer:
        nearest = tuple(Passage(hit, tuple(split_sentences(hit.paragraph.text))) for hit in near)
        return replace(
            self.refuse(query),
            reason="not_told_of",
            missing=(person,),
            passages=(nearest or self.before.passages)[:1],
        )


def points_to_person(alone: Query, before: Answer) -> bool:
    """Whether it asks of somebody who was shown: "kapan dia ditunjuk", "umurnya berapa"."""
    said = {word for term in alone.terms for word in term.word.split()}
    is_of_one = before.query.answer_type is AnswerType.NAME
    return bool(said & lexicon.PERSONS or (is_of_one and said & lexicon.PERSONAL))


def only_kind(answer: Answer) -> Answer | None:
    """The answer with nothing but what holds the kind that is asked for; None where nothing does."""
    query = answer.query
    if answer.form is not Form.MATTER or query.answer_type not in (*NARROW, AnswerType.DATE):
        return answer
    told = [_with_kind(passage, query) for passage in answer.passages]
    shown = tuple(passage for passage in told[: answer.shown] if passage)
    if not shown:
        return None
    passages = shown + tuple(passage for passage in told[answer.shown :] if passage)
    articles = {passage.paragraph.article.id for passage in shown}
    return replace(
        answer,
        passages=passages,
        shown=len(shown),
        sources=len(articles) + sum(len(passage.also) for passage in shown),
        total=len(passages),
    )


def _with_kind(passage: Passage, query: Query) -> Passage | None:
    """The passage with a sentence that holds the kind; None where its paragraph has none."""
    found = _holding(passage.paragraph, query, strictly=False)
    sentences = [
        (start, stop)
        for start, stop in split_sentences(passage.paragraph.text)
        if any(start <= at < stop for at, _ in found)
    ]
    if not sentences:
        return None
    if set(sentences) & set(passage.highlights):
        best = passage.highlights[passage.best]
        first = next(part for part in passage.highlights if part in sentences)
        at = passage.best if best in sentences else passage.highlights.index(first)
        return replace(passage, best=at)
    return replace(passage, highlights=tuple(sentences[:1]), best=0)


def _holding(paragraph: Paragraph, query: Query, *, strictly: bool) -> list[Slice]:
    """Where a paragraph holds the kind of thing that is asked for.

    Strictly, the city of a dateline is no place of what is told, and only persons were there.
    """
    text, wanted = paragraph.text, query.answer_type
    if wanted is AnswerType.PLACE:
        return [part for part in _places(text) if not strictly or part[0] >= _opening(paragraph)]
    if wanted is AnswerType.NAME:
        persons = [(name.start, name.stop) for name in find_names(text)]
        is_loose = not strictly and not _asks_who_was_there(query)
        return persons + ([m.span() for m in _CAPITALS.finditer(text)] if is_loose else [])
    return find_kind(text, paragraph.mentions, wanted, {})


def _places(text: str) -> Iterator[Slice]:
    for place in find_places(text):
        if HOME not in place.places:
            yield place.start, place.stop
    yield from (match.span() for match in _VENUE.finditer(text))


def _opening(paragraph: Paragraph) -> int:
    """Where the text behind the dateline begins."""
    match = _DATELINE.match(paragraph.text) if paragraph.number == 0 else None
    return match.end() if match else 0


def _asks_who_was_there(query: Query) -> bool:
    said = {fold(token[0]) for token in find_tokens(query.question)}
    return not said.isdisjoint(lexicon.PRESENCE)


def _name_words(person: str) -> tuple[str, ...]:
    """The words of a name that no dictionary has."""
    names: Sequence[Name] = find_names(f"Ada {person}")
    return names[0].words if names else tuple(fold(person).split())


def _naming(question: str, person: str) -> str:
    """The question with the name for what points to it."""
    named = _PRONOUN.sub(person, question, count=1)
    return named if named != question else f"{question.rstrip(' ?')} ({person})"


def _holds_half(paragraph: Paragraph, own: WeighedTerms) -> bool:
    stems = read_vocabulary(paragraph.text).stems
    held = sum(word.mass * word.held_by(stems) for word in own.content)
    return held >= _TOLD_OF * own.mass


def _once(hits: Iterable[Hit]) -> Iterator[Hit]:
    known: set[tuple[str, int]] = set()
    for hit in hits:
        key = hit.paragraph.article.id, hit.paragraph.number
        if key not in known:
            known.add(key)
            yield hit

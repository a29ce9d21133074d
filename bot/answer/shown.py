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
from bot.query.names import OFFICES, Name, find_names
from bot.search.answer_type import find_kind
from bot.search.paragraphs import choose_paragraphs
from bot.search.search import search, search_article
from bot.search.terms import WeighedTerms, weigh_terms
from bot.text.analysis import find_tokens, fold, read_vocabulary, stem
from bot.text.sentences import split_sentences

# "Di mana?" is answered by nothing that names no place; a reason may be told in any words.
NARROW = (AnswerType.PLACE, AnswerType.TIME, AnswerType.NAME, AnswerType.COUNTRY)
# Half of what is asked of somebody must stand beside the name.
_TOLD_OF = 0.5
_DATELINE = re.compile(r"[^\n–—|]{3,70}?(?:\s*(?:[–—|]+|--+)|\s?[-:](?=\s))\s*")
_VENUE = re.compile(
    r"\b(?:di|in|at)\s+(?:(?:\w+\s+)?[A-Z]\w+|(?:lobi|halaman|aula|gedung|kantor|lapangan|masjid|"
    r"gereja|ruang|kampus|rumah|hotel|jalan|jl|areal?|kawasan|pelabuhan|bandara|stadion|pantai|"
    r"taman|balai|kediaman|apartemen|pasar|terminal)\b)"
)
_CAPITALS = re.compile(r"\b[A-Z][\w’'.-]+ [A-Z][\w’'.-]+")
_MORE_CAPITALS = re.compile(r"(?: [A-Z][a-z’'-]+)+(?![\w])")
_PRONOUN = re.compile(rf"\b(?:{'|'.join(sorted(lexicon.PERSONS))})\b", re.IGNORECASE)
_OPENS_WITH_PRONOUN = re.compile(
    r"[\"“]?(?:ia|dia|beliau|he|she)\b|[^.]*”[^.]*\b(?:ujarnya|katanya)\b", re.IGNORECASE
)

_FORMS = tuple(
    (frozenset(words.split()), re.compile(form, re.IGNORECASE))
    for words, form in lexicon.TOLD_BY_FORM.items()
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
        hits = list(self._hits(query, terms))
        sure = max((_sureness(hit.paragraph, query) for hit in hits), default=0)
        told = [hit for hit in hits if sure and _sureness(hit.paragraph, query) == sure]
        answer = self._build(query, terms, told)
        return only_kind(answer) if answer else None

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
        # Who was asked of before is who is asked of still.
        question = self.before.query.subject or self.before.query.question
        said = {word for name in find_names(question) for word in name.words}
        asked = _words_of(self.before.query)
        named = [(text, name) for text in self._told_texts() for name in find_names(text)]
        ways = (
            [(text, name) for text, name in named if said & set(name.words)],
            [(text, name) for text, name in named if _holds_office(text, name.start, asked)],
            named,
        )
        found = next((way[0] for way in ways if way), None)
        return _whole_name(*found) if found else None

    def _told_texts(self) -> Iterator[str]:
        """The best sentence of the passage shown first, then all that is shown of its article."""
        shown = self.before.passages[: self.before.shown]
        for passage in shown[:1]:
            start, stop = passage.highlights[passage.best]
            yield passage.paragraph.text[start:stop]
        for passage in shown:
            if passage.paragraph.article.id == shown[0].paragraph.article.id:
                yield passage.paragraph.text

    def tell_of(self, person: str, query: Query, alone: Query) -> Answer:
        """What is told of somebody: by passages that name them and what is asked of them.

        Where none does, the nearest is what names them.
        """
        index, name = self.overview.index, _name_words(person)
        named = tuple(Term(stem([word])[0], word=word) for word in name)
        said = [term for term in alone.terms if term.word not in lexicon.SAYING]
        own = weigh_terms(replace(alone, terms=tuple(said)), index)
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
        if answer and query.answer_type is AnswerType.DATE and len(said) < len(alone.terms):
            # When somebody said it is told by the day of the article.
            return answer
        return narrowed or self._know_nothing(asked, person, near)

    def _speaks_of(self, paragraph: Paragraph, person: frozenset[str]) -> bool:
        """Whether it names the person; one of an article shown may say "ia"."""
        asked = _words_of(self.before.query)
        named = [frozenset(name.words) - asked for name in find_names(paragraph.text)]
        if any(words and words <= person for words in named):
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


def points_to_person(query: Query, before: Answer) -> bool:
    """Whether it asks of somebody who was shown: "kapan dia ditunjuk", "umurnya berapa"."""
    said = _words_of(query)
    is_of_one = before.query.answer_type is AnswerType.NAME
    return bool(said & lexicon.PERSONS or (is_of_one and said & lexicon.PERSONAL))


def insisting(query: Query, alone: Query) -> Query:
    """The query, whose article must hold what it says itself: "berapa peziarahnya" after a visit."""
    own = tuple(
        term
        for term in alone.terms
        if term.content and term.word.removesuffix("nya") not in lexicon.SIDE_WORDS
    )
    return replace(query, claimed=(*query.claimed, *own))


def tells_without_kind(query: Query, alone: Query) -> bool:
    """Whether words can answer without the kind: "siapa juaranya" by "juaranya regu Bintang"."""
    return query.answer_type is AnswerType.NAME and insisting(query, alone) != query


def asks_for_holder(alone: Query) -> bool:
    """Whether it asks who holds an office in what was shown: "siapa ketuanya"."""
    words = {word for term in alone.terms if term.content for word in term.word.split()}
    held = OFFICES & {word.removesuffix("nya") for word in words}
    return alone.answer_type is AnswerType.NAME and bool(held)


def stays(answer: Answer, before: Answer | None) -> bool:
    """Whether an answer goes on with what was shown before it: it says so, or is of its articles."""
    if answer.query.follow_up or before is None:
        return answer.query.follow_up is not None
    shown = {passage.paragraph.article.id for passage in before.passages[: before.shown]}
    return any(passage.paragraph.article.id in shown for passage in answer.passages[:1])


def only_kind(answer: Answer) -> Answer | None:
    """The answer with nothing but what holds the kind that is asked for; None where nothing does."""
    query = answer.query
    is_narrow = query.attributes or query.answer_type in (*NARROW, AnswerType.DATE)
    if answer.form is not Form.MATTER or not is_narrow:
        return answer
    sure = max(_sureness(each.paragraph, query) for each in answer.passages[: answer.shown])
    if not sure:
        return None
    told = [
        _with_kind(passage, query) if _sureness(passage.paragraph, query) >= sure else None
        for passage in answer.passages
    ]
    shown = tuple(passage for passage in told[: answer.shown] if passage)
    passages = shown + tuple(passage for passage in told[answer.shown :] if passage)
    articles = {passage.paragraph.article.id for passage in shown}
    return replace(
        answer,
        passages=passages,
        shown=len(shown),
        sources=len(articles) + sum(len(passage.also) for passage in shown),
        total=len(passages),
    )


def _with_kind(passage: Passage, query: Query) -> Passage:
    """The passage with a sentence that surely holds the kind as its best."""
    paragraph = passage.paragraph
    found = next(found for found in _holdings(paragraph, query) if found)
    sentences = [
        (start, stop)
        for start, stop in split_sentences(paragraph.text)
        if any(start <= at < stop for at, _ in found)
    ]
    kept = [part for part in passage.highlights if part in sentences]
    if not kept:
        return replace(passage, highlights=tuple(sentences[:1]), best=0)
    if passage.highlights[passage.best] in kept:
        return passage
    return replace(passage, best=passage.highlights.index(kept[0]))


def _sureness(paragraph: Paragraph, query: Query) -> int:
    """How surely a paragraph holds the kind of thing that is asked for; 0 where it does not."""
    holdings = _holdings(paragraph, query)
    return next((len(holdings) - at for at, found in enumerate(holdings) if found), 0)


def _holdings(paragraph: Paragraph, query: Query) -> Sequence[Sequence[Slice]]:
    """Where a paragraph holds the kind of thing that is asked for, the surest ways first.

    "Di Aula Prona" says where something was, a city that is named perhaps, that of a dateline
    less so. Who was there is told by names of persons, who got something by any in capitals.
    """
    text, wanted = paragraph.text, query.answer_type
    if query.attributes:
        forms = [form for words, form in _FORMS if words & set(query.attributes)]
        return ([m.span() for form in forms for m in form.finditer(text)],)
    if wanted is AnswerType.PLACE:
        opening = _opening(paragraph)
        venues = [match.span() for match in _VENUE.finditer(text)]
        places = [(p.start, p.stop) for p in find_places(text) if HOME not in p.places]
        return (venues, [part for part in places if part[0] >= opening], places)
    if wanted is AnswerType.NAME:
        persons = [(name.start, name.stop) for name in find_names(text)]
        others = [match.span() for match in _CAPITALS.finditer(text)]
        return (persons,) if _asks_who_was_there(query) else (persons + others,)
    exact = find_kind(text, paragraph.mentions, wanted, {})
    if wanted is AnswerType.DATE:
        # "Ditunjuk pada tahun 2022" tells when, where nothing tells more.
        return (exact, [(mention.start, mention.stop) for mention in paragraph.mentions])
    return (exact,)


def _opening(paragraph: Paragraph) -> int:
    """Where the text behind the dateline begins."""
    match = _DATELINE.match(paragraph.text) if paragraph.number == 0 else None
    return match.end() if match else 0


def _asks_who_was_there(query: Query) -> bool:
    return not _words_of(query).isdisjoint(lexicon.PRESENCE)


def _words_of(query: Query) -> frozenset[str]:
    return frozenset(fold(token[0]) for token in find_tokens(query.question))


def _holds_office(text: str, start: int, asked: frozenset[str]) -> bool:
    """Whether an office that was asked for stands right before a name."""
    for token in reversed(list(find_tokens(text[:start]))):
        word = fold(token[0])
        if word in asked & OFFICES:
            return True
        if word not in asked and not token[0][0].isupper():
            return False
    return False


def _whole_name(text: str, name: Name) -> str:
    """The name with what follows it in capitals, without a body that stands before it: "Undip"."""
    rest = _MORE_CAPITALS.match(text, name.stop)
    words = text[name.start : rest.end() if rest else name.stop].split()
    own = [word for word in words if fold(word) not in lexicon.BODIES]
    return " ".join(own or words)


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

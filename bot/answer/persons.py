"""Who was shown, and what is told of them: "dia" stands for whoever the answer before named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answer.kinds import only_kind, words_of
from bot.answer.shown import ShownArticles
from bot.model import Answer, AnswerType, Hit, Paragraph, Passage, Query, Term
from bot.query import lexicon
from bot.query.names import OFFICES, Name, find_names
from bot.search.search import search
from bot.search.terms import WeighedTerms, weigh_terms
from bot.text.analysis import find_tokens, fold, read_vocabulary, stem
from bot.text.sentences import split_sentences

# Half of what is asked of somebody must stand beside the name.
_TOLD_OF = 0.5
_MORE_CAPITALS = re.compile(r"(?: [A-Z][a-z’'-]+)+(?![\w])")
_PRONOUN = re.compile(rf"\b(?:{'|'.join(sorted(lexicon.PERSONS))})\b", re.IGNORECASE)
_OPENS_WITH_PRONOUN = re.compile(
    r"[\"“]?(?:ia|dia|beliau|he|she)\b|[^.]*”[^.]*\b(?:ujarnya|katanya)\b", re.IGNORECASE
)


def points_to_person(query: Query, before: Answer) -> bool:
    """Whether it asks of somebody who was shown: "kapan dia ditunjuk", "umurnya berapa"."""
    said = words_of(query)
    is_of_one = before.query.answer_type is AnswerType.NAME
    return bool(said & lexicon.PERSONS or (is_of_one and said & lexicon.PERSONAL))


def find_person(before: Answer) -> str | None:
    """Who is meant by "dia": the person that the question named, or that answered it.

    Failing that, the first that the best sentence names, or one of those beside it.
    """
    # Who was asked of before is who is asked of still.
    question = before.query.subject or before.query.question
    typed = [(question, name) for name in find_names(question)]
    said = {word for _, name in typed for word in name.words}
    asked = words_of(before.query)
    named = [(text, name) for text in _told_texts(before) for name in find_names(text)]
    ways = (
        [(text, name) for text, name in named if said & set(name.words)],
        typed if before.query.subject else [],
        [(text, name) for text, name in named if _holds_office(text, name.start, asked)],
        named,
    )
    found = next((way[0] for way in ways if way), None)
    return _whole_name(*found) if found else None


def _told_texts(before: Answer) -> Iterator[str]:
    """The best sentence of the passage shown first, then all that is shown of its article."""
    shown = before.passages[: before.shown]
    for passage in shown[:1]:
        start, stop = passage.highlights[passage.best]
        yield passage.paragraph.text[start:stop]
    for passage in shown:
        if passage.paragraph.article.id == shown[0].paragraph.article.id:
            yield passage.paragraph.text


@dataclass(frozen=True)
class PersonAnswers:
    """What is told of ``person``, who was shown, at best out of the articles shown."""

    person: str
    shown: ShownArticles

    def tell(self, query: Query, alone: Query) -> Answer:
        """What is told of somebody: by passages that name them and what is asked of them.

        Where none does, the nearest is what names them.
        """
        index, name = self.shown.overview.index, _name_words(self.person)
        named = tuple(Term(stem([word])[0], word=word) for word in name)
        said = [term for term in alone.terms if not _says(term)]
        says_when = query.answer_type is AnswerType.DATE and len(said) < len(alone.terms)
        own = weigh_terms(replace(alone, terms=tuple(said)), index)
        asked = replace(
            alone,
            terms=tuple(term for term in alone.terms if term.content) + named,
            bodies=named,
            # When somebody said something is told by the day of the article.
            answer_type=AnswerType.ANY if says_when else query.answer_type,
            follow_up=query.follow_up,
            subject=_naming(query.question, self.person),
        )
        terms = weigh_terms(asked, index)
        found = search(asked, terms, index, self.shown.config.search)
        near = [
            hit
            for hit in (*self.shown.find_hits(asked, terms), *found.hits)
            if self._speaks_of(hit.paragraph, frozenset(name))
        ]
        telling = list(_once(hit for hit in near if _holds_half(hit.paragraph, own)))
        answer = self.shown.build(asked, terms, [replace(hit, missing=()) for hit in telling])
        narrowed = only_kind(answer) if answer else None
        return narrowed or self._know_nothing(asked, near)

    def _speaks_of(self, paragraph: Paragraph, person: frozenset[str]) -> bool:
        """Whether it names the person; one of an article shown may say "ia"."""
        named = [frozenset(name.words) - lexicon.BODIES for name in find_names(paragraph.text)]
        if any(words and words <= person for words in named):
            return True
        is_shown = paragraph.article.id in self.shown.articles and paragraph.number > 0
        return is_shown and _OPENS_WITH_PRONOUN.match(paragraph.text) is not None

    def _know_nothing(self, query: Query, near: Sequence[Hit]) -> Answer:
        nearest = tuple(Passage(hit, tuple(split_sentences(hit.paragraph.text))) for hit in near)
        return replace(
            self.shown.refuse(query),
            reason="not_told_of",
            missing=(self.person,),
            passages=(nearest or self.shown.before.passages)[:1],
        )


def _says(term: Term) -> bool:
    return not lexicon.SAYING.isdisjoint((term.word, term.word.removesuffix("nya")))


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
    """The name with what follows it in capitals, without a body that stands before it: the name of a university."""
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

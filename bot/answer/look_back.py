"""How a question that looks back is answered: out of what was shown, of the archive, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.answer.kinds import NARROW, only_kind
from bot.answer.persons import PersonAnswers, find_person, points_to_person
from bot.answer.shown import ShownArticles
from bot.model import Answer, AnswerType, FollowUp, Query
from bot.query import lexicon
from bot.query.names import OFFICES


@dataclass(frozen=True)
class LookingBack:
    """The answer to ``query``, which goes on, surely or perhaps, from what is ``shown``.

    Attributes:
        query: With what it has from an earlier question.
        alone: What it says itself.
        shown: The articles of the answer before.
        base: Those of the answer that it and those before it asked of: a day, a line of a list.
        ask: Answers a question out of the archive.
    """

    query: Query
    alone: Query
    shown: ShownArticles
    base: ShownArticles
    ask: Callable[[Query], Answer]

    def answer(self) -> Answer:
        """What was just shown comes first, then the subject of the chat, then a new subject.

        Where the question only perhaps goes on, it comes first by itself, unless what was just
        shown tells all of it.
        """
        points = points_to_person(self.query, self.shown.before)
        person = find_person(self.shown.before) if points else None
        if person:
            return PersonAnswers(person, self.shown).tell(self.query, self.alone)
        if self._is_sure and (self.query.answer_type in NARROW or self.alone.attributes):
            return self._narrow()
        return self.shown.tell(self.query, self.alone, whole=True) or self._of_archive()

    @property
    def _is_sure(self) -> bool:
        return self.query.follow_up is FollowUp.ABOUT

    def _narrow(self) -> Answer:
        """The place, the time, the persons of what was shown, and nothing beside them."""
        query = self.query
        if self.base.before.by_day and self._insisting == query:
            return self.base.tell_kind(query) or self.base.refuse(query)
        answer = self.shown.tell(query, self.alone, whole=True) or self._of_archive()
        by_words = answer.answered and not answer.by_day
        narrowed = only_kind(answer) if by_words else None
        if narrowed is None and by_words and self._tells_without_kind:
            return answer
        if narrowed is None and _asks_for_holder(self.alone):
            return self.shown.refuse(query)
        return narrowed or self.shown.tell_kind(query) or self.shown.refuse(query)

    @property
    def _tells_without_kind(self) -> bool:
        """Whether words can answer without the kind: "siapa juaranya" by "juaranya regu Bintang"."""
        return self.query.answer_type is AnswerType.NAME and self._insisting != self.query

    @property
    def _insisting(self) -> Query:
        """The query, whose article must hold what it says itself: "berapa penumpangnya".

        Of a question in another language forms and translations are too many to insist on one.
        """
        if self.alone.language in lexicon.LANGUAGE_WORDS:
            return self.query
        own = tuple(
            term
            for term in self.alone.terms
            if term.content and term.word.removesuffix("nya") not in lexicon.SIDE_WORDS
        )
        return replace(self.query, claimed=(*self.query.claimed, *own))

    def _of_archive(self) -> Answer:
        """The answer of the archive; where there is none, that of what was just shown."""
        answer = self.ask(self._insisting if self._is_sure else self.alone)
        if answer.answered:
            return answer
        other = self._loosely() if self._is_sure else self._told_or_asked()
        return other if other and other.answered else answer

    def _told_or_asked(self) -> Answer:
        return self.shown.tell(self.query, self.alone, whole=False) or self.ask(self.query)

    def _loosely(self) -> Answer | None:
        """The answer by other words; another person's name is none, nor a figure of something else."""
        if _asks_for_holder(self.alone):
            return None
        told = self.shown.tell(self.query, self.alone, whole=False)
        is_figure = self.query.answer_type is AnswerType.NUMBER
        if told or (is_figure and self._insisting != self.query):
            return told
        return self.ask(self.query)


def set_aside_pointers(query: Query) -> Query:
    """The query without what only points back in what it is about: "di sana"."""
    terms = tuple(
        replace(term, content=False) if term.word in lexicon.POINTING else term
        for term in query.terms
    )
    return replace(query, terms=terms)


def _asks_for_holder(alone: Query) -> bool:
    """Whether it asks who holds an office in what was shown: "siapa ketuanya"."""
    words = {word for term in alone.terms if term.content for word in term.word.split()}
    held = OFFICES & {word.removesuffix("nya") for word in words}
    return alone.answer_type is AnswerType.NAME and bool(held)

"""The one door: a question in, an answer out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from bot.answer.archive import ArchiveAnswers, as_ordinary
from bot.answer.browse import Overview, build_listing
from bot.answer.build import AnswerBuilder
from bot.answer.comparison import join_sides, tells_all
from bot.answer.follow_up import days_told, next_page, open_line, source_of, whole_article
from bot.answer.look_back import LookingBack, set_aside_pointers
from bot.answer.shown import ShownArticles
from bot.answer.told import Told
from bot.answer.verdict import VerdictBuilder
from bot.archive.articles import Corpus
from bot.config import LANGUAGES, Config
from bot.errors import ArticleError
from bot.index.memory import MemoryIndex
from bot.index.memory_catalogue import MemoryCatalogue
from bot.index.protocol import Catalogue, Index
from bot.index.synced_folder import IndexedFolder, Watch, saved_index_path
from bot.model import (
    Answer,
    AnswerType,
    ArchiveQuestion,
    Article,
    AskedSide,
    FollowUp,
    Form,
    Intent,
    Query,
    Reach,
    Turn,
)
from bot.places.mentions import place_words
from bot.query import lexicon
from bot.query.outlets import Outlets
from bot.query.parse import parse_query
from bot.query.reading import Reader, fold_question
from bot.query.spelling import Speller
from bot.query.texts import parse_text
from bot.query.word_tables import Abbreviations, known_abbreviations, table_words
from bot.render.translations import Translations, read_translations
from bot.search.search import search
from bot.search.terms import weigh_terms
from bot.text.analysis import stem

DEFAULT_LIMIT = 3
# Of a long chat, so many of the latest questions are read, and answered again to know what was
# shown.
LONGEST_HISTORY = 50


class Engine:
    """Answers over one corpus; it keeps no state between questions.

    Attributes:
        config: The settings.
        problems: Why files of the corpus are no articles, by name.
        overview: What there is to look at without asking, in the archive as it is now.
    """

    def __init__(self, config: Config, corpus: Corpus | IndexedFolder) -> None:
        self.config = config
        self._folder = corpus if isinstance(corpus, IndexedFolder) else None
        self._translations = cache(read_translations)
        self._abbreviations = Abbreviations(
            known_abbreviations(), lexicon.PLACE_ABBREVIATIONS, config.abbreviations
        )
        self.problems: tuple[ArticleError, ...] = corpus.problems
        self._take(
            corpus.index if isinstance(corpus, IndexedFolder) else MemoryIndex(corpus.articles)
        )

    @classmethod
    def open(cls, config: Config, watch: Watch = lambda names: names) -> Engine:
        """An engine over the articles of ``config.corpus``.

        The index of a larger corpus is saved beside ``config.state`` for the next time.

        Args:
            config: The settings.
            watch: Passes on the names of the files that are read, so that somebody can be told.

        Raises:
            ConfigError: There is no such folder.
        """
        return cls(
            config,
            IndexedFolder(config.corpus, saved_index_path(config.corpus, config.state), watch),
        )

    def reload(self, *, thorough: bool = False, most: int | None = None) -> bool:
        """Takes in what has changed in the folder of the articles; tells whether anything has.

        Args:
            thorough: Whether to look for files that were changed in place, too.
            most: Files that are read at most; the others are left to the next time.
        """
        if not self._folder or not self._folder.refresh(thorough=thorough, most=most):
            return False
        self.problems = self._folder.problems
        self._take(self._folder.index)
        return True

    def _take(self, index: MemoryIndex) -> None:
        self._index: Index = index
        self._catalogue: Catalogue = MemoryCatalogue(index)
        self.overview = Overview(self._index, self._catalogue)
        self._speller: Speller | None = None
        self._reader = Reader(
            known_dates=self.overview,
            abbreviations=self._abbreviations,
            outlets=Outlets(self._catalogue.outlets),
            correct=self._correct,
        )

    @property
    def reach(self) -> Reach:
        """How far the archive reaches."""
        return self.overview.reach

    def find_article(self, key: str) -> Article | None:
        """The article with the ``article_key`` of ``key``; None where it is not in the archive."""
        return self._catalogue.find_article(key)

    def translations(self, language: str) -> Translations:
        """The texts of ``language``; an unknown one falls back to that of the settings."""
        return self._translations(language if language in LANGUAGES else self.config.language)

    def _correct(self, word: str) -> str | None:
        """The word of the archive that was meant by ``word``; None where it is none of them."""
        (text,) = stem([word])
        if self._index.statistics([text])[text].known:
            return None
        if self._speller is None:
            words = self._catalogue.vocabulary()
            meant = dict.fromkeys(lexicon.KNOWN, 1) | dict(words)
            self._speller = Speller(meant, table_words() | place_words())
        return self._speller.correct(word)

    def ask(
        self,
        question: str,
        today: date,
        history: Sequence[Turn] = (),
        *,
        limit: int = DEFAULT_LIMIT,
        forwarded_on: date | None = None,
    ) -> Answer:
        """The answer to ``question``.

        Args:
            question: As typed; anything but text is folded away.
            today: The asker's day.
            history: Earlier questions of the same chat, oldest first; the latest of them count.
            limit: Passages in the answer at most; how many of them answer says ``shown``.
            forwarded_on: Where it is a forwarded text, the day when that was first sent: it is
                judged whether that was reported.
        """
        history = history[-LONGEST_HISTORY:]
        query = self._parse(question, today, history, forwarded_on)
        if query.follow_up is None:
            return self._answer(query, limit)
        return self._follow(query, self._tell_again(history, today, limit), limit)

    def _parse(
        self,
        question: str,
        today: date,
        history: Sequence[Turn] = (),
        forwarded_on: date | None = None,
    ) -> Query:
        """What is to be judged, or else the question."""
        text = parse_text(question, today, self._reader, forwarded_on=forwarded_on)
        return text or parse_query(fold_question(question), today, history, self._reader)

    def _answer(self, query: Query, limit: int) -> Answer:
        """The answer to a question that stands alone, or has taken over what it lacked."""
        if query.claims:
            days = self.translations(query.language).short_days
            return VerdictBuilder(
                query, self.overview, self._catalogue, self.config, days, limit
            ).build()
        if query.sides:
            return self._compare(query, limit)
        answer = self._find(query, limit)
        if query.moved and not answer.answered:
            # "Kalau tanggal 17?": who it was that day may be told by nobody; what happened is.
            told = self._find(replace(query, answer_type=AnswerType.ANY), limit)
            answer = told if told.answered else answer
        is_on_a_matter = query.intent is Intent.BOTH and answer.form in (Form.MATTER, Form.DIGEST)
        if not is_on_a_matter or query.asked.outside:
            return answer
        others = self._find(replace(query, asked=replace(query.asked, outside=True)), limit)
        return replace(answer, outside=len(others.passages) if others.answered else 0)

    def _find(self, query: Query, limit: int) -> Answer:
        terms = weigh_terms(query, self._index)
        if query.archive:
            settings = self.config.search
            told = ArchiveAnswers(query, terms, self.overview, settings, limit).find()
            if told:
                return told
            query = as_ordinary(query, self.overview)
        found = search(query, terms, self._index, self.config.search)
        return AnswerBuilder(query, terms, found, self.overview, self.config, limit).build()

    def _compare(self, query: Query, limit: int) -> Answer:
        """The answer to a question with sides; where one article tells all, it answers the whole."""
        answers: list[Answer] = []
        for side in query.sides:
            answers.append(self._answer_side(side, query, answers[:1], limit))
        if not any(answer.answered for answer in answers):
            return self._find(replace(query, sides=()), limit)
        joined = join_sides(query, answers, self.reach, self._index)
        if query.compares:
            return joined
        whole = self._find(replace(query, sides=()), limit)
        return whole if whole.answered and tells_all(whole, joined) else joined

    def _answer_side(
        self, side: AskedSide, query: Query, before: Sequence[Answer], limit: int
    ) -> Answer:
        first = next((answer for answer in before if answer.answered), None)
        turns = (Turn(query.sides[0].query.question, query.today),)
        answer = self._follow(side.query, Told(turns, first, first), limit)
        for other in side.others:
            if not answer.answered:
                answer = self._answer(other, limit)
        return answer

    def _tell_again(self, history: Sequence[Turn], today: date, limit: int) -> Told:
        """What a chat was answered."""
        told = Told()
        for turn in history:
            query = self._parse(turn.question, turn.today or today, told.turns, turn.forwarded_on)
            told = told.after(turn, query, self._follow(query, told, limit))
        return told

    def _follow(self, query: Query, told: Told, limit: int) -> Answer:
        """The answer to a question that may go on from what was ``told``."""
        before = told.before
        if query.follow_up and before:
            # Which days are meant by those on the way here is told by what they were answered.
            days = days_told(before, self._index)
            query = parse_query(query.question, query.today, told.turns, self._reader, days=days)
        if query.follow_up in (None, FollowUp.CHANGED, FollowUp.MOVED):
            return self._answer(query, limit)
        retold = self._of_before(query, before) if before else None
        if retold:
            return retold
        alone = parse_query(query.question, query.today, (), self._reader)
        if query.follow_up not in (FollowUp.ABOUT, FollowUp.PERHAPS):
            return self._answer(alone, limit)
        query, alone = map(set_aside_pointers, (told.about_line(query), alone))
        return self._look_back(query, alone, told, limit)

    def _of_before(self, query: Query, before: Answer) -> Answer | None:
        """What is wanted of the answer before itself; None where that is not what is asked."""
        match query.follow_up:
            case FollowUp.MORE:
                return next_page(query, before)
            case FollowUp.WHOLE if before.passages:
                return whole_article(query, before, self._index)
            case FollowUp.WHOLE if before.query.archive is ArchiveQuestion.OUTLETS:
                return next_page(query, before)
            case FollowUp.SOURCE if before.passages:
                return source_of(query, before)
            case FollowUp.OPEN if before.is_list:
                return open_line(query, before)
        return None

    def _look_back(self, query: Query, alone: Query, told: Told, limit: int) -> Answer:
        """The answer to a question that looks back; of nothing that was shown, by itself."""
        if told.before and told.base:
            shown = ShownArticles(told.before, self.overview, self.config, limit)
            base = replace(shown, before=told.base)
            return LookingBack(
                query, alone, shown, base, lambda each: self._answer(each, limit)
            ).answer()
        first, last = (query, alone) if query.follow_up is FollowUp.ABOUT else (alone, query)
        answer = self._answer(first, limit)
        return answer if answer.answered else self._answer(last, limit)

    def on_this_day(
        self, question: str, today: date, *, language: str | None = None, most: int
    ) -> Answer:
        """This day in earlier years, newest first, then what is planned for the coming week.

        Args:
            question: How the answer repeats what was asked; it is not read.
            today: The asker's day.
            language: That of ``question``; None for that of the settings.
            most: Passages of each of the two at most.
        """
        query = Query(question, today, Intent.DATE, language or self.config.language)
        earlier = self.overview.earlier_years(today, most=most)
        ahead = self.overview.planned(today, most=most)
        return build_listing(query, [*earlier, *ahead], self.reach)

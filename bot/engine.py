"""The one door: a question in, an answer out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.answer.browse import Overview, article_key, build_listing
from bot.answer.build import build_answer
from bot.archive.articles import Corpus
from bot.config import LANGUAGES, Config
from bot.errors import ArticleError
from bot.index.memory import Index
from bot.index.synced_folder import IndexedFolder, Watch, saved_place
from bot.model import Answer, Article, Intent, Query, Reach
from bot.query import lexicon
from bot.query.parse import Abbreviations, fold_question, parse_query
from bot.query.spelling import Speller
from bot.render.translations import Translations, read_translations
from bot.search.search import search
from bot.text.analysis import stem

LONGEST_QUESTION = 1000
DEFAULT_LIMIT = 3


class Engine:
    """Answers over one corpus; it keeps no state between questions."""

    def __init__(self, config: Config, corpus: Corpus | IndexedFolder) -> None:
        self.config = config
        self._folder = corpus if isinstance(corpus, IndexedFolder) else None
        self._translations: dict[str, Translations] = {}
        self._abbreviations = Abbreviations.of(lexicon.ABBREVIATIONS, config.abbreviations)
        self.problems: tuple[ArticleError, ...] = corpus.problems
        self._take(corpus.index if isinstance(corpus, IndexedFolder) else Index(corpus.articles))

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
            config, IndexedFolder(config.corpus, saved_place(config.corpus, config.state), watch)
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

    def _take(self, index: Index) -> None:
        self._index = index
        self._overview: Overview | None = None
        self._ids_by_key: dict[str, str] | None = None
        self._known_dates = frozenset(index.days)
        self._speller: Speller | None = None

    @property
    def reach(self) -> Reach:
        """How far the archive reaches."""
        return self._index.reach

    @property
    def days(self) -> tuple[date, ...]:
        """The days that have an event, in order."""
        return self._index.days

    def find_article(self, key: str) -> Article | None:
        """The article with the ``article_key`` of ``key``; None where it is not in the archive."""
        if self._ids_by_key is None:
            self._ids_by_key = {article_key(name): name for name in self._index.ids}
        found = self._ids_by_key.get(key)
        return self._index.read_article(found) if found is not None else None

    @property
    def overview(self) -> Overview:
        """What there is to look at without asking, in the archive as it is now."""
        if self._overview is None:
            self._overview = Overview(self._index)
        return self._overview

    def translations(self, language: str) -> Translations:
        """The texts of ``language``; an unknown one falls back to that of the settings."""
        known = language if language in LANGUAGES else self.config.language
        if known not in self._translations:
            self._translations[known] = read_translations(known)
        return self._translations[known]

    def _correct(self, word: str) -> str | None:
        """The word of the archive that was meant by ``word``; None where it is none of them."""
        if self._index.knows(stem([word])[0]):
            return None
        if self._speller is None:
            words = self._index.count_words()
            self._speller = Speller({**dict.fromkeys(lexicon.KNOWN, 1), **words})
        return self._speller.correct(word)

    def ask(
        self,
        question: str,
        today: date,
        history: Sequence[str] = (),
        *,
        limit: int = DEFAULT_LIMIT,
    ) -> Answer:
        """The answer to ``question``.

        Args:
            question: As typed; anything but text is folded away.
            today: The asker's day.
            history: Earlier questions of the same chat, oldest first.
            limit: Passages in the answer at most; how many of them answer says ``shown``.
        """
        folded = fold_question(question)
        if len(folded) > LONGEST_QUESTION:
            query = Query(folded, today, Intent.CHAT, self.config.language)
            return Answer(query, answered=False, reach=self.reach, reason="too_long")
        query = parse_query(
            folded,
            today,
            history,
            known_dates=self._known_dates,
            abbreviations=self._abbreviations,
            correct=self._correct,
        )
        found = search(query, self._index, self.config.search)
        return build_answer(query, found, self._index, self.config, limit=limit)

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
        return build_listing(query, [*earlier, *ahead], self._index)

"""The articles that an answer shows, to be asked further."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.answer.browse import Overview
from bot.answer.build import AnswerBuilder
from bot.answer.kinds import only_kind, sureness
from bot.config import Config
from bot.model import Answer, Form, Hit, Query, SearchResult
from bot.search.paragraphs import choose_paragraphs
from bot.search.search import search_article
from bot.search.terms import WeighedTerms, weigh_terms


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
        own = weigh_terms(alone, index)
        # The article is found; what it is about says nothing of which paragraph answers.
        terms = own if whole else weigh_terms(query, index)
        for article in self.articles:
            found = search_article(article, query, terms, own, index, whole=whole)
            answer = self.build(query, terms, found.hits)
            if answer:
                return answer
        return None

    def tell_kind(self, query: Query) -> Answer | None:
        """Their passages that hold the kind of thing that is asked for, and no others."""
        terms = weigh_terms(query, self.overview.index)
        hits = list(self.find_hits(query, terms))
        sure = max((sureness(hit.paragraph, query) for hit in hits), default=0)
        told = [hit for hit in hits if sure and sureness(hit.paragraph, query) == sure]
        answer = self.build(query, terms, told)
        return only_kind(answer) if answer else None

    def find_hits(self, query: Query, terms: WeighedTerms) -> Iterator[Hit]:
        """The paragraphs of each, those that answer best first, but those of other days."""
        read = self.overview.index.read_articles(self.articles)
        for article in self.articles:
            best = Hit(read[article][0], 1.0)
            for hit in choose_paragraphs(best, read[article], query, terms):
                if not query.asked.spans or hit.dates or not hit.paragraph.mentions:
                    yield hit

    def build(self, query: Query, terms: WeighedTerms, hits: Sequence[Hit]) -> Answer | None:
        """The answer that these hits give, as they were chosen; None where they give none."""
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

"""Answers about the archive itself: what it holds, its newest reports, a matter in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from bot.answer.browse import Overview
from bot.answer.passages import fold_copies, lead_passage
from bot.answer.timeline import tell_in_order
from bot.config import SearchSettings
from bot.model import (
    Answer,
    ArchiveQuestion,
    Hit,
    Intent,
    Passage,
    Query,
    Span,
)
from bot.search.matter import find_articles, newest_first
from bot.search.terms import WeighedTerms

# So many of the newest reports are shown at first.
_NEWEST = 3
# A matter that fewer articles tell is looked for more widely.
_FEW = 3
# Of a matter of more articles, these are read.
_MOST_READ = 200


@dataclass(frozen=True)
class ArchiveAnswers:
    """What is needed to answer questions about an archive, with at most ``limit`` passages."""

    query: Query
    terms: WeighedTerms
    overview: Overview
    settings: SearchSettings
    limit: int

    def find(self) -> Answer | None:
        """The answer; None where no article is on the matter, or the archive is empty."""
        if not self.overview.reach.articles or self.query.archive is None:
            return None
        return _TOLD[self.query.archive](self)

    def _holdings(self) -> Answer:
        newest = self.overview.newest(1)
        return self._answer(
            (),
            sources=self.overview.reach.articles,
            outlets=self.overview.outlets(),
            newest=lead_passage((newest[0], ())) if newest else None,
        )

    def _newest(self) -> Answer | None:
        """The newest reports, on the matter where there is one."""
        on_all = not (self.query.terms or self.query.outlets or self.query.asked.spans)
        hits = self.overview.newest(self.limit) if on_all else newest_first(self._articles)
        if not hits:
            return None
        told = list(map(lead_passage, fold_copies(hits, self.overview.index)))
        sources = self.overview.reach.articles if on_all else len(self._articles)
        return self._answer(told, shown=_NEWEST, sources=sources)

    def _counted(self) -> Answer | None:
        """How many articles there are on the matter, then the matter in order."""
        return self._in_order() if self.terms.content else self._listed()

    def _listed(self) -> Answer | None:
        """What an outlet published, or what was published in some days, newest first."""
        rows = fold_copies(self._articles[:_MOST_READ], self.overview.index)
        told = list(map(lead_passage, rows))
        return self._answer(told, sources=len(self._articles)) if told else None

    def _in_order(self) -> Answer | None:
        return self._ordered(self._articles)

    def _chronicle(self) -> Answer | None:
        """The matter in order; where few articles tell all of it, those that tell much of it, too."""
        if not self.terms.content:
            return None
        articles = self._articles
        if len(articles) < _FEW:
            index, settings = self.overview.index, self.settings
            articles = find_articles(self.query, self.terms, index, settings, nearly=True)
        return self._ordered(articles)

    def _ordered(self, articles: Sequence[Hit]) -> Answer | None:
        rows = fold_copies(articles[:_MOST_READ], self.overview.index)
        told = tell_in_order(rows, self.query, self.terms, self.overview.index)
        return self._answer(told, sources=len(articles)) if told else None

    @cached_property
    def _articles(self) -> Sequence[Hit]:
        return find_articles(self.query, self.terms, self.overview.index, self.settings)

    def _answer(
        self, told: Sequence[Passage], *, sources: int, shown: int = 0, **more: object
    ) -> Answer:
        passages = tuple(told[: self.limit])
        return Answer(
            self.query,
            answered=True,
            reach=self.overview.reach,
            passages=passages,
            shown=shown or len(passages),
            sources=sources,
            by_day=True,
            total=len(told),
            events=len(told),
            event_dates=len(_days_told(told)),
            days=_span_told(told, self.overview.reach.last),
            **more,  # type: ignore[arg-type]
        )


_TOLD: Mapping[ArchiveQuestion, Callable[[ArchiveAnswers], Answer | None]] = {
    ArchiveQuestion.ARTICLES: ArchiveAnswers._holdings,
    ArchiveQuestion.OUTLETS: ArchiveAnswers._holdings,
    ArchiveQuestion.NEWEST: ArchiveAnswers._newest,
    ArchiveQuestion.COUNT: ArchiveAnswers._counted,
    ArchiveQuestion.TIMELINE: ArchiveAnswers._chronicle,
}


def as_ordinary(query: Query, overview: Overview) -> Query:
    """The question as it is answered where no article is on all of its matter.

    "Linimasa 2023" asks what happened then, and without a matter or days, in all days.
    """
    if query.archive is not ArchiveQuestion.TIMELINE or any(term.content for term in query.terms):
        return replace(query, archive=None)
    spans = query.asked.spans or tuple(_all_days(overview))
    asked = replace(query.asked, spans=spans)
    return replace(query, archive=None, asked=asked, intent=Intent.DATE)


def _all_days(overview: Overview) -> Iterator[Span]:
    """From the first day with an event to the newest publication; nothing without any event."""
    if overview.days:
        first = overview.days[0]
        yield Span(first, max(first, overview.reach.last or overview.days[-1]))


def _days_told(told: Iterable[Passage]) -> set[date]:
    """The days on which the passages are; of a stretch its first and its last."""
    return {
        day
        for passage in told
        if passage.told_day and not passage.published_only
        for day in (passage.told_day.first, passage.told_day.last)
    }


def _span_told(told: Iterable[Passage], newest: date | None) -> tuple[date, date] | None:
    """The first and the last day under which a passage stands; None without any.

    What lies after the newest publication is planned, or a slip of the pen: it counts only where
    there is nothing else.
    """
    passages = list(told)
    published = (p.citation.published for p in passages if p.published_only)
    days = _days_told(passages).union(day for day in published if day)
    reported = {day for day in days if newest is None or day <= newest} or days
    return (min(reported), max(reported)) if reported else None

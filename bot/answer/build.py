"""From hits to an answer: what is shown, or why nothing is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.answer.browse import Overview, month_of, year_of
from bot.answer.counts import count_by_day, count_told
from bot.answer.disagreements import days_apart, figures_apart
from bot.answer.event_rows import EventRows, fold_events, fold_reports
from bot.answer.passages import (
    Row,
    build_passage,
    dated_passage,
    find_event,
    fold_copies,
    lead_passage,
)
from bot.config import Config
from bot.model import (
    Answer,
    AnswerType,
    DateMatch,
    Form,
    Granularity,
    Hit,
    Intent,
    Passage,
    Query,
    Reach,
    Reason,
    SearchResult,
    Span,
    Talk,
)
from bot.query.names import OFFICES
from bot.search.answer_type import has_answer_type
from bot.search.gate import confidence
from bot.search.search import is_of_asked_time
from bot.search.terms import WeighedTerms
from bot.text.analysis import fold

# A second passage is shown where its score is at least this share of the best one's.
_WORTH_SHOWING = 0.7
_SAME_ARTICLE = 0.4
_ANOTHER_DAY = 0.8
# An article whose score is at least this share of the best one's may contradict it.
_SAYS_OTHERWISE = 0.5
# An article that is shown where there is room for it, and passages that fill a screen.
_WORTH_ROOM = 0.5
_SCREENFUL = 3
# An article that holds less of the question than this was found by chance.
_NO_MATCH = 0.25
# "Kapan?" is better answered by a somewhat weaker passage with a day than by one without.
_WORTH_DATING = 0.5
_MOST_DAYS = 3
# What holds so much of a question is on its matter.
_TOLD_ALL = 0.9
# Of so many articles that were published on the asked days it is looked at which name no day.
_MOST_UNDATED = 100


def _unanswerable(query: Query, reach: Reach) -> Reason | None:
    """Why a question can be answered by no archive, or not by this one; None where it can."""
    if not query.question:
        return "empty_question"
    if query.talk:
        return query.talk.value
    if not reach.articles:
        return "empty_corpus"
    if query.asked.impossible and not query.asked.spans:
        return "impossible_date"
    if not (query.asked.spans or query.outlets or any(term.content for term in query.terms)):
        return "unclear"
    return None


@dataclass(frozen=True)
class AnswerBuilder:
    """What is needed to build the answer to ``query``, with at most ``limit`` passages.

    Attributes:
        gated: Whether a hit must have enough that speaks for it; one that was looked for in an
            article shown before need not.
    """

    query: Query
    terms: WeighedTerms
    found: SearchResult
    overview: Overview
    config: Config
    limit: int
    gated: bool = True

    def build(self) -> Answer:
        """The answer.

        Where nothing answers, the passages are the nearest that was found, none of them shown.
        """
        if refusal := _unanswerable(self.query, self.overview.reach):
            return self._reply(self.query.talk) if self.query.talk else self._refuse(refusal)
        if self.query.orders_text:
            return self._refuse("asks_for_text", self.found.hits)
        if self.found.by_publication:
            return self._by_publication()
        return self._by_day() if self.found.by_day else self._by_words()

    def _reply(self, talk: Talk) -> Answer:
        """What is said to talk: with the newest day as an example of what can be asked.

        Thanks and nods ask for nothing more.
        """
        wants_none = talk in (Talk.THANKS, Talk.NOD)
        newest = () if wants_none else self.overview.nearest_days(Span(date.max, date.max))[:1]
        reach = self.overview.reach
        return Answer(self.query, answered=False, reach=reach, reason=talk.value, nearest=newest)

    def _refuse(self, reason: Reason, hits: Sequence[Hit] = ()) -> Answer:
        """An answer that says why there is none; ``hits`` are kept as the nearest thing.

        The best of the asked time comes first.
        """
        of_time = next((hit for hit in hits if is_of_asked_time(hit, self.query)), None)
        hits = sorted(hits, key=lambda hit: hit is not of_time)
        # Those of a span that have something else, or the ones around it.
        nearest = {
            day
            for span in self.query.asked.spans
            for day in self.overview.offered_days(span, most=_MOST_DAYS)
        }
        near = self._near(hits, nearest)
        newest = self.overview.newest(1) if reason == "no_match" and not (hits or near) else ()
        return Answer(
            query=self.query,
            answered=False,
            reason=reason,
            reach=self.overview.reach,
            passages=tuple(self._passages(fold_copies(hits, self.overview.index)[: self.limit])),
            total=len(hits),
            nearest=tuple(sorted(nearest)),
            near=near,
            newest=lead_passage((newest[0], ())) if newest else None,
            notes=("impossible_date",) if self.query.asked.impossible else (),
            missing=hits[0].missing if hits else (),
            other_years=self._other_years(),
        )

    def _near(self, hits: Sequence[Hit], days: Collection[date]) -> Passage | None:
        """What lies nearest to the asked days: of the matter asked about, else of any.

        Of equals, the earlier.
        """
        asked = [day for span in self.query.asked.spans for day in (span.first, span.last) if day]
        if not asked:
            return None
        fitting = [
            hit
            for hit in hits
            if hit.evidence and not hit.missing and self._told_share(hit) >= _TOLD_ALL
        ]
        near = [
            (_distance(passage.told_day.span, asked), at, passage)
            for at, passage in enumerate(self._passages([(hit, ()) for hit in fitting]))
            if passage.told_day
        ]
        if near:
            return min(near)[2]
        ordered = sorted(days, key=lambda day: (_distance(Span(day, day), asked), day))
        return self.overview.told_on(ordered[0]) if ordered else None

    def _by_day(self) -> Answer:
        """What happened on the asked days; failing that, what was published on them."""
        found = self.found
        kept = [hit for hit in found.hits if not hit.missing]
        if not kept:
            if found.hits or self.query.intent is not Intent.DATE:
                return self._refuse(self._why_none(found.hits), found.hits)
            return self._published()
        spans, index = self.query.asked.spans, self.overview.index
        rows = fold_events(kept, spans, index)
        told = replace(found, hits=tuple(kept))
        whole = self.query.intent is Intent.DATE and len(kept) == len(found.hits)
        counts = count_by_day(told, rows, spans, index, whole=whole)
        answer = self._answer(
            list(map(dated_passage, rows.events[: self.limit])), rows.events, found.total
        )
        answer = replace(
            answer,
            by_day=True,
            events=counts.events,
            event_dates=counts.dates,
            sources=counts.sources,
        )
        return self._digest(answer, rows) if answer.form is Form.DIGEST else self._day(answer, rows)

    def _day(self, answer: Answer, rows: EventRows) -> Answer:
        """The answer with the other reports of its events after all of these."""
        room = self.limit - len(answer.passages)
        further = [
            dated_passage(row) if row[0].dates else lead_passage(row) for row in rows.further[:room]
        ]
        return replace(answer, passages=(*answer.passages, *further))

    def _digest(self, answer: Answer, rows: EventRows) -> Answer:
        """The answer with what was published meanwhile and names no day, behind its events."""
        undated: list[Passage] = []
        if self.query.intent is Intent.DATE and len(answer.passages) < self.limit:
            room = self.limit - len(answer.passages)
            undated = list(map(lead_passage, self._undated(rows.articles)))[:room]
        told = (*answer.passages, *undated)
        sources = answer.sources + len(undated)
        return replace(
            answer,
            passages=told,
            shown=len(told),
            sources=sources,
            months=self._months(),
            months_around=self._months_around(),
        )

    def _months(self) -> tuple[tuple[date, int], ...]:
        """Of a year, its months with their events; none where it is not one year alone."""
        spans, index = self.query.asked.spans, self.overview.index
        is_alone = len(spans) == 1 and self.query.intent is Intent.DATE
        if not is_alone or not spans[0].first or spans[0] != year_of(spans[0].first):
            return ()
        months = (date(spans[0].first.year, number, 1) for number in range(1, 13))
        counted = ((month, index.count_events([month_of(month)]).events) for month in months)
        return tuple(row for row in counted if row[1])

    def _months_around(self) -> tuple[date | None, date | None]:
        """The months beside the one that is asked for; none where it is not one month."""
        spans = self.query.asked.spans
        if len(spans) != 1 or not spans[0].first or spans[0] != month_of(spans[0].first):
            return None, None
        return self.overview.months_around(spans[0].first)

    def _undated(self, told: Collection[str]) -> list[Row]:
        """The openings of articles, but those ``told``, of the asked days that name no day."""
        index = self.overview.index
        leads = [lead for span in self.query.asked.spans for lead in index.published_in(span)]
        leads = leads[:_MOST_UNDATED]
        read = index.read_articles([lead.article.id for lead in leads])
        hits = [
            Hit(lead, 1.0, dating=DateMatch.PUBLISHED)
            for lead in leads
            if lead.article.id not in told
            and not any(paragraph.mentions for paragraph in read[lead.article.id])
        ]
        return fold_reports(fold_copies(hits, index), index)

    def _by_publication(self) -> Answer:
        """The openings of the reports that were asked for."""
        rows = fold_copies(self.found.hits, self.overview.index)
        passages = [replace(lead_passage(row), published_only=False) for row in rows[: self.limit]]
        answer = self._answer(passages, rows, self.found.total)
        events = count_told([hit.paragraph.article.id for hit, _ in rows], self.overview.index)
        return replace(answer, by_day=True, shown=len(passages), events=events)

    def _published(self) -> Answer:
        """The leads of the articles that were published on the asked days."""
        hits = [
            Hit(paragraph, 1.0)
            for span in self.query.asked.spans
            for paragraph in self.overview.index.published_in(span)
        ]
        if not hits:
            return self._refuse("nothing_on_date")
        rows = fold_reports(fold_copies(hits, self.overview.index), self.overview.index)
        answer = self._answer(list(map(lead_passage, rows[: self.limit])), rows, len(hits))
        return replace(answer, by_day=True, notes=(*answer.notes, "published_only"))

    def _by_words(self) -> Answer:
        """The passages whose words fit, if they fit well enough; the rest follows unshown."""
        hits = self.found.hits
        rows = fold_copies(hits, self.overview.index)
        fitting = self._dated(list(self._fitting(rows)))
        if not fitting:
            return self._refuse(self._why_none(hits), hits)
        # What is of other days stands under no heading of these.
        rows = [row for row in rows if row[0].score and is_of_asked_time(row[0], self.query)]
        telling = self._telling(fitting)
        ordered = telling + _varied([row for row in rows if row not in telling], telling)
        passages = self._passages(ordered[: self.limit])
        answer = self._answer(passages, telling, len(rows))
        told = [passage.paragraph.article.id for passage in passages[: answer.shown]]
        answer = replace(answer, events=count_told(told, self.overview.index))
        return self._told_otherwise(answer, rows)

    def _told_otherwise(self, answer: Answer, rows: Sequence[Row]) -> Answer:
        """The answer with all days or figures that the articles tell of one thing, if they differ.

        Each has the passage that tells it best; the others that tell it stand behind that.
        """
        wanted = self.query.answer_type
        if wanted not in (AnswerType.DATE, AnswerType.NUMBER):
            return answer
        least = _SAYS_OTHERWISE * rows[0][0].score
        fitting = [row for row in rows if not row[0].missing]
        heads = {hit.paragraph.article.id for hit, _ in fitting if hit.score >= least}
        near = [row for row in fitting if row[0].paragraph.article.id in heads]
        passages, weights = self._passages(near), self.terms.salience
        articles = {passage.paragraph.article.id for passage in passages}
        if wanted is AnswerType.DATE:
            paragraphs = self.overview.index.read_articles(articles)
            told = days_apart(passages, self.query, weights, paragraphs)
            return self._differing(answer, told) if told else answer
        keys = self.overview.index.event_keys(articles)
        events = {article: frozenset(event for _, event in own) for article, own in keys.items()}
        figures = figures_apart(passages, self.query, weights, events)
        if not figures:
            return answer
        differing = self._differing(answer, [each.passage for each in figures])
        return replace(differing, figures=tuple(each.said for each in figures))

    def _differing(self, answer: Answer, told: Sequence[Passage]) -> Answer:
        paragraphs = [passage.paragraph for passage in told]
        rest = [passage for passage in answer.passages if passage.paragraph not in paragraphs]
        articles = {paragraph.article.id for paragraph in paragraphs}
        return replace(
            answer,
            passages=(*told, *rest)[: self.limit],
            shown=len(told),
            sources=len(articles) + sum(len(passage.also) for passage in told),
            events=1,
            notes=(*answer.notes, "sources_differ"),
        )

    def _fitting(self, rows: Sequence[Row]) -> Iterator[Row]:
        """The rows that fit, as far as anybody is shown them.

        Where the paragraph that tells of it does not answer, one of its article that hardly
        speaks of it does not either.
        """
        enough, found = 0.0, 0
        unfit: dict[str, float] = {}
        for row in rows:
            article, score = row[0].paragraph.article.id, row[0].score
            if found >= self.limit and score < enough:
                return
            if not self._fits(row[0]):
                unfit.setdefault(article, score)
            elif score >= _SAME_ARTICLE * unfit.get(article, 0.0):
                enough = enough or _WORTH_DATING * score
                found += 1
                yield row

    def _dated(self, rows: list[Row]) -> list[Row]:
        """The rows that name a day, where one is wanted and near enough to the best; else all."""
        if self.query.answer_type is not AnswerType.DATE or not rows:
            return rows
        enough = _WORTH_DATING * rows[0][0].score
        near = [row for row in rows if row[0].paragraph.mentions and row[0].score >= enough]
        # A day far from what is asked for is that of something else, and shows nothing.
        told = zip(near, self._passages(near), strict=True)
        return [row for row, passage in told if passage.dates] or near or rows

    def _telling(self, rows: list[Row]) -> list[Row]:
        """The rows worth showing beside the best, those of an article together.

        Where a screen has room, other articles that fit come next, and then what else the best
        one says. Two days of one article would leave open which of them was asked for.
        """
        best, wants_day = rows[0][0].score, self.query.answer_type is AnswerType.DATE
        again = _ANOTHER_DAY if wants_day else _SAME_ARTICLE
        telling: list[Row] = []
        for other in (_WORTH_SHOWING, _WORTH_ROOM):
            for row in rows:
                heard = {hit.paragraph.article.id for hit, _ in telling}
                share = again if row[0].paragraph.article.id in heard else other
                is_wanted = other == _WORTH_SHOWING or len(telling) < _SCREENFUL
                if is_wanted and row not in telling and row[0].score >= share * best:
                    telling.append(row)
        if not wants_day and len(telling) < _SCREENFUL:
            telling += self._further(rows, telling)
        if self._asks_for_a_holder():
            # Who held the office last comes first.
            telling.sort(
                key=lambda row: row[0].paragraph.article.published or date.min, reverse=True
            )
        return _by_article(telling)

    def _asks_for_a_holder(self) -> bool:
        """Whether it asks who holds an office, and of no time."""
        query = self.query
        offices = {word for term in query.terms for word in term.word.split()} & OFFICES
        return query.answer_type is AnswerType.NAME and bool(offices) and not query.asked.spans

    def _further(self, rows: list[Row], telling: list[Row]) -> list[Row]:
        """What else the best article says."""
        article = telling[0][0].paragraph.article.id
        return [
            row for row in rows if row not in telling and row[0].paragraph.article.id == article
        ]

    def _fits(self, hit: Hit) -> bool:
        paragraph = hit.paragraph
        return (
            (not self.gated or self._passes(hit))
            and is_of_asked_time(hit, self.query)
            and has_answer_type(
                paragraph.text, paragraph.mentions, self.query.answer_type, self.terms.salience
            )
            and not hit.missing
        )

    def _passes(self, hit: Hit) -> bool:
        gate = self.config.search.gate
        return hit.evidence is not None and confidence(hit.evidence, gate) >= gate.least

    def _why_none(self, hits: Sequence[Hit]) -> Reason:
        spans = self.query.asked.spans
        if spans and not self.overview.index.by_days(spans, limit=0).total:
            return "nothing_on_date"
        if not hits or self._told_share(hits[0]) < _NO_MATCH:
            return "no_match"
        return "details_differ" if hits[0].missing else "weak_match"

    def _told_share(self, hit: Hit) -> float:
        """What share of the question its article holds, but for what it is known to lack."""
        if hit.evidence is None:
            return 1.0
        lacks = {part.removeprefix("ke-") for said in hit.missing for part in fold(said).split()}
        rest = sum(w.mass for w in self.terms.content if not lacks.issuperset(w.typed.split()))
        held = hit.evidence.mass * self.terms.highest_idf
        return held / rest if rest else float(hit.evidence.dated)

    def _passages(self, rows: Sequence[Row]) -> list[Passage]:
        longest = self.config.answer.quote
        told = [
            build_passage(row, self.query, self.terms.salience, longest=longest) for row in rows
        ]
        undated = {p.paragraph.article.id for p in told if not p.dates}
        events = {
            article: find_event(paragraphs, self.query)
            for article, paragraphs in self.overview.index.read_articles(undated).items()
        }
        return [
            passage
            if passage.dates
            else replace(passage, event=events[passage.paragraph.article.id])
            for passage in told
        ]

    def _answer(self, passages: Sequence[Passage], relevant: Sequence[Row], total: int) -> Answer:
        """The answer that shows the first of ``passages``, as many as are ``relevant``."""
        shown = min(len(relevant), self.config.answer.passages, self.limit)
        years = self._other_years()
        conflict = any(m.weekday_conflict for p in passages[:shown] for m in p.dates[:1])
        notes = {
            "impossible_date": bool(self.query.asked.impossible),
            "asked_weekday": any(m.weekday_conflict for m in self.query.asked.mentions),
            "weekday_conflict": conflict,
            "other_years": bool(years),
        }
        outlets = {hit.paragraph.article.id for hit, _ in relevant}
        return Answer(
            query=self.query,
            answered=True,
            reach=self.overview.reach,
            passages=tuple(passages[: self.limit]),
            shown=shown,
            sources=len(outlets) + sum(len(also) for _, also in relevant),
            total=total,
            notes=tuple(note for note, holds in notes.items() if holds),
            other_years=years,
        )

    def _other_years(self) -> tuple[int, ...]:
        """The other years in which an asked day without a year has an event, in order."""
        spans = self.query.asked.spans
        years = {
            day.year
            for mention in self.query.asked.mentions
            if mention.year_inferred and mention.granularity is Granularity.DAY
            for day in self.overview.same_day(mention.first)
            if not any(span.overlaps(Span(day, day)) for span in spans)
        }
        return tuple(sorted(years))


def _distance(span: Span, days: Sequence[date]) -> timedelta:
    """How far a span, whose ends are not open, lies from the nearest of ``days``."""
    ends = [end for end in (span.first, span.last) if end]
    return min(abs(day - end) for day in days for end in ends)


def _by_article(rows: Sequence[Row]) -> list[Row]:
    """The rows with those of an article together, the articles in the order of their best."""
    articles = list(dict.fromkeys(hit.paragraph.article.id for hit, _ in rows))
    return sorted(rows, key=lambda row: articles.index(row[0].paragraph.article.id))


def _varied(rows: list[Row], heard: list[Row]) -> list[Row]:
    """The rows with each article that was not heard yet before any that was."""
    known = {hit.paragraph.article.id for hit, _ in heard}
    first: list[Row] = []
    again: list[Row] = []
    for row in rows:
        article = row[0].paragraph.article.id
        (again if article in known else first).append(row)
        known.add(article)
    return first + again

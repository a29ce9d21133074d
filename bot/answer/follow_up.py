"""Answers that are made of the one before: its next page, its article, its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answer.passages import find_event
from bot.index.protocol import Index
from bot.model import Answer, AskedDates, FollowUp, Granularity, Hit, Passage, Query
from bot.query import lexicon
from bot.text.analysis import fold
from bot.text.sentences import split_sentences
from bot.text.shorten import shorten

_LONGEST_SUBJECT = 60


def next_page(query: Query, before: Answer) -> Answer:
    """The answer before, to be opened one page further."""
    return replace(before, query=_going_on(query, before), page=before.page + 1)


def whole_article(query: Query, before: Answer, index: Index) -> Answer:
    """All paragraphs of the article that came first, in its order."""
    article = before.passages[0].paragraph.article.id
    paragraphs = index.read_articles([article])[article]
    event = find_event(paragraphs, query)
    passages = tuple(
        Passage(Hit(paragraph, 1.0), tuple(split_sentences(paragraph.text)), event=event)
        for paragraph in paragraphs
    )
    return replace(_retold(query, before, passages), notes=("whole_article",))


def source_of(query: Query, before: Answer) -> Answer:
    """The first passage again, with the whole address of its article."""
    told = _retold(query, before, before.passages[:1])
    return replace(told, notes=("whole_address",))


def open_line(query: Query, before: Answer) -> Answer | None:
    """The event in a line of the list before, told as one day; None where it has no such line."""
    if not 0 < query.line <= len(before.passages):
        return None
    passage = before.passages[query.line - 1]
    day, title = passage.told_day, passage.citation.title
    told = _retold(query, before, (passage,))
    asked = replace(before.query.asked, spans=(day.span,)) if day else AskedDates()
    words = title or passage.paragraph.text[slice(*passage.highlights[passage.best])]
    subject = shorten(" ".join(words.split()), _LONGEST_SUBJECT, words=True)
    return replace(
        told, query=replace(told.query, asked=asked, subject=subject, lists=True), by_day=bool(day)
    )


def days_told(before: Answer, index: Index) -> Sequence[date]:
    """The exact days that the articles shown in an answer name, the best first; each once."""
    shown = before.passages[: before.shown]
    articles = list(dict.fromkeys(passage.paragraph.article.id for passage in shown))
    read = index.read_articles(articles)
    days = (
        mention.first
        for article in articles
        for paragraph in read[article]
        for mention in paragraph.mentions
        if mention.granularity is Granularity.DAY
    )
    return tuple(dict.fromkeys(days))


def _retold(query: Query, before: Answer, passages: Sequence[Passage]) -> Answer:
    """An answer that shows these passages of the one before, and nothing else."""
    copies = sum(len(passage.also) for passage in passages)
    return replace(
        before,
        query=replace(_going_on(query, before), archive=None, sides=()),
        answered=True,
        reason=None,
        claims=(),
        sides=(),
        passages=tuple(passages),
        shown=len(passages),
        sources=1 + copies,
        by_day=False,
        total=len(passages),
        events=1,
        event_dates=0,
        notes=(),
        page=1,
    )


def _going_on(query: Query, before: Answer) -> Query:
    """The question before, as it is asked again now."""
    return replace(
        before.query,
        question=query.question,
        follow_up=query.follow_up,
        subject=_asked_before(before.query),
        corrections={},
    )


def _asked_before(query: Query) -> str:
    """What a reader would call a question that was answered: with what it was asked of."""
    if query.subject is None or query.follow_up not in (FollowUp.ABOUT, FollowUp.PERHAPS):
        return query.question if query.subject is None else query.subject
    asked, of = (fold(text).rstrip(" ?").split() for text in (query.question, query.subject))
    if lexicon.POINTING.union(of).issuperset(asked):
        return query.subject
    return f"{query.question.rstrip(' ?')} ({query.subject.rstrip(' ?')})"

"""The answer to a question with sides: what was found for each, put beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from bot.answer.counts import count_told
from bot.index.protocol import Index
from bot.model import Answer, FollowUp, Passage, Query, Reach, Side


def join_sides(query: Query, answers: Sequence[Answer], reach: Reach, index: Index) -> Answer:
    """The answer that tells each side by what answers it alone.

    The first passages are the first of each side, in the order of the question; those after them
    take turns. A passage of two sides stands once.

    Args:
        query: With as many sides as there are answers.
        answers: One for each; one side at least is answered.
        reach: How far the archive reaches.
        index: The archive.
    """
    told = [answer.passages if answer.answered else () for answer in answers]
    sides = tuple(Side(asked.name, own) for asked, own in zip(query.sides, told, strict=True))
    passages = _once(each for row in zip_longest(*told) for each in row if each)
    first = _once(own[0] for own in told if own)
    articles = {each.paragraph.article.id for each in first}
    return Answer(
        query,
        answered=True,
        reach=reach,
        passages=passages,
        shown=len(first),
        sources=len(set().union(*map(_sources, answers))),
        total=len(passages),
        events=count_told(sorted(articles), index),
        sides=sides,
    )


def _once(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """The passages without those whose paragraph stands among them already."""
    known: dict[tuple[str, int], Passage] = {}
    for passage in passages:
        known.setdefault((passage.paragraph.article.id, passage.paragraph.number), passage)
    return tuple(known.values())


def _sources(answer: Answer) -> set[str]:
    """The articles that an answer counts as its sources: the first of its passages tell them."""
    found: set[str] = set()
    for article in _articles(answer) if answer.answered else ():
        if len(found) < answer.sources:
            found.add(article)
    return found


def _articles(answer: Answer) -> Iterator[str]:
    for passage in answer.passages:
        yield passage.paragraph.article.id
        yield from (citation.article for citation in passage.also)


def tells_all(whole: Answer, joined: Answer) -> bool:
    """Whether the answer to the whole question tells what the sides ask, by the same articles.

    A side that was not found is left to it where it only asks more of the matter of the first:
    "… dan siapa penerimanya".
    """
    shown = {each.paragraph.article.id for each in whole.passages[: whole.shown]}
    found = {side.passages[0].paragraph.article.id for side in joined.sides if side.passages}
    asked = zip(joined.query.sides, joined.sides, strict=True)
    lacking = [each.query for each, side in asked if not side.passages]
    of_one_matter = all(each.query.follow_up for each in joined.query.sides[1:])
    if any(query.follow_up is not FollowUp.ABOUT for query in lacking):
        return False
    return found <= shown if of_one_matter else len(found) == 1 and found <= shown

"""The original of a copy, answered in one place for all who ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.model import Article


def to_copied(articles: Iterable[Article]) -> dict[str, str]:
    """By the id of each article that is a copy, the id of what it copies."""
    return {article.id: article.copy_of for article in articles if article.copy_of}


def original_of(article_id: str, copied: Mapping[str, str]) -> str:
    """The id of the original of an article; its own where it is no copy.

    A copy of a copy has the original of both. Where the chain ends at an article that is not
    there, that one's id is the original all the same: so its copies stay copies of one another.
    Copies that lead in a circle have the first id of the circle, in order of the alphabet, as
    their original; no other original is in ``copied``.

    >>> original_of("c", {"b": "a", "c": "b"})
    'a'
    >>> original_of("c", {"a": "b", "b": "a", "c": "b"})
    'a'
    """
    passed: dict[str, None] = {}
    while article_id in copied and article_id not in passed:
        passed[article_id] = None
        article_id = copied[article_id]
    if article_id not in passed:
        return article_id
    names = list(passed)
    return min(names[names.index(article_id) :])

"""What a question insists on: an article that lacks it is about something else, however alike.

The ordinal of an anniversary, figures, offices and places cannot be left to scores: "HBI ke-72"
and "HBI ke-73" differ in one word of many.
"""

from __future__ import annotations

import re

import numpy as np

from bot.index.memory import Index
from bot.model import Article, Query
from bot.query import lexicon
from bot.search.search import say
from bot.text.analysis import stem


def find_missing(query: Query, article: Article, index: Index) -> list[str]:
    """What ``query`` insists on and ``article`` does not name, as typed; empty where it has all."""
    if not query.has_constraints:
        return []
    attributes = [word for word in query.attributes if not _tells(article, word, index)]
    ordinals = [f"ke-{n}" for n in query.ordinals if not names_ordinal(article, n)]
    here = np.array([index.number(article)], dtype=np.int32)
    numbers = [n for n in query.numbers if not index.hold(here, n).all()]
    offices = [word for word in query.offices if not names_office(article, word)]
    places = [
        term.word
        for term in query.places
        if not say(here, term, index).all() and not names_place(article, term.word)
    ]
    return [
        as_typed(word, query.question)
        for word in ordinals + numbers + offices + places + attributes
    ]


def _tells(article: Article, side: str, index: Index) -> bool:
    """Whether ``article`` says the word, or another by which the same is told."""
    here = np.array([index.number(article)], dtype=np.int32)
    row = next(row for row in lexicon.TOLD_BY_NAME if side in row)
    return any(index.hold(here, told).all() for told in set(stem(sorted(row))))


def names_ordinal(article: Article, number: str) -> bool:
    """Whether ``article`` names the ordinal: "ke-76", "HBI 76", "76th", but not "76 kantong"."""
    named = re.compile(
        rf"(?:\bke[-\s]*|\bhb[ip][-\s]|\bhut[-\s]|\bimigrasi\s){number}(?!\d)|\b{number}(?:st|nd|rd|th)\b",
        re.IGNORECASE,
    )
    return _has(article, named)


def names_office(article: Article, office: str) -> bool:
    """Whether ``article`` names the office itself, and not only its deputy."""
    spelt = r"wali\s?kota" if office == "walikota" else office
    named = re.compile(rf"(?<!wakil )\b{spelt}\b", re.IGNORECASE)
    return _has(article, named)


def as_typed(word: str, question: str) -> str:
    """``word`` with the capitals that it has in ``question``, where it stands there."""
    typed = re.search(rf"\b{re.escape(word)}\b", question, re.IGNORECASE)
    return typed[0] if typed else word


def names_place(article: Article, word: str) -> bool:
    """Whether a word of ``article`` begins with ``word``: "yogya" is Yogyakarta."""
    begins = re.compile(rf"\b{re.escape(word)}", re.IGNORECASE)
    return _has(article, begins)


def _has(article: Article, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(text) for text in (article.title or "", *article.paragraphs))

"""Where a report says otherwise than a claim: a figure, a day, a place, a name.

What an article leaves open is no difference, and what belongs to something else in it neither.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.answer.told_days import Words, find_day_differences
from bot.answer.told_figures import find_figure_differences
from bot.answer.told_names import find_name_differences
from bot.answer.told_places import find_place_differences
from bot.answer.told_words import texts_of
from bot.model import Difference, Query
from bot.query import lexicon
from bot.search.claims import Telling
from bot.text.analysis import find_tokens, fold
from bot.text.roots import find_root
from bot.text.tables import words_of
from bot.text.verbs import is_verb

_DENIALS = words_of(
    "tidak tak tidaklah belum bukan batal urung gagal ga gak nggak enggak tdk blm not never"
)
_DENIED = re.compile(rf"\b({'|'.join(sorted(_DENIALS))})\s+(\w+)", re.IGNORECASE)
_PAIR = re.compile(r"(?=\b(\w+)\s+(\w+))")


def find_differences(query: Query, telling: Telling, say_days: Words) -> tuple[Difference, ...]:
    """What the article of ``telling`` says otherwise than the claim: figures, days, places, names."""
    if telling.is_verbatim:
        return ()
    found = (
        *_denials(query, telling),
        *find_figure_differences(query, telling),
        *find_day_differences(query, telling, say_days),
        *find_place_differences(query, telling),
        *find_name_differences(query, telling),
    )
    return tuple(dict.fromkeys(found))


def _denials(query: Query, telling: Telling) -> Iterator[Difference]:
    """That one of the two denies the deed that the other tells, or the claim what the article has."""
    sentence = telling.paragraph.text[slice(*telling.sentence)]
    claimed, told = (_said(text, telling.deed) for text in (query.question, sentence))
    if claimed and told and claimed[0] != told[0]:
        yield Difference("deed", claimed[1], told[1])
        return
    article = " ".join(texts_of(telling))
    for match in _DENIED.finditer(query.question):
        root = find_root(fold(match[2]))
        forms = [m for m in _PAIR.finditer(article) if find_root(fold(m[2])) == root]
        is_small = fold(match[2]) in lexicon.FUNCTION_WORDS
        is_contrast = fold(match[1]) == "bukan"
        if (
            forms
            and not (is_small or is_contrast)
            and not any(fold(m[1]) in _DENIALS for m in forms)
        ):
            yield Difference("deed", match[0], forms[0][2])


def _said(text: str, deed: Collection[str]) -> tuple[bool, str] | None:
    """Whether a text denies the deed, and how it says so; None where it has no form of it."""
    tokens = list(find_tokens(text))
    for at, token in enumerate(tokens):
        if find_root(fold(token[0])) in deed and is_verb(fold(token[0])):
            denial = tokens[at - 1] if at and fold(tokens[at - 1][0]) in _DENIALS else None
            start = denial.start() if denial else token.start()
            return denial is not None, text[start : token.end()]
    return None

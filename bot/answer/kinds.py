"""What an answer shows of the kind of thing that is asked for: a place, a time, names, nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.model import Answer, AnswerType, Form, Paragraph, Passage, Query
from bot.places.mentions import HOME, find_places
from bot.query import lexicon
from bot.query.names import find_names
from bot.search.answer_type import find_kind
from bot.text.analysis import find_tokens, fold
from bot.text.sentences import split_sentences

# "Di mana?" is answered by nothing that names no place; a reason may be told in any words.
NARROW = (AnswerType.PLACE, AnswerType.TIME, AnswerType.NAME, AnswerType.COUNTRY)
_DATELINE = re.compile(r"[^\n–—|]{3,70}?(?:\s*(?:[–—|]+|--+)|\s?[-:](?=\s))\s*")
_VENUE = re.compile(
    r"\b(?:di|in|at)\s+(?:(?:\w+\s+)?[A-Z]\w+|(?:lobi|halaman|aula|gedung|kantor|lapangan|masjid|"
    r"gereja|ruang|kampus|rumah|hotel|jalan|jl|areal?|kawasan|pelabuhan|bandara|stadion|pantai|"
    r"taman|balai|kediaman|apartemen|pasar|terminal)\b)"
)
# What stands behind one of these is a place, whatever it is called.
_IS_PLACED = re.compile(r"\b(?:di|ke|in|at)\s+(?:[A-Z]\w+\s+)*$")
_CAPITALS = re.compile(r"\b[A-Z][\w’'.-]+ [A-Z][\w’'.-]+")

_FORMS = tuple(
    (frozenset(words.split()), re.compile(form, re.IGNORECASE))
    for words, form in lexicon.TOLD_BY_FORM.items()
)

Slice = tuple[int, int]


def only_kind(answer: Answer) -> Answer | None:
    """The answer with nothing but what holds the kind that is asked for; None where nothing does."""
    query = answer.query
    is_narrow = query.attributes or query.answer_type in (*NARROW, AnswerType.DATE)
    if answer.form is not Form.MATTER or not is_narrow:
        return answer
    sure = max(sureness(each.paragraph, query) for each in answer.passages[: answer.shown])
    if not sure:
        return None
    told = [
        _with_kind(passage, query) if sureness(passage.paragraph, query) >= sure else None
        for passage in answer.passages
    ]
    shown = tuple(passage for passage in told[: answer.shown] if passage)
    passages = shown + tuple(passage for passage in told[answer.shown :] if passage)
    articles = {passage.paragraph.article.id for passage in shown}
    return replace(
        answer,
        passages=passages,
        shown=len(shown),
        sources=len(articles) + sum(len(passage.also) for passage in shown),
        total=len(passages),
    )


def _with_kind(passage: Passage, query: Query) -> Passage:
    """The passage with a sentence that surely holds the kind as its best."""
    paragraph = passage.paragraph
    found = next(found for found in _holdings(paragraph, query) if found)
    sentences = [
        (start, stop)
        for start, stop in split_sentences(paragraph.text)
        if any(start <= at < stop for at, _ in found)
    ]
    kept = [part for part in passage.highlights if part in sentences]
    if not kept:
        return replace(passage, highlights=tuple(sentences[:1]), best=0)
    if passage.highlights[passage.best] in kept:
        return passage
    return replace(passage, best=passage.highlights.index(kept[0]))


def sureness(paragraph: Paragraph, query: Query) -> int:
    """How surely a paragraph holds the kind of thing that is asked for; 0 where it does not."""
    holdings = _holdings(paragraph, query)
    return next((len(holdings) - at for at, found in enumerate(holdings) if found), 0)


def _holdings(paragraph: Paragraph, query: Query) -> Sequence[Sequence[Slice]]:
    """Where a paragraph holds the kind of thing that is asked for, the surest ways first.

    "Di Aula Prona" says where something was, a city that is named perhaps, that of a dateline
    less so. Who was there is told by names of persons, who got something by any in capitals.
    """
    text, wanted = paragraph.text, query.answer_type
    if query.attributes:
        forms = [form for words, form in _FORMS if words & set(query.attributes)]
        return ([m.span() for form in forms for m in form.finditer(text)],)
    if wanted is AnswerType.PLACE:
        opening = _opening(paragraph)
        venues = [match.span() for match in _VENUE.finditer(text)]
        places = [(p.start, p.stop) for p in find_places(text) if HOME not in p.places]
        return (venues, [part for part in places if part[0] >= opening], places)
    if wanted is AnswerType.NAME:
        persons = [
            (name.start, name.stop)
            for name in find_names(text)
            if not _IS_PLACED.search(text, 0, name.start)
        ]
        others = [match.span() for match in _CAPITALS.finditer(text)]
        return (persons,) if _asks_who_was_there(query) else (persons + others,)
    exact = find_kind(text, paragraph.mentions, wanted, {})
    if wanted is AnswerType.DATE:
        # "Ditunjuk pada tahun 2022" tells when, where nothing tells more.
        return (exact, [(mention.start, mention.stop) for mention in paragraph.mentions])
    return (exact,)


def _opening(paragraph: Paragraph) -> int:
    """Where the text behind the dateline begins."""
    match = _DATELINE.match(paragraph.text) if paragraph.number == 0 else None
    return match.end() if match else 0


def _asks_who_was_there(query: Query) -> bool:
    return not words_of(query).isdisjoint(lexicon.PRESENCE)


def words_of(query: Query) -> frozenset[str]:
    """The words of a question as typed, in lower case."""
    return frozenset(fold(token[0]) for token in find_tokens(query.question))

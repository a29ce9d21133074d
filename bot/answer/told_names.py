"""Where a report has another name than a claim: of a person, an institution, a spot, or a thing that is called so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from bot.answer.told_words import stems_of, texts_of, ways_of, words_around
from bot.dates.words import MONTHS, WEEKDAYS
from bot.model import Difference, Query
from bot.places.mentions import find_places
from bot.query import lexicon
from bot.query.names import (
    COPULAS,
    OFFICES,
    TITLES,
    common_words,
    find_names,
    known_words,
    office_before,
)
from bot.search.claims import Telling
from bot.search.stems import Stems, holds, is_spelt_like
from bot.text.analysis import find_tokens, fold
from bot.text.roots import find_root, is_word
from bot.text.tables import words_of
from bot.text.verbs import is_verb

_DEPUTY = re.compile(r"\bwakil\s*$", re.IGNORECASE)
# How far behind an office its holder is looked for.
_REACH = 60
# How near to the verb whoever did it stands.
_BESIDE = 28
# What calls nothing by the word behind it.
_NO_HEADS = lexicon.FUNCTION_WORDS | TITLES | OFFICES | frozenset((*MONTHS, *WEEKDAYS))
# Letters of what calls a thing, and of a name that is written small.
_LEAST_HEAD, _LEAST_NAME = 2, 4
_JOINED = re.compile(r"[ \u00a0]+|-")
# Of these one stands for another whatever stands before it.
_UNIVERSITIES = words_of(
    "ugm ui itb unair undip unhas ub its uny uin unud undana ipb ut unnes unsoed uii unpad unsri unej unram "
    "unsrat unmul untan usu upi uns universitas"
)
# Where it was, as a claim says it, and words in capitals behind another word.
_SPOT = re.compile(
    r"\b(di|ke|dari|asal|at|in|from)\s+([^\W\d_]+(?: (?!dan |dengan |yang |pada |oleh |untuk )[A-Z][^\W\d_]*)*)"
)
_CAPITALS = re.compile(r"(?<=[\w,] )[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*")
_PREPOSITION = re.compile(r"\b(?:di|ke|dari|asal|at|in|from)\s+(?:\w+\s+)?$")
# Without a preposition so many words around a spot must be those of the claim.
_LEAST_AROUND = 2


def find_name_differences(query: Query, telling: Telling) -> Iterator[Difference]:
    """Who and what is named otherwise: persons, what is called so, institutions, agents, spots.

    The later of these are looked for only where the earlier ones do not differ.
    """
    found = [*_persons(query, telling), *_called(query, telling)]
    yield from found
    further = (_bodies, _agents) if telling.lacks_body else (_agents,)
    for find in () if found else further:
        if apart := find(query, telling):
            yield Difference("name", *apart)
            return
    if not found and (apart := _located(query, telling)):
        yield Difference("place", *apart)


def _persons(query: Query, telling: Telling) -> Iterator[Difference]:
    """Names that the article lacks, and whom it has in their office or by what the claim says."""
    text = query.question
    for name in telling.lacks:
        office = office_before(text, name.start)
        told = _holder(office, telling, text[: name.start]) if office else None
        if told := told or _of_the_head(query, name.start, telling):
            yield Difference("name", text[name.start : name.stop], told)


def _of_the_head(query: Query, start: int, telling: Telling) -> str | None:
    """What the article calls what a claim begins with: "desa terbersih … itu X"."""
    tokens = list(find_tokens(query.question[:start]))
    if not tokens or fold(tokens[-1][0]) not in COPULAS:
        return None
    said = frozenset(find_root(fold(token[0])) for token in find_tokens(query.question))
    heads = (fold(token[0]) for token in tokens)
    ways = (ways_of(find_root(head), query) for head in heads if head not in _NO_HEADS)
    return next((told for way in ways if (told := _called_in(telling, way, said))), None)


def _located(query: Query, telling: Telling) -> tuple[str, str] | None:
    """A spot of the claim that the article has nowhere, and the one beside the same words there."""
    text, whole = query.question, stems_of(telling)
    places = find_places(text)
    for match in _SPOT.finditer(text):
        words = [token[0] for token in find_tokens(match[2])]
        is_place = any(p.start < match.end() and match.start(2) < p.stop for p in places)
        unheld = any(_is_specific(word, whole, query, cased=not text.islower()) for word in words)
        if is_place or not unheld:
            continue
        around = words_around(text, match.start(2), match.end(2))
        if told := _spot_among(around, telling, frozenset(map(fold, words))):
            return match[2], told
    return None


def _spot_among(around: frozenset[str], telling: Telling, said: frozenset[str]) -> str | None:
    """The words in capitals that stand in the article among most of the words ``around``."""
    best, most = None, 0
    for paragraph in (telling.paragraph, *telling.paragraphs):
        for match in _CAPITALS.finditer(paragraph.text):
            near = words_around(paragraph.text, match.start(), match.end())
            least = 1 if _PREPOSITION.search(paragraph.text[: match.start()]) else _LEAST_AROUND
            shared = len(around & near)
            if shared > most and shared >= least and said.isdisjoint(map(fold, match[0].split())):
                best, most = match[0], shared
    return best


def _called(query: Query, telling: Telling) -> Iterator[Difference]:
    """What is called otherwise in the claim and in the article: "Fakultas Hukum", "Komisi XII".

    A word of the claim that the article has nowhere stands behind one that it has before another.
    """
    text, whole = query.question, stems_of(telling)
    tokens = list(find_tokens(text))
    said = frozenset(find_root(fold(token[0])) for token in tokens)
    # A headline may have a capital in every word.
    small = [token for token in tokens[1:] if token[0].islower() and len(token[0]) >= _LEAST_NAME]
    cased = bool(small) and not text.islower()
    names = [(name.start, name.stop) for name in find_names(text) if len(name.words) > 1]
    apart = [(place.start, place.stop) for place in find_places(text)] + names
    for kind, name in pairwise(tokens):
        is_apart = any(start < name.end() and kind.start() < stop for start, stop in apart)
        if is_apart or not _JOINED.fullmatch(text, kind.end(), name.start()):
            continue
        if not _is_head(kind[0]) or not _is_specific(name[0], whole, query, cased=cased):
            continue
        if told := _called_in(telling, ways_of(find_root(fold(kind[0])), query), said):
            yield Difference("name", text[kind.start() : name.end()], told)


def _is_head(word: str) -> bool:
    low = fold(word)
    is_long = low.isalpha() and len(low) >= _LEAST_HEAD
    return is_long and low not in _NO_HEADS and not is_verb(low)


def _is_specific(word: str, whole: Stems, query: Query, *, cased: bool) -> bool:
    """Whether a word of a claim names something, and an article of the stems ``whole`` has it not."""
    low = fold(word)
    if not word.isalpha() or low in common_words() or is_verb(low):
        return False
    if holds(whole, ways_of(find_root(low), query)) or is_spelt_like(low, whole):
        return False
    if low in lexicon.BODIES or word.isupper():
        return True
    if cased:
        return word[0].isupper()
    return len(low) >= _LEAST_NAME and not is_word(low) and low not in known_words()


def _called_in(
    telling: Telling, ways: Sequence[tuple[str, ...]], said: Collection[str]
) -> str | None:
    """A word that says the same as ``ways`` with what it calls so, none of the roots ``said``."""
    heads = {way[0] for way in ways if len(way) == 1}
    for text in (telling.paragraph.text, *texts_of(telling)):
        for kind, name in pairwise(find_tokens(text)):
            is_head = find_root(fold(kind[0])) in heads and name[0][0].isupper()
            if not is_head or find_root(fold(name[0])) in said or fold(name[0]) in _NO_HEADS:
                continue
            if _JOINED.fullmatch(text, kind.end(), name.start()):
                return text[kind.start() : name.end()]
    return None


def _bodies(query: Query, telling: Telling) -> tuple[str, str] | None:
    """An institution that the claim names and the article does not, and the one in its place."""
    whole = stems_of(telling)
    mine, told = _institutions(query.question), _institutions(telling.paragraph.text)
    said = {fold(name) for _, name in mine}
    for before, name in mine:
        if find_root(fold(name)) in whole:
            continue
        for at, other in told:
            is_alike = at == before or {fold(name), fold(other)} <= _UNIVERSITIES
            if is_alike and fold(other) not in said:
                return name, other
    return None


def _institutions(text: str) -> list[tuple[str, str]]:
    """The institutions that a text names, each with the word before it."""
    tokens = [token[0] for token in find_tokens(text)]
    return [(fold(at), name) for at, name in pairwise(tokens) if fold(name) in lexicon.BODIES]


def _holder(office: str, telling: Telling, before: str) -> str | None:
    """Whom the article names in an office, nearest to what is told; a deputy only for a deputy."""
    spelt = office.replace("walikota", r"wali\s?kota")
    deputy = _is_deputy(before, spelt)
    for text in (telling.paragraph.text, *(paragraph.text for paragraph in telling.paragraphs)):
        for match in re.finditer(rf"\b{spelt}\b", text, re.IGNORECASE):
            if bool(_DEPUTY.search(text[: match.start()])) != deputy:
                continue
            for name in find_names(text):
                if match.end() <= name.start <= match.end() + _REACH:
                    return text[name.start : name.stop]
    return None


def _is_deputy(before: str, spelt: str) -> bool:
    offices = list(re.finditer(rf"\b{spelt}\b", before, re.IGNORECASE))
    return bool(offices and _DEPUTY.search(before[: offices[-1].start()]))


def _agents(query: Query, telling: Telling) -> tuple[str, str] | None:
    """Who did it by the claim and by the sentence that tells it, where these are two.

    Only a name right before an active verb or right behind a passive one is taken for that.
    """
    deed = telling.deed
    sentence = telling.paragraph.text[slice(*telling.sentence)]
    claimed, told = _agent(query.question, deed), _agent(sentence, deed)
    if not claimed or not told:
        return None
    stands = {fold(token[0]) for token in find_tokens(sentence)}
    mine = {fold(token[0]) for token in find_tokens(claimed)}
    return None if mine & stands else (claimed, told)


def _agent(text: str, deed: Collection[str]) -> str | None:
    """The name beside the first form of the deed in ``text``: before "me-", behind "di-"."""
    names = find_names(text)
    for token in find_tokens(text):
        word = fold(token[0])
        if find_root(word) not in deed or not is_verb(word):
            continue
        if word.startswith("di"):
            near = [n for n in names if token.end() <= n.start <= token.end() + _BESIDE]
            return text[near[0].start : near[0].stop] if near else None
        near = [n for n in names if token.start() - _BESIDE <= n.stop <= token.start()]
        between = text[near[-1].stop : token.start()] if near else ""
        is_near = near and not re.search(r"[.;:]|\b(?:dan|serta|bersama|oleh|kata|ujar)\b", between)
        return text[near[-1].start : near[-1].stop] if is_near else None
    return None
